"""What the made-up tenant holds: requisitions, applications and who they are of."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from app.core import clock
from app.simulators.workday import people, resumes
from app.simulators.workday.resumes import Kind

if TYPE_CHECKING:
    from datetime import datetime

    from app.simulators.workday.people import Job, Person

OPEN, NEW = "Open", "Review"
NEWEST, OLDEST = timedelta(minutes=30), timedelta(hours=20)
"""The applications a tenant begins with came in between so long ago."""


@dataclass(slots=True)
class Requisition:
    """A job to be filled."""

    id: str
    title: str
    summary: str
    description: str
    location: str
    job: Job
    changed_at: datetime
    status: str = OPEN


@dataclass(slots=True)
class Application:
    """Somebody for a requisition. `resume` counts the résumés they have handed in."""

    id: str
    number: int
    requisition_id: str
    person: Person
    job: Job
    applied_at: datetime
    changed_at: datetime
    stage: str = NEW
    resume: int = 1
    resume_at: datetime = field(default_factory=clock.now)
    has_hidden: bool = False

    @property
    def candidate_id(self) -> str:
        """The candidate's id; each person applies once."""
        return self.id.replace("APP", "CAN")

    @property
    def resume_id(self) -> str:
        """The id of the résumé that was handed in last."""
        return f"{self.id.replace('APP', 'RES')}-{self.resume}"

    @property
    def kind(self) -> Kind:
        """What kind of file they hand in."""
        return list(Kind)[self.number % len(Kind)]

    @property
    def file_name(self) -> str:
        """The file's name."""
        return f"{self.person.name} CV.{self.kind.value}"


class Store:
    """The tenant's data, the same for the same seed. Every 20th résumé has hidden text."""

    def __init__(
        self, *, seed: int, requisitions: int, applications: int, hidden_every: int = 20
    ) -> None:
        self.seed = seed
        self.hidden_every = hidden_every
        self.requisitions: dict[str, Requisition] = {}
        self.applications: dict[str, Application] = {}
        self._taken = 0
        now = clock.now()
        for number in range(requisitions):
            self._open(number, now - OLDEST)
        for number in range(applications):
            age = NEWEST + (OLDEST - NEWEST) * (applications - number) / max(applications, 1)
            names = list(self.requisitions)
            self.apply(names[number % len(names)], at=now - age)

    def apply(self, requisition_id: str, *, at: datetime | None = None) -> Application:
        """One application more. Raises KeyError for a requisition there is not."""
        moment = at or clock.now()
        number, job = self._taken, self.requisitions[requisition_id].job
        self._taken += 1
        made = Application(
            id=f"APP-{number + 1:05d}",
            number=number,
            requisition_id=requisition_id,
            person=people.person_of(self.seed, number, job),
            job=job,
            applied_at=moment,
            changed_at=moment,
            resume_at=moment,
            has_hidden=number % self.hidden_every == self.hidden_every // 2,
        )
        self.applications[made.id] = made
        return made

    def with_candidate(self, candidate_id: str) -> Application:
        """The application of a candidate. Raises KeyError."""
        return self.applications[candidate_id.replace("CAN", "APP")]

    def file(self, resume_id: str) -> tuple[str, bytes]:
        """Media type and bytes of a résumé. Raises KeyError."""
        key, _, version = resume_id.replace("RES", "APP").rpartition("-")
        application = self.applications[key]
        if version != str(application.resume):
            raise KeyError(resume_id)
        return resumes.MEDIA_TYPES[application.kind], _made(
            application.person,
            application.job,
            version=application.resume,
            kind=application.kind,
            hidden=application.has_hidden,
        )

    def _open(self, number: int, at: datetime) -> None:
        job = people.job_of(number)
        again = number // len(people.JOBS)
        key = f"REQ-{number + 1:04d}"
        self.requisitions[key] = Requisition(
            id=key,
            title=f"{job.title} {again + 1}" if again else job.title,
            summary=job.summary,
            description=job.description,
            location=job.location,
            job=job,
            changed_at=at,
        )


@lru_cache(maxsize=1_000)
def _made(person: Person, job: Job, *, version: int, kind: Kind, hidden: bool) -> bytes:
    now = clock.now()
    lines = resumes.lines_of(person, job, year=now.year)
    if version > 1:
        lines.append(("text", f"Brought up to date for the {version - 1}. time."))
    return resumes.make(kind, lines, made=now, hidden=hidden)
