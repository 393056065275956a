"""How the items of the question bank have performed in the organisation's interviews."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.assessment.item_statistics import item_statistics
from app.identity.permissions import Permission
from app.interviews import record

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.assessment.item_statistics import ItemStatistics
    from app.identity.permissions import Actor


async def item_figures(
    session: AsyncSession, actor: Actor, item_ids: Collection[str]
) -> Mapping[str, ItemStatistics]:
    """The record of each item that a candidate was asked, by id; trials and practice don't count.

    One query, which reads the interviews in which one of the items came up.
    """
    actor.require(Permission.VIEW)
    return await item_statistics(
        session,
        organization_id=actor.organization_id,
        item_ids=item_ids,
        interviews=record.of_candidates(actor.organization_id),
    )
