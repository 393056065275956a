"""What a list says of résumés at a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from app.identity.permissions import Permission
from app.resumes.models import Resume
from app.resumes.pieces import HiddenKind

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.permissions import Actor

# What tools leave in a file by themselves is no trick of whoever wrote it.
DELIBERATE = frozenset(
    {
        HiddenKind.INVISIBLE,
        HiddenKind.TINY,
        HiddenKind.OFF_PAGE,
        HiddenKind.COLOUR,
        HiddenKind.COVERED,
        HiddenKind.CHARACTERS,
    }
)


async def with_hidden_text(
    session: AsyncSession, actor: Actor, application_ids: Collection[UUID]
) -> frozenset[UUID]:
    """Those of the organisation's applications whose newest résumé hides text from its reader."""
    actor.require(Permission.VIEW)
    if not application_ids:
        return frozenset()
    query = (
        select(col(Resume.application_id), col(Resume.hidden))
        .where(
            col(Resume.application_id).in_(application_ids),
            col(Resume.organization_id) == actor.organization_id,
        )
        .order_by(col(Resume.created_at), col(Resume.id))
    )
    newest = {row[0]: row[1] for row in (await session.execute(query)).all()}
    return frozenset(
        one
        for one, hidden in newest.items()
        if any(piece.get("kind") in DELIBERATE for piece in hidden)
    )
