"""One open socket of a candidate: what is said on it, and what it is told of the interview."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from starlette.websockets import WebSocketDisconnect

from api.common.faults import too_many
from api.common.middleware import lament
from api.common.news import news_of
from api.common.sockets import ENDED, InterviewSocket
from api.recruiting.messages import COMPLETE, Answer, BadMessageError, error, read, said, told
from api.recruiting.routes_public import TOLD
from app.core.errors import NotFoundError, ProblemError
from app.core.slots import Slots
from app.room import chat
from app.room import service as room
from app.room.service import RoomClosedError, RoomStatus

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from starlette.websockets import WebSocket

LOOK_EVERY = 1.5
"""After so many seconds a socket looks for what other processes, or the clock, have done."""

PRESENT_EVERY = 20.0
MESSAGES_PER_MINUTE = 60
EMPTY = "Write an answer first, or say that you don't know."
_OURS = "Something went wrong on our side. Send it again."


class Conversation(InterviewSocket):
    """A socket that was let in with an invitation's token, of an interview that has begun."""

    def __init__(self, websocket: WebSocket, token: str, seen: chat.Standing) -> None:
        super().__init__(websocket, seen.interview_id, look_every=LOOK_EVERY)
        self._token = token
        self._seen = seen
        self._shown = 0
        self._messages = Slots("recruiting-messages", most=MESSAGES_PER_MINUTE, seconds=60)

    async def begin(self) -> None:
        """Show the question to answer now."""
        await self._show(self._seen)

    async def hear(self, message: Any) -> None:  # noqa: ANN401 - as ASGI gives it
        """Take an answer, or the wish for a person."""
        allowance = await self._messages.take("")
        if not allowance.allowed:
            await self.tell(error(too_many(allowance.retry_after).message))
            return
        await self._guarded(self._understand(message))

    async def look(self) -> None:
        """Show what has changed elsewhere."""
        await self._guarded(self._catch_up())

    def further(self) -> tuple[Coroutine[Any, Any, None], ...]:
        """Beside the conversation, the candidate's time runs while the socket is open."""
        return (self._be_present(),)

    async def _understand(self, message: Any) -> None:  # noqa: ANN401 - as ASGI gives it
        heard = read(message)
        if not isinstance(heard, Answer):
            await room.request_human(self._token)
            await self.tell(told(TOLD))
            return
        if not heard.content.strip():
            raise BadMessageError(EMPTY)
        exchange = await chat.send(self._token, heard.content, reply_to=self._shown)
        await self._say(exchange.reply)
        news_of(self.websocket).spread(self.interview_id)

    async def _guarded(self, doing: Coroutine[Any, Any, object]) -> None:
        """Whatever goes wrong is told, and the socket stays open while the interview runs."""
        try:
            await doing
        except RoomClosedError as refusal:
            await self._close(refusal)
        except BadMessageError as refusal:
            await self.tell(error(str(refusal)))
        except NotFoundError:
            # It was deleted: there is nothing left to talk about.
            self.end(ENDED)
        except ProblemError as problem:
            await self.tell(error(problem.message))
        except WebSocketDisconnect:
            raise
        except Exception:
            lament("recruiting.socket_failed", interview_id=str(self.interview_id))
            await self.tell(error(_OURS))

    async def _close(self, refusal: RoomClosedError) -> None:
        """The interview is over: with its end, or with words where it was cut off."""
        await self._catch_up()
        if self.is_open:
            await self.tell(error(refusal.message))

    async def _catch_up(self) -> None:
        standing = await chat.standing(self._token)
        if standing.thinking:
            # An answer that another process took and may have left unread.
            await room.advance(self._token)
            standing = await chat.standing(self._token)
        await self._show(standing)

    async def _show(self, standing: chat.Standing) -> None:
        """What the interviewer said last, if that is new here; and the end, if it has come."""
        if standing.said is not None and standing.said.id > self._shown:
            await self._say(standing.said)
        if self.is_open and standing.status is not RoomStatus.RUNNING:
            if standing.status is not RoomStatus.FINISHED:
                await self.tell(error(RoomClosedError(standing.status).message))
            self.end(ENDED)

    async def _say(self, message: chat.Message) -> None:
        self._shown = max(self._shown, message.id)
        await self.tell(said(message))
        if message.is_last:
            await self.tell(COMPLETE)
            self.end(ENDED)

    async def _be_present(self) -> None:
        while self.is_open:
            await asyncio.sleep(PRESENT_EVERY)
            await self._guarded(room.touch(self._token))
