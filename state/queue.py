"""The queue, as the address says: status, type and page; and what administrators do with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import reflex as rx
from sqlalchemy.ext.asyncio import AsyncSession

from app.core import clock
from app.core.database import unit_of_work
from app.core.errors import InvalidInputError, NotAuthenticatedError, ProblemError
from app.core.numbers import LARGEST
from app.core.paging import Page
from app.identity.permissions import Actor, Permission
from app.pipeline import orders
from app.queue import control, view
from app.queue.models import JobType, QueueStatus
from app.queue.service import MOST_PRIORITY
from components.dialog import close_dialog, open_dialog
from state import table_query
from state.developers import look_again
from state.guard import member
from state.invite import zone_of
from state.queue_rows import (
    JOBS,
    MEANINGS,
    STATUSES,
    Count,
    ItemRow,
    item_row,
    lost_words,
    number_words,
)
from state.table_query import kept, one_of
from state.tables import Part, Table, narrowing, refreshing, showing

if TYPE_CHECKING:
    from app.queue.view import Overview

HERE = "/settings/queue"
REFRESH = "refresh-queue"
ADD_DIALOG, CLEAR_DIALOG = "queue-add", "queue-clear"
MAX_PAGE = 50_000
EVERY_MS = 2_000
JOB_CHOICES = tuple((job.value, words) for job, words in JOBS.items())

_FIELDS = ("requisition_id", "application_id", "priority")


@dataclass(frozen=True, kw_only=True)
class Query(table_query.Query):
    """What the address asks for."""

    HERE = HERE
    LAST_PAGE = MAX_PAGE

    status: str = kept(one_of(set(QueueStatus)))
    type: str = kept(one_of(set(JobType)))


def whole(value: object) -> int | None:
    """The whole number a field holds, or None for anything else and for what is beyond any."""
    if not isinstance(value, str) or len(value) > len(str(LARGEST)) + 1:
        return None
    try:
        number = int(value) if value.isascii() else None
    except ValueError:
        return None
    return number if number is not None and -LARGEST <= number <= LARGEST else None


def blank_errors() -> dict[str, str]:
    """No error beside any field of the dialog."""
    return dict.fromkeys(_FIELDS, "")


class QueueState(Table, rx.State):
    """A page of the queue, and how much of it stands where."""

    QUERY = Query
    NOTHING = "No items"
    TYPED = ()

    rows: list[ItemRow] = []
    counts: list[Count] = []
    standing: str = ""
    total: int = 0
    can_manage: bool = False
    is_live: bool = False
    can_retry_all: bool = False
    can_clear_completed: bool = False
    losing: list[str] = []
    job: str = JobType.SYNC.value
    errors: dict[str, str] = blank_errors()
    problem: str = ""
    add_key: int = 0

    show = showing(Permission.VIEW)
    refresh = refreshing(Permission.VIEW)
    narrow = narrowing(Permission.VIEW)

    async def _found(
        self, session: AsyncSession, actor: Actor, query: Query
    ) -> tuple[Part, list[ItemRow]]:
        found = await view.overview(
            session,
            actor,
            status=QueueStatus(query.status) if query.status else None,
            job_type=JobType(query.type) if query.type else None,
            page=query.page,
        )
        self.counts = _counts(query, found)
        self.standing = _standing(found)
        self.total = found.clearable + found.running
        self.is_live = bool(found.pending or found.running)
        self.can_manage = actor.can(Permission.MANAGE_QUEUE)
        self.can_retry_all = bool(found.failed or found.dead)
        self.can_clear_completed = bool(found.completed)
        self.losing = lost_words(found) if self.can_manage else []
        now, zone = clock.now(), zone_of(self._zone)[0]
        rows = [item_row(item, now, zone) for item in found.items]
        return Page(found.items, found.total, found.page, found.per_page), rows

    def _next(self) -> list[Any]:
        return [look_again(REFRESH, after_ms=EVERY_MS)] if self.is_live else []

    @rx.event
    @member(Permission.MANAGE_QUEUE)
    async def retry(self, actor: Actor, number: Any) -> Any:
        """Have one item done now."""
        if not isinstance(number, int) or not 1 <= number <= LARGEST:
            return None
        try:
            async with unit_of_work() as session:
                await control.retry(session, actor, number)
        except NotAuthenticatedError:
            raise
        except ProblemError as problem:
            # What is on the screen is not how it stands any more.
            return [_error(problem.message), *await self._look(actor)]
        return [_done(f"Item {number} is tried again."), *await self._look(actor)]

    @rx.event
    @member(Permission.MANAGE_QUEUE)
    async def retry_failed(self, actor: Actor) -> Any:
        """Have everything done now that failed or is dead."""
        async with unit_of_work() as session:
            retried = await control.retry_failed(session, actor)
        words = number_words(retried, "item is tried again.", "items are tried again.")
        return [_done(words), *await self._look(actor)]

    @rx.event
    @member(Permission.MANAGE_QUEUE)
    async def clear_completed(self, actor: Actor) -> Any:
        """Remove what is done."""
        async with unit_of_work() as session:
            removed = await control.clear_completed(session, actor)
        words = number_words(removed, "item that was done", "items that were done")
        return [_done(f"{words}: removed."), *await self._look(actor)]

    @rx.event
    @member(Permission.MANAGE_QUEUE)
    async def begin_clearing(self, actor: Actor) -> Any:
        """Say what would be lost, as it stands now, and ask."""
        return [*await self._look(actor), open_dialog(CLEAR_DIALOG)]

    @rx.event
    @member(Permission.MANAGE_QUEUE)
    async def clear_all(self, actor: Actor) -> Any:
        """Remove everything but what is being done."""
        async with unit_of_work() as session:
            removed = await control.clear_all(session, actor)
        words = number_words(removed, "item is removed.", "items are removed.")
        return [close_dialog(CLEAR_DIALOG), _done(words), *await self._look(actor)]

    @rx.event
    @member(Permission.MANAGE_QUEUE)
    async def begin_adding(self, _actor: Actor) -> Any:
        """Open the dialog in which something is ordered, empty."""
        self._blank_form()
        self.job, self.add_key = JobType.SYNC.value, self.add_key + 1
        return open_dialog(ADD_DIALOG)

    @rx.event
    @member(Permission.MANAGE_QUEUE)
    async def pick_job(self, _actor: Actor, value: Any) -> Any:
        """Choose what is to be done, and so what it is done for."""
        if isinstance(value, str) and value in set(JobType):
            self._blank_form()
            self.job = value

    @rx.event
    @member(Permission.MANAGE_QUEUE)
    async def add(self, actor: Actor, form: Any) -> Any:
        """Order what the dialog says."""
        self._blank_form()
        given = form if isinstance(form, dict) else {}
        job = JobType(self.job)
        is_sync = job in orders.OF_REQUISITIONS
        field = "requisition_id" if is_sync else "application_id"
        try:
            number = whole(given.get("number", ""))
            if number is None or number < 1:
                raise InvalidInputError("Give its number.", field=field)
            priority = whole(given.get("priority", "") or "0")
            if priority is None:
                raise InvalidInputError(
                    f"Give a whole number from -{MOST_PRIORITY} to {MOST_PRIORITY}.",
                    field="priority",
                )
            async with unit_of_work() as session:
                item = await orders.add(
                    session,
                    actor,
                    job_type=job,
                    requisition=number if is_sync else None,
                    application=None if is_sync else number,
                    priority=priority,
                )
                ordered = item.number
        except NotAuthenticatedError:
            raise
        except ProblemError as problem:
            if problem.field in _FIELDS:
                self.errors = {**blank_errors(), problem.field: problem.message}
            else:
                self.problem = problem.message
            return None
        return [
            close_dialog(ADD_DIALOG),
            _done(f"Item {ordered} is in the queue."),
            *await self._look(actor),
        ]

    def _blank_form(self) -> None:
        self.errors = blank_errors()
        self.problem = ""


def _counts(query: Query, found: Overview) -> list[Count]:
    every = Count(
        "", "All", f"{found.clearable + found.running:,}", "", "", query.address(status="")
    )
    return [
        every,
        *[
            Count(
                value=status.value,
                words=STATUSES[status][0],
                number=f"{getattr(found, status.value):,}",
                meaning=MEANINGS[status],
                tone=STATUSES[status][1] if getattr(found, status.value) else "",
                href=query.address(status=status.value),
            )
            for status in STATUSES
        ],
    ]


def _standing(found: Overview) -> str:
    """How the queue stands, to be read aloud whenever that changes."""
    return (
        f"{found.pending:,} waiting, {found.running:,} running, {found.failed:,} failed, "
        f"{found.dead:,} dead, {found.completed:,} done"
    )


def _done(words: str) -> Any:
    return rx.toast.success(words, close_button=True)


def _error(words: str) -> Any:
    return rx.toast.error(words, duration=8000, close_button=True)
