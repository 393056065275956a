"""API keys: the table as its address says, making one, and ending one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Any

import reflex as rx
from sqlalchemy.ext.asyncio import AsyncSession

from app.api_keys import service as api_keys
from app.api_keys.service import KeyView
from app.core import clock
from app.core.database import reading, unit_of_work
from app.core.errors import InvalidInputError, NotAuthenticatedError, NotFoundError, ProblemError
from app.core.ids import parse_id
from app.core.paging import Page
from app.identity.permissions import Actor, Permission, Scope
from components.dialog import close_dialog, open_dialog
from state import table_query
from state.developers import HERE, ago_words, copied_words, copying, focus
from state.guard import blank, member
from state.invite import end_of_day, zone_of
from state.rows import day
from state.table_query import kept, one_of
from state.tables import REFUSED, Part, Table, finding, refreshing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CREATE_DIALOG, REVOKE_DIALOG = "create-key", "revoke-key"
PLAIN_KEY, KEYS_TITLE = "plain-key", "keys-title"
ENDED, EVERY = "ended", "all"
SHOWN = ("", ENDED, EVERY)
"""Which keys can be shown, as addresses name it; without a word those that work."""

PER_PAGE = 10
SCOPES: dict[Scope, str] = {
    Scope.INTERVIEWS_WRITE: "Schedule interviews, each paid from your wallet, and cancel them.",
    Scope.INTERVIEWS_READ: "See your open positions and where interviews stand.",
    Scope.REPORTS_READ: "Read reports: scores, recommendations and evidence.",
    Scope.AGENT: "For the Agent API: practice interviews and coaching, from bots and apps.",
    Scope.WORKER: "For the Worker API, once it is open: transcribe and process recordings.",
    Scope.OPERATIONS: "For operators’ tools, once they are open: watch and run the service.",
}
"""What each scope allows, in a sentence."""

PARTNER_SCOPES = (Scope.INTERVIEWS_WRITE, Scope.INTERVIEWS_READ, Scope.REPORTS_READ)
PRESETS = {"": "", "greenhouse": "Greenhouse", "ashby": "Ashby"}
"""Whom a key can be made for with its name and scopes filled in."""

EXPIRIES = (("", "Never"), ("30", "In 30 days"), ("90", "In 90 days"), ("365", "In a year"))
ON_DATE = "date"
_MAX_PAGE = 9_999


@dataclass(frozen=True)
class ScopeRow:
    """A scope that can be chosen."""

    value: str
    words: str
    chosen: bool = False


@dataclass(frozen=True)
class KeyRow:
    """A key in the table, in words; never the key itself."""

    id: str
    name: str
    hint: str
    scopes: list[str]
    created: str
    created_iso: str
    used: str
    used_iso: str
    expires: str
    expires_iso: str
    state: str
    tone: str
    is_live: bool


@dataclass(frozen=True, kw_only=True)
class Query(table_query.Query):
    """What the address asks for: without more, the keys that work."""

    HERE = HERE
    LAST_PAGE = _MAX_PAGE

    keys: str = kept(one_of((ENDED, EVERY)))


def key_row(key: KeyView, now: datetime, zone: tzinfo) -> KeyRow:
    """A key in words."""
    is_live = key.is_live(now)
    if is_live:
        state, tone = "Working", "good"
    elif key.revoked_at is not None:
        state, tone = f"Revoked {day(key.revoked_at, now, zone)}", ""
    else:
        state, tone = "Expired", "warn"
    return KeyRow(
        id=str(key.id),
        name=key.name,
        hint=key.hint,
        scopes=list(key.scopes),
        created=day(key.created_at, now, zone),
        created_iso=key.created_at.isoformat(),
        used=ago_words(key.last_used_at, now, zone),
        used_iso=_iso(key.last_used_at),
        expires=day(key.expires_at, now, zone) if key.expires_at else "never",
        expires_iso=_iso(key.expires_at),
        state=state,
        tone=tone,
        is_live=is_live,
    )


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def matching(keys: Sequence[KeyView], query: Query, now: datetime) -> list[KeyView]:
    """Those of the keys that the query asks for."""
    wanted = query.search.casefold()
    return [
        key
        for key in keys
        if query.keys == EVERY or key.is_live(now) == (query.keys != ENDED)
        if wanted in key.name.casefold() or wanted == key.hint.casefold()
    ]


def expiry_of(form: Mapping[str, Any], now: datetime, zone: tzinfo) -> datetime | None:
    """When a key made with that form ends. Raises InvalidInputError naming `expires_at`."""
    chosen = form.get("expiry", "")
    if chosen == ON_DATE:
        until = end_of_day(form.get("expires_on"), zone)
        if until is None:
            raise InvalidInputError("Choose a date.", field="expires_at")
        return until
    if not isinstance(chosen, str) or chosen not in dict(EXPIRIES):
        raise InvalidInputError("Choose when the key expires.", field="expires_at")
    return now + timedelta(days=int(chosen)) if chosen else None


def blank_errors() -> dict[str, str]:
    """No error beside any field of the dialog."""
    return dict.fromkeys(("name", "scopes", "expires_at"), "")


class KeysState(Table, rx.State):
    """A page of keys. `plain` holds a new key from when it is made until its dialog closes."""

    QUERY = Query
    NOTHING = "No keys"

    rows: list[KeyRow] = []
    shows: dict[str, str] = {}
    all_keys: str = ""
    working: int = 0
    ended: int = 0

    preset_name: str = ""
    scopes: list[ScopeRow] = []
    errors: dict[str, str] = blank_errors()
    problem: str = ""
    first_day: str = ""
    zone: str = ""
    create_key: int = 0
    plain: str = ""
    plain_name: str = ""
    copied: str = ""

    doomed: str = ""
    doomed_name: str = ""
    doomed_hint: str = ""
    doomed_used: str = ""

    refresh = refreshing(Permission.MANAGE_DEVELOPERS)
    find = finding(Permission.MANAGE_DEVELOPERS)

    @rx.event
    @member(Permission.VIEW)
    async def show_keys(self, actor: Actor, zone: Any) -> Any:
        """Show what the address asks for, to those who may manage keys."""
        if not actor.can(Permission.MANAGE_DEVELOPERS):
            blank(self)
            self.phase = REFUSED
            return None
        self._forget()
        self.zone = zone_of(zone)[1]
        self._arrived()
        return await self._look(actor)

    async def _found(
        self, session: AsyncSession, actor: Actor, query: Query
    ) -> tuple[Part, list[KeyRow]]:
        keys = await api_keys.listing(session, actor)
        now, zone = clock.now(), zone_of(self.zone)[0]
        found = matching(keys, query, now)
        here = found[(query.page - 1) * PER_PAGE :][:PER_PAGE]
        self.working = sum(key.is_live(now) for key in keys)
        self.ended = len(keys) - self.working
        self.shows = {one: query.address(keys=one) for one in SHOWN}
        self.all_keys = Query(keys=EVERY).address()
        page = Page(tuple(here), len(found), query.page, PER_PAGE)
        return page, [key_row(key, now, zone) for key in here]

    @rx.event
    @member(Permission.MANAGE_DEVELOPERS)
    async def begin_key(self, _actor: Actor, preset: Any) -> Any:
        """Open the dialog in which a key is made, for a partner with all it needs filled in."""
        chosen = PARTNER_SCOPES if preset else ()
        self._forget()
        self.preset_name = PRESETS.get(preset, "") if isinstance(preset, str) else ""
        self.scopes = [
            ScopeRow(scope.value, words, scope in chosen) for scope, words in SCOPES.items()
        ]
        today = clock.now().astimezone(zone_of(self.zone)[0]).date()
        self.first_day = today.isoformat()
        self.create_key += 1
        return open_dialog(CREATE_DIALOG)

    @rx.event
    @member(Permission.MANAGE_DEVELOPERS)
    async def create(self, actor: Actor, form: dict[str, Any]) -> Any:
        """Make the key, and show it this once."""
        if self.plain:
            # Pressed twice: the key of the first time is there, and shown.
            return None
        given = form if isinstance(form, dict) else {}
        self.errors, self.problem = blank_errors(), ""
        try:
            expires_at = expiry_of(given, clock.now(), zone_of(self.zone)[0])
            async with unit_of_work() as session:
                issued = await api_keys.issue(
                    session,
                    actor,
                    name=given.get("name"),
                    scopes=[scope.value for scope in Scope if given.get(f"scope.{scope.value}")],
                    expires_at=expires_at,
                )
        except NotAuthenticatedError:
            raise
        except ProblemError as problem:
            # A message outside the dialog would be hidden behind it.
            if problem.field in self.errors:
                self.errors = {**self.errors, problem.field: problem.message}
                return focus(f"key-{problem.field}")
            self.problem = problem.message
            return None
        self.plain = issued.plain
        self.plain_name = " ".join(str(given.get("name")).split())
        return [focus("copy-key"), *await self._look(actor)]

    @rx.event
    @member(Permission.MANAGE_DEVELOPERS)
    async def copy_key(self, _actor: Actor) -> Any:
        """Copy the new key, in the browser."""
        self.copied = ""
        return rx.call_script(copying(PLAIN_KEY), callback=KeysState.tell_key_copied)

    @rx.event
    @member(Permission.MANAGE_DEVELOPERS)
    async def tell_key_copied(self, _actor: Actor, done: Any) -> Any:
        """Say whether copying worked."""
        self.copied = copied_words(done, "The key")

    @rx.event
    @member(Permission.VIEW)
    async def forget_key(self, _actor: Actor) -> Any:
        """Forget the new key: its dialog is closed, or the page left."""
        self._forget()

    def _forget(self) -> None:
        self.plain = self.plain_name = self.copied = self.problem = self.preset_name = ""
        self.errors = blank_errors()

    @rx.event
    @member(Permission.MANAGE_DEVELOPERS)
    async def ask_revoke(self, actor: Actor, key_id: Any) -> Any:
        """Ask whether that key shall be revoked, naming it."""
        async with reading() as session:
            keys = await api_keys.listing(session, actor)
        wanted = parse_id(key_id)
        key = next((key for key in keys if key.id == wanted), None)
        if key is None:
            raise NotFoundError("There is no such API key.")
        self.doomed, self.doomed_name, self.doomed_hint = str(key.id), key.name, key.hint
        self.doomed_used = ago_words(key.last_used_at, clock.now(), zone_of(self.zone)[0])
        return open_dialog(REVOKE_DIALOG)

    @rx.event
    @member(Permission.MANAGE_DEVELOPERS)
    async def revoke(self, actor: Actor) -> Any:
        """Revoke the key that was asked about."""
        async with unit_of_work() as session:
            await api_keys.revoke(session, actor, self.doomed)
        name, self.doomed = self.doomed_name, ""
        events = await self._look(actor)
        return [
            close_dialog(REVOKE_DIALOG),
            focus(KEYS_TITLE),
            rx.toast.success(f"“{name}” is revoked.", close_button=True),
            *events,
        ]
