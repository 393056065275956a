"""Writing the activity log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.activity.models import LogEntry, LogLevel

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

MAX_MESSAGE = 500


def log(
    session: AsyncSession,
    message: str,
    *,
    organization_id: UUID,
    source: str,
    level: LogLevel = LogLevel.INFO,
    requisition_id: UUID | None = None,
    application_id: UUID | None = None,
    **extra: Any,  # noqa: ANN401 - JSON values; never a secret, nor anything a candidate said
) -> None:
    """Add an entry to the current unit of work, so that it stands or falls with what it tells of.

    `source` is the part of the product that speaks, such as "workday" or "analysis".
    """
    session.add(
        LogEntry(
            organization_id=organization_id,
            level=level,
            message=message if len(message) <= MAX_MESSAGE else f"{message[: MAX_MESSAGE - 1]}…",
            source=source,
            requisition_id=requisition_id,
            application_id=application_id,
            extra=extra,
        )
    )
