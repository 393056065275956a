"""Ordering items for concepts that neither the bank nor the organisation has questions for."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

from app.assessment.items import MAX_DEPTH
from app.core import clock, durable
from app.engines import service as engines
from app.question_bank import service as question_bank
from app.question_bank.values import NOTHING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.positions.models import PositionConcept
    from app.positions.plan import PlannedConcept
    from app.question_bank.values import OrganizationItems


async def order_items(
    session: AsyncSession,
    *,
    organization_id: UUID,
    position_id: UUID,
    concepts: Iterable[PositionConcept | PlannedConcept],
) -> None:
    """Have the organisation's engine write what is missing, once this transaction commits.

    Nothing is ordered with the built-in engine, nor where nothing is missing. The same is ordered
    once an hour at most.
    """
    slugs = [concept.slug for concept in concepts if not concept.in_bank]
    if not slugs or not await engines.writes_items(session, organization_id):
        return
    ours = await question_bank.items_of(session, organization_id, slugs)
    missing = sorted(slug for slug in slugs if missing_depths(slug, ours.get(slug, NOTHING)))
    if missing:
        what = blake2b(" ".join(missing).encode(), digest_size=6).hexdigest()
        await durable.enqueue(
            session,
            engines.ITEMS_WORKFLOW,
            position_id,
            queue=engines.ITEMS_QUEUE,
            run=f"{clock.now():%Y%m%d%H}-{what}",
        )


def missing_depths(slug: str, ours: OrganizationItems) -> tuple[int, ...]:
    """The depths at which the organisation has no item for a concept outside the bank.

    A depth whose written items the team has retired is not missing: they are not wanted back.
    """
    covered = {item.depth for item in ours.active}
    return tuple(
        depth
        for depth in range(1, MAX_DEPTH + 1)
        if depth not in covered
        and not any(one.startswith(f"{slug}-{depth}g") for one in ours.retired)
    )
