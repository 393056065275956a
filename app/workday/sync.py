"""Synchronising with Workday: its requisitions, and the applications for each of them.

What changed since the last time is looked at, with an overlap; on demand, and once a day, the list
is gone through whole, so that what has vanished from it is noticed.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from app.activity import service as activity
from app.activity.models import LogLevel
from app.core import clock
from app.core.database import reading, unit_of_work
from app.hiring_settings.service import settings_of
from app.queue import repository as queue
from app.requisitions import service as requisitions
from app.workday import repository, settling, vault
from app.workday.errors import WorkdayRefusedError
from app.workday.source import Workday
from app.workday.taking import SOURCE, Taken, mark_removed, take_over

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.requisitions.models import Requisition
    from app.requisitions.values import ExternalRequisition
    from app.workday.source import Found, HiringSource

OVERLAP = timedelta(minutes=10)
"""Clocks differ, and what is being written in Workday shows up a little later."""

LIST_INTERVAL = timedelta(minutes=15)
"""So often an organisation's list of requisitions is looked at."""

AT_ONCE, MOST_DUE = 4, 500
_PORTION = 100


@dataclass(frozen=True, slots=True)
class SyncResult:
    """What came of it, in numbers of requisitions or of applications.

    `warnings` tells in words of paths of the field mapping that lead nowhere, and the like.
    """

    found: int = 0
    added: int = 0
    changed: int = 0
    removed: int = 0
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Due:
    """What is to be synchronised: a requisition or, where that is None, the list of them."""

    organization_id: UUID
    requisition_id: UUID | None

    @property
    def key(self) -> str:
        """The queue's key for it."""
        return f"sync:{self.requisition_id or 'all'}"


async def due(session: AsyncSession, now: datetime) -> list[Due]:
    """What is due by then, of organisations whose credentials were not refused."""
    lists = await repository.due_organizations(session, now, most=MOST_DUE)
    single = await repository.due_requisitions(session, now, most=MOST_DUE)
    return [Due(one, None) for one in lists] + [Due(*one) for one in single]


async def sync_all(organization_id: UUID) -> SyncResult:
    """Bring the organisation's requisitions up to date; new ones are then due by themselves.

    Raises the errors of `app.workday.errors`. To be called outside transactions.
    """
    async with unit_of_work() as session:
        credential = await vault.credential_of(session, organization_id, lock=True)
        if credential is not None:
            credential.next_check_at = clock.now() + LIST_INTERVAL
        mapping = await settling.mapping_of(session, organization_id)
        known = await repository.known_requisitions(session, organization_id)
    source = Workday(organization_id, mapping)
    tally = Counter[Taken]()
    seen = set[str]()
    async for listed in source.requisitions(None):
        seen.add(listed.external_id)
        before = known.get(listed.external_id)
        # What is known and open is brought up to date by itself, as often as it wants.
        is_back = before is not None and (before.is_removed or not before.is_active)
        if before is not None and not (is_back and listed.is_active):
            continue
        await _take_requisition(organization_id, source, listed)
        tally[Taken.ADDED if before is None else Taken.UNCHANGED] += 1
    missing = {key: one.id for key, one in known.items() if key not in seen and not one.is_removed}
    warnings = source.unknown_paths()
    if missing and not seen:
        # Whoever loses a permission sometimes gets an empty list instead of a refusal.
        warnings.append("Workday lists no requisitions at all; none was taken to be gone.")
        missing = {}
    for key, id_ in missing.items():
        if source.lists_whole or await source.requisition(key) is None:
            await _requisition_is_gone(organization_id, id_)
            tally[Taken.GONE] += 1
    result = _result(len(seen), tally, warnings)
    await _tell(organization_id, None, "Workday's requisitions were looked through", result)
    return result


async def _take_requisition(
    organization_id: UUID, source: HiringSource, listed: ExternalRequisition
) -> None:
    whole = listed
    if not source.lists_whole:
        whole = await source.requisition(listed.external_id) or listed
    async with unit_of_work() as session:
        await requisitions.upsert_from_workday(session, organization_id, whole)


async def sync_requisition(
    organization_id: UUID, requisition_id: UUID, item_id: UUID | None = None
) -> SyncResult:
    """Bring a requisition and its applications up to date.

    An item of the queue that a person ordered has the whole look-back gone through. What was taken
    over stays taken over whatever happens then, and is not taken over again.

    Raises NotFoundError and the errors of `app.workday.errors`. To be called outside transactions.
    """
    run = await _begin(organization_id, requisition_id, item_id)
    external = await run.source.requisition(run.external_id)
    if external is None:
        await _requisition_is_gone(organization_id, requisition_id)
        return SyncResult(removed=1)
    async with unit_of_work() as session:
        await requisitions.upsert_from_workday(session, organization_id, external)
    portion: list[Found] = []
    async for found in run.source.applications(
        run.external_id, None if run.is_whole else run.since
    ):
        run.seen.add(found.external_id)
        portion.append(found)
        if len(portion) == _PORTION:
            await _take(run, portion)
            portion = []
    await _take(run, portion)
    if run.is_whole:
        await _note_removed(run)
    result = _result(len(run.seen), run.tally, run.source.unknown_paths() + run.warnings)
    await _finish(run, result)
    return result


@dataclass(slots=True)
class _Run:
    """One synchronisation of one requisition. Applications from before `since` are not new."""

    organization_id: UUID
    requisition_id: UUID
    external_id: str
    source: HiringSource
    began_at: datetime
    since: datetime
    is_whole: bool
    is_thorough: bool
    seen: set[str] = field(default_factory=set)
    tally: Counter[Taken] = field(default_factory=Counter)
    warnings: list[str] = field(default_factory=list)


async def _begin(organization_id: UUID, requisition_id: UUID, item_id: UUID | None) -> _Run:
    now = clock.now()
    async with unit_of_work() as session:
        requisition = await requisitions.by_id(session, organization_id, requisition_id, lock=True)
        if requisition.external_id is None:
            raise WorkdayRefusedError("This requisition is not from Workday.")
        item = await queue.by_id(session, item_id) if item_id is not None else None
        is_thorough = item is not None and item.created_by is not None
        settings = await settings_of(session, organization_id)
        mapping = await settling.mapping_of(session, organization_id)
        # Whatever comes of this, the schedule does not order it again at once.
        requisition.next_check_at = _next(requisition, now)
        look_back = now - timedelta(hours=settings.lookback(requisition.lookback_hours))
        last = requisition.last_synced_at
        if last is None:
            since = look_back
        else:
            since = min(last - OVERLAP, look_back) if is_thorough else last - OVERLAP
        return _Run(
            organization_id=organization_id,
            requisition_id=requisition_id,
            external_id=requisition.external_id,
            source=Workday(organization_id, mapping),
            began_at=now,
            since=since,
            is_whole=is_thorough or (last is not None and last.date() < now.date()),
            is_thorough=is_thorough,
        )


async def _take(run: _Run, portion: list[Found]) -> None:
    """Take over what is new or changed of a portion, a few at once."""
    if not portion:
        return
    async with reading() as session:
        ids = [found.external_id for found in portion]
        known = await repository.known_applications(session, run.requisition_id, ids)
    places = asyncio.Semaphore(AT_ONCE)
    stopped: list[Exception] = []

    async def one(found: Found) -> None:
        before = known.get(found.external_id)
        is_recent = found.changed_at is None or found.changed_at >= run.since
        if before is None and not is_recent:
            return
        is_same = before is not None and not before.is_removed and before.record == found.record
        if is_same and not (run.is_thorough and is_recent):
            return
        async with places:
            if stopped:
                return
            try:
                taken = await take_over(
                    run.source, run.organization_id, run.requisition_id, found, before
                )
            except Exception as error:
                # What is under way beside it is brought to its end, and nothing else is begun.
                stopped.append(error)
            else:
                run.tally[taken] += 1

    async with asyncio.TaskGroup() as group:
        for found in portion:
            group.create_task(one(found))
    if stopped:
        raise stopped[0]


async def _note_removed(run: _Run) -> None:
    """Note which applications are not in the whole list any more, each asked for once more."""
    async with reading() as session:
        there = await repository.applications_there(session, run.requisition_id)
    missing = {key: id_ for key, id_ in there.items() if key not in run.seen}
    if missing and not run.seen and len(missing) > 1:
        run.warnings.append("Workday lists no applications at all; none was taken to be gone.")
        return
    for key, application_id in missing.items():
        if await run.source.has_application(key):
            continue
        if await mark_removed(run.organization_id, application_id, run.requisition_id):
            run.tally[Taken.GONE] += 1


async def _requisition_is_gone(organization_id: UUID, requisition_id: UUID) -> None:
    async with unit_of_work() as session:
        gone = await requisitions.by_id(session, organization_id, requisition_id, lock=True)
        await requisitions.mark_removed(session, gone)


async def _finish(run: _Run, result: SyncResult) -> None:
    async with unit_of_work() as session:
        requisition = await requisitions.by_id(
            session, run.organization_id, run.requisition_id, lock=True
        )
        requisition.last_synced_at = run.began_at
        requisition.next_check_at = _next(requisition, clock.now())
    await _tell(run.organization_id, run.requisition_id, "Synchronised with Workday", result)


def _next(requisition: Requisition, now: datetime) -> datetime:
    return now + timedelta(minutes=requisition.min_check_interval)


def _result(found: int, tally: Counter[Taken], warnings: list[str]) -> SyncResult:
    return SyncResult(
        found=found,
        added=tally[Taken.ADDED],
        changed=tally[Taken.CHANGED],
        removed=tally[Taken.GONE],
        warnings=tuple(dict.fromkeys(warnings)),
    )


async def _tell(
    organization_id: UUID, requisition_id: UUID | None, deed: str, result: SyncResult
) -> None:
    """Log what came of it; that nothing did is of no interest."""
    changes = result.added + result.changed + result.removed
    if not changes and not result.warnings:
        return
    async with unit_of_work() as session:
        activity.log(
            session,
            f"{deed}: {result.added} new, {result.changed} changed, {result.removed} gone.",
            organization_id=organization_id,
            source=SOURCE,
            requisition_id=requisition_id,
            found=result.found,
        )
        for warning in result.warnings:
            activity.log(
                session,
                warning,
                organization_id=organization_id,
                source=SOURCE,
                level=LogLevel.WARNING,
                requisition_id=requisition_id,
            )
