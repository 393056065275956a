"""The list of requisitions: searched, filtered, sorted and paged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select
from sqlmodel import col

from app.core.errors import InvalidInputError
from app.core.paging import Page
from app.identity.permissions import Permission
from app.positions.inputs import clean_search
from app.recruiters.models import Recruiter
from app.requisitions.models import Requisition
from app.requisitions.values import RequisitionRow

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.permissions import Actor

PER_PAGE, MAX_PER_PAGE = 20, 100
SORTS: dict[str, Any] = {
    "createdAt": col(Requisition.created_at),
    "name": col(Requisition.name),
    "lastSyncedAt": col(Requisition.last_synced_at),
    "updatedAt": col(Requisition.updated_at),
    "isActive": col(Requisition.is_active),
}
"""What a list may be sorted by; the first is the default."""

_MAX_SEARCH = 200


async def listing(
    session: AsyncSession,
    actor: Actor,
    *,
    search: object = "",
    recruiter: int | None = None,
    is_active: bool | None = None,
    sort: str = "createdAt",
    descending: bool = True,
    page: int = 1,
    per_page: int = PER_PAGE,
) -> Page[RequisitionRow]:
    """A page of the organisation's requisitions, the newest first unless otherwise asked for.

    Every word of `search` must stand in the name or description; `recruiter` is a number. Those
    never synchronised come last. Raises InvalidInputError for a `sort` that is none of SORTS.
    """
    actor.require(Permission.VIEW)
    if sort not in SORTS:
        raise InvalidInputError(f"Sort by one of: {', '.join(SORTS)}.", field="sort")
    conditions: list[ColumnElement[bool]] = [
        col(Requisition.organization_id) == actor.organization_id,
        *(_has(word) for word in clean_search(search, longest=_MAX_SEARCH).split()),
    ]
    if recruiter is not None:
        conditions.append(col(Recruiter.number) == recruiter)
    if is_active is not None:
        conditions.append(col(Requisition.is_active).is_(is_active))
    joined = (col(Recruiter.id) == col(Requisition.recruiter_id)) & (
        col(Recruiter.organization_id) == actor.organization_id
    )
    counting = (
        select(func.count(col(Requisition.id))).outerjoin(Recruiter, joined).where(*conditions)
    )
    column = SORTS[sort]
    order = [column, col(Requisition.id)]
    query = (
        select(Requisition, col(Recruiter.number), col(Recruiter.name))
        .outerjoin(Recruiter, joined)
        .where(*conditions)
        .order_by(*([column.is_(None)] if sort == "lastSyncedAt" else []))
        .order_by(*(one.desc() if descending else one for one in order))
        .offset((page - 1) * per_page)
        .limit(per_page)
    )
    total = (await session.execute(counting)).scalar_one()
    rows = (await session.execute(query)).all() if (page - 1) * per_page < total else []
    return Page(tuple(_row(*row) for row in rows), total, page, per_page)


def _has(word: str) -> ColumnElement[bool]:
    return or_(
        *(
            col(column).icontains(word, autoescape=True)
            for column in (
                Requisition.name,
                Requisition.description,
                Requisition.detailed_description,
            )
        )
    )


def _row(requisition: Requisition, number: int | None, name: str | None) -> RequisitionRow:
    return RequisitionRow(
        id=requisition.id,
        number=requisition.number,
        external_id=requisition.external_id,
        name=requisition.name,
        location=requisition.location,
        recruiter_number=number,
        recruiter_name=name,
        is_active=requisition.is_active,
        auto_send_interview=requisition.auto_send_interview,
        last_synced_at=requisition.last_synced_at,
        created_at=requisition.created_at,
    )
