"""What is said in an interview: turns are only ever added, each in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.interviews import repository
from app.interviews.models import Turn, TurnKind, TurnRole

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.interviews.models import Interview

ASKS = frozenset({TurnKind.QUESTION, TurnKind.FOLLOW_UP, TurnKind.MUST_ASK})
"""What an answer replies to."""

_ROLES: dict[TurnKind, TurnRole] = {
    TurnKind.QUESTION: TurnRole.INTERVIEWER,
    TurnKind.FOLLOW_UP: TurnRole.INTERVIEWER,
    TurnKind.MUST_ASK: TurnRole.INTERVIEWER,
    TurnKind.ANSWER: TurnRole.CANDIDATE,
    TurnKind.CLARIFYING_QUESTION: TurnRole.CANDIDATE,
    TurnKind.CLARIFICATION: TurnRole.INTERVIEWER,
    TurnKind.CLOSING: TurnRole.INTERVIEWER,
}


async def append(
    session: AsyncSession,
    interview: Interview,
    kind: TurnKind,
    text: str,
    *,
    in_reply_to: UUID | None = None,
    concept: str | None = None,
    depth: int | None = None,
    item: dict[str, Any] | None = None,
    client_key: str | None = None,
) -> Turn:
    """Add a turn after the last one. The caller holds the interview's lock."""
    last = await repository.last_turn(session, interview.id)
    turn = Turn(
        organization_id=interview.organization_id,
        interview_id=interview.id,
        ordinal=last.ordinal + 1 if last else 0,
        role=_ROLES[kind],
        kind=kind,
        text=text,
        in_reply_to=in_reply_to,
        concept=concept,
        depth=depth,
        item=item,
        client_key=client_key,
    )
    session.add(turn)
    await session.flush()
    return turn
