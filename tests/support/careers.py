"""People who do not exist, with careers, the same for the same seed."""

from __future__ import annotations

import random
from dataclasses import dataclass

_FIRST = [
    "Ada",
    "Bruno",
    "Chiara",
    "Dario",
    "Elif",
    "Femi",
    "Greta",
    "Hugo",
    "Ines",
    "Jonas",
    "Kaori",
    "Leon",
    "Mira",
    "Nils",
    "Olga",
    "Pavel",
]
_LAST = [
    "Albero",
    "Brandt",
    "Castel",
    "Dahlin",
    "Eskola",
    "Ferro",
    "Grahn",
    "Holm",
    "Ikeda",
    "Jansen",
    "Kova",
    "Lund",
    "Moreau",
]
_PLACES = ["Arnheim", "Brixen", "Calder", "Dornbirn", "Esk", "Falmer"]
_FIRMS = [
    "Halden Freight",
    "Norden Pay",
    "Brightwater Labs",
    "Oakline Retail",
    "Quill Health",
    "Tern Energy",
]
_TRADES = {
    "Backend engineer": (
        [
            "Python",
            "PostgreSQL",
            "Redis",
            "Kafka",
            "Docker",
            "Kubernetes",
            "FastAPI",
            "SQL",
            "gRPC",
            "Linux",
        ],
        (
            "Built an ingest service in {0} that took in {1} million events a day",
            "Moved the billing database to {0} without a minute of downtime",
            "Cut the p95 of the search endpoint from {1}0 ms to {1} ms by caching in {0}",
            "Led the on-call rota of a team of {1} and wrote its runbooks",
            "Introduced contract tests around {0}, which found {1} faults before release",
        ),
    ),
    "Frontend engineer": (
        [
            "TypeScript",
            "React",
            "CSS",
            "Playwright",
            "Vite",
            "GraphQL",
            "HTML",
            "Accessibility",
            "Redux",
            "Storybook",
        ],
        (
            "Rebuilt the checkout in {0}, which {1} thousand people use each day",
            "Brought the design system to {0} and retired {1} old components",
            "Made every page pass an audit of accessibility within {1} weeks",
            "Measured and halved the time to interactive with {0}",
        ),
    ),
    "Data engineer": (
        [
            "Python",
            "Spark",
            "Airflow",
            "dbt",
            "SQL",
            "Snowflake",
            "Kafka",
            "Terraform",
            "Parquet",
            "Iceberg",
        ],
        (
            "Designed a warehouse in {0} for {1} source systems",
            "Wrote {1} pipelines in {0} and the checks that guard them",
            "Reduced the nightly load from {1} hours to one by partitioning in {0}",
            "Documented lineage of {1} tables so that auditors could follow it",
        ),
    ),
}


@dataclass(frozen=True)
class Job:
    title: str
    firm: str
    began: int
    ended: int | None
    deeds: tuple[str, ...]

    @property
    def years(self) -> str:
        return f"{self.began} - {self.ended or 'today'}"


@dataclass(frozen=True)
class Person:
    name: str
    email: str
    phone: str
    place: str
    trade: str
    skills: tuple[str, ...]
    summary: str
    jobs: tuple[Job, ...]
    school: str

    @property
    def lines(self) -> list[str]:
        """Everything a résumé of theirs says, a line each."""
        said = [self.name, self.trade, f"{self.email} | {self.phone} | {self.place}", self.summary]
        for job in self.jobs:
            said += [job.title, job.firm, job.years, *job.deeds]
        return [*said, ", ".join(self.skills), self.school]


def person(seed: int) -> Person:
    """Somebody invented."""
    chance = random.Random(seed)
    name = f"{chance.choice(_FIRST)} {chance.choice(_LAST)}"
    trade = chance.choice(sorted(_TRADES))
    skills, deeds = _TRADES[trade]
    known = tuple(chance.sample(skills, chance.randint(4, 8)))
    jobs, end = [], None
    began = 2026 - chance.randint(1, 4)
    for number in range(chance.randint(2, 4)):
        told = chance.sample(deeds, min(len(deeds), chance.randint(2, 4)))
        words = tuple(one.format(chance.choice(known), chance.randint(2, 40)) for one in told)
        title = trade if number else f"Senior {trade[0].lower()}{trade[1:]}"
        jobs.append(Job(title, chance.choice(_FIRMS), began, end, words))
        end, began = began, began - chance.randint(1, 5)
    return Person(
        name=name,
        email=f"{name.lower().replace(' ', '.')}.{seed}@example.com",
        phone=f"+43 660 {chance.randint(1000000, 9999999)}",
        place=chance.choice(_PLACES),
        trade=trade,
        skills=known,
        summary=f"{trade} with {2026 - jobs[-1].began} years of experience, mostly in "
        f"{known[0]} and {known[1]}.",
        jobs=tuple(jobs),
        school=f"BSc Computer Science, {chance.choice(_PLACES)} University, {jobs[-1].began - 1}",
    )
