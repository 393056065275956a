"""Turns as the messages of a chat, which is how the Recruiting contract tells of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from app.interviews.models import TurnRole

if TYPE_CHECKING:
    from app.interviews.models import Turn

Role = Literal["assistant", "user"]


def message_id(turn: Turn) -> int:
    """The number of a message within its interview, from 1 in the order of what was said."""
    return turn.ordinal + 1


def role_of(turn: Turn) -> Role:
    """Who speaks, in the contract's words."""
    return "assistant" if turn.role is TurnRole.INTERVIEWER else "user"
