"""Clients of the Agent contract, and its real server within the test's own process."""

from __future__ import annotations

import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import aiohttp
import httpx

from api.web.application import create_application
from app.api_keys import service as api_keys
from app.core.database import reading
from tests.support import loopback
from tests.support.integrations import issue_key

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

PREFIX = "/agent/api/v1"
ANSWER = "full marks"
CODES = {401: "unauthorized", 403: "unauthorized", 404: "not_found", 429: "rate_limited"}
FOR_A_MESSAGE = 60
"""Seconds within which a message has to come; only a failing test waits for them."""


def wanted(**members: Any) -> dict[str, Any]:
    """The body that creates a session."""
    return {
        "job_role": "Tea master",
        "experience_level": "Senior",
        "skills": ["Tea ceremony"],
        "interview_type": "technical",
        "duration": 30,
    } | members


async def agent_key(actor: Any) -> str:
    """A key of the actor's organisation that may do nothing but this."""
    return await issue_key(actor, ["agent"])


async def actor_of(key: str) -> Any:
    """The program that holds the key."""
    async with reading() as session:
        return await api_keys.authenticate(session, key)


def client_with(key: str | None, application: Any = None) -> httpx.AsyncClient:
    """A client of the contract within this process, with that key."""
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(application or create_application()),
        base_url=f"http://127.0.0.1:8000{PREFIX}",
        headers={"Authorization": f"Bearer {key}"} if key else {},
    )


def data_of(response: httpx.Response, status: int = 200) -> Any:
    """The data of an answer, which must be in its envelope and nothing else."""
    body = response.json()
    assert (response.status_code, body.get("status"), set(body)) == (
        status,
        "success",
        {"status", "data"},
    ), body
    return body["data"]


def failure_of(response: httpx.Response, status: int) -> dict[str, Any]:
    """The error of an answer, which must be in its envelope with the code of its status."""
    body = response.json()
    assert (response.status_code, body["status"], set(body)) == (
        status,
        "error",
        {"status", "error"},
    ), body
    error = body["error"]
    assert set(error) == {"code", "message", "details"}
    assert isinstance(error["details"], dict)
    assert error["message"]
    assert error["code"] == CODES.get(status, "invalid_request")
    return error


async def created(client: httpx.AsyncClient, **members: Any) -> tuple[str, dict[str, Any]]:
    """A new session: its id, and the question it begins with."""
    made = data_of(await client.post("/interviews", json=wanted(**members)), 201)
    seen = data_of(await client.get(f"/interviews/{made['interview_id']}"))
    return made["interview_id"], seen["current_question"]


async def answered(
    client: httpx.AsyncClient, interview_id: str, question: dict[str, Any], text: str = ANSWER
) -> httpx.Response:
    """Answer that question."""
    body = {"question_id": question["id"], "answer": text}
    return await client.post(f"/interviews/{interview_id}/answers", json=body)


class Socket:
    """A client's end of a socket."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket

    async def told(self, *kinds: str) -> Any:
        """The data of the next messages, which must be of those types."""
        found = []
        for kind in kinds:
            message = json.loads(await self.socket.receive_str(timeout=FOR_A_MESSAGE))
            assert set(message) == {"type", "data"}
            assert message["type"] == kind, message
            found.append(message["data"])
        return found[0] if len(found) == 1 else found

    async def say(self, kind: str, **data: Any) -> None:
        await self.socket.send_str(json.dumps({"type": kind, "data": data}))

    async def answer(self, text: str = ANSWER) -> dict[str, Any]:
        """Answer the current question; gives the feedback."""
        await self.say("answer", answer=text)
        begun, done, feedback = await self.told("thinking", "thinking", "feedback")
        assert (begun, done) == ({"is_thinking": True}, {"is_thinking": False})
        return feedback

    async def closed(self) -> int:
        """The code with which the server closes, with nothing said before."""
        message = await self.socket.receive(timeout=FOR_A_MESSAGE)
        assert message.type is aiohttp.WSMsgType.CLOSE, message
        return message.data


class Served:
    """The running server, with clients of it."""

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        self.url = f"{url}{PREFIX}"
        self._session = session

    def client(self, key: str) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            base_url=self.url, headers={"Authorization": f"Bearer {key}"}, timeout=FOR_A_MESSAGE
        )

    async def connect(self, key: str, interview_id: str) -> Socket:
        """An open socket. Raises aiohttp.WSServerHandshakeError where it is refused."""
        url = f"{self.url}/ws/interviews/{interview_id}?token={key}"
        return Socket(await self._session.ws_connect(url))

    async def refused(self, path: str, **headers: str) -> aiohttp.WSServerHandshakeError:
        """How a socket there is refused."""
        try:
            await self._session.ws_connect(f"{self.url}{path}", headers=headers)
        except aiohttp.WSServerHandshakeError as error:
            return error
        raise AssertionError("the socket was opened")


@asynccontextmanager
async def serving() -> AsyncIterator[Served]:
    """The contracts on loopback, by the server of the product, in this event loop."""
    async with loopback.contracts(f"{PREFIX}/nothing") as (url, session):
        yield Served(url, session)
