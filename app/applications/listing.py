"""The list of applications: searched, filtered, sorted and paged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.applications import repository
from app.applications.finding import SORTS, Filters, Order, Window, find
from app.applications.searching import search as search_for
from app.applications.terms import search_words
from app.core.errors import InvalidInputError
from app.core.paging import PER_PAGE, Page
from app.identity.permissions import Permission
from app.positions.inputs import clean_search
from app.requisitions import repository as requisitions

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.applications.models import ApplicationStatus
    from app.applications.values import ApplicationRow
    from app.identity.permissions import Actor

_MAX_SEARCH = 200


async def listing(
    session: AsyncSession,
    actor: Actor,
    *,
    requisition: int | None = None,
    statuses: Collection[ApplicationStatus] = (),
    search: object = "",
    since: datetime | None = None,
    until: datetime | None = None,
    sort: str = "createdAt",
    descending: bool = True,
    page: int = 1,
    per_page: int = PER_PAGE,
) -> Page[ApplicationRow]:
    """A page of the organisation's applications, the newest first unless otherwise asked for.

    `requisition` is a number; one that there is not has no applications. Every word of `search`
    must begin a word of the candidate's name or address. `until` itself is not included. Raises
    InvalidInputError for a `sort` that is none of `finding.SORTS`.
    """
    actor.require(Permission.VIEW)
    if sort not in SORTS:
        raise InvalidInputError(f"Sort by one of: {', '.join(SORTS)}.", field="sort")
    wanted = None
    if requisition is not None:
        wanted = await requisitions.by_number(session, actor.organization_id, requisition)
        if wanted is None:
            return Page((), 0, page, per_page)
    filters = Filters(
        organization_id=actor.organization_id,
        requisition_id=wanted.id if wanted else None,
        statuses=tuple(sorted(set(statuses))),
        words=search_words(clean_search(search, longest=_MAX_SEARCH)),
        since=since,
        until=until,
    )
    order = Order(sort, descending=descending)
    window = Window((page - 1) * per_page, per_page)
    look = search_for if filters.words else find
    found = await look(session, filters, order, window)
    rows = await repository.rows_of(session, found.ids)
    return Page(rows, found.total, page, per_page)
