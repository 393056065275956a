"""The interviews of applications, for lists of these."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlmodel import col

from app.identity.permissions import Permission
from app.interviews.listing import rows_of
from app.interviews.models import Interview

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.permissions import Actor
    from app.interviews.listing import InterviewRow


async def newest(
    session: AsyncSession, actor: Actor, application_ids: Collection[UUID]
) -> dict[UUID, InterviewRow]:
    """The newest interview of each of the organisation's applications that has one."""
    actor.require(Permission.VIEW)
    if not application_ids:
        return {}
    query = (
        select(col(Interview.application_id), col(Interview.id))
        .where(
            col(Interview.application_id).in_(application_ids),
            col(Interview.organization_id) == actor.organization_id,
        )
        .order_by(col(Interview.created_at), col(Interview.id))
    )
    # The last of an application's stays.
    found = {row[0]: row[1] for row in (await session.execute(query)).all() if row[0] is not None}
    rows = {row.id: row for row in await rows_of(session, list(found.values()))}
    return {application: rows[one] for application, one in found.items() if one in rows}
