"""The table of deliveries, as its address says, and the one that is opened."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import reflex as rx
import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from app.core import clock
from app.core.database import reading, unit_of_work
from app.core.errors import NotAuthenticatedError, NotFoundError, ProblemError
from app.identity.permissions import Actor, Permission
from app.webhooks import deliveries, endpoints
from app.webhooks.models import DeliveryStatus, EventType
from app.webhooks.views import DeliveryDetail, DeliveryPage, EndpointView
from components.dialog import close_dialog
from state import table_query
from state.developers import look_again
from state.developers_delivery_rows import (
    STATUSES,
    DeliveryRow,
    DetailRow,
    delivery_row,
    detail_row,
)
from state.developers_endpoint_rows import DELIVERIES
from state.guard import member
from state.invite import zone_of
from state.table_query import an_id, kept, one_of
from state.tables import (
    FAILED,
    Choice,
    Table,
    narrowing,
    refreshing,
    showing,
    with_chosen,
)

if TYPE_CHECKING:
    from typing import Self

DIALOG, REFRESH = "delivery", "refresh-deliveries"
STATUS_CHOICES = tuple((status.value, words) for status, (words, _) in STATUSES.items())
EVENT_CHOICES = tuple((type_.value, type_.value) for type_ in EventType)
NO_DELIVERY = "There is no such delivery. Those of deleted endpoints go with them."

_LONGEST_URL = 80
# The dialog may be open already, when another delivery is to be shown in it.
_OPEN = (
    f"(() => {{ const box = document.getElementById('{DIALOG}'); "
    "box?.open || box?.showModal() })()"
)

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Query(table_query.Query):
    """What the address asks for: deliveries `before` one, and the one that is opened."""

    HERE = DELIVERIES

    endpoint: str = kept(an_id)
    status: str = kept(one_of(set(DeliveryStatus)))
    event: str = kept(one_of(set(EventType)))
    before: str = kept(an_id, narrows=False)
    delivery: str = kept(an_id, narrows=False)

    def narrowed(self, name: str, value: str) -> Self:
        """The newest with that filter set, or emptied where that is no choice."""
        return type(self).of(self.filters | {name: value})


class DeliveriesState(Table, rx.State):
    """A page of deliveries, and the one that is opened."""

    QUERY = Query
    TYPED = ()

    rows: list[DeliveryRow] = []
    choices: list[Choice] = []
    opened: DetailRow = DetailRow()
    problem: str = ""

    show = showing(Permission.VIEW, to=Permission.MANAGE_DEVELOPERS)
    refresh = refreshing(Permission.MANAGE_DEVELOPERS)
    narrow = narrowing(Permission.MANAGE_DEVELOPERS)

    async def _look(self, actor: Actor) -> list[Any]:
        query = self._query()
        try:
            async with reading() as session:
                page = await _page(session, actor, query)
                known = await endpoints.listing(session, actor)
                detail = await _detail(session, actor, query.delivery)
        except SQLAlchemyError:
            log.exception("deliveries_not_loaded")
            self.phase = FAILED
            return []
        if not page.rows and query.before:
            return [rx.redirect(query.address(before=""), replace=True)]
        self._show(query)
        self._show_rows(query, page, known)
        events = self._show_detail(query, detail)
        shown = [*page.rows, *([detail.delivery] if detail else [])]
        if any(row.status is DeliveryStatus.PENDING for row in shown):
            events.append(look_again(REFRESH))
        return events

    def _show_rows(self, query: Query, page: DeliveryPage, known: list[EndpointView]) -> None:
        now, zone = clock.now(), zone_of(self._zone)[0]
        self.rows = [
            delivery_row(row, query.address(delivery=str(row.id)), now, zone) for row in page.rows
        ]
        choices = [Choice(str(one.id), _short(one.url)) for one in known]
        self.choices = with_chosen(choices, query.endpoint, "Another endpoint")
        count = len(self.rows)
        self.range_words = "1 delivery" if count == 1 else f"{count} deliveries"
        self.previous = query.address(before="", delivery="") if query.before else ""
        older = page.next_cursor
        self.following = query.address(before=older, delivery="") if older else ""

    def _show_detail(self, query: Query, detail: DeliveryDetail | None) -> list[Any]:
        """Show the delivery of the address; the events that open or close its dialog."""
        if detail is None or str(detail.delivery.id) != self.opened.row.id:
            self.problem = ""
        if detail is None:
            self.opened = DetailRow()
            if not query.delivery:
                return [close_dialog(DIALOG)]
            gone = rx.toast.error(NO_DELIVERY, duration=8000, close_button=True)
            return [gone, rx.redirect(query.address(delivery=""), replace=True)]
        self.opened = detail_row(detail, clock.now(), zone_of(self._zone)[0])
        return [rx.call_script(_OPEN)]

    @rx.event
    @member(Permission.VIEW)
    async def close_delivery(self, _actor: Actor) -> Any:
        """Go back to the address of the table alone, when the dialog was closed."""
        self.opened, self.problem = DetailRow(), ""
        wanted = self._wanted()
        return self._go(replace(wanted, delivery="")) if wanted.delivery else None

    @rx.event
    @member(Permission.MANAGE_DEVELOPERS)
    async def replay(self, actor: Actor) -> Any:
        """Send the event of the delivery that is opened once more, and open the new delivery."""
        query, self.problem = self._query(), ""
        try:
            async with unit_of_work() as session:
                again = await deliveries.replay(session, actor, query.delivery)
        except NotAuthenticatedError:
            raise
        except ProblemError as problem:
            # A message outside the dialog would be hidden behind it.
            self.problem = problem.message
            return None
        return self._go(replace(query, before="", delivery=str(again)))


def _short(url: str) -> str:
    """An address as a choice of a list shows it."""
    shown = url.partition("://")[2]
    return shown if len(shown) <= _LONGEST_URL else f"{shown[: _LONGEST_URL - 1]}…"


async def _page(session: AsyncSession, actor: Actor, query: Query) -> DeliveryPage:
    return await deliveries.listing(
        session,
        actor,
        endpoint_id=query.endpoint,
        status=query.status,
        event_type=query.event,
        cursor=query.before,
    )


async def _detail(session: AsyncSession, actor: Actor, delivery_id: str) -> DeliveryDetail | None:
    """The delivery that is to be opened; None for none, and for one that is not there."""
    if not delivery_id:
        return None
    try:
        return await deliveries.detail(session, actor, delivery_id)
    except NotFoundError:
        return None
