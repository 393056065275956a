"""Queries of e-mails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete
from sqlmodel import col, select

from app.mail.models import Mail, MailStatus

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.mail.models import MailKind


async def by_id(session: AsyncSession, mail_id: UUID, *, lock: bool = False) -> Mail | None:
    """The e-mail of that id, for the job that sends it; with `lock`, held until the end."""
    query = select(Mail).where(col(Mail.id) == mail_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return (await session.execute(query)).scalar_one_or_none()


async def newest(
    session: AsyncSession, *, organization_id: UUID, interview_id: UUID, kind: MailKind
) -> Mail | None:
    """The last e-mail of that kind about an interview of the organisation."""
    query = (
        select(Mail)
        .where(
            col(Mail.interview_id) == interview_id,
            col(Mail.organization_id) == organization_id,
            col(Mail.kind) == kind,
        )
        .order_by(col(Mail.id).desc())
        .limit(1)
    )
    return (await session.execute(query)).scalar_one_or_none()


async def last_not_failed(
    session: AsyncSession,
    *,
    organization_id: UUID,
    interview_id: UUID,
    kind: MailKind,
    recipient: str,
) -> datetime | None:
    """When the last e-mail of that kind to that address was written that has not failed."""
    query = (
        select(Mail.created_at)
        .where(
            col(Mail.interview_id) == interview_id,
            col(Mail.organization_id) == organization_id,
            col(Mail.kind) == kind,
            col(Mail.recipient) == recipient,
            col(Mail.status) != MailStatus.FAILED,
        )
        .order_by(col(Mail.id).desc())
        .limit(1)
    )
    return (await session.execute(query)).scalar_one_or_none()


async def purge(session: AsyncSession, *, before: datetime) -> int:
    """Delete what was written before then; gives how many."""
    deleted = await session.execute(delete(Mail).where(col(Mail.created_at) < before))
    return int(getattr(deleted, "rowcount", 0))
