"""The public interview API: one interview in two windows, answers kept once, nothing lost."""

from __future__ import annotations

import asyncio
import json

import pytest

from app.core import clock
from app.core.database import unit_of_work
from app.interviews import service as interviews
from app.interviews.models import TurnKind
from app.room import service as room
from tests.support.interviews import (
    ScriptedEvaluator,
    engine,
    interview_of,
    invite,
    make_position,
    take_whole,
    turns_of,
)
from tests.support.people import make_actor
from tests.support.recruiting import client_with, data_of, failure_of

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
ANSWER = "full marks"
EXAMPLE = {"content": "My answer to your question..."}


@pytest.fixture(autouse=True)
def evaluator():
    with engine() as scripted:
        yield scripted


@pytest.fixture
async def client(database):
    async with client_with() as client:
        yield client


async def invited(**fields) -> str:
    actor = await make_actor()
    return (await invite(actor, await make_position(actor), **fields)).token


def at(token: str, step: str = "") -> str:
    return f"/public/interviews/{token}{step and '/' + step}"


async def test_an_interview_is_held_from_the_documents_own_examples(client) -> None:
    token = await invited(full_name="John Doe")
    info = data_of(await client.get(at(token)))
    assert {**info, "companyName": "", "expiresAt": ""} == {
        "candidateName": "John",
        "positionTitle": "Tea master",
        "companyName": "",
        "status": "scheduled",
        "expiresAt": "",
        "durationMinutes": 45,
        "consentVersion": room.CONSENT_VERSION,
        "humanRequested": False,
        "assistantMessage": None,
        "isComplete": False,
    }
    assert info["expiresAt"].endswith("Z")
    begun = data_of(await client.post(at(token, "start")))
    assert begun["status"] == "in_progress"
    asked = begun["assistantMessage"]
    assert (asked["id"], asked["role"]) == (1, "assistant")
    assert data_of(await client.post(at(token, "start")))["assistantMessage"] == asked
    # Some clients name a type where they send nothing.
    named = {"Content-Type": "application/octet-stream"}
    again = await client.post(at(token, "start"), headers=named)
    assert data_of(again)["assistantMessage"] == asked

    replies = []
    while not (replies and replies[-1]["isComplete"]):
        replies.append(data_of(await client.post(at(token, "messages"), json=EXAMPLE)))
        assert len(replies) < 60
    ids = [part["id"] for one in replies for part in (one["userMessage"], one["assistantMessage"])]
    assert ids == list(range(2, len(ids) + 2))
    first = replies[0]
    assert first["userMessage"] == {"id": 2, "role": "user", "content": EXAMPLE["content"]}
    assert set(first["assistantMessage"]) == {"id", "role", "content"}
    ended = data_of(await client.get(at(token)))
    assert (ended["status"], ended["isComplete"]) == ("completed", True)
    assert ended["assistantMessage"] == replies[-1]["assistantMessage"]


@on_sqlite
async def test_consent_is_recorded_only_where_it_was_given(client) -> None:
    silent, agreed = await invited(), await invited()
    data_of(await client.post(at(silent, "start"), json={}))
    found = await interview_of(silent)
    assert (found.consent_version, found.consented_at) == ("api", None)
    wrong = await client.post(at(agreed, "start"), json={"consentVersion": "1999-01"})
    assert failure_of(wrong, 422)["details"]["field"] == "consentVersion"
    right = {"consentVersion": room.CONSENT_VERSION}
    data_of(await client.post(at(agreed, "start"), json=right))
    found = await interview_of(agreed)
    assert (found.consent_version, found.consented_at) == (room.CONSENT_VERSION, found.started_at)


@on_sqlite
async def test_a_candidate_goes_from_the_browser_to_the_api_and_back(client) -> None:
    token = await invited()
    view = await room.start(token, room.CONSENT_VERSION)
    info = data_of(await client.get(at(token)))
    assert info["assistantMessage"]["content"] == view.question.text
    reply = data_of(await client.post(at(token, "messages"), json={"content": ANSWER}))
    view = await room.view(token)
    assert [line.text for line in view.transcript][1] == ANSWER
    assert view.question.text == reply["assistantMessage"]["content"]
    await take_whole(token)
    refusal = await client.post(at(token, "messages"), json={"content": ANSWER})
    assert failure_of(refusal, 409)["code"] == "ROOM_CLOSED"


class Slow(ScriptedEvaluator):
    """Grades once it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.let = asyncio.Event(), asyncio.Event()

    async def grade(self, item, answer):
        self.asked.set()
        await self.let.wait()
        return await super().grade(item, answer)


async def test_an_answer_sent_twice_is_one_answer(client) -> None:
    token, slow = await invited(), Slow()
    with engine(slow):
        data_of(await client.post(at(token, "start")))
        given = {"content": ANSWER}
        first = asyncio.create_task(client.post(at(token, "messages"), json=given))
        await slow.asked.wait()
        double = asyncio.create_task(client.post(at(token, "messages"), json=given))
        other = await client.post(at(token, "messages"), json={"content": "Something else"})
        assert "still being read" in failure_of(other, 409)["message"]
        slow.let.set()
        once = data_of(await first)
        assert data_of(await double) == once

        # Later, with the number of the question; and under a key, whatever was said since.
        again = await client.post(at(token, "messages"), json={**given, "replyTo": 1})
        assert data_of(again) == once
        late = await client.post(at(token, "messages"), json={"content": "No", "replyTo": 1})
        failure_of(late, 409)
        key = {"Idempotency-Key": "a key of mine"}
        keyed = [await client.post(at(token, "messages"), json=given, headers=key)]
        data_of(await client.post(at(token, "messages"), json=given))
        keyed.append(await client.post(at(token, "messages"), json=given, headers=key))
        assert data_of(keyed[0]) == data_of(keyed[1])
        other = await client.post(at(token, "messages"), json={"content": "No"}, headers=key)
        assert "Idempotency-Key" in failure_of(other, 409)["message"]
    assert [turn.text for turn in await turns_of(token, TurnKind.ANSWER)] == [ANSWER] * 3


@on_sqlite
async def test_events_tell_of_each_step_and_the_last_is_the_complete_answer(client) -> None:
    token = await invited()
    data_of(await client.post(at(token, "start")))
    for accept in ("text/event-stream", "application/json;q=0.5, text/event-stream;q=0.9"):
        answer = await client.post(
            at(token, "messages"), json={"content": ANSWER}, headers={"Accept": accept}
        )
        assert answer.headers["content-type"].startswith("text/event-stream")
        received, complete = answer.text.strip().split("\n\n")
        name, data = received.split("\n")
        whole = json.loads(complete.removeprefix("data: "))["data"]
        assert name == "event: received"
        assert json.loads(data.removeprefix("data: "))["userMessage"] == whole["userMessage"]
        assert set(whole) == {"userMessage", "assistantMessage", "isComplete"}
    plain = await client.post(
        at(token, "messages"),
        json={"content": ANSWER},
        headers={"Accept": "application/json, text/event-stream;q=0"},
    )
    assert data_of(plain)["userMessage"]["id"] == 6


@on_sqlite
async def test_an_answer_is_read_even_if_its_client_leaves(client) -> None:
    token, slow = await invited(), Slow()
    with engine(slow):
        data_of(await client.post(at(token, "start")))
        for accept in ("application/json", "text/event-stream"):
            slow.asked.clear()
            slow.let.clear()
            sending = asyncio.create_task(
                client.post(
                    at(token, "messages"), json={"content": ANSWER}, headers={"Accept": accept}
                )
            )
            await slow.asked.wait()
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)
            slow.let.set()
            await room.all_done()
    assert len(await turns_of(token, TurnKind.ANSWER)) == 2
    assert (await room.view(token)).question is not None


@on_sqlite
async def test_a_person_can_be_asked_for_until_the_end(client) -> None:
    token = await invited()
    for _ in range(2):
        told = data_of(await client.post(at(token, "request-human")))
        assert told["humanRequested"] is True
    assert data_of(await client.get(at(token)))["humanRequested"] is True
    data_of(await client.post(at(token, "start")))
    await take_whole(token)
    failure_of(await client.post(at(token, "request-human")), 409)


@on_sqlite
async def test_links_that_open_nothing_say_so(client) -> None:
    for token in ("nothing", "%00", "x" * 300, "ä"):
        failure_of(await client.get(at(token)), 404)
        for step in ("start", "messages", "request-human"):
            body = {"json": EXAMPLE} if step == "messages" else {}
            failure_of(await client.post(at(token, step), **body), 404)
    actor = await make_actor()
    invitation = await invite(actor, await make_position(actor))
    async with unit_of_work() as session:
        await interviews.cancel(session, actor, invitation.interview_id)
    for call in (client.get(at(invitation.token)), client.post(at(invitation.token, "start"))):
        assert "cancelled" in failure_of(await call, 409)["message"]
    old = await invited()
    with clock.at((await interview_of(old)).expires_at):
        assert data_of(await client.get(at(old)))["status"] == "expired"
        assert "expired" in failure_of(await client.post(at(old, "start")), 409)["message"]


@on_sqlite
async def test_what_is_sent_is_looked_at_closely(client) -> None:
    token = await invited()
    data_of(await client.post(at(token, "start")))
    for body, field in (
        ({}, "content"),
        ({"content": ""}, "content"),
        ({"content": 7}, "content"),
        ({"content": "x" * 20_001}, "content"),
        ({"content": "a", "replyTo": 0}, "replyTo"),
        ({"content": "a", "score": 10}, "score"),
    ):
        answer = await client.post(at(token, "messages"), json=body)
        assert failure_of(answer, 400)["details"]["field"] == field
    blank = await client.post(at(token, "messages"), json={"content": " \n"})
    assert failure_of(blank, 422)["details"]["field"] == "content"
    assert await turns_of(token, TurnKind.ANSWER) == []
