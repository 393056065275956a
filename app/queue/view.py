"""The queue as screens and the contract show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.core import subject_names, subjects
from app.core.errors import NotFoundError
from app.identity.permissions import Permission
from app.queue import repository
from app.queue.control import CLEARABLE, NO_SUCH_ITEM, RETRIABLE
from app.queue.models import JobType, QueueItem, QueueStatus

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.permissions import Actor

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class ItemView:
    """An item. Requisition and application are named by number; `due_at` is the next attempt's.

    `candidate_name` is of the application, or of the interview.
    """

    id: UUID
    number: int
    job_type: JobType
    status: QueueStatus
    priority: int
    attempts: int
    problem: str | None
    requisition_number: int | None
    requisition_name: str | None
    application_number: int | None
    interview_id: UUID | None
    candidate_name: str | None
    created_at: datetime
    due_at: datetime
    started_at: datetime | None
    finished_at: datetime | None

    @property
    def can_retry(self) -> bool:
        """Whether it can be tried again now."""
        return self.status in RETRIABLE


@dataclass(frozen=True, slots=True)
class Overview:
    """How many items stand where in the whole queue, and a page of those asked for.

    `total` counts all that were asked for.
    """

    pending: int
    running: int
    failed: int
    dead: int
    completed: int
    items: tuple[ItemView, ...]
    total: int
    page: int
    per_page: int

    @property
    def clearable(self) -> int:
        """How many items clearing all would remove."""
        counts = {one: getattr(self, one.value) for one in QueueStatus}
        return sum(counts[one] for one in CLEARABLE)


async def overview(
    session: AsyncSession,
    actor: Actor,
    *,
    status: QueueStatus | None = None,
    job_type: JobType | None = None,
    page: int = 1,
    per_page: int = PER_PAGE,
) -> Overview:
    """The queue of the actor's organisation: the newest items first.

    Of those that are pending alone, the first to be done comes first.
    """
    actor.require(Permission.VIEW)
    organization_id = actor.organization_id
    counts = await repository.counts(session, organization_id)
    wanted = counts
    if job_type is not None:
        wanted = await repository.counts(session, organization_id, job_type=job_type)
    rows = await repository.page(
        session,
        organization_id,
        status=status,
        job_type=job_type,
        offset=(page - 1) * per_page,
        limit=per_page,
    )
    return Overview(
        **{one.value: counts.get(one, 0) for one in QueueStatus},
        items=await _views(session, organization_id, rows),
        total=sum(wanted.values()) if status is None else wanted.get(status, 0),
        page=page,
        per_page=per_page,
    )


async def last_processed(session: AsyncSession, actor: Actor) -> datetime | None:
    """When something of the actor's organisation was done last, unless all of it is cleared."""
    actor.require(Permission.VIEW)
    return await repository.last_completed(session, actor.organization_id)


async def one(session: AsyncSession, actor: Actor, number: int) -> ItemView:
    """An item of the actor's organisation. Raises NotFoundError."""
    actor.require(Permission.VIEW)
    item = await repository.by_number(session, actor.organization_id, number, lock=False)
    if item is None:
        raise NotFoundError(NO_SUCH_ITEM)
    return await view_of(session, item)


async def under_way(
    session: AsyncSession, actor: Actor, keys: Collection[str]
) -> dict[str, ItemView]:
    """Those of the orders with these keys that are not over, by their keys."""
    actor.require(Permission.VIEW)
    items = await repository.with_keys(session, actor.organization_id, keys) if keys else []
    views = await _views(session, actor.organization_id, items)
    return {item.key or "": view for item, view in zip(items, views, strict=True)}


async def view_of(session: AsyncSession, item: QueueItem) -> ItemView:
    """An item that the caller has, as it is shown."""
    (view,) = await _views(session, item.organization_id, [item])
    return view


async def _views(
    session: AsyncSession, organization_id: UUID, items: Sequence[QueueItem]
) -> tuple[ItemView, ...]:
    named = await subjects.requisitions(
        session, organization_id, [item.requisition_id for item in items]
    )
    numbers = await subjects.applications(
        session, organization_id, [item.application_id for item in items]
    )
    candidates = {
        **await subject_names.names(
            session, organization_id, "interview", [item.interview_id for item in items]
        ),
        **await subject_names.names(
            session, organization_id, "application", [item.application_id for item in items]
        ),
    }
    views = []
    for item in items:
        requisition_number, name = named.get(item.requisition_id, (None, None))
        views.append(
            ItemView(
                id=item.id,
                number=item.number,
                job_type=item.job_type,
                status=item.status,
                priority=item.priority,
                attempts=item.attempts,
                problem=item.problem,
                requisition_number=requisition_number,
                requisition_name=name,
                application_number=numbers.get(item.application_id),
                interview_id=item.interview_id,
                candidate_name=candidates.get(item.application_id or item.interview_id),
                created_at=item.created_at,
                due_at=item.due_at,
                started_at=item.started_at,
                finished_at=item.finished_at,
            )
        )
    return tuple(views)
