"""A receiver of webhooks on loopback: it writes down what comes and answers as it is told."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator, Callable

HANG, DRIP_HEAD, DRIP_BODY, DROP = "hang", "drip head", "drip body", "drop"
"""Answers that are none: never, byte after byte without end, or a connection that is cut."""


@dataclass(frozen=True)
class Received:
    """A request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    at: float

    @property
    def content(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Reply:
    """An answer with a body or headers of its own."""

    status: int = 200
    body: bytes = b"thanks"
    headers: dict[str, str] = field(default_factory=dict)


class Receiver:
    """`script` maps a path to its answers, one after another, the last one for good.

    An answer is a status, a Reply, one of HANG, DRIP_HEAD, DRIP_BODY and DROP, or a function of
    the request that gives one of these. What has no script is answered 200.
    """

    def __init__(self, host: str = "127.0.0.1") -> None:
        self.host = host
        self.port = 0
        self.scheme = "http"
        self.received: list[Received] = []
        self.connections = 0
        self.script: dict[str, list[Any]] = {}
        self._changed = asyncio.Condition()

    def url(self, path: str = "/", host: str | None = None) -> str:
        return f"{self.scheme}://{host or self.host}:{self.port}{path}"

    def at(self, path: str) -> list[Received]:
        """What came to a path."""
        return [one for one in self.received if one.path == path]

    async def until(self, condition: Callable[[], bool], seconds: float = 60) -> None:
        """Wait until what was received is as wanted; fails where it never is."""
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(condition)

    async def count(self, number: int, path: str | None = None, seconds: float = 60) -> None:
        """Wait for so many requests."""
        await self.until(
            lambda: len(self.received if path is None else self.at(path)) >= number, seconds
        )

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while (request := await self._read(reader)) is not None:
                async with self._changed:
                    self.received.append(request)
                    self._changed.notify_all()
                if not await self._answer(writer, self._reply_to(request)):
                    break
                if request.headers.get("connection", "").lower() == "close":
                    break
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _read(self, reader: asyncio.StreamReader) -> Received | None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError:
            return None
        first, *lines = head.decode("latin-1").rstrip("\r\n").split("\r\n")
        method, path, _ = first.split(" ")
        headers = {
            name.strip().lower(): value.strip()
            for name, _, value in (line.partition(":") for line in lines)
        }
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        return Received(method, path, headers, body, asyncio.get_running_loop().time())

    def _reply_to(self, request: Received) -> Any:
        answers = self.script.get(request.path, [200])
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        return answer(request) if callable(answer) else answer

    async def _answer(self, writer: asyncio.StreamWriter, answer: Any) -> bool:
        """Answer; whether the connection may be used further."""
        if answer == DROP:
            return False
        if answer == HANG:
            await asyncio.sleep(3600)
        if answer == DRIP_HEAD:
            await self._drip(writer, b"HTTP/1.1 200 OK\r\nX-Slow: ")
        if answer == DRIP_BODY:
            await self._drip(writer, b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        reply = Reply(answer) if isinstance(answer, int) else answer
        headers = {"Content-Length": str(len(reply.body)), **reply.headers}
        lines = [f"HTTP/1.1 {reply.status} Whatever"] + [f"{k}: {v}" for k, v in headers.items()]
        writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + reply.body)
        await writer.drain()
        return True

    async def _drip(self, writer: asyncio.StreamWriter, begin: bytes) -> None:
        writer.write(begin)
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.02)


@asynccontextmanager
async def receiver(
    host: str = "127.0.0.1", port: int = 0, tls: ssl.SSLContext | None = None
) -> AsyncIterator[Receiver]:
    """A receiver that listens inside this block."""
    one = Receiver(host)
    tasks: set[asyncio.Task[None]] = set()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(one.serve(reader, writer))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    server = await asyncio.start_server(accept, host, port, ssl=tls, limit=1 << 20)
    one.port = server.sockets[0].getsockname()[1]
    one.scheme = "https" if tls else "http"
    try:
        yield one
    finally:
        server.close()
        for task in tuple(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await server.wait_closed()
