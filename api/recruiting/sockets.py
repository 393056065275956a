"""The WebSocket of a candidate's interview: who is let in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, WebSocket
from starlette.exceptions import HTTPException

from api.common.callers import address_of
from api.common.faults import too_many
from api.common.middleware import lament
from api.common.sockets import open_on, refuse
from api.recruiting.access import admit, counters_of
from api.recruiting.conversation import Conversation
from api.recruiting.faults import answer_http, answer_problem
from api.recruiting.middleware import broken
from app.core.errors import ProblemError
from app.room import chat
from app.room.access import closed
from app.room.service import RoomStatus

if TYPE_CHECKING:
    from app.room.chat import Standing

router = APIRouter()
MOST_OF_ONE = 5
"""So many sockets of one process may be open on an interview."""

_COME_BACK_AFTER = 5
_HELD = frozenset({RoomStatus.RUNNING, RoomStatus.FINISHED})


@router.websocket("/ws/interviews/{token}")
async def interview(websocket: WebSocket, token: str) -> None:
    """Hold an interview over a socket. Whoever may not is refused before it opens, over HTTP."""
    try:
        await admit(websocket, counters_of(websocket).public, address_of(websocket))
        seen = await _let_in(token)
    except ProblemError as problem:
        await refuse(websocket, answer_problem(websocket, problem))
        return
    except Exception:
        lament("recruiting.socket_not_opened")
        await refuse(websocket, broken("Something went wrong on our side. Try again."))
        return
    await websocket.accept()
    await Conversation(websocket, token, seen).hold()


@router.websocket("/{rest:path}")
async def elsewhere(websocket: WebSocket, rest: str) -> None:
    """There is no other socket."""
    del rest
    await refuse(websocket, answer_http(websocket, HTTPException(404)))


async def _let_in(token: str) -> Standing:
    """The interview, begun if it had not; one that is completed is let in to be told so.

    Raises NotFoundError, RoomClosedError, ConflictError before it opens, and
    TooManyRequestsError where enough sockets are open on it.
    """
    standing = await chat.standing(token)
    if open_on(standing.interview_id) >= MOST_OF_ONE:
        raise too_many(_COME_BACK_AFTER)
    if standing.status in {RoomStatus.READY, RoomStatus.RUNNING}:
        standing = await chat.start(token)
    if standing.status not in _HELD:
        raise closed(standing.status)
    return standing
