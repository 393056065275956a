"""The public numbers of requisitions and applications, for the parts that stand below them.

The queue and the activity log say what they are about; the tables are named here and not imported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Integer, String, Uuid, column, select, table

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlalchemy import TableClause
    from sqlalchemy.ext.asyncio import AsyncSession

REQUISITIONS = table(
    "requisition",
    column("id", Uuid()),
    column("organization_id", Uuid()),
    column("number", Integer()),
    column("name", String()),
)
APPLICATIONS = table(
    "application",
    column("id", Uuid()),
    column("organization_id", Uuid()),
    column("number", Integer()),
    column("requisition_id", Uuid()),
)


async def requisitions(
    session: AsyncSession, organization_id: UUID, ids: Collection[UUID | None]
) -> dict[UUID | None, tuple[int, str]]:
    """Number and name of those of the requisitions that are the organisation's."""
    columns = REQUISITIONS.c
    query = select(columns.id, columns.number, columns.name).where(
        columns.organization_id == organization_id, columns.id.in_(_known(ids))
    )
    return {row.id: (row.number, row.name) for row in (await session.execute(query)).all()}


async def applications(
    session: AsyncSession, organization_id: UUID, ids: Collection[UUID | None]
) -> dict[UUID | None, int]:
    """The numbers of those of the applications that are the organisation's."""
    columns = APPLICATIONS.c
    query = select(columns.id, columns.number).where(
        columns.organization_id == organization_id, columns.id.in_(_known(ids))
    )
    return {row.id: row.number for row in (await session.execute(query)).all()}


async def requisition_of(session: AsyncSession, application_id: UUID) -> UUID | None:
    """The requisition that an application is for."""
    columns = APPLICATIONS.c
    query = select(columns.requisition_id).where(columns.id == application_id)
    found: UUID | None = (await session.execute(query)).scalar_one_or_none()
    return found


async def id_of(
    session: AsyncSession, things: TableClause, organization_id: UUID, number: int
) -> UUID | None:
    """The id of the organisation's requisition or application of that number, if there is one."""
    query = select(things.c.id).where(
        things.c.organization_id == organization_id, things.c.number == number
    )
    found: UUID | None = (await session.execute(query)).scalar_one_or_none()
    return found


def _known(ids: Collection[UUID | None]) -> list[UUID]:
    return sorted({one for one in ids if one is not None})
