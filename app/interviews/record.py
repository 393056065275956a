"""What an interview left behind, for the capabilities that report on it.

Turns and signals are reached through an interview that was found for its organisation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.ids import parse_id
from app.interviews import repository

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.interviews.models import IntegritySignal, Interview, Turn


async def interview_of(
    session: AsyncSession, *, organization_id: UUID, interview_id: object, lock: bool = False
) -> Interview | None:
    """The organisation's interview of that id; with `lock`, held until the transaction ends."""
    wanted = parse_id(interview_id)
    if wanted is None:
        return None
    return await repository.by_id(session, organization_id, wanted, lock=lock)


async def turns_of(session: AsyncSession, interview: Interview) -> list[Turn]:
    """Everything that was said, in order."""
    return await repository.turns(session, interview.id)


async def signals_of(session: AsyncSession, interview: Interview) -> list[IntegritySignal]:
    """Every integrity signal, in order of time."""
    return await repository.signals(session, interview.id)
