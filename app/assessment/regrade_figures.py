"""Counts of how people graded what the machine had graded, aggregated by the database.

An answer enters a figure once, with its newest grade of the kind asked for. Every query reads the
organisation's re-grades by one index: with 100,000 of them it takes about a second on SQLite.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, case, cast, extract, func, select
from sqlmodel import col

from app.assessment.estimation import SCORE_CUTS
from app.assessment.models import Evaluation, Regrade

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import ColumnElement, Select, SQLColumnExpression, Subquery
    from sqlalchemy.ext.asyncio import AsyncSession

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
    rows = _newest(organization_id, interviews, col(Regrade.evaluation_id), col(Regrade.blind))
    machine, person = _category(rows.c.machine_score), _category(rows.c.score)
    keys = (rows.c.concept, rows.c.blind, machine, person)
    query = (
        select(*keys, func.count(), func.sum(rows.c.machine_score - rows.c.score))
        .where(rows.c.place == 1)
        .group_by(*keys)
    )
    return tuple(Cell(*row) for row in (await session.execute(query)).all())


async def slices(
    session: AsyncSession, *, organization_id: UUID, interviews: Select[Any]
) -> tuple[Slice, ...]:
    """The differences by score band, engine, version and month (UTC). One query.

    An answer graded both ways enters with its blind grade.
    """
    rows = _newest(organization_id, interviews, col(Regrade.evaluation_id))
    moment: Any = rows.c.created_at
    if session.get_bind().dialect.name == "postgresql":
        moment = func.timezone("UTC", moment)
    band = _steps(rows.c.machine_score, BAND_CUTS)
    year, month = (cast(extract(part, moment), Integer) for part in ("year", "month"))
    keys = (band, rows.c.engine, rows.c.engine_version, year, month)
    query = (
        select(*keys, func.count(), func.sum(rows.c.machine_score - rows.c.score))
        .where(rows.c.place == 1)
        .group_by(*keys)
    )
    return tuple(Slice(*row) for row in (await session.execute(query)).all())


async def furthest(
    session: AsyncSession, *, organization_id: UUID, interviews: Select[Any], most: int
) -> tuple[Disagreement, ...]:
    """The answers on which person and machine are furthest apart, at least a category."""
    rows = _newest(organization_id, interviews, col(Regrade.evaluation_id))
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
        .where(
            rows.c.place == 1,
            _category(rows.c.machine_score) != _category(rows.c.score),
        )
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
    later = Evaluation.__table__.alias("later")  # type: ignore[attr-defined]  # SQLModel hides it
    superseded = (
        select(later.c.id)
        .where(
            later.c.interview_id == col(Evaluation.interview_id),
            later.c.item_id == col(Evaluation.item_id),
            later.c.id > col(Evaluation.id),
        )
        .exists()
    )
    graded = select(col(Regrade.id)).where(col(Regrade.evaluation_id) == col(Evaluation.id))
    query = (
        select(col(Evaluation.interview_id), col(Evaluation.id))
        .where(
            col(Evaluation.organization_id) == organization_id,
            col(Evaluation.interview_id).in_(interviews),
            _steps(col(Evaluation.score), BAND_CUTS) == band,
            ~graded.exists(),
            ~superseded,
        )
        .order_by(func.random())
        .limit(1)
    )
    row = (await session.execute(query)).first()
    return (row[0], row[1]) if row else None


def _newest(
    organization_id: UUID, interviews: Select[Any], *per: SQLColumnExpression[Any]
) -> Subquery:
    """The re-grades; the one that counts for each `per` has place 1. Blind ones come first."""
    place = func.row_number().over(
        partition_by=per,
        order_by=(
            col(Regrade.blind).desc(),
            col(Regrade.created_at).desc(),
            col(Regrade.id).desc(),
        ),
    )
    return (
        select(Regrade, place.label("place"))
        .where(
            col(Regrade.organization_id) == organization_id,
            col(Regrade.interview_id).in_(interviews),
        )
        .subquery()
    )


def _category(score: SQLColumnExpression[float]) -> ColumnElement[int]:
    """The category of a score, 0 to 4, as the estimate of depth reads it."""
    return _steps(score, SCORE_CUTS)


def _steps(score: SQLColumnExpression[float], cuts: tuple[float, ...]) -> ColumnElement[int]:
    falling = sorted(enumerate(cuts, start=1), reverse=True)
    return case(*((score >= cut, step) for step, cut in falling), else_=0)
