"""Which part of the product does which type of job."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.analysis import service as analysis
from app.applications import service as applications
from app.applications import status
from app.applications.models import ApplicationStatus
from app.pipeline import inviting, reporting
from app.queue.models import JobType
from app.queue.outcomes import InVainError
from app.workday import sync

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.queue.running import Work


async def synchronise(work: Work) -> None:
    """Bring a requisition, or an organisation's list of them, up to date with Workday."""
    if work.requisition_id is None:
        await sync.sync_all(work.organization_id)
    else:
        await sync.sync_requisition(work.organization_id, work.requisition_id, work.item_id)


async def analyse(work: Work) -> None:
    """Have an application's résumé analysed."""
    if work.application_id is None:
        raise InVainError("There is no application to analyse.")
    await analysis.analyse(work.organization_id, work.application_id)


async def after_analysis(session: AsyncSession, work: Work) -> None:
    """Order what follows an analysis."""
    if work.application_id is not None:
        await inviting.follow_analysis(session, work.organization_id, work.application_id)


async def analysis_given_up(session: AsyncSession, work: Work, words: str) -> None:
    """An application whose analysis cannot be made waits for a person, and says why."""
    if work.application_id is None:
        return
    application = await applications.of(
        session, work.organization_id, work.application_id, lock=True
    )
    if application.status is ApplicationStatus.ANALYSING:
        await status.move(session, application, ApplicationStatus.FAILED, reason=words)
        application.failure = words


@dataclass(frozen=True, slots=True)
class Handler:
    """How a type of job is done.

    `outside` keeps its own units of work and may be done again from the start at any time;
    `within` happens in the very unit of work in which the item is completed, so exactly once.
    `given_up` is for what has to be put right when an item is dead, in its last unit of work.
    """

    outside: Callable[[Work], Awaitable[None]] | None = None
    within: Callable[[AsyncSession, Work], Awaitable[None]] | None = None
    given_up: Callable[[AsyncSession, Work, str], Awaitable[None]] | None = None


HANDLERS: dict[JobType, Handler] = {
    JobType.SYNC: Handler(outside=synchronise),
    JobType.ANALYSE: Handler(outside=analyse, within=after_analysis, given_up=analysis_given_up),
    JobType.INVITE: Handler(within=inviting.invite_applicant),
    JobType.EVALUATE: Handler(within=reporting.evaluate),
    JobType.REPORT: Handler(within=reporting.report),
    JobType.DELIVER: Handler(within=reporting.deliver),
}
