"""Reading the activity log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_
from sqlmodel import col, select

from app.activity.models import LogEntry, LogLevel
from app.core import subjects
from app.core.paging import Page, like
from app.identity.permissions import Permission

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.permissions import Actor

PER_PAGE = 20
MOST_COUNTED = 100_000
"""How many entries are counted, and searched, at most: the newest that the filters leave."""


@dataclass(frozen=True, slots=True)
class LogQuery:
    """What is wanted of the log. Requisition and application are numbers; `end` is exclusive."""

    level: LogLevel | None = None
    requisition: int | None = None
    application: int | None = None
    start: datetime | None = None
    end: datetime | None = None
    search: str = ""
    source: str = ""
    page: int = 1
    per_page: int = PER_PAGE


@dataclass(frozen=True, slots=True)
class LogView:
    """An entry. Requisition and application are named by number."""

    id: int
    level: LogLevel
    message: str
    source: str
    requisition_number: int | None
    requisition_name: str | None
    application_number: int | None
    extra: dict[str, Any]
    created_at: datetime


async def listing(
    session: AsyncSession, actor: Actor, query: LogQuery | None = None
) -> Page[LogView]:
    """A page of the organisation's log, the newest entry first.

    Who may not see all of it sees what belongs to a requisition. The total, the search and the
    source go as far back as MOST_COUNTED entries, so that they stay quick; dates reach further.
    """
    actor.require(Permission.VIEW)
    wanted = query or LogQuery()
    found = await _filtered(session, actor, wanted)
    if found is None:
        return Page((), 0, wanted.page, wanted.per_page)
    counted = found.order_by(col(LogEntry.id).desc()).limit(MOST_COUNTED)
    if wanted.search.strip() or wanted.source:
        newest = counted.subquery()
        counted = select(newest.c.id).order_by(newest.c.id.desc())
        if wanted.source:
            counted = counted.where(newest.c.source == wanted.source)
        if wanted.search.strip():
            matching = func.lower(newest.c.message).like(like(wanted.search), escape="\\")
            counted = counted.where(matching)
    total = (
        await session.execute(select(func.count()).select_from(counted.subquery()))
    ).scalar_one()
    offset = (wanted.page - 1) * wanted.per_page
    if offset >= total:
        return Page((), total, wanted.page, wanted.per_page)
    ids = counted.offset(offset).limit(min(wanted.per_page, total - offset))
    here = [row[0] for row in (await session.execute(ids)).all()]
    rows = await session.execute(
        select(LogEntry).where(col(LogEntry.id).in_(here)).order_by(col(LogEntry.id).desc())
    )
    views = await _views(session, actor.organization_id, list(rows.scalars()))
    return Page(views, total, wanted.page, wanted.per_page, MOST_COUNTED)


async def _filtered(session: AsyncSession, actor: Actor, wanted: LogQuery) -> Any:  # noqa: ANN401 - a select
    """Ids, messages and sources of what is wanted, or None where that can be nothing."""
    entry = LogEntry
    found: Any = select(col(entry.id), col(entry.message), col(entry.source)).where(
        col(entry.organization_id) == actor.organization_id
    )
    if not actor.can(Permission.VIEW_ALL_LOGS):
        found = found.where(
            or_(col(entry.requisition_id).is_not(None), col(entry.application_id).is_not(None))
        )
    for things, number, column in (
        (subjects.REQUISITIONS, wanted.requisition, col(entry.requisition_id)),
        (subjects.APPLICATIONS, wanted.application, col(entry.application_id)),
    ):
        if number is not None:
            subject = await subjects.id_of(session, things, actor.organization_id, number)
            if subject is None:
                return None
            found = found.where(column == subject)
    if wanted.level is not None:
        found = found.where(col(entry.level) == wanted.level)
    if wanted.start is not None:
        found = found.where(col(entry.created_at) >= wanted.start)
    if wanted.end is not None:
        found = found.where(col(entry.created_at) < wanted.end)
    return found


async def _views(
    session: AsyncSession, organization_id: UUID, entries: list[LogEntry]
) -> tuple[LogView, ...]:
    named = await subjects.requisitions(
        session, organization_id, [entry.requisition_id for entry in entries]
    )
    numbers = await subjects.applications(
        session, organization_id, [entry.application_id for entry in entries]
    )
    views = []
    for entry in entries:
        number, name = named.get(entry.requisition_id, (None, None))
        views.append(
            LogView(
                id=entry.id or 0,
                level=entry.level,
                message=entry.message,
                source=entry.source,
                requisition_number=number,
                requisition_name=name,
                application_number=numbers.get(entry.application_id),
                extra=entry.extra,
                created_at=entry.created_at,
            )
        )
    return tuple(views)
