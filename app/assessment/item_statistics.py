"""How items have performed: how often asked, how well answered, how well they tell people apart.

Discrimination is the corrected item-total correlation of classical test theory (Nunnally and
Bernstein, "Psychometric Theory", 1994): that of an item's score with the rest of the interview.
As an adaptive interview asks the better candidates harder items, the rest is not the mean of
their scores but of the depths that their answers point to.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlmodel import col

from app.assessment.models import Evaluation, Regrade

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from uuid import UUID

    from sqlalchemy import CTE, Row, Select
    from sqlalchemy.ext.asyncio import AsyncSession

# An answer of score s to an item of depth d points to a depth of d + s / _SLOPE, but for what is
# the same for all: expected scores fall by this much a level (see `planning`).
_SLOPE = 0.58

FEWEST = 10
"""Under this many answers nothing is said of an item but how often it was asked."""

FEWEST_TO_TELL = 20
"""Under this many answers a correlation is mostly chance, and nobody is warned by it."""

MOST_INTERVIEWS = 2_000
"""So many interviews, the newest ones, are read at most: the cost has an end."""

WEAK, EASY, HARD = 0.15, 0.95, 0.05
_LEAST_SPREAD = 1e-9


@dataclass(frozen=True, slots=True)
class ItemStatistics:
    """An item's record. `mean` is of scores from 0 to 1, None while it was never answered.

    `discrimination` is a correlation from -1 to 1, resting on `compared` answers of interviews
    with others to compare; None where they are too few, or all the same.
    """

    asked: int
    mean: float | None
    discrimination: float | None
    compared: int

    @property
    def weaknesses(self) -> tuple[str, ...]:
        """Why to look at this item again, in sentences; nothing for a sound one."""
        found = []
        if self.mean is not None and self.asked >= FEWEST:
            if self.mean > EASY:
                found.append("Nearly everybody answers it in full, so it tells little.")
            elif self.mean < HARD:
                found.append("Nearly nobody gets credit: check its reference points.")
        if self.discrimination is not None and self.compared >= FEWEST_TO_TELL:
            if self.discrimination < 0:
                found.append("Stronger candidates do worse on it: check its reference points.")
            elif self.discrimination < WEAK:
                found.append("It hardly tells stronger candidates from weaker ones.")
        return tuple(found)


NEVER_ASKED = ItemStatistics(0, None, None, 0)


async def item_statistics(
    session: AsyncSession,
    *,
    organization_id: UUID,
    item_ids: Collection[str],
    interviews: Select[Any],
) -> Mapping[str, ItemStatistics]:
    """The record of each of these items in those interviews, by id. One query.

    The newest MOST_INTERVIEWS in which one of the items came up are read. An answer's last
    evaluation counts, and a person's newest grade before the machine's.
    """
    rows = (await session.execute(_query(organization_id, item_ids, interviews))).all()
    return {row.item_id: _statistics(row) for row in rows}


def _query(
    organization_id: UUID, item_ids: Collection[str], interviews: Select[Any]
) -> Select[Any]:
    # The interviews come first, so that only their evaluations are read, by index.
    concerned = (
        select(col(Evaluation.interview_id).label("id"))
        .where(
            col(Evaluation.organization_id) == organization_id,
            col(Evaluation.item_id).in_(item_ids),
            col(Evaluation.interview_id).in_(interviews),
        )
        .distinct()
        .order_by(col(Evaluation.interview_id).desc())
        .limit(MOST_INTERVIEWS)
        .cte("concerned")
    )
    by_person = _newest_regrades(organization_id)
    newest_first = func.row_number().over(
        partition_by=[col(Evaluation.interview_id), col(Evaluation.item_id)],
        order_by=col(Evaluation.id).desc(),
    )
    graded = (
        select(
            col(Evaluation.interview_id),
            col(Evaluation.item_id),
            col(Evaluation.depth),
            func.coalesce(by_person.c.score, col(Evaluation.score)).label("score"),
            newest_first.label("place"),
        )
        .select_from(concerned)
        .join(Evaluation, col(Evaluation.interview_id) == concerned.c.id)
        .outerjoin(by_person, by_person.c.evaluation_id == col(Evaluation.id))
        .where(col(Evaluation.concept).is_not(None))
        .subquery()
    )
    points_to = graded.c.score + _SLOPE * graded.c.depth
    partition = graded.c.interview_id
    counted = (
        select(
            graded.c.item_id,
            graded.c.score,
            points_to.label("own"),
            func.sum(points_to).over(partition_by=partition).label("whole"),
            func.count().over(partition_by=partition).label("answers"),
        )
        .where(graded.c.place == 1)
        .subquery()
    )
    score = counted.c.score
    others = func.nullif(counted.c.answers - 1, 0)
    rest = (counted.c.whole - counted.c.own) / others
    # Of an interview with nothing to compare, the score counts for the mean alone.
    with_rest = score + 0 * rest
    return (
        select(
            counted.c.item_id,
            func.count().label("asked"),
            func.avg(score).label("mean"),
            func.count(rest).label("compared"),
            func.sum(with_rest).label("x"),
            func.sum(rest).label("y"),
            func.sum(with_rest * with_rest).label("xx"),
            func.sum(rest * rest).label("yy"),
            func.sum(with_rest * rest).label("xy"),
        )
        .where(counted.c.item_id.in_(item_ids))
        .group_by(counted.c.item_id)
    )


def _newest_regrades(organization_id: UUID) -> CTE:
    """The grade that a person gave last and that counts, by evaluation."""
    newest_first = func.row_number().over(
        partition_by=col(Regrade.evaluation_id),
        order_by=[col(Regrade.created_at).desc(), col(Regrade.id).desc()],
    )
    ordered = (
        select(col(Regrade.evaluation_id), col(Regrade.score), newest_first.label("place"))
        .where(col(Regrade.organization_id) == organization_id, col(Regrade.counts).is_(True))
        .subquery()
    )
    return (
        select(ordered.c.evaluation_id, ordered.c.score)
        .where(ordered.c.place == 1)
        .cte("by_person")
    )


def _statistics(row: Row[Any]) -> ItemStatistics:
    return ItemStatistics(
        asked=row.asked,
        mean=row.mean,
        discrimination=_correlation(row) if row.compared >= FEWEST else None,
        compared=row.compared,
    )


def _correlation(row: Row[Any]) -> float | None:
    """Pearson's r from sums; None where one side does not vary."""
    n = row.compared
    spread_x = row.xx - row.x * row.x / n
    spread_y = row.yy - row.y * row.y / n
    if min(spread_x, spread_y) < _LEAST_SPREAD:
        return None
    r = (row.xy - row.x * row.y / n) / sqrt(spread_x * spread_y)
    return float(max(-1.0, min(1.0, r)))
