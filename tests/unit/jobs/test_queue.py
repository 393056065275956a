"""The queue at work, with the job runner and handlers that do what a test says."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import timedelta

import pytest
from dbos import DBOS
from sqlmodel import select

from app.activity.models import LogEntry, LogLevel
from app.core import clock
from app.core.database import reading, unit_of_work
from app.core.errors import ConflictError, UnavailableError
from app.jobs import queue as jobs
from app.jobs import runner
from app.mail import service as mail
from app.mail.models import Mail, MailKind
from app.pipeline import working
from app.pipeline.handlers import HANDLERS, Handler
from app.queue import service
from app.queue.models import JobType, QueueItem, QueueStatus
from tests.support.people import make_actor

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


async def add(actor, **values: object) -> QueueItem:
    async with unit_of_work() as session:
        return await service.add(
            session,
            **({"organization_id": actor.organization_id, "job_type": JobType.SYNC} | values),
        )


async def stored() -> list[QueueItem]:
    async with reading() as session:
        return list((await session.execute(select(QueueItem).order_by(QueueItem.id))).scalars())


async def settled(*wanted: QueueStatus) -> list[QueueItem]:
    """The items, once all of them stand as wanted."""
    async with asyncio.timeout(30):
        while True:
            items = await stored()
            if all(item.status in wanted for item in items):
                return items
            await asyncio.sleep(0.05)


async def send(session, work) -> None:
    """An effect that a test can count."""
    await mail.send(
        session,
        MailKind.REPORT,
        organization_id=work.organization_id,
        recipient="somebody@example.com",
        subject=f"Item {work.number}",
        text="It is done.",
    )


async def effects() -> list[str]:
    async with reading() as session:
        return sorted((await session.execute(select(Mail.subject))).scalars())


async def test_the_first_to_be_done_is_the_one_with_the_highest_priority(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = await make_actor()
    done: list[int] = []

    async def note(work) -> None:
        done.append(work.priority)

    monkeypatch.setitem(HANDLERS, JobType.SYNC, Handler(outside=note, within=send))
    rules = {**runner.QUEUES[service.QUEUE], "partition_concurrency": 1}
    monkeypatch.setitem(runner.QUEUES, service.QUEUE, rules)
    for priority in (0, 5, -3, 100, 5, -100):
        await add(actor, priority=priority)
    async with runner.running():
        items = await settled(QueueStatus.COMPLETED)
    assert done == [100, 5, 5, 0, -3, -100]
    assert [item.attempts for item in items] == [1] * 6
    assert await effects() == [f"Item {number}" for number in range(1, 7)]


@on_sqlite
async def test_what_may_pass_is_tried_again_and_what_is_in_vain_is_dead_at_once(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = await make_actor()

    async def fail(session, work) -> None:
        await send(session, work)
        if work.job_type is JobType.INVITE:
            raise ConflictError("It cannot be.")
        if work.job_type is JobType.SYNC or work.attempts < 3:
            raise UnavailableError("It is away.") if work.attempts % 2 else ValueError("secret")

    for kind in (JobType.SYNC, JobType.INVITE, JobType.DELIVER):
        monkeypatch.setitem(HANDLERS, kind, Handler(within=fail))
        await add(actor, job_type=kind)
    over = {QueueStatus.COMPLETED, QueueStatus.DEAD}
    while left := [item for item in await stored() if item.status not in over]:
        await working.work_on(left[0].id, left[0].run)
    items = await stored()
    assert [(one.status, one.attempts, one.problem) for one in items] == [
        (QueueStatus.DEAD, 6, "Something went wrong (ValueError)."),
        (QueueStatus.DEAD, 1, "It cannot be."),
        (QueueStatus.COMPLETED, 3, None),
    ]
    # Whatever a failed attempt had done in its unit of work is undone.
    assert await effects() == ["Item 3"]
    async with reading() as session:
        entries = list((await session.execute(select(LogEntry))).scalars())
    assert len([one for one in entries if one.level is LogLevel.ERROR]) == 2
    assert len([one for one in entries if one.level is LogLevel.WARNING]) == 5 + 2
    assert not any("secret" in one.message for one in entries)


async def test_what_a_stopped_process_worked_on_is_taken_up_again_and_done_once(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = await make_actor()
    begun = asyncio.Event()
    hangs = True

    async def hang(work) -> None:
        begun.set()
        if hangs:
            await asyncio.Event().wait()

    monkeypatch.setitem(HANDLERS, JobType.SYNC, Handler(outside=hang, within=send))
    item = await add(actor)
    async with runner.running():
        await asyncio.wait_for(begun.wait(), 20)
    [cut] = await stored()
    assert (cut.id, cut.status, cut.attempts) == (item.id, QueueStatus.RUNNING, 1)
    hangs = False
    async with runner.running():
        [done] = await settled(QueueStatus.COMPLETED)
    assert (done.attempts, await effects()) == (2, ["Item 1"])


@on_sqlite
async def test_two_who_work_on_the_same_order_have_its_effect_once(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = await make_actor()
    together = asyncio.Barrier(2)

    async def meet(work) -> None:
        with suppress(asyncio.BrokenBarrierError):
            await together.wait()

    monkeypatch.setitem(HANDLERS, JobType.SYNC, Handler(outside=meet, within=send))
    item = await add(actor)
    await asyncio.gather(working.work_on(item.id, 1), working.work_on(item.id, 1))
    assert await effects() == ["Item 1"]
    await working.work_on(item.id, 1)
    [done] = await stored()
    assert (done.status, await effects()) == (QueueStatus.COMPLETED, ["Item 1"])


@on_sqlite
async def test_what_crashes_every_process_is_given_up(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class CrashError(BaseException):
        pass

    async def crash(work) -> None:
        raise CrashError

    monkeypatch.setitem(HANDLERS, JobType.SYNC, Handler(outside=crash))
    item = await add(await make_actor())
    for _ in range(working.MOST_BEGUN):
        with pytest.raises(CrashError):
            await working.work_on(item.id, 1)
    await working.work_on(item.id, 1)
    [dead] = await stored()
    assert (dead.status, dead.problem) == (QueueStatus.DEAD, working.INTERRUPTED.words)


async def test_strays_are_ordered_anew_and_nothing_else_is(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stray has no order that lives, or runs in a process that never came back."""
    actor = await make_actor()

    async def nothing(work) -> None:
        pass

    monkeypatch.setitem(HANDLERS, JobType.SYNC, Handler(outside=nothing, within=send))
    names = ("lost", "hangs", "waits", "recent")
    items = {name: await add(actor, key=name) for name in names}
    now = clock.now()
    async with unit_of_work() as session:
        for name, item in items.items():
            row = await session.get_one(QueueItem, item.id)
            row.due_at = now - (timedelta() if name == "recent" else jobs.STRAY_AFTER * 2)
            if name == "hangs":
                row.status, row.started_at = QueueStatus.RUNNING, now - jobs.HANGS_AFTER * 2
    monkeypatch.setattr(runner, "QUEUES", {})
    async with runner.running():
        await DBOS.delete_workflow_async(service.workflow_id(items["lost"]))
        await jobs.resume_strays(now)
        await jobs.resume_strays(now)
        runs = {item.key: item.run for item in await stored()}
        assert runs == {"lost": 2, "hangs": 2, "waits": 1, "recent": 1}


@on_sqlite
async def test_old_items_that_are_done_are_forgotten(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "PORTION", 2)
    monkeypatch.setitem(HANDLERS, JobType.SYNC, Handler(within=send))
    actor = await make_actor()
    with clock.at(clock.now() - jobs.KEEP_COMPLETED - timedelta(hours=1)):
        for _ in range(3):
            await working.work_on((await add(actor)).id, 1)
        pending = await add(actor)
    recent = await add(actor)
    await working.work_on(recent.id, 1)
    await jobs.purge_queue()
    assert [item.id for item in await stored()] == [pending.id, recent.id]
