"""Analyses are made once, stored with who made them, and take the application along."""

from __future__ import annotations

import asyncio

import pytest
from sqlmodel import select

from app.activity.models import LogEntry
from app.analysis import service
from app.analysis.models import Analysis
from app.applications import service as applications
from app.applications.models import ApplicationStatus as Status
from app.core.audit import AuditEntry
from app.core.database import reading, unit_of_work
from app.core.errors import ConflictError, InvalidInputError, NotFoundError, NotPermittedError
from app.identity.permissions import Role
from app.positions import service as positions
from app.requisitions import service as requisitions
from tests.support.people import make_actor
from tests.unit.analysis.applied import applied, give, stored
from tests.unit.analysis.samples import WORK, resume

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


async def analyse(application):
    return await service.analyse(application.organization_id, application.id)


async def newest(application):
    async with reading() as session:
        return await service.newest(session, application.organization_id, application.id)


async def everything(kind):
    async with reading() as session:
        return list((await session.execute(select(kind))).scalars())


async def test_an_analysis_is_stored_once_however_many_make_it(database: str) -> None:
    actor = await make_actor()
    application = await applied(actor)
    made = await asyncio.gather(*(analyse(application) for _ in range(3)))
    made.append(await analyse(application))
    assert len(set(made)) == 1
    (row,) = await everything(Analysis)
    view = await newest(application)
    assert (view.id, view.number) == (row.id, 1) == (made[0], 1)
    assert (view.engine, view.fallback, view.resume_id) == ("built-in", "", row.resume_id)
    now = await stored(application)
    assert (now.status, now.has_analysis, now.risk_score) == (Status.ANALYSED, True, row.risk_score)
    assert now.compliance_review
    steps = [one.to_status for one in await history(actor, application)]
    assert steps == [Status.NEW, Status.ANALYSING, Status.ANALYSED]


async def history(actor, application):
    async with reading() as session:
        return await applications.history(session, actor, application.number)


@on_sqlite
async def test_another_resume_or_another_job_is_analysed_anew(database: str) -> None:
    actor = await make_actor()
    application = await applied(actor)
    first = await analyse(application)
    plain = WORK.format(pronoun="It", their="all", school="A school")
    await give(application, plain)
    second = await analyse(application)
    assert second != first
    assert not (await stored(application)).compliance_review
    async with reading() as session:
        requisition = await requisitions.by_id(
            session, actor.organization_id, application.requisition_id
        )
    async with unit_of_work() as session:
        await requisitions.update(session, actor, requisition.number, {"description": "Cobol."})
    assert len({first, second, await analyse(application)}) == 3
    assert len(await everything(Analysis)) == 3


@on_sqlite
async def test_without_a_resume_the_application_fails_in_words(database: str) -> None:
    actor = await make_actor()
    application = await applied(actor, "")
    assert await analyse(application) is None
    now = await stored(application)
    assert (now.status, now.failure) == (Status.FAILED, service.NO_RESUME)
    await give(application, resume())
    assert await analyse(application)
    now = await stored(application)
    assert (now.status, now.failure) == (Status.ANALYSED, None)


@on_sqlite
async def test_what_goes_wrong_is_told_and_can_be_tried_again(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = await applied(await make_actor())

    def broken(*_: object) -> None:
        raise RuntimeError("out of memory")

    with monkeypatch.context() as patch:
        patch.setattr("app.analysis.engine.examine", broken)
        with pytest.raises(RuntimeError):
            await analyse(application)
    now = await stored(application)
    assert (now.status, now.failure) == (Status.FAILED, service.FAILED)
    assert await analyse(application)
    assert (await stored(application)).status is Status.ANALYSED


@on_sqlite
async def test_a_decision_of_a_person_stands(database: str, monkeypatch) -> None:
    actor = await make_actor()
    application = await applied(actor)
    async with unit_of_work() as session:
        await applications.move_by_person(session, actor, application.number, Status.REJECTED)
    assert await analyse(application) is None
    assert (await stored(application)).status is Status.REJECTED
    assert await newest(application) is None


@on_sqlite
async def test_nothing_of_the_resume_is_logged_and_nobody_else_sees_it(database: str) -> None:
    actor, stranger = await make_actor(), await make_actor()
    application = await applied(actor)
    await analyse(application)
    for entry in [*await everything(LogEntry), *await everything(AuditEntry)]:
        said = str(entry.model_dump())
        for secret in ("Example Road", "1985", "Nigerian", "PostgreSQL", "calm systems"):
            assert secret not in said
    with pytest.raises(NotFoundError):
        await service.analyse(stranger.organization_id, application.id)
    async with reading() as session:
        with pytest.raises(NotFoundError):
            await service.of_application(session, stranger, application.number)


async def adopt(actor, application, index):
    async with unit_of_work() as session:
        return await service.adopt_question(session, actor, application.number, index)


async def asked(actor, application) -> list[str]:
    async with reading() as session:
        requisition = await requisitions.by_id(
            session, actor.organization_id, application.requisition_id
        )
        detail = await positions.get(session, actor, requisition.position_id)
    return [one.question for one in detail.must_ask]


async def test_a_suggested_question_becomes_a_must_ask_question_once(database: str) -> None:
    actor = await make_actor()
    application = await applied(actor)
    with pytest.raises(NotFoundError):
        await adopt(actor, application, 0)
    await analyse(application)
    questions = (await newest(application)).suggested_questions
    first = await adopt(actor, application, 0)
    assert await adopt(actor, application, 0) == first
    await adopt(actor, application, 1)
    assert await asked(actor, application) == [one.text for one in questions[:2]]
    taken = [one.action for one in await everything(AuditEntry)]
    assert taken.count("analysis.question_adopted") == 2
    for wrong in (-1, len(questions), True, "0", None):
        with pytest.raises(InvalidInputError):
            await adopt(actor, application, wrong)
    with pytest.raises(NotPermittedError):
        await adopt(await make_actor(Role.READONLY, actor.organization_id), application, 0)
    async with unit_of_work() as session:
        await positions.close_position(session, actor, first.position_id)
    with pytest.raises(ConflictError):
        await adopt(actor, application, 2)


@on_sqlite
async def test_a_question_about_one_resume_is_asked_of_nobody_else(database: str) -> None:
    actor = await make_actor()
    application = await applied(actor, resume().replace("2015 - 2018", "2011 - 2013"))
    await analyse(application)
    questions = (await newest(application)).suggested_questions
    (place,) = [at for at, one in enumerate(questions) if not one.is_general]
    with pytest.raises(InvalidInputError):
        await adopt(actor, application, place)
