"""Counts of how people graded what the machine had graded, aggregated by the database.

An answer enters a figure once, with its newest grade of the kind asked for. Every query reads the
organisation's re-grades by one index: with 100,000 of them each takes under a second on SQLite,
and the whole page of figures about two on busy cores.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, and_, case, cast, extract, func, or_, select, tuple_
from sqlalchemy.orm import aliased
from sqlmodel import col

from app.assessment.estimation import SCORE_CUTS
from app.assessment.models import Evaluation, Regrade

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import ColumnElement, FromClause, Select, SQLColumnExpression
    from sqlalchemy.ext.asyncio import AsyncSession

_SAMPLE = 50

BAND_CUTS = (1 / 3, 2 / 3)
"""The machine's scores below the first are low, from the second on high."""


@dataclass(frozen=True, slots=True)
class Cell:
    """So many answers on a concept that both put into these categories, 0 to 4.

    `difference` is the sum of machine minus person over them, of scores from 0 to 1.
    """

    concept: str | None
    blind: bool
    machine: int
    person: int
    answers: int
    difference: float


@dataclass(frozen=True, slots=True)
class Slice:
    """The answers of a band (0 to 2), engine, version and month, and their summed differences."""

    band: int
    engine: str
    engine_version: str
    year: int
    month: int
    answers: int
    difference: float


@dataclass(frozen=True, slots=True)
class Disagreement:
    """An answer on which person and machine are apart. Scores are 0 to 1."""

    interview_id: UUID
    evaluation_id: UUID
    concept: str | None
    machine: float
    person: float
    blind: bool
    by: str
    reason: str


async def cells(
    session: AsyncSession, *, organization_id: UUID, interviews: Select[Any]
) -> tuple[Cell, ...]:
    """How people and the machine graded, by concept, blind and open grades apart. One query."""
    rows = _newest(organization_id, interviews, by_kind=True)
    machine, person = _category(rows.c.machine_score), _category(rows.c.score)
    keys = (rows.c.concept, rows.c.blind, machine, person)
    query = select(*keys, func.count(), func.sum(rows.c.machine_score - rows.c.score)).group_by(
        *keys
    )
    return tuple(Cell(*row) for row in (await session.execute(query)).all())


async def slices(
    session: AsyncSession, *, organization_id: UUID, interviews: Select[Any]
) -> tuple[Slice, ...]:
    """The differences by score band, engine, version and month (UTC). One query.

    An answer graded both ways enters with its blind grade.
    """
    rows = _newest(organization_id, interviews)
    moment: Any = rows.c.created_at
    if session.get_bind().dialect.name == "postgresql":
        moment = func.timezone("UTC", moment)
    band = _steps(rows.c.machine_score, BAND_CUTS)
    year, month = (cast(extract(part, moment), Integer) for part in ("year", "month"))
    keys = (band, rows.c.engine, rows.c.engine_version, year, month)
    query = select(*keys, func.count(), func.sum(rows.c.machine_score - rows.c.score)).group_by(
        *keys
    )
    return tuple(Slice(*row) for row in (await session.execute(query)).all())


async def furthest(
    session: AsyncSession, *, organization_id: UUID, interviews: Select[Any], most: int
) -> tuple[Disagreement, ...]:
    """The answers on which person and machine are furthest apart, at least a category."""
    rows = _newest(organization_id, interviews)
    apart = func.abs(rows.c.machine_score - rows.c.score)
    query = (
        select(
            rows.c.interview_id,
            rows.c.evaluation_id,
            rows.c.concept,
            rows.c.machine_score,
            rows.c.score,
            rows.c.blind,
            rows.c.graded_by_name,
            rows.c.reason,
        )
        .where(_category(rows.c.machine_score) != _category(rows.c.score))
        .order_by(apart.desc(), rows.c.id.desc())
        .limit(most)
    )
    return tuple(Disagreement(*row) for row in (await session.execute(query)).all())


async def ungraded(
    session: AsyncSession, *, organization_id: UUID, interviews: Select[Any], band: int
) -> tuple[UUID, UUID] | None:
    """A random answer of that band that nobody has re-graded: its interview and its evaluation.

    None where there is none left. An answer superseded by that to a follow-up is never drawn.
    """
    some = interviews.order_by(func.random()).limit(_SAMPLE)
    # Of very many answers, looking at a few interviews' is enough as long as any is left there.
    for among in (some, interviews):
        query = _ungraded(organization_id, among, band).order_by(func.random()).limit(1)
        row = (await session.execute(query)).first()
        if row:
            return row[0], row[1]
    return None


def _ungraded(organization_id: UUID, interviews: Select[Any], band: int) -> Select[UUID, UUID]:
    later = aliased(Evaluation)
    superseded = (
        select(col(later.id))
        .where(
            col(later.interview_id) == col(Evaluation.interview_id),
            col(later.item_id) == col(Evaluation.item_id),
            col(later.id) > col(Evaluation.id),
        )
        .exists()
    )
    graded = select(col(Regrade.id)).where(col(Regrade.evaluation_id) == col(Evaluation.id))
    return select(col(Evaluation.interview_id), col(Evaluation.id)).where(
        col(Evaluation.organization_id) == organization_id,
        col(Evaluation.interview_id).in_(interviews),
        _steps(col(Evaluation.score), BAND_CUTS) == band,
        ~graded.exists(),
        ~superseded,
    )


def _newest(organization_id: UUID, interviews: Select[Any], *, by_kind: bool = False) -> FromClause:
    """The re-grades that hold: the newest of each answer, or of its blind and its open ones.

    Where an answer enters once, its newest blind grade holds before any open one.
    """
    later = aliased(Regrade)
    is_newer = tuple_(col(later.created_at), col(later.id)) > tuple_(
        col(Regrade.created_at), col(Regrade.id)
    )
    same_kind = col(later.blind) == col(Regrade.blind)
    comes_first = (
        and_(same_kind, is_newer)
        if by_kind
        else or_(and_(same_kind, is_newer), and_(col(later.blind), ~col(Regrade.blind)))
    )
    superseded = (
        select(col(later.id))
        .where(col(later.evaluation_id) == col(Regrade.evaluation_id), comes_first)
        .exists()
    )
    return (
        select(Regrade)
        .where(
            col(Regrade.organization_id) == organization_id,
            col(Regrade.interview_id).in_(interviews),
            ~superseded,
        )
        .subquery()
    )


def _category(score: SQLColumnExpression[float]) -> ColumnElement[int]:
    """The category of a score, 0 to 4, as the estimate of depth reads it."""
    return _steps(score, SCORE_CUTS)


def _steps(score: SQLColumnExpression[float], cuts: tuple[float, ...]) -> ColumnElement[int]:
    falling = sorted(enumerate(cuts, start=1), reverse=True)
    return case(*((score >= cut, step) for step, cut in falling), else_=0)
