"""The audit log, as the address says: subject, person, action, dates and page; and its chain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import reflex as rx
import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from app.core import clock
from app.core.subject_names import KINDS as NAMED_KINDS
from app.identity import audit_view
from app.identity.audit_view import MOST_COUNTED, NOBODY, PER_PAGE, AuditQuery
from app.identity.permissions import Actor, Permission
from state import table_query
from state.developers import moment_words
from state.guard import member
from state.invite import zone_of
from state.logs import extra_words
from state.periods import bounds, day_of
from state.table_query import an_id, kept, one_of, words
from state.tables import Choice, Part, Table, finding, narrowing, refreshing, showing

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from app.core.audit_verify import Chain
    from app.identity.audit_view import AuditView

CSV = "/files/audit.csv"
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

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Query(table_query.Query):
    """What the address asks for; it is about the subject that one searches for.

    `since` and `until` are days, both included.
    """

    HERE = "/settings/audit"
    LAST_PAGE = MOST_COUNTED // PER_PAGE

    person: str = kept(lambda text: text if text == NOBODY else an_id(text))
    action: str = kept(words)
    kind: str = kept(one_of(KINDS))
    since: str = kept(day_of)
    until: str = kept(day_of)

    def asked(self, zone: tzinfo) -> AuditQuery:
        """The same as the service is asked."""
        start, end = bounds(self.since, self.until, zone)
        return AuditQuery(
            person=self.person,
            action=self.action.replace(" ", "_"),
            kind=self.kind,
            subject=self.search,
            start=start,
            end=end,
            page=self.page,
        )


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
        history=Query(search=str(entry.subject_id)).address(),
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


class AuditState(Table, rx.State):
    """A page of the audit log, and what was found of its chain."""

    QUERY = Query
    NOTHING = "No entries"
    TYPED = ("search", "action")

    rows: list[Row] = []
    people: list[Choice] = []
    csv_href: str = CSV
    verifying: bool = False
    verdict: str = ""
    verdict_tone: str = ""
    head: str = ""

    show = showing(Permission.VIEW, to=Permission.VIEW_AUDIT)
    refresh = refreshing(Permission.VIEW_AUDIT)
    find = finding(Permission.VIEW_AUDIT)
    narrow = narrowing(Permission.VIEW_AUDIT)

    async def _found(
        self, session: AsyncSession, actor: Actor, query: Query
    ) -> tuple[Part, list[Row]]:
        zone, now = zone_of(self._zone)[0], clock.now()
        page = await audit_view.listing(session, actor, query.asked(zone))
        people = await audit_view.people(session, actor)
        self.people = [Choice(str(one), name) for one, name in people]
        self.csv_href = csv_address(query, zone)
        return page, [row_of(entry, now, zone) for entry in page.rows]

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
