"""The WebSocket of an interview: who is let in, and the sockets that are open."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from fastapi import APIRouter, WebSocket
from starlette.exceptions import HTTPException

from api.agent.access import caller, counters_of
from api.agent.conversation import GOING_AWAY, Conversation
from api.agent.faults import SERVER_ERROR, answer_http, answer_problem, failure
from api.agent.middleware import note_use
from api.common.callers import bearer_of
from api.common.faults import too_many
from api.common.middleware import at_leisure, lament
from app.core.errors import ProblemError
from app.practice import service as practice

if TYPE_CHECKING:
    from fastapi.responses import JSONResponse

    from app.core.slots import Place
    from app.identity.permissions import Actor

router = APIRouter()

_NOT_ALLOWED = 1008
_PATIENCE = 5.0
_EXTENSION = "websocket.http.response"
_open: set[Conversation] = set()


@router.websocket("/ws/interviews/{interview_id}")
async def interview(websocket: WebSocket, interview_id: str) -> None:
    """Hold an interview over a socket. Whoever may not is refused before it opens, over HTTP."""
    presented = websocket.query_params.get("token") or bearer_of(websocket)
    try:
        actor = await caller(websocket, presented)
        seen = await practice.session_view(actor, interview_id)
        place = await _take_place(websocket, actor)
    except ProblemError as problem:
        await _refuse(websocket, answer_problem(websocket, problem))
        return
    except Exception:
        lament("agent.socket_not_opened")
        words = "Something went wrong on our side. Try again."
        await _refuse(websocket, failure(500, SERVER_ERROR, words))
        return
    conversation = Conversation(websocket, actor, presented=presented, place=place, seen=seen)
    _open.add(conversation)
    try:
        await websocket.accept()
        await at_leisure(note_use(websocket), "agent.use_not_noted")
        await conversation.hold()
    finally:
        _open.discard(conversation)
        await counters_of(websocket).sockets.release(str(actor.api_key_id), place.id)


@router.websocket("/{rest:path}")
async def elsewhere(websocket: WebSocket, rest: str) -> None:
    """There is no other socket."""
    del rest
    await _refuse(websocket, answer_http(websocket, HTTPException(404)))


async def close_all() -> None:
    """Close every socket of this process, as before it shuts down."""
    leaving = [asyncio.create_task(one.leave(GOING_AWAY)) for one in _open]
    if leaving:
        await asyncio.wait(leaving, timeout=_PATIENCE)


async def _take_place(websocket: WebSocket, actor: Actor) -> Place:
    place = await counters_of(websocket).sockets.take(str(actor.api_key_id))
    if not place.allowed:
        raise too_many(place.retry_after)
    return place


async def _refuse(websocket: WebSocket, answer: JSONResponse) -> None:
    """Answer over HTTP instead of opening, where the server can."""
    if _EXTENSION in websocket.scope.get("extensions", {}):
        await websocket.send_denial_response(answer)
    else:
        await websocket.close(_NOT_ALLOWED)
