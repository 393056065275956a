"""A candidate's interview over the WebSocket, on the product's own server."""

from __future__ import annotations

import asyncio

import pytest

from api.common import sockets
from api.recruiting import conversation
from api.recruiting.sockets import MOST_OF_ONE
from app.core.database import unit_of_work
from app.interviews import service as interviews
from app.interviews.models import TurnKind
from app.room import chat
from app.room import service as room
from tests.support.interviews import (
    begun,
    engine,
    interview_of,
    invite,
    make_position,
    send,
    turns_of,
)
from tests.support.people import make_actor
from tests.support.recruiting import data_of, serving

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
ANSWER = "full marks"


@pytest.fixture(autouse=True)
def evaluator():
    with engine() as scripted:
        yield scripted


@pytest.fixture
async def served(database):
    async with serving() as served:
        yield served


async def invited() -> str:
    actor = await make_actor()
    return (await invite(actor, await make_position(actor))).token


async def test_a_whole_interview_over_a_socket_ends_with_its_end(served) -> None:
    token = await invited()
    socket = await served.connect(token)
    asked = [await socket.asked()]
    await socket.say(ANSWER)
    while not (message := await socket.told())["isComplete"]:
        asked.append(message["content"])
        await socket.say(ANSWER)
    assert await socket.told() == {"type": "interview_complete"}
    assert await socket.closed() == sockets.ENDED
    assert (await room.view(token)).status is room.RoomStatus.FINISHED
    answers = await turns_of(token, TurnKind.ANSWER)
    assert len(answers) == len(asked) == len(set(asked))
    assert (await interview_of(token)).consent_version == "api"
    # Whoever comes back learns that it is over.
    await (await served.connect(token)).completed()


async def test_whatever_is_wrong_with_a_message_is_told_and_the_socket_stays_open(
    served, monkeypatch
) -> None:
    monkeypatch.setattr(conversation, "MESSAGES_PER_MINUTE", 12)
    token = await begun(await make_actor())
    socket = await served.connect(token)
    asked = await socket.asked()
    for message, words in (
        ("{", "not valid JSON"),
        ("[]", "an object"),
        ({"type": "shout"}, "type"),
        ({"type": 3}, "an object"),
        ({"type": "message"}, "content: Field required"),
        ({"type": "message", "content": 7}, "content: Input should be a valid string"),
        ({"type": "message", "content": " \n"}, "Write an answer first"),
        ({"type": "message", "content": "x" * 20_001}, "at most 20000 characters"),
        ({"type": "request_human", "content": "now"}, "content: Extra inputs"),
        ("x" * 100_001, "100,000 characters"),
    ):
        await socket.send(message)
        assert words in await socket.refused()
    await socket.send({"type": "request_human"})
    assert "team has been told" in await socket.asked()
    assert (await room.view(token)).human_requested
    assert (await room.view(token)).question.text == asked
    await socket.say(ANSWER)
    await socket.asked()
    await socket.say(ANSWER)
    assert "Too many requests" in await socket.refused()
    assert len(await turns_of(token, TurnKind.ANSWER)) == 1


async def test_a_failure_of_ours_is_told_and_nothing_is_lost(served, monkeypatch) -> None:
    async def broken(token, receipt):
        raise RuntimeError

    token = await begun(await make_actor())
    socket = await served.connect(token)
    first = await socket.asked()
    with monkeypatch.context() as patch:
        patch.setattr(chat, "settle", broken)
        await socket.say(ANSWER)
        assert "our side" in await socket.refused()
    # What was kept is read by itself, and the interview goes on.
    assert await socket.asked() != first
    assert len(await turns_of(token, TurnKind.ANSWER)) == 1


async def test_what_is_done_elsewhere_is_told(served, monkeypatch) -> None:
    monkeypatch.setattr(conversation, "LOOK_EVERY", 0.05)
    token = await begun(await make_actor())
    first, second = [await served.connect(token) for _ in range(2)]
    assert await first.asked() == await second.asked()
    # In the browser, over HTTP, and on the other socket.
    view = (await send(token, ANSWER)).view
    assert await first.asked() == await second.asked() == view.question.text
    async with served.client() as client:
        told = data_of(
            await client.post(f"/public/interviews/{token}/messages", json={"content": ANSWER})
        )
    assert await first.asked() == await second.asked() == told["assistantMessage"]["content"]
    await first.say(ANSWER)
    assert await first.asked() == await second.asked()
    await room.end(token)
    await asyncio.gather(first.completed(), second.completed())


async def test_two_sockets_that_answer_at_once_answer_one_question_once(
    served, monkeypatch
) -> None:
    monkeypatch.setattr(conversation, "LOOK_EVERY", 60)
    token = await begun(await make_actor())
    first, second = [await served.connect(token) for _ in range(2)]
    await asyncio.gather(first.asked(), second.asked())
    await asyncio.gather(first.say("full, says one"), second.say("half, says the other"))
    told = [await first.told(), await second.told()]
    # One is told that it came too late, before or after the question that came of the other.
    kinds = sorted(one["type"] for one in told)
    assert kinds in (["error", "message"], ["message", "message"])
    assert len(await turns_of(token, TurnKind.ANSWER)) == 1


async def test_who_may_not_come_in_is_refused_before_the_socket_opens(served) -> None:
    actor = await make_actor()
    invitation = await invite(actor, await make_position(actor))
    async with unit_of_work() as session:
        await interviews.cancel(session, actor, invitation.interview_id)
    assert await served.refused(f"/ws/interviews/{invitation.token}") == 409
    assert await served.refused("/ws/interviews/nothing") == 404
    assert await served.refused("/ws/nothing") == 404
    token = await begun(actor)
    held = [await served.connect(token) for _ in range(MOST_OF_ONE)]
    await asyncio.gather(*(one.asked() for one in held))
    assert await served.refused(f"/ws/interviews/{token}") == 429


async def test_a_server_that_stops_says_goodbye(served) -> None:
    token = await begun(await make_actor())
    socket = await served.connect(token)
    await socket.asked()
    await sockets.close_all()
    assert await socket.closed() == sockets.GOING_AWAY
