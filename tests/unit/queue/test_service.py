"""Ordering work, and the life of an item."""

from __future__ import annotations

import asyncio

import pytest

from app.core.database import reading, unit_of_work
from app.core.errors import ConflictError, NotFoundError, NotPermittedError
from app.identity.permissions import Role
from app.queue import control, repository, running, service
from app.queue.models import JobType, QueueItem, QueueStatus
from app.queue.outcomes import Failure
from app.queue.running import OvertakenError, Work
from app.queue.view import overview
from tests.support.people import make_actor

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
IN_VAIN, LATER = Failure("Never.", is_final=True), Failure("Later.")


async def add(actor, **values: object) -> QueueItem:
    async with unit_of_work() as session:
        return await service.add(
            session,
            **({"organization_id": actor.organization_id, "job_type": JobType.SYNC} | values),
        )


async def begin(item: QueueItem) -> Work | None:
    async with unit_of_work() as session:
        return await running.begin(session, item.id, item.run)


async def end(work: Work | None, failure: Failure | None = None) -> None:
    assert work is not None
    async with unit_of_work() as session:
        if failure is None:
            await running.complete(session, work)
        else:
            await running.fail(session, work, failure)


async def stored(item: QueueItem) -> QueueItem:
    async with reading() as session:
        return await session.get_one(QueueItem, item.id)


async def test_the_same_ordered_by_many_at_once_is_one_item(database: str) -> None:
    actor = await make_actor()
    items = await asyncio.gather(*(add(actor, key="sync:1") for _ in range(8)))
    assert len({item.id for item in items}) == 1
    other = await add(await make_actor(), key="sync:1")
    assert (other.number, other.id != items[0].id) == (1, True)


@on_sqlite
async def test_what_is_ordered_while_it_runs_is_done_once_more(database: str) -> None:
    actor = await make_actor()
    item = await add(actor, key="sync:1")
    work = await begin(item)
    assert (await add(actor, key="sync:1")).id == item.id
    await end(work)
    again = await stored(item)
    assert (again.status, again.attempts, again.run) == (QueueStatus.PENDING, 0, 2)
    await end(await begin(again))
    done = await stored(item)
    assert (done.status, done.key) == (QueueStatus.COMPLETED, None)
    assert (await add(actor, key="sync:1")).id != item.id


@on_sqlite
async def test_an_order_that_was_overtaken_changes_nothing(database: str) -> None:
    actor = await make_actor()
    item = await add(actor)
    first = await begin(item)
    assert first is not None
    # The process was cut off, and the same order is taken up again.
    second = await begin(item)
    assert second is not None
    assert (first.attempts, second.attempts) == (1, 2)
    async with unit_of_work() as session:
        held = await repository.by_id(session, item.id)
        assert held is not None
        await service.order(session, held)
    assert await begin(item) is None
    with pytest.raises(OvertakenError):
        await end(first)
    with pytest.raises(OvertakenError):
        await end(second, LATER)
    assert (await stored(item)).status is QueueStatus.RUNNING


@on_sqlite
async def test_a_failure_waits_for_its_next_attempt_and_the_last_one_is_dead(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = await make_actor()
    item = await add(actor, key="sync:1")
    for attempt in range(1, 7):
        item = await stored(item)
        work = await begin(item)
        assert work is not None
        assert work.attempts == attempt
        await end(work, LATER)
    dead = await stored(item)
    assert (dead.status, dead.key, dead.problem) == (QueueStatus.DEAD, None, "Later.")
    assert await begin(dead) is None


@on_sqlite
@pytest.mark.parametrize(
    ("status", "refusal"),
    [
        (QueueStatus.PENDING, "waits for its turn"),
        (QueueStatus.RUNNING, "is being done"),
        (QueueStatus.COMPLETED, "is done"),
        (QueueStatus.FAILED, None),
        (QueueStatus.DEAD, None),
    ],
)
async def test_what_failed_or_is_dead_can_be_tried_again_and_nothing_else(
    database: str, status: QueueStatus, refusal: str | None
) -> None:
    actor = await make_actor()
    item = await add(actor, key="sync:all")
    if status is not QueueStatus.PENDING:
        work = await begin(item)
        endings = {
            QueueStatus.COMPLETED: None,
            QueueStatus.FAILED: LATER,
            QueueStatus.DEAD: IN_VAIN,
        }
        if status in endings:
            await end(work, endings[status])

    async def retry(who=actor, number: int = item.number) -> None:
        async with unit_of_work() as session:
            await control.retry(session, who, number)

    if refusal:
        with pytest.raises(ConflictError, match=refusal):
            await retry()
        return
    recruiter = await make_actor(Role.RECRUITER, actor.organization_id)
    for who, number, error in (
        (recruiter, item.number, NotPermittedError),
        (await make_actor(), item.number, NotFoundError),
        (actor, 99, NotFoundError),
    ):
        with pytest.raises(error):
            await retry(who, number)
    await retry()
    again = await stored(item)
    assert (again.status, again.attempts, again.problem) == (QueueStatus.PENDING, 0, None)
    assert again.key == "sync:all"
    assert await begin(again)


@on_sqlite
async def test_a_dead_item_is_not_tried_again_beside_the_same_ordered_anew(database: str) -> None:
    actor = await make_actor()
    item = await add(actor, key="sync:all")
    await end(await begin(item), IN_VAIN)
    await add(actor, key="sync:all")
    with pytest.raises(ConflictError, match="as item 2"):
        async with unit_of_work() as session:
            await control.retry(session, actor, item.number)


async def test_clearing_leaves_what_runs_and_what_is_others(database: str) -> None:
    actor, other = await make_actor(), await make_actor()
    await add(other)
    items = [await add(actor, job_type=kind) for kind in list(JobType)[:5]]
    works = [await begin(item) for item in items[:4]]
    await end(works[0])
    await end(works[1], LATER)
    await end(works[2], IN_VAIN)

    async def counts(who=actor) -> tuple[int, ...]:
        async with reading() as session:
            found = await overview(session, who)
        return found.pending, found.running, found.failed, found.dead, found.completed

    assert await counts() == (1, 1, 1, 1, 1)
    async with unit_of_work() as session:
        assert await control.clear_completed(session, actor) == 1
    assert await counts() == (1, 1, 1, 1, 0)
    async with unit_of_work() as session:
        assert await control.clear_all(session, actor) == 3
    assert await counts() == (0, 1, 0, 0, 0)
    assert await counts(other) == (1, 0, 0, 0, 0)
    await end(works[3])
    assert await counts() == (0, 0, 0, 0, 1)


@on_sqlite
async def test_the_queue_is_shown_by_page_status_and_kind_of_job(database: str) -> None:
    actor = await make_actor()
    for number in range(1, 8):
        await add(
            actor,
            priority=number % 3,
            job_type=JobType.SYNC if number % 2 else JobType.DELIVER,
        )
    done = await add(actor, job_type=JobType.REPORT)
    await end(await begin(done))

    async def numbers(**wanted: object) -> tuple[list[int], int]:
        async with reading() as session:
            found = await overview(session, actor, **wanted)
        return [item.number for item in found.items], found.total

    assert await numbers(per_page=3) == ([8, 7, 6], 8)
    assert await numbers(per_page=3, page=3) == ([2, 1], 8)
    # Those that wait come in the order in which they are to be done.
    assert await numbers(status=QueueStatus.PENDING) == ([2, 5, 1, 4, 7, 3, 6], 7)
    assert await numbers(job_type=JobType.DELIVER) == ([6, 4, 2], 3)
    assert await numbers(job_type=JobType.REPORT, status=QueueStatus.PENDING) == ([], 0)
    assert await numbers(page=9) == ([], 8)
