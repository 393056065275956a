"""The audit log as a table for spreadsheets, written portion by portion."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from app.core import audit
from app.core.spreadsheets import safe_cell, written
from app.identity import audit_view
from app.identity.permissions import Permission

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.audit_view import AuditQuery, AuditView
    from app.identity.permissions import Actor

COLUMNS = (
    "time",
    "person",
    "action",
    "subject_type",
    "subject",
    "subject_id",
    "details",
    "sequence",
    "hash",
)


def record_export(session: AsyncSession, actor: Actor, query: AuditQuery) -> None:
    """Write down who takes the log away, and how much of it. Raises NotPermittedError."""
    actor.require(Permission.VIEW_AUDIT)
    asked = {
        "person": query.person,
        "action": query.action,
        "subject_type": query.kind,
        "since": query.start.isoformat() if query.start else "",
        "until": query.end.isoformat() if query.end else "",
    }
    audit.record(
        session,
        "audit.exported",
        subject_type="organization",
        subject_id=actor.organization_id,
        organization_id=actor.organization_id,
        user_id=actor.user_id,
        # What was searched for may be a name, which is not ours to keep for ever.
        by_subject=bool(query.subject.strip()),
        filters={name: value for name, value in asked.items() if value},
    )


async def audit_csv(session: AsyncSession, actor: Actor, query: AuditQuery) -> AsyncIterator[str]:
    """CSV (RFC 4180, with a header), newest first, in pieces of some hundred lines.

    Text that a spreadsheet would run as a formula gets an apostrophe before it. Raises
    NotPermittedError.
    """
    actor.require(Permission.VIEW_AUDIT)
    yield written([COLUMNS])
    async for portion in audit_view.entries(session, actor, query):
        yield written([_line(row) for row in portion])


def _line(row: AuditView) -> tuple[str, ...]:
    return (
        row.at.isoformat(timespec="microseconds").replace("+00:00", "Z"),
        safe_cell(row.person),
        row.action,
        row.kind,
        safe_cell(row.subject),
        str(row.subject_id),
        json.dumps(row.details, ensure_ascii=False, sort_keys=True) if row.details else "",
        str(row.sequence or ""),
        row.hash or "",
    )
