"""The table of deliveries, as its address says, and the one that is opened."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import reflex as rx
import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from app.core import clock
from app.core.database import reading, unit_of_work
from app.core.errors import NotAuthenticatedError, NotFoundError, ProblemError
from app.core.ids import parse_id
from app.identity.permissions import Actor, Permission
from app.webhooks import deliveries, endpoints
from app.webhooks.models import DeliveryStatus, EventType
from app.webhooks.views import DeliveryDetail, DeliveryPage, EndpointView
from components.dialog import close_dialog
from state.developers import FAILED, LOADING, READY, REFUSED, look_again
from state.developers_delivery_rows import (
    STATUSES,
    DeliveryRow,
    DetailRow,
    delivery_row,
    detail_row,
)
from state.developers_endpoint_rows import DELIVERIES
from state.guard import blank, member
from state.invite import zone_of

if TYPE_CHECKING:
    from collections.abc import Mapping

DIALOG, REFRESH = "delivery", "refresh-deliveries"
FILTERS = ("endpoint", "status", "event")
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


@dataclass(frozen=True)
class Choice:
    """One choice of a filter."""

    value: str
    words: str


@dataclass(frozen=True)
class Query:
    """What the address asks for, with everything nobody offers read as the default."""

    endpoint: str = ""
    status: str = ""
    event: str = ""
    before: str = ""
    delivery: str = ""

    @property
    def is_filtered(self) -> bool:
        """Whether anything restricts the table."""
        return bool(self.endpoint or self.status or self.event)

    def address(self, **changes: str) -> str:
        """The address of this table with something changed."""
        wanted = replace(self, **changes)
        query = {
            "endpoint": wanted.endpoint,
            "status": wanted.status,
            "event": wanted.event,
            "before": wanted.before,
            "delivery": wanted.delivery,
        }
        written = urlencode({name: value for name, value in query.items() if value})
        return f"{DELIVERIES}?{written}" if written else DELIVERIES


def query_of(parameters: Mapping[str, str]) -> Query:
    """The query an address holds."""
    return Query(
        endpoint=_id(parameters.get("endpoint")),
        status=_known(parameters.get("status"), DeliveryStatus),
        event=_known(parameters.get("event"), EventType),
        before=_id(parameters.get("before")),
        delivery=_id(parameters.get("delivery")),
    )


def _id(value: object) -> str:
    return str(parse_id(value) or "")


def _known(value: object, offered: type[DeliveryStatus] | type[EventType]) -> str:
    return value if isinstance(value, str) and value in {one.value for one in offered} else ""


class DeliveriesState(rx.State):
    """A page of deliveries, and the one that is opened."""

    phase: str = LOADING
    rows: list[DeliveryRow] = []
    choices: list[Choice] = []
    endpoint: str = ""
    status: str = ""
    event: str = ""
    filtered: bool = False
    range_words: str = ""
    newest: str = ""
    older: str = ""
    opened: DetailRow = DetailRow()
    problem: str = ""

    _zone: str = ""
    # What was asked for last. The address follows it a moment later, and closing the dialog while
    # a filter is on its way there must not take the filter off.
    _wanted: Query = Query()

    @rx.event
    @member(Permission.VIEW)
    async def show_deliveries(self, actor: Actor, zone: Any) -> Any:
        """Show what the address asks for, to those who may manage endpoints."""
        if not actor.can(Permission.MANAGE_DEVELOPERS):
            blank(self)
            self.phase = REFUSED
            return None
        self._zone, self.problem = zone_of(zone)[1], ""
        return await self._read(actor)

    @rx.event
    @member(Permission.MANAGE_DEVELOPERS)
    async def refresh_deliveries(self, actor: Actor) -> Any:
        """Look again, as the browser does every second while something is on its way."""
        return await self._read(actor)

    async def _read(self, actor: Actor) -> Any:
        query = self._wanted = query_of(self.router.url.query_parameters)
        try:
            async with reading() as session:
                page = await _page(session, actor, query)
                known = await endpoints.listing(session, actor)
                detail = await _detail(session, actor, query.delivery)
        except SQLAlchemyError:
            log.exception("deliveries_not_loaded")
            self.phase = FAILED
            return None
        if not page.rows and query.before:
            return rx.redirect(query.address(before=""), replace=True)
        self._show(query, page, known)
        events = self._show_detail(query, detail)
        shown = [*page.rows, *([detail.delivery] if detail else [])]
        if any(row.status is DeliveryStatus.PENDING for row in shown):
            events.append(look_again(REFRESH))
        return events

    def _show(self, query: Query, page: DeliveryPage, known: list[EndpointView]) -> None:
        now, zone = clock.now(), zone_of(self._zone)[0]
        self.rows = [
            delivery_row(row, query.address(delivery=str(row.id)), now, zone) for row in page.rows
        ]
        self.choices = [Choice(str(one.id), _short(one.url)) for one in known]
        if query.endpoint and query.endpoint not in {one.value for one in self.choices}:
            self.choices = [*self.choices, Choice(query.endpoint, "Another endpoint")]
        self.endpoint, self.status, self.event = query.endpoint, query.status, query.event
        self.filtered = query.is_filtered
        count = len(self.rows)
        self.range_words = "1 delivery" if count == 1 else f"{count} deliveries"
        self.newest = query.address(before="", delivery="") if query.before else ""
        self.older = query.address(before=page.next_cursor, delivery="") if page.next_cursor else ""
        self.phase = READY

    def _show_detail(self, query: Query, detail: DeliveryDetail | None) -> list[Any]:
        """Show the delivery of the address; the events that open or close its dialog."""
        if detail is None:
            self.opened = DetailRow()
            if not query.delivery:
                return [close_dialog(DIALOG)]
            gone = rx.toast.error(NO_DELIVERY, duration=8000, close_button=True)
            return [gone, rx.redirect(query.address(delivery=""), replace=True)]
        self.opened = detail_row(detail, clock.now(), zone_of(self._zone)[0])
        return [rx.call_script(_OPEN)]

    @rx.event
    @member(Permission.MANAGE_DEVELOPERS)
    async def narrow_deliveries(self, _actor: Actor, name: Any, value: Any) -> Any:
        """Go to the address with that filter set, or emptied."""
        if name not in FILTERS or not isinstance(value, str):
            return None
        self._wanted = query_of({**_parameters(self._wanted), name: value})
        return rx.redirect(self._wanted.address(), replace=True)

    @rx.event
    @member(Permission.VIEW)
    async def close_delivery(self, _actor: Actor) -> Any:
        """Go back to the address of the table alone, when the dialog was closed."""
        self.opened, self.problem = DetailRow(), ""
        if not self._wanted.delivery:
            return None
        self._wanted = replace(self._wanted, delivery="")
        return rx.redirect(self._wanted.address(), replace=True)

    @rx.event
    @member(Permission.MANAGE_DEVELOPERS)
    async def replay(self, actor: Actor) -> Any:
        """Send the event of the delivery that is opened once more, and open the new delivery."""
        query, self.problem = query_of(self.router.url.query_parameters), ""
        try:
            async with unit_of_work() as session:
                again = await deliveries.replay(session, actor, query.delivery)
        except NotAuthenticatedError:
            raise
        except ProblemError as problem:
            # A message outside the dialog would be hidden behind it.
            self.problem = problem.message
            return None
        return rx.redirect(query.address(before="", delivery=str(again)), replace=True)


def _parameters(query: Query) -> dict[str, str]:
    """The filters of the query, as the parameters of an address."""
    return {"endpoint": query.endpoint, "status": query.status, "event": query.event}


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
