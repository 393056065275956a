"""Synchronising: nothing lost, nothing twice, nothing deleted; whatever Workday does meanwhile."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta

import pytest
from sqlmodel import select

from app.activity.models import LogEntry
from app.applications.models import Application, ApplicationStatus
from app.core import clock
from app.core.database import reading, unit_of_work
from app.core.errors import NotFoundError
from app.interviews.hiring import invite_application
from app.interviews.models import Interview, InterviewStatus
from app.queue.models import JobType, QueueItem
from app.requisitions import service as requisitions
from app.resumes.models import Resume
from app.settings import get_settings
from app.simulators.workday.faults import Faults
from app.workday import settling, sync
from app.workday.errors import (
    WorkdayCredentialsError,
    WorkdayRefusedError,
    WorkdayUnavailableError,
)
from app.workday.mapping import REPORTS
from tests.support.workday import connect, office, requisition_of

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


async def rows(kind, actor, **columns):
    async with reading() as session:
        query = select(kind).where(kind.organization_id == actor.organization_id)
        found = (await session.execute(query.order_by(kind.id))).scalars()
        return [
            row for row in found if all(getattr(row, name) == columns[name] for name in columns)
        ]


async def by_id(actor) -> dict[str, Application]:
    return {one.external_application_id: one for one in await rows(Application, actor)}


async def jobs(actor, kind: JobType) -> Counter:
    return Counter(one.application_id for one in await rows(QueueItem, actor, job_type=kind))


async def ordered_by(actor, requisition):
    """An item of the queue as a person orders one."""
    async with unit_of_work() as session:
        return (await requisitions.queue_sync(session, actor, requisition.number)).id


async def synced(actor, name: str = "REQ-0001", *, on_demand: bool = False):
    requisition = await requisition_of(actor, name)
    item = await ordered_by(actor, requisition) if on_demand else None
    return await sync.sync_requisition(actor.organization_id, requisition.id, item)


@on_sqlite
async def test_everything_is_taken_over_once(database, monkeypatch):
    async with office(monkeypatch, requisitions=2, applications=5, hidden_every=2) as there:
        actor = await there.connected()
        first = await sync.sync_all(actor.organization_id)
        assert (first.found, first.added, first.warnings) == (2, 2, ())
        async with reading() as session:
            due = await sync.due(session, clock.now())
        assert len(due) == 2
        assert {one.organization_id for one in due} == {actor.organization_id}
        results = [await synced(actor, name) for name in there.store.requisitions]
        assert sum(one.added for one in results) == 5
        assert all(one.warnings == () for one in results)

        found = await by_id(actor)
        for key, one in there.store.applications.items():
            mine = found[key]
            assert (mine.candidate_name, mine.candidate_email) == (
                one.person.name,
                one.person.email,
            )
            assert (mine.workday_status, mine.has_resume) == ("Review", True)
            assert abs(mine.created_at - one.applied_at) < timedelta(milliseconds=2)
        read = await rows(Resume, actor)
        assert Counter(one.format.value for one in read) == {"pdf": 3, "docx": 2}
        assert sum(bool(one.hidden) for one in read) == sum(
            one.has_hidden for one in there.store.applications.values()
        )
        assert not any("Ignore all" in one.text for one in read)
        assert await jobs(actor, JobType.ANALYSE) == {one.id: 1 for one in found.values()}

        async with reading() as session:
            assert await sync.due(session, clock.now()) == []
            assert len(await sync.due(session, clock.now() + timedelta(minutes=16))) == 3
        asked = there.tenant.calls["content"]
        again = [await synced(actor, name) for name in there.store.requisitions]
        assert [(one.added, one.changed, one.removed) for one in again] == [(0, 0, 0)] * 2
        assert there.tenant.calls["content"] == asked == 5
        assert len(await rows(Resume, actor)) == 5


async def test_a_second_run_goes_on_where_the_first_was_cut_off(database, monkeypatch):
    async with office(monkeypatch, applications=8) as there:
        actor = await there.connected()
        await sync.sync_all(actor.organization_id)
        kept = []

        async def cut_off(*args, **values):
            kept.append(await take_over(*args, **values))
            if len(kept) == 3:
                running.cancel()

        take_over = sync.take_over
        with monkeypatch.context() as patched:
            patched.setattr(sync, "take_over", cut_off)
            running = asyncio.ensure_future(synced(actor))
            with pytest.raises(asyncio.CancelledError):
                await running
        assert 3 <= len(await by_id(actor)) < 8
        both = await asyncio.gather(synced(actor), synced(actor))
        assert [one.found for one in both] == [8, 8]
        found = await by_id(actor)
        assert len(found) == 8 == len(await rows(Resume, actor))
        assert await jobs(actor, JobType.ANALYSE) == {one.id: 1 for one in found.values()}


@on_sqlite
async def test_what_goes_wrong_is_told_apart_and_made_good_later(database, monkeypatch):
    async with office(monkeypatch) as there:
        actor = await there.connected()
        await sync.sync_all(actor.organization_id)
        for troubles, error, words in (
            ({"status": 429, "count": 99, "retry_after": "77"}, WorkdayUnavailableError, "429"),
            ({"status": 503, "count": 99, "only": "content"}, WorkdayUnavailableError, "503"),
            ({"truncated": 99, "only": "jobApplications"}, WorkdayUnavailableError, "be read"),
            ({"slow_s": 5.0}, WorkdayUnavailableError, "No answer within"),
            ({"forbidden": {"resumeAttachments"}}, WorkdayRefusedError, "domain permission"),
            ({"status": 401, "count": 99, "only": "api"}, WorkdayCredentialsError, "its own token"),
        ):
            there.tenant.faults = Faults(**troubles)
            monkeypatch.setattr(
                get_settings(), "workday_timeout_seconds", 0.3 if there.faults.slow_s else 20.0
            )
            with pytest.raises(error, match=words) as raised:
                await synced(actor)
            if error is WorkdayUnavailableError:
                assert raised.value.retry_after == (77 if "retry_after" in troubles else None)
            assert (await requisition_of(actor)).last_synced_at is None
        assert await rows(Application, actor) == []
        monkeypatch.setattr(get_settings(), "workday_timeout_seconds", 20.0)
        # What passes by itself within two more tries is not even noticed.
        there.tenant.faults = Faults(status=500, count=2)
        assert (await synced(actor)).added == 3


async def test_what_changes_there_changes_here_and_nothing_is_deleted(database, monkeypatch):
    async with office(monkeypatch, applications=5) as there:
        actor = await there.connected()
        await sync.sync_all(actor.organization_id)
        await synced(actor)
        one, two, three, four, five = there.store.applications.values()
        mine = await by_id(actor)
        for invited in (one, two):
            async with unit_of_work() as session:
                await invite_application(session, actor, mine[invited.id].id, notify=False)
        now = clock.now()
        one.stage, two.stage, three.stage = "Withdrawn", "Rejected", "Screen"
        one.changed_at = two.changed_at = three.changed_at = four.changed_at = now
        four.resume, four.resume_at = 2, now
        del there.store.applications[five.id]
        there.store.apply("REQ-0001")
        result = await synced(actor, on_demand=True)
        assert (result.added, result.changed, result.removed) == (1, 4, 1)

        mine = await by_id(actor)
        assert {key: mine[key].status.value for key in (one.id, two.id, three.id)} == {
            one.id: "withdrawn",
            two.id: "rejected",
            three.id: "new",
        }
        assert mine[three.id].workday_status == "Screen"
        assert {one.status for one in await rows(Interview, actor)} == {InterviewStatus.CANCELLED}
        assert [key for key in mine if mine[key].removed_at] == [five.id]
        read = await rows(Resume, actor, application_id=mine[four.id].id)
        assert len(read) == 2
        assert "Brought up to date" in read[-1].text

        there.store.applications[five.id] = five
        assert (await synced(actor, on_demand=True)).changed == 1
        assert (await by_id(actor))[five.id].removed_at is None


@on_sqlite
async def test_a_status_that_was_waited_for_orders_the_invitation(database, monkeypatch):
    async with office(monkeypatch, applications=2) as there:
        actor = await there.connected()
        await sync.sync_all(actor.organization_id)
        await synced(actor)
        requisition = await requisition_of(actor)
        waits = {"auto_send_interview": True, "auto_send_on_status": "Screen"}
        async with unit_of_work() as session:
            await requisitions.update(session, actor, requisition.number, waits)
            for one in await rows(Application, actor):
                one.status = ApplicationStatus.ANALYSED
                await session.merge(one)
        one, _ = there.store.applications.values()
        one.stage, one.changed_at = "Screen", clock.now()
        await synced(actor)
        await synced(actor)
        assert await jobs(actor, JobType.INVITE) == {(await by_id(actor))[one.id].id: 1}


@on_sqlite
async def test_what_a_person_changed_here_stays_and_both_are_on_record(database, monkeypatch):
    async with office(monkeypatch) as there:
        actor = await there.connected()
        await sync.sync_all(actor.organization_id)
        requisition = await requisition_of(actor)
        async with unit_of_work() as session:
            await requisitions.update(session, actor, requisition.number, {"name": "Ours"})
        theirs = there.store.requisitions["REQ-0001"]
        theirs.title, theirs.summary = "Theirs", "Another summary"
        await synced(actor)
        requisition = await requisition_of(actor)
        assert (requisition.name, requisition.description) == ("Ours", "Another summary")
        told = [one for one in await rows(LogEntry, actor) if "kept" in one.message]
        assert [one.extra["fields"] for one in told] == [["name"]]


@on_sqlite
async def test_the_look_back_decides_what_is_new_and_nothing_later_is_missed(database, monkeypatch):
    async with office(monkeypatch, applications=4) as there:
        actor = await there.connected()
        await sync.sync_all(actor.organization_id)
        now = clock.now()
        old, recent, late, missed = there.store.applications.values()
        old.changed_at, recent.changed_at = now - timedelta(hours=7), now - timedelta(hours=5)
        late.changed_at = missed.changed_at = now + timedelta(hours=48)
        del there.store.applications[late.id], there.store.applications[missed.id]
        requisition = await requisition_of(actor)
        async with unit_of_work() as session:
            await requisitions.update(session, actor, requisition.number, {"lookback_hours": 6})
        await synced(actor)
        assert set(await by_id(actor)) == {recent.id}
        # Nobody looked for two days, far longer than the look-back.
        there.store.applications[late.id] = late
        with clock.at(now + timedelta(hours=60)):
            await synced(actor)
            assert set(await by_id(actor)) == {recent.id, late.id}
            # What is written into Workday with a moment that is past shows up by its overlap.
            missed.changed_at = clock.now() - sync.OVERLAP / 2
            there.store.applications[missed.id] = missed
            await synced(actor)
        assert set(await by_id(actor)) == {recent.id, late.id, missed.id}


@on_sqlite
@pytest.mark.parametrize("by_reports", [False, True])
async def test_what_vanishes_there_is_kept_here(database, monkeypatch, by_reports):
    async with office(monkeypatch, requisitions=2, applications=4) as there:
        actor = await there.connected()
        if by_reports:
            async with unit_of_work() as session:
                await settling.save(session, actor, REPORTS.model_dump(mode="json"))
        await sync.sync_all(actor.organization_id)
        results = [await synced(actor), await synced(actor, "REQ-0002")]
        assert [(one.added, one.warnings) for one in results] == [(2, ()), (2, ())]
        assert all(one.candidate_name and one.has_resume for one in await rows(Application, actor))

        del there.store.requisitions["REQ-0002"]
        there.store.requisitions["REQ-0001"].status = "Filled"
        assert (await sync.sync_all(actor.organization_id)).removed == 1
        await synced(actor)
        assert (await synced(actor, "REQ-0002")).removed == 1
        assert not (await requisition_of(actor)).is_active
        gone = await requisition_of(actor, "REQ-0002")
        assert gone.removed_at is not None
        assert not gone.is_active
        assert len(await rows(Application, actor)) == 4

        # An empty list may be a missing permission: it makes nothing vanish.
        kept = dict(there.store.applications)
        there.store.applications.clear()
        result = await synced(actor, on_demand=True)
        assert result.removed == 0
        assert "none was taken to be gone" in result.warnings[0]
        there.store.applications.update(kept)
        assert (await synced(actor)).warnings == ()


@on_sqlite
async def test_a_mapping_that_leads_nowhere_is_told_in_words(database, monkeypatch):
    async with office(monkeypatch) as there:
        actor = await there.connected()
        wrong = {
            "requisition": {"location": "site.name"},
            "application": {"phone": "candidate.tel.0"},
        }
        async with unit_of_work() as session:
            await settling.save(session, actor, wrong)
        listed = await sync.sync_all(actor.organization_id)
        assert listed.warnings == (
            "No requisition has “site.name”, where the field mapping looks for the location.",
        )
        result = await synced(actor)
        assert result.added == 3
        assert any("“candidate.tel.0”" in warning for warning in result.warnings)
        async with unit_of_work() as session:
            await settling.save(session, actor, {"application": {"id": "key"}})
        with pytest.raises(WorkdayRefusedError, match="correct the field mapping"):
            await synced(actor, on_demand=True)


@on_sqlite
async def test_resumes_that_cannot_be_read_are_kept_with_the_reason(database, monkeypatch):
    async with office(monkeypatch, applications=3) as there:
        actor = await there.connected()
        await sync.sync_all(actor.organization_id)
        monkeypatch.setattr(get_settings(), "resume_megabytes", 1)
        monkeypatch.setattr(type(there.store), "file", lambda _store, key: ("x/y", bodies[key]))
        bodies = {
            "RES-00001-1": b"%PDF-1.7 and no more",
            "RES-00002-1": b"x" * 1_000_001,
            "RES-00003-1": b"",
        }
        await synced(actor)
        read = await rows(Resume, actor)
        assert len(read) == 3
        assert all(one.problem and not one.text for one in read)
        assert sum((await jobs(actor, JobType.ANALYSE)).values()) == 3


@on_sqlite
async def test_each_organisation_has_its_own(database, monkeypatch):
    async with office(monkeypatch) as there:
        mine, others = await there.connected(), await there.connected()
        there.tenant.tokens.rotates = False
        await sync.sync_all(mine.organization_id)
        requisition = await requisition_of(mine)
        with pytest.raises(NotFoundError):
            await sync.sync_requisition(others.organization_id, requisition.id)
        async with reading() as session:
            assert {one.organization_id for one in await sync.due(session, clock.now())} == {
                mine.organization_id,
                others.organization_id,
            }
        await connect(others, there.url, refresh_token="not one")
        with pytest.raises(WorkdayCredentialsError, match="refresh token"):
            await sync.sync_all(others.organization_id)
        async with reading() as session:
            later = clock.now() + timedelta(days=1)
            due = await sync.due(session, later)
        assert {one.organization_id for one in due} == {mine.organization_id}
