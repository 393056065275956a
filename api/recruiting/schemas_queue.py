"""What operations on the queue take and answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from api.common.formats import Instant, Integer
from api.recruiting.answers import Meta, Shown
from api.recruiting.bodies import Given
from app.core.numbers import LARGEST
from app.queue.models import JobType, QueueStatus
from app.queue.service import MOST_PRIORITY

if TYPE_CHECKING:
    from app.queue.view import ItemView, Overview

_Number = Annotated[Integer, Field(ge=1, le=LARGEST)]


class OrderGiven(Given):
    """Something to be done, for a requisition (`sync`) or for an application (the others)."""

    job_type: JobType
    requisition_id: _Number | None = None
    application_id: _Number | None = None
    priority: Annotated[Integer, Field(ge=-MOST_PRIORITY, le=MOST_PRIORITY)] = 0


class ItemShown(Shown):
    """An item of the queue. One that failed is tried again at `dueAt`; a dead one is not."""

    id: int = Field(ge=1)
    job_type: JobType
    status: QueueStatus
    priority: int
    attempts: int = Field(ge=0)
    problem: str | None
    requisition_id: int | None
    requisition_name: str | None
    application_id: int | None
    created_at: Instant
    due_at: Instant
    started_at: Instant | None
    completed_at: Instant | None


class QueueShown(Shown):
    """How many items stand where, and the page of items that was asked for."""

    pending: int = Field(ge=0)
    running: int = Field(ge=0)
    failed: int = Field(ge=0)
    dead: int = Field(ge=0)
    completed: int = Field(ge=0)
    items: list[ItemShown]


class QueuePage(Shown):
    """The queue, and where its page of items stands among the others."""

    data: QueueShown
    meta: Meta


def item_shown(view: ItemView) -> ItemShown:
    """An item, as it is answered."""
    return ItemShown(
        id=view.number,
        job_type=view.job_type,
        status=view.status,
        priority=view.priority,
        attempts=view.attempts,
        problem=view.problem,
        requisition_id=view.requisition_number,
        requisition_name=view.requisition_name,
        application_id=view.application_number,
        created_at=view.created_at,
        due_at=view.due_at,
        started_at=view.started_at,
        completed_at=view.finished_at if view.status is QueueStatus.COMPLETED else None,
    )


def queue_shown(found: Overview) -> QueuePage:
    """The queue, as it is answered."""
    return QueuePage(
        data=QueueShown(
            pending=found.pending,
            running=found.running,
            failed=found.failed,
            dead=found.dead,
            completed=found.completed,
            items=[item_shown(one) for one in found.items],
        ),
        meta=Meta(
            page=found.page,
            per_page=found.per_page,
            total=found.total,
            total_pages=-(-found.total // found.per_page),
        ),
    )
