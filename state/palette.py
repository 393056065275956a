"""The command palette: pages, positions and interviews by what is typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import reflex as rx

from app.core.database import reading
from app.identity.permissions import Actor, Permission
from app.interviews.listing import list_interviews
from app.positions import service as positions
from state.guard import member

if TYPE_CHECKING:
    from app.interviews.listing import InterviewRow
    from app.positions.views import PositionRow

PALETTE = "palette"
MOST = 8
MOST_POSITIONS = 3
_MAX_SEARCH = 120


@dataclass(frozen=True)
class Result:
    """Somewhere to go. `detail` says what it is."""

    title: str
    detail: str
    href: str


PAGES = (
    (Result("Dashboard", "Page", "/dashboard"), Permission.VIEW),
    (Result("Interviews", "Page", "/interviews"), Permission.VIEW),
    (Result("Reports to review", "Page", "/interviews?review=1"), Permission.VIEW),
    (Result("Asked for a human", "Interviews", "/interviews?human=1"), Permission.VIEW),
    (Result("Positions", "Page", "/positions"), Permission.VIEW),
    (Result("New position", "Page", "/positions/new"), Permission.EDIT_POSITIONS),
    (Result("Candidates", "Page", "/candidates"), Permission.VIEW),
    (Result("Questions", "Page", "/questions"), Permission.VIEW),
    (Result("New question", "Page", "/questions/new"), Permission.EDIT_ITEMS),
    (Result("Practice", "Page", "/practice"), Permission.PRACTISE),
    (Result("Requisitions", "Page", "/requisitions"), Permission.VIEW),
    (Result("Applications", "Page", "/applications"), Permission.VIEW),
    (
        Result("Applications waiting for a person", "Page", "/applications?status=waiting"),
        Permission.VIEW,
    ),
    (Result("Account", "Page", "/account"), Permission.VIEW),
    (Result("Members and roles", "Page", "/settings/members"), Permission.MANAGE_MEMBERS),
    (Result("Single sign-on", "Page", "/settings/sign-on"), Permission.MANAGE_MEMBERS),
    (Result("Recruiters", "Page", "/settings/recruiters"), Permission.VIEW),
    (Result("Hiring settings", "Page", "/settings/hiring"), Permission.VIEW),
    (Result("Workday", "Page", "/settings/workday"), Permission.MANAGE_CREDENTIALS),
    (Result("Assessment", "Page", "/settings/assessment"), Permission.VIEW),
    (Result("Grade blind", "Page", "/settings/assessment/blind"), Permission.REVIEW),
    (Result("API reference", "Page", "/settings/reference"), Permission.VIEW),
    (Result("Developers", "Page", "/settings/developers"), Permission.MANAGE_DEVELOPERS),
    (
        Result("Webhook deliveries", "Page", "/settings/developers/deliveries"),
        Permission.MANAGE_DEVELOPERS,
    ),
    (Result("Prompts", "Page", "/settings/prompts"), Permission.VIEW),
    (Result("New prompt", "Page", "/settings/prompts/new"), Permission.EDIT_PROMPTS),
    (Result("Personas", "Page", "/settings/personas"), Permission.VIEW),
    (Result("New persona", "Page", "/settings/personas/new"), Permission.EDIT_PROMPTS),
    (Result("Billing", "Page", "/settings/billing"), Permission.MANAGE_BILLING),
    (Result("Queue", "Page", "/settings/queue"), Permission.VIEW),
    (Result("Logs", "Page", "/settings/logs"), Permission.VIEW),
    (Result("Audit log", "Page", "/settings/audit"), Permission.VIEW_AUDIT),
)


class PaletteState(rx.State):
    """What the palette has found."""

    results: list[Result] = []
    search: str = ""
    found_words: str = ""
    form_key: int = 0

    @rx.event
    @member(Permission.VIEW)
    async def begin(self, actor: Actor) -> Any:
        """Start with an empty field and the pages."""
        self.form_key += 1
        self._set("", pages_for(actor, ""))

    @rx.event(supersedes=True)
    @member(Permission.VIEW)
    async def find(self, actor: Actor, typed: Any) -> Any:
        """Find what is typed."""
        search = " ".join(typed.split())[:_MAX_SEARCH] if isinstance(typed, str) else ""
        pages = pages_for(actor, search)
        if not search:
            self._set("", pages)
            return
        async with reading() as session:
            some_positions = await positions.listing(session, actor, search=search, sort="updated")
            some_interviews = await list_interviews(session, actor, search=search, per_page=MOST)
        self._set(
            search,
            results_of(search, pages, list(some_positions.rows), list(some_interviews.rows)),
        )

    def _set(self, search: str, results: list[Result]) -> None:
        self.search, self.results = search, results
        number = len(results)
        self.found_words = "1 result" if number == 1 else f"{number} results"


def pages_for(actor: Actor, search: str) -> list[Result]:
    """The pages whose title has every word beginning so, as far as the actor may go there."""
    words = search.casefold().split()
    return [
        page
        for page, permission in PAGES
        if actor.can(permission)
        and all(
            any(part.startswith(word) for part in page.title.casefold().split()) for word in words
        )
    ]


def results_of(
    search: str,
    pages: list[Result],
    some_positions: list[PositionRow],
    some_interviews: list[InterviewRow],
) -> list[Result]:
    """What was found, at most MOST: pages, positions, then interviews, and where all of them are.

    A position gives way to interviews only beyond MOST_POSITIONS.
    """
    found = [
        *pages,
        *[
            Result(row.title, f"Position, {row.status.value}", f"/positions/{row.id}")
            for row in some_positions[:MOST_POSITIONS]
        ],
        *[
            Result(
                row.candidate_name,
                f"{row.position_title}, {row.status_words.lower()}",
                f"/interviews/{row.id}",
            )
            for row in some_interviews
        ],
    ]
    if len(found) <= MOST:
        return found
    every = Result(
        f"All interviews with “{search}”", "Search", f"/interviews?{urlencode({'q': search})}"
    )
    return [*found[: MOST - 1], every]
