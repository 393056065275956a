"""The Agent contract as its document shows it, taken from the document itself."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from api.agent.application import served_document
from api.agent.openapi import PREFIX
from tests.support import contracts
from tests.support.agent import (
    FOR_A_MESSAGE,
    Served,
    agent_key,
    answered,
    client_with,
    data_of,
    failure_of,
    serving,
)
from tests.support.interviews import engine
from tests.support.people import make_actor

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import httpx

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
TITLES = {
    "create": "Create Interview Session",
    "get": "Get Interview Session",
    "answer": "Submit Answer",
    "end": "End Interview",
}
CODES = {"invalid_request", "unauthorized", "not_found", "server_error", "rate_limited"}


def section(title: str) -> str:
    """What the document says under a heading."""
    _, _, rest = contracts.agent().partition(f" {title}\n")
    return re.split(r"^#", rest, maxsplit=1, flags=re.MULTILINE)[0]


def examples(title: str) -> list[dict[str, Any]]:
    """The JSON examples of an operation: the request's, if it has one, and the answer's."""
    return [json.loads(one) for one in re.findall(r"```json\n(.*?)```", section(title), re.DOTALL)]


def shape(value: Any) -> Any:
    """The members and the types of a value, without the values."""
    if isinstance(value, dict):
        return {key: shape(one) for key, one in value.items()}
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    return type(value).__name__


def table(title: str) -> dict[str, str]:
    """The first and the last column of a table."""
    rows = [line.strip("| ").split("|") for line in section(title).splitlines() if "|" in line]
    return {row[0].strip(" `"): row[-1].strip(" `") for row in rows[2:]}


@pytest.fixture
async def client(database) -> AsyncIterator[httpx.AsyncClient]:
    with engine():
        async with client_with(await agent_key(await make_actor())) as client:
            yield client


@on_sqlite
async def test_every_operation_on_interviews_answers_in_the_documented_shape(client) -> None:
    asked, documented = examples(TITLES["create"])
    made = await client.post("/interviews", json=asked)
    assert shape(made.json()) == shape(documented)
    assert data_of(made, 201)["config"] == asked
    assert made.json()["data"]["status"] == documented["data"]["status"]

    path = f"/interviews/{made.json()['data']['interview_id']}"
    (documented,) = examples(TITLES["get"])
    seen = await client.get(path)
    assert shape(seen.json()) == shape(documented)
    assert seen.json()["data"]["status"] == documented["data"]["status"]

    asked, documented = examples(TITLES["answer"])
    question = data_of(seen)["current_question"]
    taken = await client.post(
        f"{path}/answers", json=asked | {"question_id": question["id"], "answer": "full marks"}
    )
    assert taken.status_code == 200
    assert shape(taken.json()) == shape(documented)
    await answered(client, path.rsplit("/", 1)[1], data_of(taken)["next_question"], "no idea")

    (documented,) = examples(TITLES["end"])
    ended = await client.post(f"{path}/end")
    assert shape(ended.json()) == shape(documented)
    assert ended.json()["data"]["status"] == documented["data"]["status"]


@on_sqlite
async def test_what_fails_is_in_the_documented_envelope_with_a_documented_code(client) -> None:
    assert set(table("Common Error Codes")) == CODES
    failure_of(await client.get("/interviews/nothing"), 404)
    schemas = served_document()["components"]["schemas"]
    assert set(schemas["Problem"]["properties"]["code"]["enum"]) == CODES


def test_the_addresses_are_those_of_the_contract() -> None:
    documented = re.findall(r"\*\*Endpoint:\*\* `(\w+) (\S+)`", contracts.agent())
    served = {
        (method.upper(), path)
        for path, item in served_document()["paths"].items()
        for method in item
    }
    interviews = {one for one in documented if one[1].startswith("/interviews")}
    assert interviews <= served <= set(documented)
    assert len(interviews) == len(TITLES)
    assert PREFIX.endswith("/api/v1")


@pytest.fixture
async def served(database) -> AsyncIterator[Served]:
    async with serving() as served:
        yield served


@on_sqlite
async def test_every_message_of_the_socket_has_the_documented_shape(served) -> None:
    sent, told = table("From Client"), table("From Server")
    assert set(sent) == {"answer", "request_next", "typing"}
    assert set(told) == {"question", "feedback", "thinking", "interview_ended"}
    key = await agent_key(await make_actor())
    (summary,) = examples(TITLES["end"])
    with engine():
        async with served.client(key) as rest:
            asked, _ = examples(TITLES["create"])
            made = data_of(await rest.post("/interviews", json=asked), 201)
            socket = await served.connect(key, made["interview_id"])
            question = await socket.told("question")
            assert shape(question) == shape(json.loads(told["question"]))
            await socket.say("typing", is_typing=True)
            await socket.say("request_next", **json.loads(sent["request_next"]))
            assert await socket.told("question") == question
            await socket.say("answer", **json.loads(sent["answer"]))
            for value in (True, False):
                thinking = await socket.told("thinking")
                assert thinking == {"is_thinking": value}
            feedback = await socket.told("feedback")
            assert shape(feedback) == shape(json.loads(told["feedback"]))
            await socket.told("question")
            await socket.answer("full marks")
            await socket.told("question")
            await rest.post(f"/interviews/{made['interview_id']}/end")
            ended = await socket.told("interview_ended")
            assert shape(ended) == {"summary": shape(summary["data"]["summary"])}


@on_sqlite
async def test_a_bot_takes_a_whole_interview_over_the_socket_with_a_lost_connection_in_it(
    served,
) -> None:
    """With the built-in engine, as a bot would: it knows nothing but the document."""
    key = await agent_key(await make_actor())
    asked, _ = examples(TITLES["create"])
    async with served.client(key) as rest:
        wanted = asked | {"skills": ["JavaScript"]}
        made = data_of(await rest.post("/interviews", json=wanted), 201)
        socket = await served.connect(key, made["interview_id"])
        seen, scores, ended = [await socket.told("question")], [], None
        while ended is None and len(seen) < 20:
            text = (
                "I don't know."
                if len(seen) > 1
                else (
                    "A closure keeps the variables of the function it was made in, so it can still "
                    "read and change them after that function has returned."
                )
            )
            if len(seen) == 2:
                socket.socket._response.connection.transport.abort()
                socket = await served.connect(key, made["interview_id"])
                assert await socket.told("question") == seen[-1]
            scores.append((await socket.answer(text))["score"])
            message = json.loads(await socket.socket.receive_str(timeout=FOR_A_MESSAGE))
            if message["type"] == "question":
                seen.append(message["data"])
            else:
                assert message["type"] == "interview_ended"
                ended = message["data"]
        assert len({one["id"] for one in seen}) == len(seen) == len(scores)
        assert all(isinstance(one, int) and 0 <= one <= 10 for one in scores)
        now = data_of(await rest.get(f"/interviews/{made['interview_id']}"))
        assert (now["status"], now["summary"]) == ("completed", ended["summary"])
