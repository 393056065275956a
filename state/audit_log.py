"""The audit log, as the address says: subject, person, action, dates and page; and its chain."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import reflex as rx
import structlog
from sqlalchemy.exc import SQLAlchemyError

from app.core import clock
from app.core.database import reading
from app.core.ids import parse_id
from app.core.subject_names import KINDS as NAMED_KINDS
from app.identity import audit_view
from app.identity.audit_view import MOST_COUNTED, NOBODY, PER_PAGE, AuditQuery
from app.identity.permissions import Actor, Permission
from state.developers import FAILED, LOADING, READY, REFUSED, moment_words
from state.guard import blank, member
from state.invite import zone_of
from state.logs import extra_words
from state.paging import range_words
from state.periods import bounds, day_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, tzinfo

    from app.core.audit_verify import Chain
    from app.core.paging import Page
    from app.identity.audit_view import AuditView

HERE, CSV = "/settings/audit", "/files/audit.csv"
FILTERS = ("person", "action", "kind", "since", "until")
MAX_PAGE = MOST_COUNTED // PER_PAGE
OTHER_KINDS = (
    "analysis",
    "api_key",
    "organization",
    "queue_item",
    "user",
    "wallet",
    "webhook_endpoint",
    "workday_credential",
    "workday_mapping",
)
KINDS = {
    kind: "API key" if kind == "api_key" else kind.replace("_", " ").capitalize()
    for kind in sorted((*NAMED_KINDS, *OTHER_KINDS))
}
_PLACES = {"interview": "/interviews/", "position": "/positions/"}
_NUMBERED_PLACES = {"requisition": "/requisitions/", "application": "/applications/"}
_MAX_SEARCH = 120

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Choice:
    """One choice of a filter."""

    value: str
    words: str


@dataclass(frozen=True)
class Query:
    """What the address asks for, with everything nobody offers read as the default.

    `q` is about the subject; `since` and `until` are days, both included.
    """

    q: str = ""
    person: str = ""
    action: str = ""
    kind: str = ""
    since: str = ""
    until: str = ""
    page: int = 1

    @property
    def is_filtered(self) -> bool:
        """Whether anything restricts the log."""
        return self != Query(page=self.page)

    def address(self, **changes: Any) -> str:
        """The address with something changed; any change but of the page leads to the first."""
        wanted = asdict(replace(self, **{"page": 1, **changes}))
        wanted["page"] = "" if wanted["page"] == 1 else wanted["page"]
        written = urlencode({name: value for name, value in wanted.items() if value})
        return f"{HERE}?{written}" if written else HERE

    def asked(self, zone: tzinfo) -> AuditQuery:
        """The same as the service is asked."""
        start, end = bounds(self.since, self.until, zone)
        return AuditQuery(
            person=self.person,
            action=self.action.replace(" ", "_"),
            kind=self.kind,
            subject=self.q,
            start=start,
            end=end,
            page=self.page,
        )


def query_of(parameters: Mapping[str, Any]) -> Query:
    """The query an address holds."""
    given = {name: value for name, value in parameters.items() if isinstance(value, str)}
    person, kind, page = (given.get(name, "") for name in ("person", "kind", "page"))
    is_number = page.isascii() and page.isdigit() and len(page) <= len(str(MAX_PAGE))
    return Query(
        q=_words(given.get("q", "")),
        person=person if person == NOBODY else str(parse_id(person) or ""),
        action=_words(given.get("action", "")),
        kind=kind if kind in KINDS else "",
        since=day_of(given.get("since")),
        until=day_of(given.get("until")),
        page=min(max(int(page), 1), MAX_PAGE) if is_number else 1,
    )


def _words(text: str) -> str:
    return " ".join(text.split())[:_MAX_SEARCH]


@dataclass(frozen=True)
class Row:
    """An entry in words. `href` leads to the subject where that has a page; `history` to the rest.

    `details` is JSON to be unfolded, with the entry's place in the chain.
    """

    id: str
    when: str
    when_iso: str
    person: str
    action: str
    kind: str
    subject: str
    href: str
    history: str
    details: str


def row_of(entry: AuditView, now: datetime, zone: tzinfo) -> Row:
    """An entry in words."""
    kind, number = entry.kind, entry.number
    name = entry.subject or (f"{KINDS.get(kind, kind)} {number or str(entry.subject_id)[:8]}")
    href = f"{_PLACES[kind]}{entry.subject_id}" if kind in _PLACES and entry.subject else ""
    if kind in _NUMBERED_PLACES and number is not None:
        href = f"{_NUMBERED_PLACES[kind]}{number}"
    return Row(
        id=str(entry.id),
        when=f"{moment_words(entry.at, now, zone)}:{entry.at.astimezone(zone):%S}",
        when_iso=entry.at.isoformat(),
        person=entry.person or "No member",
        action=action_words(entry.action),
        kind=KINDS.get(kind, kind),
        subject="Your organisation" if kind == "organization" else name,
        href=href,
        history=Query(q=str(entry.subject_id)).address(),
        details=extra_words(
            {
                "action": entry.action,
                **entry.details,
                **({"entry": entry.sequence, "hash": entry.hash} if entry.hash else {}),
            }
        ),
    )


def action_words(action: str) -> str:
    """Such as "Member role changed" for "member.role_changed"."""
    return action.replace(".", " ").replace("_", " ").capitalize()


class AuditState(rx.State):
    """A page of the audit log, and what was found of its chain."""

    phase: str = LOADING
    rows: list[Row] = []
    people: list[Choice] = []
    query: dict[str, str] = dict.fromkeys(("q", *FILTERS), "")
    filtered: bool = False
    form_key: int = 0
    range_words: str = ""
    previous: str = ""
    following: str = ""
    csv_href: str = CSV
    verifying: bool = False
    verdict: str = ""
    verdict_tone: str = ""
    head: str = ""

    _zone: str = ""
    _typed: str = ""
    _typed_action: str = ""

    @rx.event
    @member(Permission.VIEW)
    async def show_audit(self, actor: Actor, zone: Any) -> Any:
        """Show what the address asks for, to administrators."""
        if not actor.can(Permission.VIEW_AUDIT):
            blank(self)
            self.phase = REFUSED
            return None
        self._zone = zone_of(zone)[1]
        return await self._read(actor)

    @rx.event
    @member(Permission.VIEW_AUDIT)
    async def refresh_audit(self, actor: Actor) -> Any:
        """Look again."""
        return await self._read(actor)

    async def _read(self, actor: Actor) -> Any:
        query = query_of(self.router.url.query_parameters)
        zone = zone_of(self._zone)[0]
        try:
            async with reading() as session:
                found = await audit_view.listing(session, actor, query.asked(zone))
                people = await audit_view.people(session, actor)
        except SQLAlchemyError:
            log.exception("audit_log_not_loaded")
            self.phase = FAILED
            return None
        if not found.rows and query.page > 1:
            return rx.redirect(query.address(), replace=True)
        self.people = [Choice(str(one), name) for one, name in people]
        self._show(query, found, zone)
        return None

    def _show(self, query: Query, found: Page[AuditView], zone: tzinfo) -> None:
        now = clock.now()
        self.rows = [row_of(entry, now, zone) for entry in found.rows]
        if (query.q, query.action) != (self._typed, self._typed_action):
            # The fields keep what is being typed; an address that says otherwise fills them anew.
            self._typed, self._typed_action = query.q, query.action
            self.form_key += 1
        self.query = {name: getattr(query, name) for name in ("q", *FILTERS)}
        self.filtered = query.is_filtered
        more = " or more" if found.total >= MOST_COUNTED else ""
        self.range_words = range_words(
            page=found.page,
            per_page=found.per_page,
            shown=len(found.rows),
            total=f"{found.total:,}{more}",
            nothing="No entries",
        )
        has_next = found.page * found.per_page < found.total
        self.previous = query.address(page=found.page - 1) if found.page > 1 else ""
        self.following = query.address(page=found.page + 1) if has_next else ""
        self.csv_href = csv_address(query, zone)
        self.phase = READY

    @rx.event(supersedes=True)
    @member(Permission.VIEW_AUDIT)
    async def find_audit(self, _actor: Actor, search: Any) -> Any:
        """Go to the address of that search."""
        query = query_of(self.router.url.query_parameters)
        wanted = self._typed = query_of({"q": search}).q
        if wanted == query.q:
            return None
        return rx.redirect(query.address(q=wanted), replace=True)

    @rx.event
    @member(Permission.VIEW_AUDIT)
    async def narrow_audit(self, _actor: Actor, name: Any, value: Any) -> Any:
        """Go to the address with that filter set, or emptied."""
        if name not in FILTERS or not isinstance(value, str):
            return None
        query = query_of(self.router.url.query_parameters)
        wanted = query_of({**asdict(query), "page": "1", name: value})
        if name == "action":
            self._typed_action = wanted.action
        return None if wanted == query else rx.redirect(wanted.address(), replace=True)

    @rx.event(background=True)
    @member(Permission.VIEW_AUDIT)
    async def verify_chain(self, actor: Actor) -> Any:
        """Walk the organisation's chain from its first entry on, and say what was found."""
        async with self:
            if self.verifying:
                return
            self.verifying, self.verdict, self.head = True, "", ""
        words, tone, head = "The chain could not be walked. Try again.", "bad", ""
        try:
            chain = await audit_view.verify(actor)
            words, tone = chain_words(chain)
            head = "" if chain.broken else chain.head
        except SQLAlchemyError:
            log.exception("audit_chain_not_walked")
        finally:
            async with self:
                self.verifying, self.verdict, self.verdict_tone = False, words, tone
                self.head = head


def chain_words(chain: Chain) -> tuple[str, str]:
    """What was found of a chain, and its tone."""
    entries = "1 entry" if chain.links == 1 else f"{chain.links:,} entries"
    if chain.broken:
        words = f"The chain is broken. {chain.broken} Up to there, {entries} hold."
        return f"{words} Somebody has changed the database past the product.", "bad"
    return f"The chain is whole: {entries}, each as it was written, none missing.", "good"


def csv_address(query: Query, zone: tzinfo) -> str:
    """Where the same part of the log is to be had as a file."""
    asked = query.asked(zone)
    given = {
        "person": asked.person,
        "action": asked.action,
        "kind": asked.kind,
        "subject": asked.subject,
        "start": asked.start.isoformat() if asked.start else "",
        "end": asked.end.isoformat() if asked.end else "",
    }
    written = urlencode({name: value for name, value in given.items() if value})
    return f"{CSV}?{written}" if written else CSV
