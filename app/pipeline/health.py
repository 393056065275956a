"""Whether everything that the product stands on works, and how much has gone through it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog
from sqlalchemy.exc import SQLAlchemyError

from app.applications import counts as application_counts
from app.core import clock, durable
from app.core.database import reading
from app.identity.permissions import Permission
from app.interviews import counts as interview_counts
from app.queue import view as queue
from app.workday import credentials

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.applications.models import ApplicationStatus
    from app.identity.permissions import Actor
    from app.interviews.models import InterviewStatus

PATIENCE_S = 5.0
"""A database that takes longer to say anything is of no use to anybody."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Health:
    """What works. `workday` is None where nobody has credentials."""

    database: bool
    workday: bool | None
    processor: bool

    @property
    def is_degraded(self) -> bool:
        """Whether something is amiss that leaves the rest working."""
        return not self.processor or self.workday is False


@dataclass(frozen=True, slots=True)
class Metrics:
    """What an organisation has: applications and interviews of candidates, by where they stand."""

    applications: Mapping[ApplicationStatus, int]
    last_24h: int
    last_7d: int
    interviews: Mapping[InterviewStatus, int]
    last_processed: datetime | None


async def look() -> Health:
    """Look at everything now. Asks the database, and nobody outside."""
    try:
        async with asyncio.timeout(PATIENCE_S):
            async with reading() as session:
                workday = await credentials.health(session)
            return Health(database=True, workday=workday, processor=await durable.is_at_work())
    except (SQLAlchemyError, OSError, TimeoutError) as error:
        _log.error("database_does_not_answer", error=type(error).__name__)
        return Health(database=False, workday=None, processor=False)


async def metrics(session: AsyncSession, actor: Actor) -> Metrics:
    """How much has gone through the actor's organisation."""
    actor.require(Permission.VIEW)
    organization_id, now = actor.organization_id, clock.now()
    arrived = application_counts.arrived_since
    return Metrics(
        applications=await application_counts.by_status(session, organization_id),
        last_24h=await arrived(session, organization_id, now - timedelta(hours=24)),
        last_7d=await arrived(session, organization_id, now - timedelta(days=7)),
        interviews=await interview_counts.by_status(session, organization_id),
        last_processed=await queue.last_processed(session, actor),
    )
