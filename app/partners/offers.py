"""What partners can order: the open positions, under names that a list can tell apart."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.positions import service as positions
from app.positions.models import PositionStatus

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.permissions import Actor
    from app.positions.views import PositionRow

_ID_END = 4


@dataclass(frozen=True, slots=True)
class Offer:
    """An interview that can be ordered, known by its position's id."""

    position_id: UUID
    name: str
    description: str


async def offers(session: AsyncSession, actor: Actor) -> list[Offer]:
    """Every open position, in alphabetical order."""
    rows = await _open(session, actor)
    titles = Counter(row.title for row in rows)
    return [
        Offer(
            position_id=row.id,
            name=row.title
            if titles[row.title] == 1
            else f"{row.title} ({row.seniority}, {row.id.hex[-_ID_END:]})",
            description=f"AI interview in writing, {row.duration_min} minutes, {row.seniority}",
        )
        for row in rows
    ]


async def _open(session: AsyncSession, actor: Actor) -> list[PositionRow]:
    rows: list[PositionRow] = []
    number = 1
    while True:
        page = await positions.listing(
            session, actor, status=PositionStatus.OPEN, page=number, sort="title"
        )
        rows += page.rows
        if not page.rows or len(rows) >= page.total:
            return rows
        number += 1
