"""What follows what: who is invited by itself, and what becomes of an interview that is over."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlmodel import select

from app.activity.models import LogEntry
from app.applications.models import Application, ApplicationStatus
from app.applications.status import move
from app.billing.models import Wallet
from app.core import clock
from app.core.database import reading, unit_of_work
from app.core.errors import InvalidInputError, NotFoundError, NotPermittedError
from app.core.secrets import unseal
from app.evaluations.models import InterviewEvaluation
from app.identity.permissions import Role
from app.interviews.models import Interview
from app.mail.models import Mail, MailKind
from app.pipeline import inviting, orders, scheduling, working
from app.pipeline.rules import Hold, hold_of
from app.queue.models import JobType, QueueItem, QueueStatus
from app.requisitions.models import Requisition
from tests.support.interviews import engine, interview_of, make_position, take_whole
from tests.support.people import make_actor
from tests.support.recruiting import made_application, made_requisition

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


async def rows(table, **wanted):
    async with reading() as session:
        found = (await session.execute(select(table).order_by(table.id))).scalars()
        return [
            row for row in found if all(getattr(row, key) == value for key, value in wanted.items())
        ]


async def items(*kinds: JobType) -> list[QueueItem]:
    return [one for one in await rows(QueueItem) if not kinds or one.job_type in kinds]


async def work_off() -> None:
    """Work on whatever is ordered, until nothing waits."""
    while waiting := await rows(QueueItem, status=QueueStatus.PENDING):
        for item in waiting:
            await working.work_on(item.id, item.run)


async def analysed(actor, *, risk: float | None = 0.2, review: bool = False, **requisition):
    """An application whose analysis has just been stored, of a requisition that invites."""
    position = await make_position(actor)
    fields = {"auto_send_interview": True, "position_id": position.id} | requisition
    made = await made_application(actor, await made_requisition(actor, **fields))
    async with unit_of_work() as session:
        application = await session.get_one(Application, made.id)
        for status in (ApplicationStatus.ANALYSING, ApplicationStatus.ANALYSED):
            await move(session, application, status)
        application.risk_score, application.compliance_review = risk, review
        application.has_analysis = True
    return application


async def follow(application) -> None:
    async with unit_of_work() as session:
        await inviting.follow_analysis(session, application.organization_id, application.id)


class Settings:
    auto_send_max_risk = 0.5


GOOD = {"status": ApplicationStatus.ANALYSED, "risk_score": 0.5, "candidate_email": "a@example.com"}
ON = {"auto_send_interview": True}


@pytest.mark.parametrize(
    ("application", "requisition", "hold"),
    [
        ({}, {}, None),
        ({}, {"auto_send_interview": False}, Hold.OFF),
        ({}, {"is_active": False}, Hold.CLOSED),
        ({}, {"removed_at": clock.now()}, Hold.CLOSED),
        ({"risk_score": 0.51}, {}, Hold.RISK),
        ({"risk_score": None}, {}, Hold.NO_RISK),
        ({"compliance_review": True}, {}, Hold.REVIEW),
        ({"candidate_email": ""}, {}, Hold.NO_ADDRESS),
        ({"removed_at": clock.now()}, {}, Hold.NOT_ANALYSED),
        ({"workday_status": " screen  "}, {"auto_send_on_status": "Screen"}, None),
        ({"workday_status": "Review"}, {"auto_send_on_status": "Screen"}, Hold.STATUS),
        ({}, {"auto_send_on_status": "Screen"}, Hold.STATUS),
        *[
            ({"status": status}, {}, Hold.NOT_ANALYSED)
            for status in ApplicationStatus
            if status is not ApplicationStatus.ANALYSED
        ],
    ],
)
def test_who_is_invited_by_itself(application, requisition, hold) -> None:
    who = Application(**(GOOD | application))
    to = Requisition(**(ON | requisition))
    assert hold_of(who, to, Settings(), had_interview=False) == hold
    assert hold_of(who, to, Settings(), had_interview=True) is not None


async def test_one_who_is_good_is_invited_once_however_many_work_on_it(database: str) -> None:
    actor = await make_actor()
    application = await analysed(actor)
    await asyncio.gather(*(follow(application) for _ in range(4)))
    [item] = await items()
    await asyncio.gather(*(working.work_on(item.id, item.run) for _ in range(3)))
    [interview] = await rows(Interview)
    [mail] = await rows(Mail)
    assert interview.application_id == application.id
    assert interview.expires_at - clock.now() < timedelta(days=7, minutes=1)
    assert (mail.kind, mail.recipient) == (MailKind.INVITATION, application.candidate_email)
    [stored] = await rows(Application)
    assert (stored.status, stored.has_interview) == (ApplicationStatus.INVITED, True)
    # A later analysis, and the same work ordered again, invite nobody a second time.
    await follow(application)
    assert [one.status for one in await items()] == [QueueStatus.COMPLETED]


@on_sqlite
async def test_one_who_is_not_is_told_of_in_the_log_and_left_to_people(database: str) -> None:
    actor = await make_actor()
    risky, silent = (
        await analysed(actor, risk=0.9),
        await analysed(actor, auto_send_interview=False),
    )
    await follow(risky)
    await follow(silent)
    assert await items() == []
    [entry] = [one for one in await rows(LogEntry) if one.source == "pipeline"]
    assert (entry.application_id, Hold.RISK.value in entry.message) == (risky.id, True)

    # A person may invite all the same, and what has changed meanwhile is looked at again.
    async with unit_of_work() as session:
        await orders.add(session, actor, job_type=JobType.INVITE, application=risky.number)
    await work_off()
    [interview] = await rows(Interview)
    assert interview.application_id == risky.id
    good = await analysed(actor)
    await follow(good)
    async with unit_of_work() as session:
        (await session.get_one(Application, good.id)).compliance_review = True
    await work_off()
    assert len(await rows(Interview)) == 1


@on_sqlite
async def test_an_empty_wallet_is_waited_for(database: str) -> None:
    actor = await make_actor()
    application = await analysed(actor)
    async with unit_of_work() as session:
        wallet = (await session.execute(select(Wallet))).scalar_one()
        balance, wallet.balance_cents = wallet.balance_cents, 0
    await follow(application)
    await work_off()
    [item] = await items()
    assert (item.status, item.due_at - clock.now() > timedelta(minutes=50)) == (
        QueueStatus.FAILED,
        True,
    )
    assert "wallet" in item.problem.lower() or "balance" in item.problem.lower()
    async with unit_of_work() as session:
        (await session.execute(select(Wallet))).scalar_one().balance_cents = balance
    await working.work_on(item.id, item.run)
    assert len(await rows(Interview)) == 1


@on_sqlite
async def test_an_interview_that_is_over_is_evaluated_reported_and_told_of_once(
    database: str,
) -> None:
    actor = await make_actor()
    from app.recruiters import service as recruiters
    from app.room import service as room

    async with unit_of_work() as session:
        recruiter = await recruiters.create(
            session, actor, {"name": "Rita Example", "email": "rita@example.com"}
        )
    application = await analysed(actor, recruiter=recruiter.number)
    await follow(application)
    await work_off()
    [invitation] = await rows(Mail)
    token = unseal(invitation.text_sealed).split("/interview/")[1].split()[0]
    words = "full marks, for what only I could have said"
    with engine():
        await room.start(token, room.CONSENT_VERSION)
        await take_whole(token, words)
    assert [one.job_type for one in await items()] == [JobType.INVITE, JobType.EVALUATE]
    await work_off()
    assert [(one.job_type, one.status) for one in await items()] == [
        (kind, QueueStatus.COMPLETED)
        for kind in (JobType.INVITE, JobType.EVALUATE, JobType.REPORT, JobType.DELIVER)
    ]
    interview = await interview_of(token)
    [evaluation] = await rows(InterviewEvaluation)
    assert evaluation.interview_id == interview.id
    [letter] = await rows(Mail, kind=MailKind.REPORT)
    text = unseal(letter.text_sealed)
    assert letter.recipient == "rita@example.com"
    assert f"/interviews/{interview.id}" in text
    assert not any(word in text + letter.subject for word in ("full marks", "Ada"))
    assert not any("full marks" in one.message for one in await rows(LogEntry))


@on_sqlite
async def test_what_may_be_ordered_for_what(database: str) -> None:
    actor = await make_actor()
    requisition = await made_requisition(actor)
    ours = await made_requisition(actor, external_id="R-1")
    application = await made_application(actor, requisition)
    foreign = await made_application(*[who := await make_actor(), await made_requisition(who)])

    async def add(job_type: str, who=actor, **subject: int) -> QueueItem:
        async with unit_of_work() as session:
            return await orders.add(session, who, job_type=JobType(job_type), **subject)

    item = await add("sync", requisition=ours.number, priority=10)
    assert (item.requisition_id, item.priority, item.created_by) == (ours.id, 10, actor.user_id)
    assert (await add("sync", requisition=ours.number)).id == item.id
    invite = await add("invite", application=application.number)
    assert (invite.application_id, invite.requisition_id) == (application.id, requisition.id)
    for error, field, job_type, subject in (
        (InvalidInputError, "requisition_id", "sync", {}),
        (InvalidInputError, "requisition_id", "sync", {"application": application.number}),
        (InvalidInputError, "requisition_id", "sync", {"requisition": requisition.number}),
        (NotFoundError, "requisition_id", "sync", {"requisition": 99}),
        (InvalidInputError, "application_id", "analyze", {}),
        (InvalidInputError, "application_id", "analyze", {"requisition": requisition.number}),
        (InvalidInputError, "application_id", "analyze", {"application": application.number}),
        (NotFoundError, "application_id", "analyze", {"application": 99}),
        (InvalidInputError, "application_id", "report", {"application": application.number}),
        (InvalidInputError, "priority", "invite", {"application": 1, "priority": 101}),
    ):
        with pytest.raises(error) as refused:
            await add(job_type, **subject)
        assert refused.value.field == field, (job_type, subject)
    assert foreign.number == 1
    with suppress(InvalidInputError):
        await add("analyze", who, application=1)
    assert {one.organization_id for one in await items()} == {actor.organization_id}
    with pytest.raises(NotPermittedError):
        await add("sync", await make_actor(Role.RECRUITER, actor.organization_id), requisition=2)


@on_sqlite
async def test_what_is_due_is_ordered_once(database: str) -> None:
    from app.core.database import unit_of_work
    from app.workday.models import WorkdayCredential

    actor = await make_actor()
    due = await made_requisition(actor, external_id="R-1")
    await made_requisition(actor)
    closed = await made_requisition(actor, external_id="R-2", is_active=False)
    assert closed.id
    async with unit_of_work() as session:
        session.add(
            WorkdayCredential(
                organization_id=actor.organization_id,
                tenant_url="https://workday.example.com",
                tenant_id="example",
                client_id="client",
                key_id="1",
                wrapped_key="",
                sealed="",
                next_check_at=clock.now() + timedelta(hours=1),
            )
        )
    for _ in range(2):
        await scheduling.order_due(clock.now() + timedelta(minutes=1))
    assert [one.requisition_id for one in await items(JobType.SYNC)] == [due.id]
