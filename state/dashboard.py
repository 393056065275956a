"""The dashboard: what needs somebody now, and how the last two weeks went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING, Any

import reflex as rx

from app.applications import counts as applications
from app.core import clock
from app.core.database import reading
from app.identity.permissions import Actor, Permission
from app.interviews import figures
from state.guard import member
from state.invite import ZONE, zone_of
from state.rows import (
    Bar,
    bars_of,
    depth_words,
    interval_words,
    score_words,
    since,
    time_of_day,
    until,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.interviews.listing import InterviewRow

REFRESH = "dashboard-refresh"
REFRESH_MS = 30_000
# The page asks again by itself while it is open and in view, and stops once it is left.
POLL = f"""
window.clearInterval(window.vivavoceDashboard);
window.vivavoceDashboard = window.setInterval(() => {{
  const refresh = document.getElementById("{REFRESH}");
  if (!refresh) window.clearInterval(window.vivavoceDashboard);
  else if (!document.hidden) refresh.click();
}}, {REFRESH_MS});
"""
_MORNING, _AFTERNOON, _EVENING = 4, 12, 18
_MAX_SHOWN = 8


@dataclass(frozen=True)
class Review:
    """A report that waits to be read."""

    id: str
    name: str
    position: str
    bars: list[Bar]
    depths: str
    score: str
    interval: str
    says: str
    done: str
    done_iso: str


@dataclass(frozen=True)
class Running:
    """An interview under way, or one whose candidate asks for a human."""

    id: str
    name: str
    position: str
    where: str
    left: str
    waiting_since: str


@dataclass(frozen=True)
class Expiring:
    """An invitation that runs out soon."""

    id: str
    name: str
    position: str
    when: str
    when_iso: str


@dataclass(frozen=True)
class Day:
    """A day in the chart, its bars in percent of the highest."""

    words: str
    invited: int
    completed: int
    invited_height: str
    completed_height: str


class DashboardState(rx.State):
    """What the dashboard shows. It is read again every half a minute."""

    loaded: bool = False
    greeting: str = ""
    to_review: str = ""
    running_now: str = ""
    asking: str = ""
    anyone_asks: bool = False
    expiring_soon: str = ""
    to_decide: str = ""
    reviews: list[Review] = []
    running: list[Running] = []
    expiring: list[Expiring] = []
    days: list[Day] = []
    most_a_day: int = 0
    chart_words: str = ""
    first_day: str = ""
    last_day: str = ""
    has_positions: bool = False
    has_begun: bool = False

    _zone: str = ""

    @rx.event
    @member(Permission.VIEW)
    async def load(self, _actor: Actor) -> Any:
        """Ask the browser for its time zone; `show` follows."""
        return [
            rx.call_script(ZONE, callback=DashboardState.show),
            rx.call_script(POLL),
        ]

    @rx.event
    @member(Permission.VIEW)
    async def show(self, actor: Actor, zone: Any) -> Any:
        """Show how things stand, with times as on the clocks of that time zone."""
        where, self._zone = zone_of(zone)
        await self._read(actor, where)

    @rx.event
    @member(Permission.VIEW)
    async def refresh(self, actor: Actor) -> Any:
        """Show how things stand by now."""
        await self._read(actor, zone_of(self._zone)[0])

    async def _read(self, actor: Actor, zone: tzinfo) -> None:
        now = clock.now()
        async with reading() as session:
            found = await figures.dashboard(session, actor)
            counts = await figures.sidebar(session, actor)
            to_decide = await applications.waiting(session, actor)
        self.greeting = greeting(actor.name, now.astimezone(zone).hour)
        self.to_review = found.to_review_count.words
        self.to_decide = f"{to_decide:,}"
        self.running_now = found.running_count.words
        self.asking = found.asking_count.words
        self.anyone_asks = found.asking_count.value > 0
        self.expiring_soon = found.expiring_count.words
        self.reviews = [_review(row, now, zone) for row in _latest_first(found.to_review)]
        self.running = running_of(found, zone)
        self.expiring = [
            Expiring(
                id=str(row.id),
                name=row.candidate_name,
                position=row.position_title,
                when=until(row.expires_at, now),
                when_iso=row.expires_at.isoformat(),
            )
            for row in found.expiring[:_MAX_SHOWN]
        ]
        self.days = days_of(found.days)
        self.most_a_day = _most(found.days)
        self.chart_words = _chart_words(found.days)
        self.first_day, self.last_day = self.days[0].words, self.days[-1].words
        self.has_positions = counts.positions.value > 0
        self.has_begun = self.has_positions or to_decide > 0
        self.loaded = True


def greeting(name: str, hour: int) -> str:
    """Such as "Good morning, Ines"."""
    part = "evening"
    if _MORNING <= hour < _AFTERNOON:
        part = "morning"
    elif _AFTERNOON <= hour < _EVENING:
        part = "afternoon"
    first = (name.split() or [""])[0]
    return f"Good {part}, {first}" if first else f"Good {part}"


def running_of(found: figures.Dashboard, zone: tzinfo) -> list[Running]:
    """Whoever asks for a human first, in the room or not there yet, then the others."""
    under_way = {row.id for row in found.running}
    waiting = [
        Running(
            id=str(row.id),
            name=row.candidate_name,
            position=row.position_title,
            where=row.status_words.lower(),
            left="",
            waiting_since="not begun",
        )
        for row in found.asking_for_human
        if row.id not in under_way
    ]
    rows = [
        Running(
            id=str(row.id),
            name=row.candidate_name,
            position=row.position_title,
            where=f"question {max(row.question, 1)}",
            left=f"{row.minutes_left} min left",
            waiting_since=time_of_day(row.human_requested_at, zone)
            if row.human_requested_at
            else "",
        )
        for row in found.running
    ]
    return (waiting + rows)[:_MAX_SHOWN]


def days_of(days: Sequence[figures.Day]) -> list[Day]:
    """The bars of the chart."""
    most = max(_most(days), 1)
    return [
        Day(
            words=f"{one.day.day} {one.day:%b}",
            invited=one.invited,
            completed=one.completed,
            invited_height=f"{one.invited / most:.0%}",
            completed_height=f"{one.completed / most:.0%}",
        )
        for one in days
    ]


def _most(days: Sequence[figures.Day]) -> int:
    return max((max(one.invited, one.completed) for one in days), default=0)


def _chart_words(days: Sequence[figures.Day]) -> str:
    invited, completed = sum(one.invited for one in days), sum(one.completed for one in days)
    return (
        f"Interviews by day over the last {len(days)} days: {invited} invited, "
        f"{completed} completed."
    )


def _latest_first(rows: Sequence[InterviewRow]) -> list[InterviewRow]:
    return sorted(rows, key=_ended, reverse=True)[:_MAX_SHOWN]


def _ended(row: InterviewRow) -> datetime:
    return row.ended_at or datetime.min.replace(tzinfo=UTC)


def _review(row: InterviewRow, now: datetime, zone: tzinfo) -> Review:
    ended = row.ended_at or row.created_at
    return Review(
        id=str(row.id),
        name=row.candidate_name,
        position=row.position_title,
        bars=bars_of(row.depths),
        depths=depth_words(row.depths),
        score=score_words(row.score),
        interval=interval_words(row.low, row.high),
        says=row.recommendation or "",
        done=since(ended, now, zone),
        done_iso=ended.isoformat(),
    )
