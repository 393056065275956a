"""Queries of API keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, update
from sqlmodel import col, select

from app.api_keys.models import ApiKey
from app.identity.models import Organization

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession


async def by_hash(session: AsyncSession, key_hash: str) -> tuple[ApiKey, Organization] | None:
    """The key of that hash, with its organisation."""
    query = (
        select(ApiKey, Organization)
        .join(Organization, col(Organization.id) == col(ApiKey.organization_id))
        .where(col(ApiKey.key_hash) == key_hash)
    )
    row = (await session.execute(query)).one_or_none()
    return None if row is None else (row[0], row[1])


async def of(session: AsyncSession, organization_id: UUID, key_id: UUID) -> ApiKey | None:
    """The organisation's key of that id."""
    query = select(ApiKey).where(
        col(ApiKey.id) == key_id, col(ApiKey.organization_id) == organization_id
    )
    return (await session.execute(query)).scalar_one_or_none()


async def all_of(session: AsyncSession, organization_id: UUID) -> list[ApiKey]:
    """Every key of the organisation, newest first."""
    query = (
        select(ApiKey)
        .where(col(ApiKey.organization_id) == organization_id)
        .order_by(col(ApiKey.id).desc())
    )
    return list((await session.execute(query)).scalars())


async def count_live(session: AsyncSession, organization_id: UUID) -> int:
    """How many keys of the organisation are not revoked."""
    query = (
        select(func.count())
        .select_from(ApiKey)
        .where(
            col(ApiKey.organization_id) == organization_id,
            col(ApiKey.revoked_at).is_(None),
        )
    )
    return (await session.execute(query)).scalar_one()


async def last_used(session: AsyncSession, key_id: UUID) -> datetime | None:
    """When the key was last used, as far as that was written down."""
    query = select(ApiKey.last_used_at).where(col(ApiKey.id) == key_id)
    return (await session.execute(query)).scalar_one_or_none()


async def set_last_used(session: AsyncSession, key_id: UUID, at: datetime) -> None:
    """Write down when the key was used."""
    await session.execute(update(ApiKey).where(col(ApiKey.id) == key_id).values(last_used_at=at))
