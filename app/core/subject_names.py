"""The names of the things that the queue, the activity log and the audit log are about.

Those parts stand below the things; the tables are named here and not imported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import String, Uuid, column, func, select, table, union_all

from app.core.paging import like

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

_COLUMNS = {
    "application": "candidate_name",
    "candidate": "full_name",
    "interview": "candidate_name",
    "persona": "name",
    "position": "title",
    "prompt": "name",
    "recruiter": "name",
    "requisition": "name",
}
KINDS = frozenset(_COLUMNS)
"""The kinds of things that have a name."""

_TABLES = {
    kind: table(
        kind, column("id", Uuid()), column("organization_id", Uuid()), column(name, String())
    )
    for kind, name in _COLUMNS.items()
}


async def names(
    session: AsyncSession, organization_id: UUID, kind: str, ids: Collection[UUID | None]
) -> dict[UUID | None, str]:
    """The names of those things of a kind that are the organisation's; none for other kinds."""
    wanted = sorted({one for one in ids if one is not None})
    if kind not in KINDS or not wanted:
        return {}
    things = _TABLES[kind].c
    query = select(things.id, things[_COLUMNS[kind]]).where(
        things.organization_id == organization_id, things.id.in_(wanted)
    )
    return {row[0]: row[1] for row in (await session.execute(query)).all()}


def ids_named(organization_id: UUID, search: str) -> Any:  # noqa: ANN401 - a select
    """A query of the ids of all things of the organisation in whose name the words stand."""
    found = [
        select(things.c.id).where(
            things.c.organization_id == organization_id,
            func.lower(things.c[_COLUMNS[kind]]).like(like(search), escape="\\"),
        )
        for kind, things in _TABLES.items()
    ]
    return union_all(*found)
