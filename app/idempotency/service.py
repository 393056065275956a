"""Doing a thing once per key: the first answer is kept and given again to every retry.

The record is written in the transaction of what the request changes. So a crash leaves both or
neither, and no key can hang between "begun" and "done".
"""

from __future__ import annotations

import hashlib
import json
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, text
from sqlmodel import col, select

from app.core import clock
from app.core.errors import ConflictError
from app.core.secrets import seal, unseal
from app.idempotency.models import IdempotencyRecord

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

KEPT = timedelta(hours=24)
MAX_KEY = 255

_running: set[tuple[UUID, str, str]] = set()


class InFlightError(ConflictError):
    """The first request under this key is still being worked on."""

    code = "idempotency_in_flight"


class KeyReusedError(ConflictError):
    """The key was used with another body."""

    code = "idempotency_key_reused"


@dataclass(frozen=True, slots=True)
class Key:
    """A key that a client chose, for one operation, and the body it came with."""

    organization_id: UUID
    operation: str
    key_hash: str
    body_hash: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered the first time. `body` is JSON."""

    status: int
    body: Any


def key_of(organization_id: UUID, operation: str, key: str, body: object) -> Key:
    """The key with the body's fingerprint: two bodies of the same JSON value are the same."""
    canonical = json.dumps(body, sort_keys=True, separators=(",", ":"))
    return Key(organization_id, operation, _sha256(key), _sha256(canonical))


@asynccontextmanager
async def alone(key: Key) -> AsyncIterator[None]:
    """Hold the key while the request is worked on in this process. Raises InFlightError."""
    holding = (key.organization_id, key.operation, key.key_hash)
    if holding in _running:
        raise _in_flight()
    _running.add(holding)
    try:
        yield
    finally:
        _running.discard(holding)


async def earlier_answer(session: AsyncSession, key: Key) -> Answer | None:
    """The answer that was given under this key, or None for a first request.

    To be called first in the unit of work that will `remember`; no other process can then work
    under this key until it ends. Raises InFlightError, and KeyReusedError for another body.
    """
    if session.get_bind().dialect.name == "postgresql":
        name = f"{key.organization_id}:{key.operation}:{key.key_hash}"
        lock = text("SELECT pg_try_advisory_xact_lock(hashtextextended(:name, 0))")
        if not (await session.execute(lock, {"name": name})).scalar_one():
            raise _in_flight()
    query = select(IdempotencyRecord).where(
        col(IdempotencyRecord.organization_id) == key.organization_id,
        col(IdempotencyRecord.operation) == key.operation,
        col(IdempotencyRecord.key_hash) == key.key_hash,
    )
    record = (await session.execute(query)).scalar_one_or_none()
    if record is None:
        return None
    if record.expires_at <= clock.now():
        await session.delete(record)
        await session.flush()
        return None
    if record.body_hash != key.body_hash:
        raise KeyReusedError(
            "This Idempotency-Key was used with another body. Use a new key for a new request."
        )
    return Answer(record.status, json.loads(unseal(record.response_sealed)))


def remember(
    session: AsyncSession, key: Key, answer: Answer, *, interview_id: UUID | None = None
) -> None:
    """Keep the answer for a day, if this unit of work is committed.

    With `interview_id` it is forgotten with that interview, as it may tell of the candidate.
    """
    session.add(
        IdempotencyRecord(
            organization_id=key.organization_id,
            operation=key.operation,
            key_hash=key.key_hash,
            body_hash=key.body_hash,
            status=answer.status,
            response_sealed=seal(json.dumps(answer.body)),
            interview_id=interview_id,
            expires_at=clock.now() + KEPT,
        )
    )


async def purge_expired(session: AsyncSession) -> None:
    """Forget the answers whose time is over."""
    await session.execute(
        delete(IdempotencyRecord).where(col(IdempotencyRecord.expires_at) <= clock.now())
    )


def _in_flight() -> InFlightError:
    return InFlightError(
        "The first request with this Idempotency-Key is still running. Try again in a moment."
    )


def _sha256(text_: str) -> str:
    return hashlib.sha256(text_.encode("utf-8", "surrogatepass")).hexdigest()
