"""Queries of personas. One that was deleted is found by nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func
from sqlmodel import col, select

from app.core.numbers import is_number
from app.core.paging import like, page_of
from app.personas.models import Persona

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession
    from sqlmodel.sql.expression import SelectOfScalar

    from app.core.paging import Page, Wish

SORTS: dict[str, Any] = {
    "name": func.lower(col(Persona.name)),
    "createdAt": col(Persona.created_at),
    "id": col(Persona.number),
}


async def by_number(
    session: AsyncSession, organization_id: UUID, number: object, *, lock: bool = False
) -> Persona | None:
    """The organisation's persona of that number; with `lock`, held till the end."""
    if not is_number(number):
        return None
    query = _of(organization_id).where(col(Persona.number) == number)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return (await session.execute(query)).scalar_one_or_none()


async def by_id(session: AsyncSession, organization_id: UUID, persona_id: UUID) -> Persona | None:
    """The organisation's persona of an id of our own."""
    query = _of(organization_id).where(col(Persona.id) == persona_id)
    return (await session.execute(query)).scalar_one_or_none()


async def defaults(session: AsyncSession, organization_id: UUID) -> list[Persona]:
    """The persona that speaks where none is chosen; never more than one once a change is done."""
    query = _of(organization_id).where(col(Persona.is_default)).order_by(col(Persona.number))
    return list((await session.execute(query)).scalars())


async def page(session: AsyncSession, organization_id: UUID, wish: Wish) -> Page[Persona]:
    """A page of the organisation's personas whose name holds what is searched."""
    query = _of(organization_id)
    if wish.search.strip():
        query = query.where(func.lower(col(Persona.name)).like(like(wish.search), escape="\\"))
    return await page_of(session, query, wish, sorts=SORTS, last=col(Persona.number))


def _of(organization_id: UUID) -> SelectOfScalar[Persona]:
    return select(Persona).where(
        col(Persona.organization_id) == organization_id, col(Persona.deleted_at).is_(None)
    )
