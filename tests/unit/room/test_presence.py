"""Drafts, integrity signals and asking for a human."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.core import clock
from app.core.database import unit_of_work
from app.core.errors import ConflictError, InvalidInputError
from app.interviews import service as interviews
from app.interviews.models import SignalKind
from app.interviews.signals import MAX_SIGNALS
from app.room import service as room
from tests.support.audit import actions_on
from tests.support.interviews import (
    begun,
    engine,
    interview_of,
    invite,
    make_position,
    send,
    signals_of,
)
from tests.support.people import make_actor


async def begin(**fields) -> tuple[str, room.RoomView]:
    token = await begun(await make_actor(), **fields)
    return token, await room.view(token)


async def test_a_draft_comes_back_with_its_question_and_goes_with_the_answer(
    database: str,
) -> None:
    with engine():
        token, view = await begin()
        saved = await room.save_draft(token, view.question.turn_id, "half a sent")
        assert saved.is_saved
        back = await room.resume(token)
        assert (back.draft, back.question) == ("half a sent", view.question)
        assert back.draft_saved_at is not None
        outcome = await send(token, "full marks")
    assert (outcome.view.draft, outcome.view.draft_saved_at) == ("", None)


async def test_a_stale_tab_learns_so_and_its_draft_is_not_kept(database: str) -> None:
    with engine():
        token, view = await begin()
        outcome = await send(token, "full marks")
        stale = await room.save_draft(token, view.question.turn_id, "still typing here")
    assert not stale.is_saved
    assert stale.turn_id == outcome.view.question.turn_id
    assert (await room.view(token)).draft == ""


async def test_a_draft_has_the_limit_of_an_answer(database: str) -> None:
    with engine():
        token, view = await begin()
        with pytest.raises(InvalidInputError, match="20,000"):
            await room.save_draft(token, view.question.turn_id, "x" * 100_000)


@pytest.mark.parametrize(
    ("proctoring", "kept"),
    [
        ("off", set()),
        ("standard", set(SignalKind) - {SignalKind.FULLSCREEN_EXIT}),
        ("strict", set(SignalKind)),
    ],
)
async def test_signals_are_recorded_as_far_as_the_position_wants(
    database: str, proctoring: str, kept: set[SignalKind]
) -> None:
    with engine():
        token, _ = await begin(proctoring=proctoring)
        recorded = {kind for kind in SignalKind if await room.record_signal(token, kind.value)}
        clock_ahead = clock.now() + timedelta(minutes=10)
        with clock.at(clock_ahead):
            await room.touch(token)
    assert recorded == kept
    assert {signal.kind for signal in await signals_of(token)} == kept


async def test_signals_are_told_back_in_words(database: str) -> None:
    with engine():
        token, view = await begin()
        await room.record_signal(token, "window_blur", {"seconds": 4})
        await room.record_signal(token, "paste", {"characters": 212})
        shown = (await room.view(token)).signals
    assert [one.words for one in shown] == ["left the window for 4 s", "pasted 212 characters"]
    assert {signal.turn_id for signal in await signals_of(token)} == {view.question.turn_id}


@pytest.mark.parametrize(
    ("kind", "details"),
    [
        ("paste", {"characters": -1}),
        ("paste", {"characters": 10**12}),
        ("paste", {"characters": 1.5}),
        ("paste", {"characters": True}),
        ("paste", {"text": "what was pasted"}),
        ("window_blur", {"seconds": "4"}),
        ("second_tab", {"seconds": 4}),
        ("keystroke", {}),
    ],
)
async def test_signals_hold_sizes_and_times_alone(database: str, kind: str, details: dict) -> None:
    with engine():
        token, _ = await begin()
        with pytest.raises(InvalidInputError):
            await room.record_signal(token, kind, details)
    assert await signals_of(token) == []


async def test_signals_are_bounded(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MAX_SIGNALS == 500
    monkeypatch.setattr("app.interviews.signals.MAX_SIGNALS", 5)
    with engine():
        token, _ = await begin()
        recorded = [await room.record_signal(token, "copy") for _ in range(8)]
    assert recorded == [True] * 5 + [False] * 3


async def test_a_human_is_asked_for_once_until_somebody_has_seen_to_it(database: str) -> None:
    actor = await make_actor()
    with engine():
        token = await begun(actor)
        start = clock.now()
        with clock.at(start):
            await room.request_human(token)
        with clock.at(start + timedelta(minutes=1)):
            await room.request_human(token)
        interview = await interview_of(token)
        assert interview.human_requested_at == start
        assert (await room.view(token)).human_requested
        async with unit_of_work() as session:
            await interviews.resolve_human_request(session, actor, interview.id)
        assert not (await room.view(token)).human_requested
        await room.request_human(token)
    assert (await room.view(token)).human_requested
    asked = "interview.human_requested"
    assert [one for one in await actions_on(interview.id) if one == asked] == [asked] * 2


async def test_a_human_can_be_asked_for_before_the_interview_and_not_after(database: str) -> None:
    actor = await make_actor()
    invitation = await invite(actor, await make_position(actor))
    await room.request_human(invitation.token)
    assert (await room.view(invitation.token)).human_requested
    with engine():
        await room.start(invitation.token, room.CONSENT_VERSION)
        await room.end(invitation.token)
        with pytest.raises(ConflictError, match="finished"):
            await room.request_human(invitation.token)
