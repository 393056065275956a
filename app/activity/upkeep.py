"""Keeping the activity log small."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete
from sqlmodel import col, select

from app.activity.models import LogEntry
from app.core import clock

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

KEEP = timedelta(days=90)


async def purge(session: AsyncSession, *, most: int) -> bool:
    """Forget some of the entries whose time is over; whether there are none left.

    The ids grow with time, so that the oldest entries are found without looking at the others.
    """
    oldest = select(LogEntry.id, LogEntry.created_at).order_by(col(LogEntry.id)).limit(most)
    rows = (await session.execute(oldest)).all()
    before = clock.now() - KEEP
    over = [row.id for row in rows if row.created_at < before]
    if over:
        await session.execute(delete(LogEntry).where(col(LogEntry.id).in_(over)))
    return len(over) < most
