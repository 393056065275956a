"""The numbers of the dashboard."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.core import clock
from app.core.database import reading
from app.interviews import figures
from app.interviews.models import InterviewKind, InterviewStatus
from app.room import service as room
from tests.support.interviews import begun, engine, make_position
from tests.support.people import make_actor
from tests.support.rows import add_interviews, completed

NOON = datetime(2026, 3, 16, 12, tzinfo=UTC)


async def read(function, actor, *args: object, **kwargs: object):
    async with reading() as session:
        return await function(session, actor, *args, **kwargs)


async def test_the_dashboard_shows_what_waits_for_somebody(database: str) -> None:
    actor = await make_actor()
    with clock.at(NOON):
        position = await make_position(actor)
        await add_interviews(
            actor,
            position,
            completed(name="Waiting"),
            completed(name="Done", reviewed_at=NOON),
            completed(name="Trial", kind=InterviewKind.TRIAL),
            {"name": "Soon", "expires_at": NOON + timedelta(hours=47)},
            {"name": "Later", "expires_at": NOON + timedelta(hours=49)},
            {"name": "Over", "expires_at": NOON - timedelta(hours=1)},
            {"name": "Helped", "human_requested_at": NOON, "human_resolved_at": NOON},
            {"name": "Asking", "human_requested_at": NOON},
        )
        found = await read(figures.dashboard, actor)

    def names(rows) -> list[str]:
        return [row.candidate_name for row in rows]

    assert (found.to_review_count.words, names(found.to_review)) == ("1", ["Waiting"])
    assert names(found.recent) == ["Done", "Waiting"]
    assert names(found.expiring) == ["Soon"]
    assert names(found.asking_for_human) == ["Asking"]


async def test_a_running_interview_is_shown_with_its_question_and_time(database: str) -> None:
    actor = await make_actor()
    with engine():
        token = await begun(actor)
        await room.request_human(token)
        (running,) = (await read(figures.dashboard, actor)).running
    assert (running.candidate_name, running.position_title) == ("Ada Example", "Tea master")
    assert (running.question, running.asks_for_human) == (1, True)
    assert 44 <= running.minutes_left <= 45


async def test_the_last_two_weeks_are_counted_by_day(database: str) -> None:
    actor = await make_actor()
    with clock.at(NOON):
        position = await make_position(actor)
        last = NOON.replace(hour=23, minute=59)
        await add_interviews(
            actor,
            position,
            {"created_at": NOON.replace(hour=0)},
            {"created_at": last - timedelta(days=1)},
            completed(created_at=NOON - timedelta(days=13), ended_at=last - timedelta(days=1)),
            completed(created_at=NOON - timedelta(days=60), ended_at=NOON - timedelta(days=50)),
            {"kind": InterviewKind.TRIAL, "created_at": NOON},
        )
        days = (await read(figures.dashboard, actor)).days
    assert [day.day for day in days] == [
        (NOON - timedelta(days=number)).date() for number in range(13, -1, -1)
    ]
    assert [(day.invited, day.completed) for day in days[-2:]] == [(1, 1), (1, 0)]
    assert (days[0].invited, days[0].completed) == (1, 0)
    assert sum(day.invited for day in days) == 3


async def test_counts_stop_at_their_limit(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    actor = await make_actor()
    position = await make_position(actor)
    await add_interviews(actor, position, *[completed() for _ in range(4)])
    monkeypatch.setattr(figures, "COUNT_TO", 3)
    counts = await read(figures.sidebar, actor)
    assert (counts.interviews.words, counts.to_review.words) == ("3+", "3+")
    assert counts.running.words == "0"


async def test_positions_come_with_the_numbers_of_their_interviews(database: str) -> None:
    actor = await make_actor()
    tea, cups = await make_position(actor), await make_position(actor, title="Cup maker")
    await add_interviews(
        actor,
        tea,
        {},
        completed(),
        completed(reviewed_at=clock.now()),
        completed(kind=InterviewKind.TRIAL),
        {"status": InterviewStatus.CANCELLED},
        {"status": InterviewStatus.EXPIRED},
        {"status": InterviewStatus.IN_PROGRESS},
    )
    found = await read(figures.positions_table, actor)
    numbers = {row.id: interviews for row, interviews in found.rows}
    assert numbers[tea.id] == figures.PositionInterviews(1, 1, 2, 1, 2)
    assert numbers[tea.id].total == 6
    assert numbers[cups.id].total == 0


async def test_another_organisation_has_figures_of_its_own(database: str) -> None:
    actor, stranger = await make_actor(), await make_actor()
    position = await make_position(actor)
    await add_interviews(actor, position, completed(), {"human_requested_at": clock.now()})
    found = await read(figures.dashboard, stranger)
    assert (found.to_review_count.value, found.to_review, found.asking_for_human) == (0, (), ())
    assert sum(day.invited + day.completed for day in found.days) == 0
    assert (await read(figures.sidebar, stranger)).interviews.value == 0
    counts = await read(figures.position_interviews, stranger, [position.id])
    assert counts[position.id].total == 0
