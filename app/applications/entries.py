"""Entries of the activity log about an application."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.activity import service as activity
from app.activity.models import LogLevel

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from app.applications.models import Application


def log(
    session: AsyncSession,
    application: Application,
    message: str,
    *,
    source: str = "applications",
    level: LogLevel = LogLevel.INFO,
    **extra: Any,  # noqa: ANN401 - as app.activity.service takes it
) -> None:
    """Add an entry to the current unit of work; `source` is the part of the product that speaks."""
    activity.log(
        session,
        message,
        organization_id=application.organization_id,
        source=source,
        level=level,
        requisition_id=application.requisition_id,
        application_id=application.id,
        **extra,
    )
