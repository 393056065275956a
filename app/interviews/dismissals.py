"""Waving an integrity signal through, with a reason, and taking that back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import col, select

from app.core import audit, clock
from app.core.errors import ConflictError, InvalidInputError, NotFoundError
from app.core.ids import parse_id
from app.core.text import clean_text
from app.identity.permissions import Permission
from app.interviews.models import IntegritySignal

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.permissions import Actor

MIN_REASON, MAX_REASON = 3, 500


async def dismiss_signal(
    session: AsyncSession, actor: Actor, signal_id: object, *, reason: object
) -> None:
    """Say that a signal means nothing, and why; it stays on the record.

    Raises NotFoundError, InvalidInputError, and ConflictError where it is already dismissed.
    """
    actor.require(Permission.REVIEW)
    text = clean_text(reason, field="reason", name="Reason", longest=MAX_REASON)
    if len(text) < MIN_REASON:
        raise InvalidInputError("Give a reason, so that others can follow it.", field="reason")
    signal = await _held(session, actor, signal_id)
    if signal.dismissed_at is not None:
        raise ConflictError("This signal has already been dismissed.")
    signal.dismissed_at = clock.now()
    signal.dismissed_by = actor.user_id
    signal.dismissed_reason = text
    _record(session, actor, signal, "signal.dismissed")


async def restore_signal(session: AsyncSession, actor: Actor, signal_id: object) -> None:
    """Take a dismissal back; where there is none, nothing changes. Raises NotFoundError."""
    actor.require(Permission.REVIEW)
    signal = await _held(session, actor, signal_id)
    if signal.dismissed_at is None:
        return
    signal.dismissed_at = signal.dismissed_by = signal.dismissed_reason = None
    _record(session, actor, signal, "signal.restored")


async def _held(session: AsyncSession, actor: Actor, signal_id: object) -> IntegritySignal:
    wanted = parse_id(signal_id)
    query = (
        select(IntegritySignal)
        .where(
            col(IntegritySignal.id) == wanted,
            col(IntegritySignal.organization_id) == actor.organization_id,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    signal = wanted and (await session.execute(query)).scalar_one_or_none()
    if not signal:
        raise NotFoundError("There is no such signal.")
    return signal


def _record(session: AsyncSession, actor: Actor, signal: IntegritySignal, action: str) -> None:
    audit.record(
        session,
        action,
        subject_type="interview",
        subject_id=signal.interview_id,
        organization_id=actor.organization_id,
        user_id=actor.user_id,
        signal=str(signal.id),
        kind=signal.kind.value,
    )
