"""Reading the audit log in tests."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import col, select

from app.core.audit import AuditEntry
from app.core.database import reading


async def entries_on(subject_id: UUID) -> list[AuditEntry]:
    """What the audit log says of one thing, oldest first."""
    query = (
        select(AuditEntry)
        .where(col(AuditEntry.subject_id) == subject_id)
        .order_by(col(AuditEntry.id))
    )
    async with reading() as session:
        return list((await session.execute(query)).scalars())


async def actions_on(subject_id: UUID) -> list[str]:
    """What was done to one thing, oldest first."""
    return [entry.action for entry in await entries_on(subject_id)]
