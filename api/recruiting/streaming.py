"""An answer as server-sent events, while it is graded and the next question is found."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

from api.common.middleware import lament
from api.common.news import news_of
from api.recruiting.answers import success
from api.recruiting.faults import INTERNAL, answer_problem
from api.recruiting.schemas_public import ExchangeShown, MessageShown
from app.core.errors import ProblemError
from app.room import chat

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import HTTPConnection, Request

    from app.room.answering import Receipt

MEDIA_TYPE = "text/event-stream"
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
EVERY = 10.0
"""After so many seconds of silence a comment tells proxies that the connection lives."""


def is_wanted(request: Request) -> bool:
    """Whether the client's Accept asks for events."""
    for one in ",".join(request.headers.getlist("accept")).split(","):
        media_type, *parameters = (part.strip().lower() for part in one.split(";"))
        if media_type == MEDIA_TYPE:
            return not any(part.replace(" ", "") in {"q=0", "q=0.0"} for part in parameters)
    return False


async def events(request: Request, token: str, receipt: Receipt) -> AsyncIterator[str]:
    """`received` with the message, and at last an unnamed event with the complete answer.

    Where it fails the last one is `error`, with the error as any answer has it. What was received
    is graded and replied to even if the client leaves.
    """
    settling = asyncio.ensure_future(chat.settle(token, receipt))
    sent = MessageShown.model_validate(await chat.sent(receipt))
    yield _event({"userMessage": sent.model_dump(mode="json", by_alias=True)}, "received")
    while not settling.done():
        await asyncio.wait({settling}, timeout=EVERY)
        if not settling.done():
            yield ": still reading\n\n"
    yield _outcome(request, settling)
    news_of(request).spread(receipt.interview_id)


def exchange_shown(exchange: chat.Exchange) -> ExchangeShown:
    """What was sent and the reply, in the contract's terms."""
    return ExchangeShown(
        user_message=MessageShown.model_validate(exchange.sent),
        assistant_message=MessageShown.model_validate(exchange.reply),
        is_complete=exchange.reply.is_last,
    )


def _outcome(request: HTTPConnection, settled: asyncio.Future[chat.Exchange]) -> str:
    try:
        answer = success(exchange_shown(settled.result()))
    except ProblemError as problem:
        return _event(json.loads(bytes(answer_problem(request, problem).body)), "error")
    except Exception:
        lament("recruiting.stream_failed")
        words = "Something went wrong on our side. Your answer is kept: send the same again."
        details = {"field": None, "reason": words}
        return _event({"error": {"code": INTERNAL, "message": words, "details": details}}, "error")
    return _event(answer.model_dump(mode="json", by_alias=True))


def _event(data: object, name: str = "") -> str:
    """An event as it is sent; JSON has no line breaks outside strings, so one line is enough."""
    head = f"event: {name}\n" if name else ""
    return f"{head}data: {json.dumps(data, ensure_ascii=False)}\n\n"
