"""Clients of the Recruiting contract, its real server, and things of it that are ready made."""

from __future__ import annotations

import itertools
import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import aiohttp
import httpx

from api.web.application import create_application
from app.applications import service as applications
from app.applications.models import ApplicationSource
from app.core.database import unit_of_work
from app.identity import refresh
from app.interviews.hiring import invite_application
from app.requisitions import service as requisitions
from tests.support import loopback

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

PREFIX = "/api/v1"
HOST = "http://127.0.0.1:8000"
FOR_A_MESSAGE = 60
"""Seconds within which a message has to come; only a failing test waits for them."""

CODES = {
    400: "VALIDATION_ERROR",
    401: "UNAUTHORIZED",
    403: "FORBIDDEN",
    404: "NOT_FOUND",
    405: "METHOD_NOT_ALLOWED",
    429: "RATE_LIMITED",
}
_numbers = itertools.count(1)


async def access_token(actor: Any) -> str:
    """An access token of a member made by `make_actor`, without their password."""
    async with unit_of_work() as session:
        pair = await refresh.begin(
            session, user_id=actor.user_id, organization_id=actor.organization_id
        )
    return pair.access.token


def client_with(token: str | None = None, application: Any = None) -> httpx.AsyncClient:
    """A client of the contract within this process, with that access token."""
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(application or create_application()),
        base_url=f"{HOST}{PREFIX}",
        headers={"Authorization": f"Bearer {token}"} if token else {},
    )


async def client_of(actor: Any, application: Any = None) -> httpx.AsyncClient:
    """A client signed in as that member."""
    return client_with(await access_token(actor), application)


def data_of(response: httpx.Response, status: int = 200) -> Any:
    """The data of an answer, which must be in its envelope."""
    body = response.json()
    assert response.status_code == status, body
    assert set(body) in ({"data"}, {"data", "meta"}), body
    return body["data"]


def failure_of(response: httpx.Response, status: int, code: str | None = None) -> dict[str, Any]:
    """The error of an answer, which must be in its envelope with the code of its status."""
    body = response.json()
    assert (response.status_code, set(body)) == (status, {"error"}), body
    error = body["error"]
    assert set(error) == {"code", "message", "details"}
    assert set(error["details"]) == {"field", "reason"}
    assert error["message"]
    assert error["code"] == (code or CODES.get(status, error["code"]))
    assert error["code"].replace("_", "").isalpha()
    assert error["code"].isupper()
    return error


async def made_requisition(actor: Any, **fields: Any) -> Any:
    """A requisition, as the service gives it."""
    values = {
        "name": f"Lisp Engineer {next(_numbers)}",
        "description": "We write Lisp.",
        "detailed_description": "You design macros in Common Lisp and review them.",
    } | fields
    async with unit_of_work() as session:
        return await requisitions.create(session, actor, values)


async def made_application(actor: Any, requisition: Any, **fields: Any) -> Any:
    """An application to the requisition, of a candidate nobody else has."""
    values = {
        "requisition": requisition.number,
        "full_name": "Ada Example",
        "email": f"applicant{next(_numbers)}@example.com",
        "source": ApplicationSource.API,
    } | fields
    async with unit_of_work() as session:
        return await applications.create(session, actor, **values)


async def made_invitation(actor: Any, application: Any) -> Any:
    """The invitation of an applicant, sent to nobody."""
    async with unit_of_work() as session:
        return await invite_application(session, actor, application.id, notify=False)


class Socket:
    """A candidate's end of a socket."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket

    async def told(self) -> dict[str, Any]:
        """The next message."""
        return json.loads(await self.socket.receive_str(timeout=FOR_A_MESSAGE))

    async def asked(self) -> str:
        """The next message, which must be the interviewer's and not the last."""
        message = await self.told()
        content = message.pop("content", None)
        assert message == {"type": "message", "role": "assistant", "isComplete": False}, message
        assert content
        return content

    async def refused(self) -> str:
        """The next message, which must be an error."""
        message = await self.told()
        assert (message["type"], set(message)) == ("error", {"type", "message"}), message
        return message["message"]

    async def say(self, content: str) -> None:
        await self.send({"type": "message", "content": content})

    async def send(self, message: Any) -> None:
        await self.socket.send_str(message if isinstance(message, str) else json.dumps(message))

    async def completed(self) -> None:
        """The farewell, `interview_complete`, and the close."""
        farewell = await self.told()
        assert farewell["isComplete"] is True, farewell
        assert await self.told() == {"type": "interview_complete"}
        assert await self.closed() == 1000

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

    def client(self, token: str | None = None) -> httpx.AsyncClient:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return httpx.AsyncClient(base_url=self.url, headers=headers, timeout=FOR_A_MESSAGE)

    async def connect(self, token: str) -> Socket:
        """An open socket. Raises aiohttp.WSServerHandshakeError where it is refused."""
        return Socket(await self._session.ws_connect(f"{self.url}/ws/interviews/{token}"))

    async def refused(self, path: str) -> int:
        """The status with which a socket there is refused."""
        try:
            await self._session.ws_connect(f"{self.url}{path}")
        except aiohttp.WSServerHandshakeError as error:
            return error.status
        raise AssertionError("the socket was opened")


@asynccontextmanager
async def serving() -> AsyncIterator[Served]:
    """The contracts on loopback, by the server of the product, in this event loop."""
    async with loopback.contracts(f"{PREFIX}/nothing") as (url, session):
        yield Served(url, session)
