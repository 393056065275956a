"""A few candidates side by side, concept by concept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.core.errors import ConflictError, InvalidInputError, NotFoundError
from app.core.ids import parse_id
from app.identity.permissions import Permission
from app.interviews import record
from app.reports import build, repository

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.permissions import Actor
    from app.interviews.models import Interview
    from app.reports.models import Decision, Report
    from app.reports.views import ConceptView

FEWEST, MOST = 2, 4


@dataclass(frozen=True, slots=True)
class Compared:
    """One column: an interview with its overall result. Scores are None without grades.

    `decision` is what a person decided last, in words, and `decided_by` who; both may be empty.
    """

    interview_id: UUID
    candidate_id: UUID | None
    candidate_name: str
    position_title: str
    score: float | None
    low: float | None
    high: float | None
    recommendation: str
    words: str
    decision: str
    decided_by: str


@dataclass(frozen=True, slots=True)
class ComparedConcept:
    """One row: a concept, and per column what is known of it, None where it was not planned."""

    concept: str
    name: str
    cells: tuple[ConceptView | None, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The columns as asked for, the rows in the order of the first plan that has the concept."""

    columns: tuple[Compared, ...]
    rows: tuple[ComparedConcept, ...]


async def compare(session: AsyncSession, actor: Actor, ids: object) -> Comparison:
    """Two to four reports side by side, by ids of interviews, or of candidates for their newest.

    Raises InvalidInputError for too few, too many or the same one twice, NotFoundError, and
    ConflictError where there is no report yet. Four queries, however many there are.
    """
    actor.require(Permission.VIEW)
    wanted = _checked(ids)
    interviews = await record.interviews_of(
        session, organization_id=actor.organization_id, ids=wanted
    )
    reports = {
        report.interview_id: report
        for report in await repository.reports_of(
            session,
            organization_id=actor.organization_id,
            interview_ids=[interview.id for interview in interviews],
        )
    }
    chosen = [_chosen(one, interviews, reports) for one in wanted]
    if len({interview.id for interview in chosen}) < len(chosen):
        raise InvalidInputError("Choose each interview once.", field="ids")
    decisions = await repository.latest_decisions(
        session, [reports[interview.id].id for interview in chosen]
    )
    by_column = [
        {view.concept: view for view in build.concepts(reports[interview.id].concept_depth)}
        for interview in chosen
    ]
    names = {view.concept: view.name for views in by_column for view in views.values()}
    return Comparison(
        columns=tuple(
            _column(interview, reports[interview.id], decisions.get(reports[interview.id].id))
            for interview in chosen
        ),
        rows=tuple(
            ComparedConcept(slug, name, tuple(views.get(slug) for views in by_column))
            for slug, name in names.items()
        ),
    )


def _checked(ids: object) -> list[UUID]:
    if not isinstance(ids, list | tuple):
        raise InvalidInputError("Choose the interviews to compare.", field="ids")
    if not FEWEST <= len(ids) <= MOST:
        raise InvalidInputError(f"Choose {FEWEST} to {MOST} to compare.", field="ids")
    known = [parsed for parsed in map(parse_id, ids) if parsed is not None]
    if len(known) < len(ids):
        raise NotFoundError("There is no such interview.")
    return known


def _chosen(wanted: UUID, interviews: list[Interview], reports: dict[UUID, Report]) -> Interview:
    """The interview of that id, or the newest with a report of the candidate of that id."""
    found = [one for one in interviews if wanted in {one.id, one.candidate_id}]
    if not found:
        raise NotFoundError("There is no such interview.")
    for interview in found:
        if interview.id in reports:
            return interview
    raise ConflictError(f"There is no report on {found[0].candidate_name} yet.")


def _column(interview: Interview, report: Report, decision: Decision | None) -> Compared:
    return Compared(
        interview_id=interview.id,
        candidate_id=interview.candidate_id,
        candidate_name=interview.candidate_name,
        position_title=interview.position_title,
        score=report.overall_score,
        low=report.score_low,
        high=report.score_high,
        recommendation=report.recommendation,
        words=build.recommendation_words(report.recommendation),
        decision=build.recommendation_words(decision.recommendation) if decision else "",
        decided_by=decision.decided_by_name if decision else "",
    )
