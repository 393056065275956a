"""One open socket: what is said on it, in order, and what it is told of the interview."""

from __future__ import annotations

import asyncio
import time
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
from api.common.sockets import ENDED, InterviewSocket
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
KEY_REFUSED = 4401
_OURS = "Something went wrong on our side. Send it again."


class Conversation(InterviewSocket):
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
        super().__init__(websocket, seen.id, look_every=LOOK_EVERY)
        self._actor = actor
        self._presented = presented
        self._place = place
        self._seen = seen
        self._shown: UUID | None = None
        self._present_at = time.monotonic()
        self._messages = Slots("agent-messages", most=MESSAGES_PER_MINUTE, seconds=60)

    async def begin(self) -> None:
        """Show where the session stands."""
        await self._show(self._seen)

    async def look(self) -> None:
        """Show what has changed elsewhere."""
        await self._guarded(self._catch_up())

    def further(self) -> tuple[Coroutine[Any, Any, None], ...]:
        """Beside the conversation, the place among the key's sockets is kept."""
        return (self._stay(),)

    async def _stay(self) -> None:
        """Keep the place among the key's sockets."""
        sockets = counters_of(self.websocket).sockets
        while self.is_open:
            await asyncio.sleep(LEASE_SECONDS / 3)
            await sockets.renew(str(self._actor.api_key_id), self._place.id)

    async def hear(self, message: Any) -> None:  # noqa: ANN401 - as ASGI gives it
        """Take one message, under a key that is still good."""
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
        await count(self.websocket, self._actor)
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
        news_of(self.websocket).spread(self._seen.id)

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
        if not self.is_open or not (standing.has_ended or standing.question_id != self._shown):
            return not self.is_open
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
        await self.tell(written(kind, data))


def _json(told: BaseModel) -> dict[str, Any]:
    return told.model_dump(mode="json")
