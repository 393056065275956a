"""ATS partners: what to enter with each, and the key that our calls to it carry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import reflex as rx
import structlog
from sqlalchemy.exc import SQLAlchemyError

from app.core import clock
from app.core.database import reading, unit_of_work
from app.core.errors import InvalidInputError, NotFoundError
from app.identity.permissions import Actor, Permission
from app.partners import service as partners
from app.partners.models import Partner
from app.partners.service import ConnectionView
from app.settings import get_settings
from components.dialog import close_dialog, open_dialog
from state.developers import FAILED, LOADING, READY, REFUSED, copied_words, copying, focus
from state.guard import blank, member
from state.invite import zone_of
from state.rows import day

NAMES = {Partner.GREENHOUSE: "Greenhouse", Partner.ASHBY: "Ashby"}
DISCONNECT_DIALOG = "disconnect-partner"

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class PartnerRow:
    """How things stand with a partner, in words; never a key."""

    partner: str = ""
    name: str = ""
    url: str = ""
    is_connected: bool = False
    hint: str = ""
    since: str = ""
    ordered: str = ""
    error: str = ""
    error_href: str = ""


class PartnersState(rx.State):
    """The partners, and whether the key that was typed will do."""

    phase: str = LOADING
    greenhouse: PartnerRow = PartnerRow()
    ashby: PartnerRow = PartnerRow()
    replacing: str = ""
    errors: dict[str, str] = {partner.value: "" for partner in Partner}
    doomed: str = ""
    doomed_name: str = ""
    form_key: int = 0
    copied: str = ""

    _zone: str = ""

    @rx.event
    @member(Permission.VIEW)
    async def show_partners(self, actor: Actor, zone: Any) -> Any:
        """Show how things stand, to those who may manage them."""
        if not actor.can(Permission.MANAGE_DEVELOPERS):
            blank(self)
            self.phase = REFUSED
            return
        self._zone, self.errors = zone_of(zone)[1], blank_errors()
        self.replacing = self.copied = ""
        await self._read(actor)

    @rx.event
    @member(Permission.MANAGE_DEVELOPERS)
    async def retry_partners(self, actor: Actor) -> Any:
        """Try again to read how things stand."""
        await self._read(actor)

    async def _read(self, actor: Actor) -> None:
        try:
            async with reading() as session:
                views = await partners.connections(session, actor)
        except SQLAlchemyError:
            log.exception("partners_not_loaded")
            self.phase = FAILED
            return
        rows = {view.partner: self._row(view) for view in views}
        self.greenhouse = rows[Partner.GREENHOUSE]
        self.ashby = rows[Partner.ASHBY]
        self.phase = READY

    def _row(self, view: ConnectionView) -> PartnerRow:
        now, zone = clock.now(), zone_of(self._zone)[0]
        return PartnerRow(
            partner=view.partner.value,
            name=NAMES[view.partner],
            url=f"{get_settings().base_url.rstrip('/')}/partners/{view.partner.value}",
            is_connected=view.is_connected,
            hint=view.hint,
            since=day(view.updated_at, now, zone) if view.updated_at else "",
            ordered=ordered_words(view.orders),
            error=view.last_error or "",
            error_href=f"/interviews/{view.last_error_interview_id}"
            if view.last_error_interview_id
            else "",
        )

    @rx.event
    @member(Permission.MANAGE_DEVELOPERS)
    async def copy_url(self, _actor: Actor, partner: Any) -> Any:
        """Copy a partner's address, in the browser."""
        self.copied = ""
        field = f"partner-{_known(partner).value}-url"
        return rx.call_script(copying(field), callback=PartnersState.tell_url_copied)

    @rx.event
    @member(Permission.MANAGE_DEVELOPERS)
    async def tell_url_copied(self, _actor: Actor, done: Any) -> Any:
        """Say whether copying worked."""
        self.copied = copied_words(done, "The address")

    @rx.event
    @member(Permission.MANAGE_DEVELOPERS)
    async def replace_key(self, _actor: Actor, partner: Any, asked: Any) -> Any:
        """Show the field for another key of that partner, or no longer."""
        known = _known(partner)
        self.replacing = known.value if asked is True else ""
        self.errors = blank_errors()
        return focus(key_id(known) if self.replacing else title_id(known))

    @rx.event
    @member(Permission.MANAGE_DEVELOPERS)
    async def connect(self, actor: Actor, partner: Any, form: dict[str, Any]) -> Any:
        """Keep the key that calls to that partner carry; it is not shown again."""
        known = _known(partner)
        self.errors = blank_errors()
        try:
            async with unit_of_work() as session:
                key = form.get("api_key") if isinstance(form, dict) else None
                await partners.connect(session, actor, known.value, key)
        except InvalidInputError as problem:
            self.errors = {**self.errors, known.value: problem.message}
            return focus(key_id(known))
        self.replacing = ""
        self.form_key += 1
        await self._read(actor)
        told = rx.toast.success(f"The key for {NAMES[known]} is kept.", close_button=True)
        return [focus(title_id(known)), told]

    @rx.event
    @member(Permission.MANAGE_DEVELOPERS)
    async def ask_disconnect(self, _actor: Actor, partner: Any) -> Any:
        """Ask whether the key of that partner shall be forgotten."""
        known = _known(partner)
        self.doomed, self.doomed_name = known.value, NAMES[known]
        return open_dialog(DISCONNECT_DIALOG)

    @rx.event
    @member(Permission.MANAGE_DEVELOPERS)
    async def disconnect(self, actor: Actor) -> Any:
        """Forget the key of the partner that was asked about."""
        known = _known(self.doomed)
        async with unit_of_work() as session:
            await partners.disconnect(session, actor, known.value)
        self.doomed = ""
        await self._read(actor)
        told = rx.toast.success(f"The key for {NAMES[known]} is forgotten.", close_button=True)
        return [close_dialog(DISCONNECT_DIALOG), focus(title_id(known)), told]


def _known(partner: object) -> Partner:
    """A partner by its value. Raises NotFoundError."""
    known = next((one for one in Partner if one.value == partner), None)
    if known is None:
        raise NotFoundError("There is no such partner.")
    return known


def blank_errors() -> dict[str, str]:
    """No error beside any partner's key."""
    return {partner.value: "" for partner in Partner}


def key_id(partner: Partner) -> str:
    """The id of the field for its key."""
    return f"partner-{partner.value}-key"


def title_id(partner: Partner) -> str:
    """The id of its heading."""
    return f"partner-{partner.value}-title"


def ordered_words(count: int) -> str:
    """Such as "1 interview ordered" or "No interview ordered yet"."""
    if not count:
        return "No interview ordered yet"
    return "1 interview ordered" if count == 1 else f"{count:,} interviews ordered"
