"""What the activity log answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import Field

from api.common.formats import Instant  # noqa: TC001 - pydantic reads it
from api.recruiting.answers import Shown
from app.activity.models import LogLevel  # noqa: TC001 - the same

if TYPE_CHECKING:
    from app.activity.view import LogView


class LogShown(Shown):
    """Something the product did."""

    id: int = Field(ge=1)
    level: LogLevel
    message: str
    source: str
    requisition_id: int | None
    application_id: int | None
    extra: dict[str, Any]
    created_at: Instant


def log_shown(view: LogView) -> LogShown:
    """An entry, as it is answered."""
    return LogShown(
        id=view.id,
        level=view.level,
        message=view.message,
        source=view.source,
        requisition_id=view.requisition_number,
        application_id=view.application_number,
        extra=view.extra,
        created_at=view.created_at,
    )
