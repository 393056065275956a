"""What partners can order: the open positions, under names that a list can tell apart."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.positions import service as positions

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.permissions import Actor

_ID_END = 4


@dataclass(frozen=True, slots=True)
class Offer:
    """An interview that can be ordered, known by its position's id."""

    position_id: UUID
    name: str
    description: str


async def offers(session: AsyncSession, actor: Actor) -> list[Offer]:
    """Every open position, by title."""
    rows = await positions.open_positions(session, actor)
    titles = Counter(row.title for row in rows)
    return [
        Offer(
            position_id=row.id,
            name=row.title
            if titles[row.title] == 1
            else f"{row.title} ({row.seniority}, {row.id.hex[-_ID_END:]})",
            description=f"Interview in writing with an AI interviewer, {row.seniority}",
        )
        for row in rows
    ]
