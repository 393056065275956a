"""Queries of prompts. One that was deleted is found by nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func
from sqlmodel import col, select

from app.core.numbers import is_number
from app.core.paging import like, page_of
from app.prompts.models import Prompt, PromptVersion
from app.requisitions.models import Requisition

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession
    from sqlmodel.sql.expression import SelectOfScalar

    from app.core.paging import Page, Wish
    from app.prompts.models import PromptType

SORTS: dict[str, Any] = {
    "name": func.lower(col(Prompt.name)),
    "promptType": col(Prompt.prompt_type),
    "createdAt": col(Prompt.created_at),
    "updatedAt": col(Prompt.updated_at),
    "id": col(Prompt.number),
}


async def by_number(
    session: AsyncSession, organization_id: UUID, number: object, *, lock: bool = False
) -> Prompt | None:
    """The organisation's prompt of that number; with `lock`, held till the end."""
    if not is_number(number):
        return None
    query = _of(organization_id).where(col(Prompt.number) == number)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return (await session.execute(query)).scalar_one_or_none()


async def page(
    session: AsyncSession,
    organization_id: UUID,
    wish: Wish,
    *,
    prompt_type: PromptType | None,
    requisition_id: UUID | None,
) -> Page[Prompt]:
    """A page of the organisation's prompts, of that type and requisition where they are named."""
    query = _of(organization_id)
    if prompt_type is not None:
        query = query.where(col(Prompt.prompt_type) == prompt_type)
    if requisition_id is not None:
        query = query.where(col(Prompt.requisition_id) == requisition_id)
    if wish.search.strip():
        query = query.where(func.lower(col(Prompt.name)).like(like(wish.search), escape="\\"))
    return await page_of(session, query, wish, sorts=SORTS, last=col(Prompt.number))


async def defaults(
    session: AsyncSession,
    organization_id: UUID,
    prompt_type: PromptType,
    requisition_id: UUID | None,
) -> list[Prompt]:
    """The default of a type in one scope; never more than one once a change is done."""
    query = _of(organization_id).where(
        col(Prompt.prompt_type) == prompt_type,
        col(Prompt.is_default),
        col(Prompt.requisition_id).is_(None)
        if requisition_id is None
        else col(Prompt.requisition_id) == requisition_id,
    )
    return list((await session.execute(query.order_by(col(Prompt.number)))).scalars())


async def version(
    session: AsyncSession, prompt: Prompt, number: int | None = None
) -> PromptVersion | None:
    """A prompt's version of that number, or the newest."""
    query = select(PromptVersion).where(
        col(PromptVersion.prompt_id) == prompt.id,
        col(PromptVersion.organization_id) == prompt.organization_id,
        col(PromptVersion.version) == (prompt.version if number is None else number),
    )
    return (await session.execute(query)).scalar_one_or_none()


async def versions(session: AsyncSession, prompt: Prompt) -> list[PromptVersion]:
    """What a prompt has been, the newest first."""
    query = (
        select(PromptVersion)
        .where(
            col(PromptVersion.prompt_id) == prompt.id,
            col(PromptVersion.organization_id) == prompt.organization_id,
        )
        .order_by(col(PromptVersion.version).desc())
    )
    return list((await session.execute(query)).scalars())


async def requisition_numbers(
    session: AsyncSession, organization_id: UUID, ids: Collection[UUID]
) -> dict[UUID, tuple[int, str]]:
    """Number and name of those of the requisitions that are the organisation's."""
    query = select(col(Requisition.id), col(Requisition.number), col(Requisition.name)).where(
        col(Requisition.organization_id) == organization_id, col(Requisition.id).in_(ids)
    )
    return {row[0]: (row[1], row[2]) for row in (await session.execute(query)).all()}


async def requisition_of(
    session: AsyncSession, organization_id: UUID, number: object
) -> UUID | None:
    """The id of the organisation's requisition of that number."""
    if not is_number(number):
        return None
    query = select(col(Requisition.id)).where(
        col(Requisition.organization_id) == organization_id, col(Requisition.number) == number
    )
    return (await session.execute(query)).scalar_one_or_none()


def _of(organization_id: UUID) -> SelectOfScalar[Prompt]:
    return select(Prompt).where(
        col(Prompt.organization_id) == organization_id, col(Prompt.deleted_at).is_(None)
    )
