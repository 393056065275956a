"""The interview's time: the server's clock, charged only while the candidate is connected."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.core import clock
from app.core.errors import ConflictError
from app.interviews.models import InterviewStatus, SignalKind, TurnKind
from app.room import service as room
from app.room.answering import Received
from tests.support.interviews import (
    ScriptedEvaluator,
    begun,
    engine,
    interview_of,
    invite,
    make_position,
    send,
    signals_of,
    turns_of,
)
from tests.support.people import make_actor

START = datetime(2026, 3, 2, 9, tzinfo=UTC)


async def stay(token: str, seconds: int) -> room.Presence:
    """Let time pass with a heartbeat every 20 seconds."""
    for step in [20] * (seconds // 20) + [seconds % 20]:
        clock.advance(timedelta(seconds=step))
        presence = await room.touch(token)
    return presence


async def test_time_with_heartbeats_is_charged_in_full(database: str) -> None:
    with engine(), clock.at(START):
        token = await begun(await make_actor(), duration_min=10)
        assert (await room.view(token)).seconds_left == 600
        assert (await stay(token, 130)).seconds_left == 470
        clock.advance(timedelta(seconds=7))
        assert (await room.view(token)).seconds_left == 463


async def test_time_away_is_not_charged_beyond_half_a_minute(database: str) -> None:
    with engine(), clock.at(START):
        token = await begun(await make_actor(), duration_min=10)
        clock.advance(timedelta(hours=3))
        assert (await room.view(token)).seconds_left == 570
        assert (await room.resume(token)).seconds_left == 570
        clock.advance(timedelta(seconds=5))
        assert (await room.view(token)).seconds_left == 565


async def test_a_long_absence_is_recorded_with_its_length_and_shown(database: str) -> None:
    with engine(), clock.at(START):
        token = await begun(await make_actor())
        clock.advance(timedelta(seconds=59))
        await room.touch(token)
        assert await signals_of(token) == []
        clock.advance(timedelta(minutes=5))
        view = await room.resume(token)
    (signal,) = await signals_of(token)
    assert (signal.kind, signal.details) == (SignalKind.DISCONNECTED, {"seconds": 300})
    assert signal.at == START + timedelta(seconds=59)
    assert [one.words for one in view.signals] == ["was disconnected for 5 min"]


async def test_waiting_for_the_server_costs_no_time(database: str) -> None:
    class Slow(ScriptedEvaluator):
        async def prepare(self, item):
            pass

        async def grade(self, item, answer):
            clock.advance(timedelta(minutes=4))
            return await super().grade(item, answer)

    with engine(Slow()), clock.at(START):
        token = await begun(await make_actor(), duration_min=10)
        outcome = await send(token, "full marks")
        assert outcome.view.seconds_left == 600
    assert await signals_of(token) == []


async def test_waiting_for_a_server_that_died_costs_no_time_either(database: str) -> None:
    with engine(), clock.at(START):
        token = await begun(await make_actor(), duration_min=10)
        question = (await room.view(token)).question
        await room.receive(token, question.turn_id, "full marks", "key")
        for _ in range(10):
            clock.advance(timedelta(seconds=20))
            assert (await room.touch(token)).thinking
        assert (await room.resume(token)).seconds_left == 600
    assert await signals_of(token) == []


async def test_when_time_is_up_the_answer_being_written_may_still_be_sent(database: str) -> None:
    with engine(), clock.at(START):
        token = await begun(await make_actor(), duration_min=5)
        presence = await stay(token, 330)
        assert (presence.status, presence.seconds_left) == (room.RoomStatus.RUNNING, 0)
        outcome = await send(token, "full marks")
    assert outcome.received is Received.ANSWERED
    assert outcome.view.status is room.RoomStatus.FINISHED
    interview = await interview_of(token)
    assert (interview.end_reason, interview.score is not None) == ("time_up", True)


async def test_after_the_grace_an_answer_is_too_late_and_the_interview_finished(
    database: str,
) -> None:
    with engine(), clock.at(START):
        token = await begun(await make_actor(), duration_min=5)
        await stay(token, 350)
        clock.advance(timedelta(seconds=25))
        outcome = await send(token, "full marks")
    assert outcome.received is Received.TOO_LATE
    assert outcome.view.status is room.RoomStatus.FINISHED
    assert await turns_of(token, TurnKind.ANSWER) == []


async def test_after_the_grace_a_heartbeat_ends_the_interview(database: str) -> None:
    with engine(), clock.at(START):
        token = await begun(await make_actor(), duration_min=5)
        presence = await stay(token, 361)
    assert presence.status is room.RoomStatus.FINISHED
    interview = await interview_of(token)
    assert interview.status is InterviewStatus.COMPLETED
    assert (interview.end_reason, interview.time_used_s) == ("time_up", 361)


async def test_no_follow_up_is_asked_when_there_is_no_time_for_it(database: str) -> None:
    with engine(), clock.at(START):
        token = await begun(await make_actor(), duration_min=5)
        await stay(token, 220)
        outcome = await send(token, "half of it")
    assert outcome.view.question is None or outcome.view.question.kind != "follow_up"


async def test_an_interview_begins_at_its_time_and_not_before(database: str) -> None:
    actor = await make_actor()
    with engine(), clock.at(START):
        opens = START + timedelta(hours=2)
        invitation = await invite(actor, await make_position(actor), scheduled_at=opens)
        view = await room.view(invitation.token)
        assert (view.status, view.opens_at) == (room.RoomStatus.READY, opens)
        with pytest.raises(ConflictError, match="opens on 2 March 2026, 11:00 UTC"):
            await room.start(invitation.token, room.CONSENT_VERSION)
        clock.advance(timedelta(hours=2))
        view = await room.start(invitation.token, room.CONSENT_VERSION)
    assert view.status is room.RoomStatus.RUNNING


async def test_a_clock_that_runs_backwards_gives_no_time_back(database: str) -> None:
    with engine(), clock.at(START):
        token = await begun(await make_actor(), duration_min=10)
        await stay(token, 60)
        clock.advance(timedelta(seconds=-30))
        assert (await room.touch(token)).seconds_left == 540
