"""The candidate's screen: what it shows, what it withholds, and that any client may call it."""

from __future__ import annotations

import asyncio
import itertools
import json
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from reflex.istate.data import ReflexURL

from app.core import clock
from app.core.database import unit_of_work
from app.interviews import service as interviews
from app.interviews.models import TurnKind
from app.room import service as room
from app.room.views import consent_keys
from state import guard, room_rows
from state.room import FAILED, RoomState
from tests.support.interviews import (
    begun,
    concept,
    engine,
    invite,
    make_position,
    send,
    signals_of,
    turns_of,
)
from tests.support.people import make_actor

HANDLERS = {
    name: handler.fn
    for name, handler in RoomState.event_handlers.items()
    if getattr(handler.fn, guard.GUARD, None) == "candidate"
}
FIELDS = {name: RoomState.get_fields()[name] for name in RoomState.__annotations__}
JSON_VALUES = [None, True, 7, 1.5, "words", "", "\ud800", [], [1], {}, {"seconds": "many"}]
_keys = itertools.count()

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


class Screen:
    """RoomState without Reflex around it: one tab that has the link open."""

    def __init__(self, token: str) -> None:
        self.__dict__.update({name: field.default_value() for name, field in FIELDS.items()})
        url = ReflexURL(f"http://127.0.0.1:8000/interview/{token}")
        self.router = SimpleNamespace(url=url)

    def __getattr__(self, name: str) -> Any:
        function = HANDLERS.get(name) or getattr(RoomState, name)
        return function.__get__(self)

    async def __aenter__(self) -> Screen:
        return self

    async def __aexit__(self, *_: object) -> None:
        return None

    def shown(self) -> dict[str, Any]:
        """What the browser has."""
        return {name: self.__dict__[name] for name in FIELDS if not name.startswith("_")}


async def opened(token: str) -> Screen:
    screen = Screen(token)
    await screen.load()
    return screen


async def reply(screen: Screen, text: str, key: str | None = None) -> None:
    await screen.send(screen.turn_id, text, key or f"screen{next(_keys)}")


@pytest.fixture
def _scripted():
    with engine():
        yield


async def link(**fields: Any) -> str:
    actor = await make_actor()
    return (await invite(actor, await make_position(actor, **fields))).token


@pytest.mark.usefixtures("_scripted")
async def test_before_it_begins_the_terms_are_shown_and_no_question(database: str) -> None:
    screen = await opened(await link(title="Tea master"))
    assert screen.status == "ready"
    assert (screen.position, screen.first_name, screen.duration_min) == ("Tea master", "Ada", 45)
    assert screen.terms[0]["title"] == "The interviewer is an AI"
    assert screen.question == ""


def test_every_paragraph_of_the_terms_has_words(database: str) -> None:
    for level in ("off", "standard", "strict"):
        view = room.RoomView(status="ready", message="", consent_keys=consent_keys(level))
        assert len(room_rows.terms_of(view)) == len(consent_keys(level))


@pytest.mark.usefixtures("_scripted")
async def test_it_begins_only_once_agreed_to(database: str) -> None:
    screen = await opened(await link())
    await screen.start()
    assert screen.status == "ready"
    assert "agree" in screen.problem
    await screen.agree("yes")
    assert screen.agreed is False
    await screen.agree(True)
    await screen.start()
    assert screen.status == "running"
    assert screen.question
    assert screen.number == 1


@pytest.mark.usefixtures("_scripted")
async def test_before_its_time_it_says_when_it_opens(database: str) -> None:
    actor = await make_actor()
    at = clock.now() + timedelta(days=2)
    invitation = await invite(actor, await make_position(actor), scheduled_at=at)
    screen = await opened(invitation.token)
    await screen.agree(True)
    await screen.start()
    assert screen.status == "ready"
    assert screen.opens_at == at.isoformat()
    assert f"{at:%B %Y, %H:%M}" in screen.problem
    assert screen.waiting is False


@pytest.mark.usefixtures("_scripted")
async def test_an_answer_leads_to_the_next_question_and_into_the_log(database: str) -> None:
    screen = await opened(await begun(await make_actor()))
    asked, replies = screen.turn_id, screen.replies
    await reply(screen, "full marks", "the-key")
    assert screen.turn_id != asked
    assert screen.taken == "the-key"
    assert screen.replies > replies
    assert screen.waiting is False
    assert [line["text"] for line in screen.lines][-1] == "full marks"
    assert screen.question not in [line["text"] for line in screen.lines]


@pytest.mark.usefixtures("_scripted")
async def test_sent_twice_at_once_an_answer_is_one(database: str) -> None:
    token = await begun(await make_actor())
    screen = await opened(token)
    asked = screen.turn_id
    await asyncio.gather(*[screen.send(asked, "full marks", "the-key") for _ in range(2)])
    assert len(await turns_of(token, TurnKind.ANSWER)) == 1
    assert screen.problem == ""
    assert screen.turn_id != asked


@pytest.mark.usefixtures("_scripted")
@pytest.mark.parametrize("text", ["", "  \n", "x" * 100_000, None, 7, {"text": "full"}])
async def test_what_is_no_answer_is_refused_beside_the_box(database: str, text: Any) -> None:
    token = await begun(await make_actor())
    screen = await opened(token)
    asked, replies = screen.turn_id, screen.replies
    await reply(screen, text)
    assert screen.problem
    assert screen.turn_id == asked
    assert screen.replies > replies
    assert screen.waiting is False
    assert await turns_of(token, TurnKind.ANSWER) == []


@pytest.mark.usefixtures("_scripted")
async def test_a_question_in_return_keeps_the_question(database: str) -> None:
    screen = await opened(await begun(await make_actor()))
    asked = screen.turn_id
    await reply(screen, "Could you rephrase the question, please?", "asking")
    assert screen.turn_id == asked
    assert screen.taken == "asking"
    assert len(screen.clarifications) == 1
    assert screen.number == 1


@pytest.mark.usefixtures("_scripted")
async def test_a_tab_left_behind_is_told_and_can_go_on(database: str) -> None:
    token = await begun(await make_actor())
    behind = await opened(token)
    await send(token, "full marks")
    await behind.beat()
    assert behind.is_stale
    await reply(behind, "other words")
    assert "another tab" in behind.problem
    assert len(await turns_of(token, TurnKind.ANSWER)) == 1
    await behind.load()
    assert not behind.is_stale
    assert behind.problem == ""
    assert behind.question


@pytest.mark.usefixtures("_scripted")
async def test_a_draft_is_kept_and_comes_back(database: str) -> None:
    token = await begun(await make_actor())
    screen = await opened(token)
    await screen.save_draft(screen.turn_id, "half a sent")
    assert screen.saves == 1
    assert (await opened(token)).draft == "half a sent"


@pytest.mark.usefixtures("_scripted")
async def test_a_heartbeat_brings_the_time_left(database: str) -> None:
    with clock.at(clock.now()):
        screen = await opened(await begun(await make_actor()))
        before, contacts = screen.seconds_left, screen.contacts
        clock.advance(timedelta(seconds=10))
        await screen.beat()
    assert screen.seconds_left == before - 10
    assert screen.contacts > contacts


@pytest.mark.usefixtures("_scripted")
async def test_time_that_runs_out_ends_on_the_closing_page(database: str) -> None:
    with clock.at(clock.now()):
        screen = await opened(await begun(await make_actor(), duration_min=5))
        for _ in range(20):
            clock.advance(timedelta(seconds=20))
            await screen.beat()
    assert screen.status == "finished"
    assert screen.question == ""


@pytest.mark.usefixtures("_scripted")
async def test_an_interview_cancelled_meanwhile_says_so(database: str) -> None:
    actor = await make_actor()
    invitation = await invite(actor, await make_position(actor))
    await room.start(invitation.token, room.CONSENT_VERSION)
    screens = [await opened(invitation.token) for _ in range(3)]
    async with unit_of_work() as session:
        await interviews.cancel(session, actor, invitation.interview_id)
    await screens[0].beat()
    await screens[1].save_draft(screens[1].turn_id, "words")
    await reply(screens[2], "full marks")
    for screen in screens:
        assert screen.status == "cancelled"
        assert "cancelled" in screen.message
        assert screen.question == ""


@pytest.mark.parametrize("token", ["", "nonsense", "x" * 5000])
async def test_no_link_of_ours_gets_a_sentence_and_nothing_else(database: str, token: str) -> None:
    screen = await opened(token)
    assert screen.status == "unknown"
    assert screen.message
    assert screen.position == ""


async def test_an_answer_nobody_read_is_read_at_the_next_heartbeat(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with engine():
        token = await begun(await make_actor())
        screen = await opened(token)
        asked = screen.turn_id

        async def breaks(*_: object) -> None:
            raise RuntimeError("the process was stopped here")

        with monkeypatch.context() as broken:
            broken.setattr(room, "settle", breaks)
            with pytest.raises(RuntimeError):
                await reply(screen, "full marks")
        assert screen.problem == FAILED
        assert screen.waiting is False
        follows = await screen.beat()
        assert follows is RoomState.load
        await screen.load()
        assert screen.turn_id != asked
        assert len(await turns_of(token, TurnKind.ANSWER)) == 1


@pytest.mark.usefixtures("_scripted")
async def test_a_late_view_does_not_take_the_screen_back(database: str) -> None:
    token = await begun(await make_actor())
    screen = await opened(token)
    old = await room.view(token)
    await reply(screen, "full marks")
    now = screen.turn_id
    screen._show(old)
    assert screen.turn_id == now


@pytest.mark.usefixtures("_scripted")
async def test_signals_are_shown_as_recorded(database: str) -> None:
    screen = await opened(await begun(await make_actor()))
    await screen.signal("paste", {"characters": 212})
    assert [signal["words"] for signal in screen.signals] == ["pasted 212 characters"]


@pytest.mark.usefixtures("_scripted")
async def test_asking_for_a_human_and_ending(database: str) -> None:
    screen = await opened(await begun(await make_actor()))
    await screen.ask_human()
    assert screen.human_requested
    await screen.end()
    assert screen.status == "finished"
    assert screen.report_url == ""


@pytest.mark.usefixtures("_scripted")
async def test_a_trial_leads_to_its_report(database: str) -> None:
    actor = await make_actor()
    position = await make_position(actor)
    async with unit_of_work() as session:
        trial = await interviews.start_trial(session, actor, position_id=position.id)
    await room.start(trial.token, room.CONSENT_VERSION)
    screen = await opened(trial.token)
    assert screen.is_trial
    await screen.end()
    assert screen.report_url == f"/interviews/{trial.interview_id}"


@pytest.mark.usefixtures("_scripted")
async def test_whatever_a_client_sends_nothing_breaks_or_changes(database: str) -> None:
    token = await begun(await make_actor())
    screen = await opened(token)
    shifted = JSON_VALUES[3:] + JSON_VALUES[:3]
    for first, second in [
        *zip(JSON_VALUES, shifted, strict=True),
        *zip(shifted, shifted, strict=True),
    ]:
        await screen.send(first, second, first)
        await screen.send(screen.turn_id, second, first)
        await screen.save_draft(first, second)
        await screen.signal(first, second)
        await screen.agree(first)
    await screen.start()
    answers = await turns_of(token, TurnKind.ANSWER)
    assert [turn.text for turn in answers if turn.text != "words"] == []
    assert await signals_of(token) == []
    assert screen.status == "running"


async def test_the_browser_never_learns_what_is_measured(database: str) -> None:
    actor = await make_actor()
    concepts = [concept(), concept(name="Wood carving", must_have=True)]
    with engine() as evaluator:
        screen = await opened(await begun(actor, concepts=concepts))
        seen = [screen.shown()]
        while screen.status == "running":
            await reply(screen, "half an answer")
            seen.append(screen.shown())
    told = json.dumps(seen)
    for item, _ in evaluator.graded:
        for point in item.points:
            assert point.text not in told
    for name in ("depth", "score", "grade", "concept", "target", "item", "points"):
        assert f'"{name}' not in told


def test_dots_tell_what_is_behind_here_and_ahead(database: str) -> None:
    view = room.RoomView(status="running", message="", answered=2, expected=5)
    assert room_rows.dots_of(view) == ["on", "on", "now", "", ""]
    many = room.RoomView(status="running", message="", answered=2, expected=40)
    assert room_rows.dots_of(many) == []
