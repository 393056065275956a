"""How far the demo has come, kept in the audit log, so that a start that was killed is noticed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from app.core import audit
from app.core.audit import AuditEntry

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

BEGUN, COMPLETED, DISCARDED = "demo.begun", "demo.completed", "demo.discarded"


def mark(session: AsyncSession, action: str, organization_id: UUID) -> None:
    """Note that the demo's organisation was begun, completed or discarded."""
    audit.record(
        session,
        action,
        subject_type="organization",
        subject_id=organization_id,
        organization_id=organization_id,
    )


async def half_made(session: AsyncSession) -> set[UUID]:
    """The demo organisations that were begun and neither completed nor discarded."""
    query = select(AuditEntry.action, AuditEntry.subject_id).where(
        col(AuditEntry.action).in_((BEGUN, COMPLETED, DISCARDED))
    )
    marks = (await session.execute(query)).all()
    ended = {subject for action, subject in marks if action != BEGUN}
    return {subject for action, subject in marks if action == BEGUN} - ended
