"""The arithmetic of the audit log's chain: what an entry says as bytes, and the hash over it."""

from __future__ import annotations

import hashlib
import json
from decimal import Context, Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from app.core.audit import AuditEntry

GENESIS = "0" * 64
"""What the first link of a chain has for the hash before it."""

NOBODYS = UUID(int=0)
"""The id under which the chain of what belongs to no organisation has its head."""

_EXACT = Context(prec=400)


def hash_of(entry: AuditEntry) -> str:
    """The SHA-256, in hex, over all an entry says, its place in the chain and the hash before."""
    said = [
        entry.sequence,
        entry.previous_hash,
        str(entry.id),
        _id(entry.organization_id),
        _id(entry.user_id),
        entry.action,
        entry.subject_type,
        str(entry.subject_id),
        entry.details,
        entry.at.isoformat(timespec="microseconds"),
    ]
    return hashlib.sha256(canonical(said)).hexdigest()


def canonical(value: Any) -> bytes:  # noqa: ANN401 - any JSON
    """The one way in which a JSON value is written, whichever database it was kept in."""
    plain = _told_apart(json.loads(json.dumps(value)))
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8", "surrogatepass")


def _told_apart(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """Numbers in one form, marked as such: PostgreSQL gives 1e3 back as 1000, SQLite does not."""
    if isinstance(value, dict):
        return {key: _told_apart(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_told_apart(one) for one in value]
    if isinstance(value, str):
        return f"s{value}"
    if isinstance(value, bool) or value is None:
        return value
    return f"n{_EXACT.normalize(Decimal(str(value))) + 0}"


def _id(value: UUID | None) -> str | None:
    return str(value) if value else None
