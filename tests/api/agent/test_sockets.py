"""Interviews over the WebSocket, on the product's own server."""

from __future__ import annotations

import asyncio
import json

import pytest

from api.agent import conversation
from api.common import sockets
from app.api_keys import service as api_keys
from app.core.database import unit_of_work
from app.core.ids import new_id
from app.practice import service as practice
from tests.support.agent import actor_of, agent_key, answered, created, data_of
from tests.support.integrations import issue_key
from tests.support.people import make_actor

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
async def rest(served, key):
    async with served.client(key) as client:
        yield client


async def test_what_is_sent_is_answered_in_order_up_to_the_end(served, key, rest) -> None:
    interview_id, question = await created(rest)
    socket = await served.connect(key, interview_id)
    assert await socket.told("question") == question
    await socket.say("request_next")
    assert await socket.told("question") == question
    await socket.say("typing", is_typing=True)
    seen = [question["id"]]
    for _ in range(20):
        feedback = await socket.answer()
        assert feedback["score"] == 10
        assert "“full”" in feedback["feedback"]
        if (await practice.standing(await actor_of(key), interview_id)).has_ended:
            break
        seen.append((await socket.told("question"))["id"])
    ended = await socket.told("interview_ended")
    assert await socket.closed() == sockets.ENDED
    assert len(set(seen)) == len(seen) >= 2
    assert ended == {"summary": data_of(await rest.get(f"/interviews/{interview_id}"))["summary"]}


async def test_whatever_is_wrong_is_told_and_the_socket_stays_open(served, key, rest) -> None:
    interview_id, question = await created(rest)
    socket = await served.connect(key, interview_id)
    await socket.told("question")
    bad = (
        "",
        "{",
        "[]",
        '"answer"',
        "{}",
        '{"type": "nonsense", "data": {}}',
        '{"type": ["answer"], "data": {}}',
        '{"type": "answer"}',
        '{"type": "answer", "data": null}',
        '{"type": "answer", "data": {}}',
        '{"type": "answer", "data": {"answer": 7}}',
        '{"type": "answer", "data": {"answer": " "}}',
        '{"type": "typing", "data": {}}',
        '{"type": "typing", "data": {"is_typing": "yes"}}',
        json.dumps({"type": "answer", "data": {"answer": "x" * 100_000}}),
    )
    for message in bad:
        await socket.socket.send_str(message)
        assert set(await socket.told("error")) == {"message"}
    await socket.socket.send_bytes(b"\x00")
    assert "binary" in (await socket.told("error"))["message"]
    long = json.dumps({"type": "answer", "data": {"answer": "x" * 20_001}})
    await socket.socket.send_str(long)
    assert [one.get("message") for one in await socket.told("thinking", "thinking", "error")][2]
    await socket.say("request_next")
    assert await socket.told("question") == question


async def test_after_a_lost_connection_it_goes_on_with_the_question_that_is_next(
    served, key, rest
) -> None:
    interview_id, first = await created(rest)
    socket = await served.connect(key, interview_id)
    await socket.told("question")
    await socket.say("answer", answer="full marks")
    await socket.told("thinking")
    # The answer is being graded: whoever is gone now must not lose it.
    socket.socket._response.connection.transport.abort()
    actor = await actor_of(key)
    while str((await practice.standing(actor, interview_id)).question_id) == first["id"]:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    now = data_of(await rest.get(f"/interviews/{interview_id}"))
    socket = await served.connect(key, interview_id)
    assert await socket.told("question") == now["current_question"] != first
    refused = await answered(rest, interview_id, first)
    assert refused.status_code == 400


async def test_what_happens_over_rest_is_told_on_every_socket(served, key, rest) -> None:
    interview_id, question = await created(rest)
    both = [await served.connect(key, interview_id) for _ in range(2)]
    for socket in both:
        await socket.told("question")
    after = data_of(await answered(rest, interview_id, question))
    for socket in both:
        assert await socket.told("question") == after["next_question"]
    # What one socket answers, the other sees as well.
    await both[0].answer("half of it")
    following = await both[0].told("question")
    assert await both[1].told("question") == following
    ended = data_of(await rest.post(f"/interviews/{interview_id}/end"))
    for socket in both:
        assert await socket.told("interview_ended") == {"summary": ended["summary"]}
        assert await socket.closed() == sockets.ENDED
    late = await served.connect(key, interview_id)
    assert await late.told("interview_ended") == {"summary": ended["summary"]}


async def test_another_process_reaches_the_sockets_of_this_one(
    served, key, rest, monkeypatch
) -> None:
    monkeypatch.setattr(conversation, "LOOK_EVERY", 0.05)
    interview_id, _ = await created(rest)
    socket = await served.connect(key, interview_id)
    await socket.told("question")
    # Past this server, as another process would.
    ended = await practice.end(await actor_of(key), interview_id)
    told = await socket.told("interview_ended")
    assert told["summary"]["recommendations"] == ended.summary.recommendations


async def test_the_eleventh_socket_of_a_key_is_refused_until_one_is_closed(
    served, actor, key, rest
) -> None:
    interview_id, _ = await created(rest)
    path = f"/ws/interviews/{interview_id}?token={key}"
    ten = [await served.connect(key, interview_id) for _ in range(10)]
    refused = await served.refused(path)
    assert refused.status == 429
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    other = await agent_key(actor)
    await (await served.connect(other, interview_id)).told("question")
    await ten[3].socket.close()
    while True:
        try:
            eleventh = await served.connect(key, interview_id)
            break
        except Exception:
            await asyncio.sleep(0.01)
    await eleventh.told("question")
    assert (await served.refused(path)).status == 429


async def test_who_may_not_come_in_is_refused_before_the_socket_opens(
    served, key, rest, actor
) -> None:
    interview_id, _ = await created(rest)
    path = f"/ws/interviews/{interview_id}"
    foreign = await agent_key(await make_actor())
    without = await issue_key(actor, ["interviews:read"])
    statuses = {
        path: 401,
        f"{path}?token=hia_nonsense": 401,
        f"{path}?token={without}": 403,
        f"{path}?token={foreign}": 404,
        f"/ws/interviews/{new_id()}?token={key}": 404,
        f"/ws/interviews/nonsense?token={key}": 404,
        f"/ws/nothing?token={key}": 404,
    }
    assert {path: (await served.refused(path)).status for path in statuses} == statuses
    by_header = {"Authorization": f"Bearer {without}"}
    assert (await served.refused(path, **by_header)).status == 403


async def test_a_key_that_is_revoked_closes_its_socket_at_the_next_message(
    served, actor, rest
) -> None:
    interview_id, _ = await created(rest)
    async with unit_of_work() as session:
        issued = await api_keys.issue(session, actor, name="Short-lived", scopes=["agent"])
    socket = await served.connect(issued.plain, interview_id)
    await socket.told("question")
    async with unit_of_work() as session:
        await api_keys.revoke(session, actor, issued.id)
    await socket.say("request_next")
    assert await socket.closed() == conversation.KEY_REFUSED


async def test_answers_on_a_socket_count_among_the_requests_of_the_key(
    served, key, rest, monkeypatch
) -> None:
    interview_id, _ = await created(rest)
    remaining = int((await rest.get(f"/interviews/{interview_id}")).headers["ratelimit-remaining"])
    socket = await served.connect(key, interview_id)
    await socket.told("question")
    await socket.answer("half of it")
    await socket.told("question")
    await socket.say("request_next")
    await socket.told("question")
    after = await rest.get(f"/interviews/{interview_id}")
    # One for coming in, one for the answer, and this request itself.
    assert int(after.headers["ratelimit-remaining"]) == remaining - 3


async def test_a_socket_that_says_too_much_is_told_so_and_stays_open(
    served, key, rest, monkeypatch
) -> None:
    monkeypatch.setattr(conversation, "MESSAGES_PER_MINUTE", 3)
    interview_id, _ = await created(rest)
    socket = await served.connect(key, interview_id)
    await socket.told("question")
    for _ in range(3):
        await socket.say("request_next")
        await socket.told("question")
    for _ in range(2):
        await socket.say("request_next")
        assert "Too many" in (await socket.told("error"))["message"]


async def test_before_the_server_stops_its_sockets_are_closed(served, key, rest) -> None:
    interview_id, _ = await created(rest)
    socket = await served.connect(key, interview_id)
    await socket.told("question")
    await sockets.close_all()
    assert await socket.closed() == sockets.GOING_AWAY
