"""What goes over the wire about how things are."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from api.common.formats import Instant  # noqa: TC001 - pydantic reads it from the annotations
from api.recruiting.answers import Shown


class HealthShown(Shown):
    """How things are. It has no envelope."""

    status: Literal["healthy", "degraded", "unhealthy"]
    version: str
    database: Literal["connected", "disconnected"]
    workday: Literal["connected", "not_configured", "error"] = Field(
        description="Whether the credentials that are kept worked when they were used last."
    )
    processor: Literal["running", "stopped"]


class ApplicationMetrics(Shown):
    """Applications, by where they stand."""

    total: int
    last24h: int = Field(alias="last24h")
    last7d: int = Field(alias="last7d")
    by_status: dict[str, int]


class InterviewMetrics(Shown):
    """Interviews of candidates; `pending` are those invited to or running."""

    total: int
    completed: int
    abandoned: int
    pending: int


class MetricsShown(Shown):
    """How much has gone through an organisation."""

    applications: ApplicationMetrics
    interviews: InterviewMetrics
    last_processed: Instant | None = Field(
        description="When an item of the queue was done last; null where none is kept."
    )
