"""Sockets on which an interview is held: what is said on one, in order, and what it is told."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from starlette.websockets import WebSocketDisconnect

from api.common.news import news_of

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from uuid import UUID

    from fastapi.responses import JSONResponse
    from starlette.websockets import WebSocket

ENDED, GOING_AWAY = 1000, 1001
_NOT_ALLOWED = 1008
_PATIENCE = 5.0
_EXTENSION = "websocket.http.response"
_open: set[InterviewSocket] = set()


class InterviewSocket(ABC):
    """A socket that was let in, of the interview with that id.

    What is heard and what is told take turns. It looks every `look_every` seconds, and with each
    word of the interview in this process, for what was done elsewhere.
    """

    def __init__(self, websocket: WebSocket, interview_id: UUID, *, look_every: float) -> None:
        self.websocket = websocket
        self.interview_id = interview_id
        self._look_every = look_every
        self._turn = asyncio.Lock()
        self._over: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._gone = asyncio.Event()

    @abstractmethod
    async def begin(self) -> None:
        """Tell where the interview stands, once the socket is open."""

    @abstractmethod
    async def hear(self, message: Any) -> None:  # noqa: ANN401 - as ASGI gives it
        """Take one message of the client's; whatever is wrong with it is told there."""

    @abstractmethod
    async def look(self) -> None:
        """Tell what has happened elsewhere, if anything has."""

    def further(self) -> tuple[Coroutine[Any, Any, None], ...]:
        """What else goes on while the socket is open."""
        return ()

    async def hold(self) -> None:
        """Carry the conversation on until it is over, or the client is gone."""
        _open.add(self)
        try:
            await self.begin()
            await self._converse()
        finally:
            _open.discard(self)
            self._gone.set()

    async def _converse(self) -> None:
        parts = (self._listen(), self._watch(), *self.further())
        tasks = [asyncio.create_task(one) for one in parts]
        try:
            first: list[asyncio.Future[Any]] = [*tasks, self._over]
            await asyncio.wait(first, return_when=asyncio.FIRST_COMPLETED)
        finally:
            # The server sends no close while somebody still waits to receive.
            for task in tasks:
                task.cancel()
            results = await asyncio.gather(*tasks, return_exceptions=True)
            if self._over.done():
                await self.websocket.close(self._over.result())
        for error in results:
            if isinstance(error, Exception) and not isinstance(error, WebSocketDisconnect):
                raise error

    def end(self, code: int) -> None:
        """Have the socket closed with that code."""
        if not self._over.done():
            self._over.set_result(code)

    async def leave(self, code: int) -> None:
        """Close the socket with that code, and wait until it is closed."""
        self.end(code)
        await self._gone.wait()

    @property
    def is_open(self) -> bool:
        """Whether anything may still be said."""
        return not self._over.done()

    async def tell(self, text: str) -> None:
        """Send a message, unless the socket is about to be closed."""
        if self.is_open:
            await self.websocket.send_text(text)

    async def _listen(self) -> None:
        """Take what the client says, one thing after the other."""
        while self.is_open:
            message = await self.websocket.receive()
            if message["type"] == "websocket.disconnect":
                return
            async with self._turn:
                if self.is_open:
                    await self.hear(message)

    async def _watch(self) -> None:
        """Look for what happens elsewhere: on another socket, over HTTP, in another process."""
        with news_of(self.websocket).of(self.interview_id) as news:
            while self.is_open:
                with suppress(TimeoutError):
                    async with asyncio.timeout(self._look_every):
                        await news.wait()
                news.clear()
                async with self._turn:
                    if self.is_open:
                        await self.look()


async def close_all() -> None:
    """Close every socket of this process, as before it shuts down."""
    leaving = [asyncio.create_task(one.leave(GOING_AWAY)) for one in _open]
    if leaving:
        await asyncio.wait(leaving, timeout=_PATIENCE)


def open_on(interview_id: UUID) -> int:
    """How many sockets of this process are open on an interview."""
    return sum(one.interview_id == interview_id for one in _open)


async def refuse(websocket: WebSocket, answer: JSONResponse) -> None:
    """Answer over HTTP instead of opening, where the server can."""
    if _EXTENSION in websocket.scope.get("extensions", {}):
        await websocket.send_denial_response(answer)
    else:
        await websocket.close(_NOT_ALLOWED)
