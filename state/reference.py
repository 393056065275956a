"""The API reference page: what the reader has, to be put into its examples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import reflex as rx

from app.core.database import reading
from app.identity.permissions import Actor, Permission
from app.interviews.finding import REPORTED
from app.interviews.listing import list_interviews
from app.positions import service as positions
from app.settings import get_settings
from state.guard import member, public

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

# What stands in an example until the reader has one of their own.
NO_POSITION, NO_INTERVIEW = "YOUR_POSITION_ID", "YOUR_INTERVIEW_ID"
LANGUAGES = ("curl", "python", "javascript")
# The report of an interview that has just ended may still be in the making.
_RECENT = 10


@dataclass(frozen=True)
class Choice:
    """An open position that the examples can use."""

    value: str
    words: str


class ReferenceState(rx.State):
    """Where the API is, ids of the reader's own, and the language they chose."""

    loaded: bool = False
    base_url: str = "https://vivavoce.example.com"
    per_minute: str = ""
    burst: str = ""
    choices: list[Choice] = []
    position_id: str = NO_POSITION
    interview_id: str = NO_INTERVIEW
    reported_id: str = NO_INTERVIEW
    language: str = rx.LocalStorage(LANGUAGES[0], name="reference-language")

    @rx.event
    @member(Permission.VIEW)
    async def load(self, actor: Actor) -> Any:
        """Find the reader's open positions and their newest interviews."""
        settings = get_settings()
        self.base_url = settings.base_url.rstrip("/")
        self.per_minute = f"{settings.api_requests_per_minute:,}"
        self.burst = f"{settings.api_burst:,}"
        async with reading() as session:
            opened = await positions.open_positions(session, actor)
            self.interview_id, self.reported_id = await _newest(session, actor)
        self.choices = [Choice(str(row.id), row.title) for row in opened]
        if not self._is_offered(self.position_id):
            self.position_id = self.choices[0].value if self.choices else NO_POSITION
        self.loaded = True

    @rx.event
    @member(Permission.VIEW)
    async def choose_position(self, _actor: Actor, position_id: Any) -> Any:
        """Use that position in the examples, if it is one of those that are offered."""
        if self._is_offered(position_id):
            self.position_id = position_id

    @rx.event
    @public
    async def choose_language(self, language: Any) -> Any:
        """Show every example in that language, on later visits too."""
        if language in LANGUAGES:
            self.language = language

    def _is_offered(self, position_id: object) -> bool:
        return any(choice.value == position_id for choice in self.choices)


async def _newest(session: AsyncSession, actor: Actor) -> tuple[str, str]:
    """The newest interview, and the newest that has a report."""
    newest = await list_interviews(session, actor, per_page=1)
    ended = await list_interviews(session, actor, statuses=REPORTED, per_page=_RECENT)
    reported = [row for row in ended.rows if row.recommendation is not None]
    return (
        str(newest.rows[0].id) if newest.rows else NO_INTERVIEW,
        str(reported[0].id) if reported else NO_INTERVIEW,
    )
