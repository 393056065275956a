"""The WebSocket of an interview: who is let in, and the sockets that are open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, WebSocket
from starlette.exceptions import HTTPException

from api.agent.access import caller, counters_of
from api.agent.conversation import Conversation
from api.agent.faults import SERVER_ERROR, answer_http, answer_problem, failure
from api.agent.middleware import note_use
from api.common.callers import bearer_of
from api.common.faults import too_many
from api.common.middleware import at_leisure, lament
from api.common.sockets import refuse
from app.core.errors import ProblemError
from app.practice import service as practice

if TYPE_CHECKING:
    from app.core.slots import Place
    from app.identity.permissions import Actor

router = APIRouter()


@router.websocket("/ws/interviews/{interview_id}")
async def interview(websocket: WebSocket, interview_id: str) -> None:
    """Hold an interview over a socket. Whoever may not is refused before it opens, over HTTP."""
    presented = websocket.query_params.get("token") or bearer_of(websocket)
    try:
        actor = await caller(websocket, presented)
        seen = await practice.session_view(actor, interview_id)
        place = await _take_place(websocket, actor)
    except ProblemError as problem:
        await refuse(websocket, answer_problem(websocket, problem))
        return
    except Exception:
        lament("agent.socket_not_opened")
        words = "Something went wrong on our side. Try again."
        await refuse(websocket, failure(500, SERVER_ERROR, words))
        return
    conversation = Conversation(websocket, actor, presented=presented, place=place, seen=seen)
    try:
        await websocket.accept()
        await at_leisure(note_use(websocket), "agent.use_not_noted")
        await conversation.hold()
    finally:
        await counters_of(websocket).sockets.release(str(actor.api_key_id), place.id)


@router.websocket("/{rest:path}")
async def elsewhere(websocket: WebSocket, rest: str) -> None:
    """There is no other socket."""
    del rest
    await refuse(websocket, answer_http(websocket, HTTPException(404)))


async def _take_place(websocket: WebSocket, actor: Actor) -> Place:
    place = await counters_of(websocket).sockets.take(str(actor.api_key_id))
    if not place.allowed:
        raise too_many(place.retry_after)
    return place
