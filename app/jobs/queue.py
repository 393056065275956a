"""Running the items of the queue: each order is a workflow of one attempt.

An attempt that fails orders the next one itself, so that the table alone says what is to come; the
workflow of an older order finds nothing to do.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import structlog
from dbos import DBOS

from app.core import clock
from app.core.database import reading, unit_of_work
from app.pipeline.working import LONGEST_WORK, work_on
from app.queue import repository, service
from app.queue.models import QueueStatus

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from app.queue.models import QueueItem

log = structlog.get_logger(__name__)

PORTION = 500
STRAY_AFTER = timedelta(minutes=10)
HANGS_AFTER = LONGEST_WORK + STRAY_AFTER
KEEP_COMPLETED = timedelta(days=14)
_ALIVE = ["ENQUEUED", "DELAYED", "PENDING"]


@DBOS.workflow(name=service.WORKFLOW)
async def run_queue_item(item_id: str) -> None:
    """Make the attempt that was ordered. The order's run is the last part of its name."""
    _, _, run = (DBOS.workflow_id or "").rpartition(":")
    await attempt_queue_item(item_id, int(run))


# How the work ends is an outcome and raises nothing. What is tried again here is what the product's
# own database may refuse for a moment.
@DBOS.step(
    name="attempt_queue_item",
    retries_allowed=True,
    max_attempts=6,
    interval_seconds=1,
    backoff_rate=2,
)
async def attempt_queue_item(item_id: str, run: int) -> None:
    """One attempt; begun again after a crash."""
    await work_on(UUID(item_id), run)


@DBOS.step(name="resume_stray_items")
async def resume_strays(due: datetime) -> None:
    """Order anew what should have been begun, or over, and nobody works on.

    So it is with the work of a process that never came back. Its order is cancelled first, so that
    it takes nobody's place; should it be alive all the same, it finds itself overtaken.
    """
    async with reading() as session:
        late = await repository.overdue(
            session,
            due_before=due - STRAY_AFTER,
            begun_before=due - HANGS_AFTER,
            most=PORTION,
        )
    strays = await _strays(late)
    for stray in strays:
        await DBOS.cancel_workflow_async(service.workflow_id(stray))
        async with unit_of_work() as session:
            item = await repository.by_id(session, stray.id)
            if item is not None and item.run == stray.run and item.status is stray.status:
                if item.status is QueueStatus.RUNNING:
                    item.status = QueueStatus.PENDING
                await service.order(session, item)
    if strays:
        log.warning("queue_items_resumed", count=len(strays))


async def _strays(late: Sequence[QueueItem]) -> list[QueueItem]:
    """Those of the items that are late whose order is gone, or hangs."""
    if not late:
        return []
    alive = await DBOS.list_workflows_async(
        workflow_id_prefix=[service.workflow_id(item) for item in late],
        status=_ALIVE,
        load_input=False,
        load_output=False,
    )
    waiting = {workflow.workflow_id for workflow in alive}
    return [
        item
        for item in late
        if item.status not in repository.WAITING or service.workflow_id(item) not in waiting
    ]


@DBOS.step(name="purge_queue")
async def purge_queue() -> None:
    """Forget what was done long ago, portion by portion."""
    removed = PORTION
    while removed >= PORTION:
        async with unit_of_work() as session:
            removed = await repository.purge(session, clock.now() - KEEP_COMPLETED, most=PORTION)
