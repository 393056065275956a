"""One open socket: what is said on it, in order, and what it is told of the interview."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from starlette.websockets import WebSocketDisconnect

from api.agent.access import LEASE_SECONDS, count, counters_of, holder
from api.agent.messages import (
    AnswerMessage,
    BadMessageError,
    TypingMessage,
    data_as,
    read,
    written,
)
from api.agent.schemas import EvaluationData, QuestionData, SummaryData
from api.common.faults import too_many
from api.common.middleware import lament
from api.common.news import news_of
from app.core.errors import NotFoundError, ProblemError
from app.core.slots import Slots
from app.identity.permissions import Scope
from app.practice import service as practice

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from uuid import UUID

    from pydantic import BaseModel
    from starlette.websockets import WebSocket

    from app.core.slots import Place
    from app.identity.permissions import Actor
    from app.practice.service import SessionView

LOOK_EVERY = 2.0
"""After so many seconds a socket looks for what other processes, or the clock, have done."""

PRESENT_EVERY = 20.0
MESSAGES_PER_MINUTE = 120
ENDED, GOING_AWAY, KEY_REFUSED = 1000, 1001, 4401
_OURS = "Something went wrong on our side. Send it again."


class Conversation:
    """A socket that was let in. `presented` is the key, to be looked at again with each message."""

    def __init__(
        self,
        websocket: WebSocket,
        actor: Actor,
        *,
        presented: str | None,
        place: Place,
        seen: SessionView,
    ) -> None:
        self._websocket = websocket
        self._actor = actor
        self._presented = presented
        self._place = place
        self._seen = seen
        self._shown: UUID | None = None
        self._present_at = time.monotonic()
        self._messages = Slots("agent-messages", most=MESSAGES_PER_MINUTE, seconds=60)
        # What is said and what is told take turns, so that feedback comes before the question.
        self._turn = asyncio.Lock()
        self._over: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._gone = asyncio.Event()

    async def hold(self) -> None:
        """Carry the conversation on until it is over, or the client is gone."""
        await self._show(self._seen)
        tasks = [asyncio.create_task(one) for one in self._parts()]
        try:
            first: list[asyncio.Future[Any]] = [*tasks, self._over]
            await asyncio.wait(first, return_when=asyncio.FIRST_COMPLETED)
        finally:
            # The server sends no close while somebody still waits to receive.
            for task in tasks:
                task.cancel()
            results = await asyncio.gather(*tasks, return_exceptions=True)
            if self._over.done():
                await self._websocket.close(self._over.result())
            self._gone.set()
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
    def _is_open(self) -> bool:
        return not self._over.done()

    def _parts(self) -> tuple[Coroutine[Any, Any, None], ...]:
        return self._listen(), self._look(), self._stay()

    async def _listen(self) -> None:
        """Take what the client says, one thing after the other."""
        while self._is_open:
            message = await self._websocket.receive()
            if message["type"] == "websocket.disconnect":
                return
            async with self._turn:
                await self._hear(message)

    async def _look(self) -> None:
        """Tell of what happens elsewhere: another socket, REST, another process, the clock."""
        with news_of(self._websocket).of(self._seen.id) as news:
            while self._is_open:
                with suppress(TimeoutError):
                    async with asyncio.timeout(LOOK_EVERY):
                        await news.wait()
                news.clear()
                async with self._turn:
                    await self._guarded(self._catch_up())

    async def _stay(self) -> None:
        """Keep the place among the key's sockets."""
        sockets = counters_of(self._websocket).sockets
        while self._is_open:
            await asyncio.sleep(LEASE_SECONDS / 3)
            await sockets.renew(str(self._actor.api_key_id), self._place.id)

    async def _hear(self, message: Any) -> None:  # noqa: ANN401 - as ASGI gives it
        if not self._is_open:
            return
        allowance = await self._messages.take("")
        if not allowance.allowed:
            await self._tell("error", {"message": too_many(allowance.retry_after).message})
            return
        actor = await holder(self._presented)
        if actor is None or Scope.AGENT not in actor.scopes:
            self.end(KEY_REFUSED)
            return
        await self._guarded(self._understand(message))

    async def _understand(self, message: Any) -> None:  # noqa: ANN401 - as ASGI gives it
        kind, data = read(message)
        if kind == "answer":
            await self._answer(data_as(AnswerMessage, data))
        elif kind == "typing":
            data_as(TypingMessage, data)
            await self._be_present()
        elif not await self._catch_up():
            await self._show(await self._session())

    async def _guarded(self, doing: Coroutine[Any, Any, object]) -> None:
        """Whatever goes wrong is told, and the socket stays open."""
        try:
            await doing
        except practice.SessionEndedError:
            await self._show(await self._session())
        except BadMessageError as error:
            await self._tell("error", {"message": str(error)})
        except NotFoundError:
            # It was deleted: there is nothing left to talk about.
            self.end(ENDED)
        except ProblemError as problem:
            await self._tell("error", {"message": problem.message})
        except WebSocketDisconnect:
            raise
        except Exception:
            lament("agent.socket_failed", interview_id=str(self._seen.id))
            await self._tell("error", {"message": _OURS})

    async def _answer(self, given: AnswerMessage) -> None:
        if not given.answer.strip():
            raise BadMessageError("Write an answer first, or say that you don't know.")
        if await self._has_ended():
            return
        await count(self._websocket, self._actor)
        await self._tell("thinking", {"is_thinking": True})
        try:
            taken = await practice.answer(
                self._actor,
                self._seen.id,
                question_id=given.question_id or self._shown,
                text=given.answer,
            )
        finally:
            await self._tell("thinking", {"is_thinking": False})
        self._present_at = time.monotonic()
        await self._tell("feedback", _json(EvaluationData.model_validate(taken.evaluation)))
        await self._show(taken.session)
        news_of(self._websocket).spread(self._seen.id)

    async def _be_present(self) -> None:
        """Somebody is there: their time runs."""
        self._present_at = time.monotonic()
        if (await practice.touch(self._actor, self._seen.id)).has_ended:
            await self._show(await self._session())

    async def _catch_up(self) -> bool:
        """Show where the interview stands, if that has changed. Whether it had."""
        if time.monotonic() - self._present_at > PRESENT_EVERY:
            await self._be_present()
        standing = await practice.standing(self._actor, self._seen.id)
        if not self._is_open or not (standing.has_ended or standing.question_id != self._shown):
            return not self._is_open
        await self._show(await self._session())
        return True

    async def _has_ended(self) -> bool:
        standing = await practice.standing(self._actor, self._seen.id)
        if standing.has_ended:
            await self._show(await self._session())
        return standing.has_ended

    async def _session(self) -> SessionView:
        return await practice.session_view(self._actor, self._seen.id)

    async def _show(self, seen: SessionView) -> None:
        """The question to answer, or the end, behind which nothing follows."""
        if seen.question is not None:
            self._shown = seen.question.id
            await self._tell("question", _json(QuestionData.model_validate(seen.question)))
        elif seen.summary is not None:
            summary = _json(SummaryData.model_validate(seen.summary))
            await self._tell("interview_ended", {"summary": summary})
            self.end(ENDED)

    async def _tell(self, kind: str, data: dict[str, Any]) -> None:
        if self._is_open:
            await self._websocket.send_text(written(kind, data))


def _json(told: BaseModel) -> dict[str, Any]:
    return told.model_dump(mode="json")
