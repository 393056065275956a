"""How an application goes on with its interviews and by people's decisions."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.applications import service as applications
from app.applications.models import ApplicationStatus as Status
from app.applications.status import TRANSITIONS
from app.applications.status import move as step
from app.billing import service as billing
from app.core import clock
from app.core.database import reading, unit_of_work
from app.core.errors import ConflictError, InvalidInputError, PaymentRequiredError
from app.identity.permissions import Actor
from app.interviews import hiring
from app.interviews import service as interviews
from app.interviews.lifecycle import EndReason, move
from app.interviews.models import Interview, InterviewStatus
from app.room import service as room
from app.room.ending import expire_overdue, finish
from app.settings import get_settings
from tests.support.interviews import engine, interview_of, take_whole
from tests.support.people import make_actor
from tests.support.recruiting import made_application, made_invitation, made_requisition

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
pytestmark = pytest.mark.usefixtures("database")
TEXT = "You tune SQL queries and choose indexes for a busy PostgreSQL database."


async def applied(actor, **fields):
    return await made_application(actor, await made_requisition(actor, description=TEXT), **fields)


async def status_of(actor, application) -> Status:
    async with reading() as session:
        return (await applications.get(session, actor, application.number)).row.status


async def move_to(actor, application, to, **fields):
    async with unit_of_work() as session:
        return await hiring.move_application(session, actor, application.number, to, **fields)


async def analysed(actor, application) -> None:
    async with unit_of_work() as session:
        held = await applications.held(session, actor, application.number)
        await step(session, held, Status.ANALYSING)
        await applications.note_analysis(session, held, risk_score=0.25, compliance_review=False)
        await step(session, held, Status.ANALYSED)


async def test_an_application_goes_along_with_its_interview_to_the_end() -> None:
    actor = await make_actor()
    application = await applied(actor)
    await analysed(actor, application)
    invitation = await made_invitation(Actor.of_product(actor.organization_id), application)
    assert await status_of(actor, application) is Status.INVITED
    with pytest.raises(ConflictError):
        await made_invitation(actor, application)
    with engine():
        await room.start(invitation.token, room.CONSENT_VERSION)
        assert await status_of(actor, application) is Status.INTERVIEWING
        await room.request_human(invitation.token)
        await take_whole(invitation.token)
    async with reading() as session:
        row = (await applications.get(session, actor, application.number)).row
    assert row.status is Status.COMPLETE
    assert (row.has_analysis, row.has_interview, row.has_report, row.human_requested) == (
        True,
        True,
        True,
        True,
    )
    async with unit_of_work() as session:
        await interviews.resolve_human_request(session, actor, invitation.interview_id)
    async with reading() as session:
        assert not (await applications.get(session, actor, application.number)).row.human_requested
        steps = await applications.history(session, actor, application.number)
    assert [one.to_status for one in steps] == [
        Status.NEW,
        Status.ANALYSING,
        Status.ANALYSED,
        Status.INVITED,
        Status.INTERVIEWING,
        Status.COMPLETE,
    ]
    # Whoever added it is named; what the product did by itself, the invitation too, is nobody's.
    assert [one.actor_name for one in steps] == [actor.name, "", "", "", "", ""]


@on_sqlite
async def test_an_invitation_that_runs_out_leads_back_to_where_the_application_stood() -> None:
    actor = await make_actor()
    fresh, read = await applied(actor), await applied(actor)
    await analysed(actor, read)
    for application in (fresh, read):
        invitation = await made_invitation(actor, application)
        async with unit_of_work() as session:
            interview = await session.get_one(Interview, invitation.interview_id)
            interview.expires_at = clock.now() - timedelta(seconds=1)
    assert await expire_overdue() == 2
    assert await status_of(actor, fresh) is Status.NEW
    assert await status_of(actor, read) is Status.ANALYSED
    # They can be invited again.
    await made_invitation(actor, read)
    assert await status_of(actor, read) is Status.INVITED
    async with reading() as session:
        *_, last = await applications.history(session, actor, read.number)
    assert (last.to_status, last.actor_name) == (Status.INVITED, actor.name)


@on_sqlite
async def test_an_interview_left_with_nothing_said_waits_for_a_person() -> None:
    actor = await make_actor()
    application = await applied(actor)
    invitation = await made_invitation(actor, application)
    await room.start(invitation.token, room.CONSENT_VERSION)
    async with unit_of_work() as session:
        interview = await session.get_one(Interview, invitation.interview_id)
        await finish(session, interview, EndReason.ABANDONED)
    async with reading() as session:
        view = await applications.get(session, actor, application.number)
    assert (view.row.status, view.row.has_report) == (Status.FAILED, False)
    assert "left the interview" in view.failure
    await made_invitation(actor, application)
    assert await status_of(actor, application) is Status.INVITED


@on_sqlite
async def test_rejecting_calls_an_open_invitation_off_and_pays_it_back() -> None:
    actor = await make_actor()
    application = await applied(actor)
    async with reading() as session:
        before = await billing.balance_of(session, actor.organization_id)
    invitation = await made_invitation(actor, application)
    await move_to(actor, application, Status.REJECTED, reason="Filled.")
    assert (await interview_of(invitation.token)).status is InterviewStatus.CANCELLED
    async with reading() as session:
        assert await billing.balance_of(session, actor.organization_id) == before
    assert await status_of(actor, application) is Status.REJECTED
    with pytest.raises(ConflictError, match="take it up again"):
        await made_invitation(actor, application)
    await move_to(actor, application, Status.NEW)
    await made_invitation(actor, application)


@on_sqlite
async def test_a_running_interview_goes_on_and_changes_no_decision() -> None:
    actor = await make_actor()
    application = await applied(actor)
    invitation = await made_invitation(actor, application)
    with engine():
        await room.start(invitation.token, room.CONSENT_VERSION)
        moved = await move_to(actor, application, Status.REJECTED)
        assert moved.version == 2
        with pytest.raises(ConflictError, match="somebody else"):
            await move_to(actor, application, Status.WITHDRAWN, expected_version=1)
        await take_whole(invitation.token)
    assert await status_of(actor, application) is Status.REJECTED
    await move_to(actor, application, Status.COMPLETE, expected_version=2)
    assert await status_of(actor, application) is Status.COMPLETE


@on_sqlite
@pytest.mark.parametrize("to", [one for one in Status if one not in applications.OUT])
async def test_a_person_moves_an_application_only_out_and_back(to) -> None:
    actor = await make_actor()
    application = await applied(actor)
    if to is Status.NEW:
        await move_to(actor, application, to)
        return
    with pytest.raises(ConflictError) as refused:
        await move_to(actor, application, to)
    assert refused.value.field == "status"
    assert await status_of(actor, application) is Status.NEW


@on_sqlite
async def test_what_cannot_be_invited_costs_nothing(monkeypatch) -> None:
    actor = await make_actor()
    requisition = await made_requisition(
        actor, name="Florist", description="", detailed_description=""
    )
    application = await made_application(actor, requisition)
    with pytest.raises(InvalidInputError) as refused:
        await made_invitation(actor, application)
    assert refused.value.field == "position_id"
    other = await applied(actor)
    async with unit_of_work() as session:
        (await applications.held(session, actor, other.number)).candidate_email = ""
    with pytest.raises(InvalidInputError, match="no e-mail address"):
        await made_invitation(actor, other)
    poor = await applied(actor)
    monkeypatch.setattr(get_settings(), "cents_per_minute", 100_000)
    with pytest.raises(PaymentRequiredError):
        await made_invitation(actor, poor)
    assert await status_of(actor, poor) is Status.NEW


def test_every_status_can_be_left_and_none_leads_to_itself() -> None:
    for status, following in TRANSITIONS.items():
        assert following
        assert status not in following
    assert set(TRANSITIONS) == set(Status)


@on_sqlite
async def test_a_late_event_takes_nothing_back() -> None:
    actor = await make_actor()
    application = await applied(actor)
    first = await made_invitation(actor, application)
    async with unit_of_work() as session:
        await interviews.cancel(session, actor, first.interview_id)
    second = await made_invitation(actor, application)
    with engine():
        await room.start(second.token, room.CONSENT_VERSION)
        await take_whole(second.token)
    async with unit_of_work() as session:
        for event in ("in_progress", "expired", "cancelled", "abandoned", "completed"):
            await applications.interview_moved(session, application.id, event)
        await applications.left_without_report(session, application.id)
    assert await status_of(actor, application) is Status.COMPLETE
    async with unit_of_work() as session:
        interview = await session.get_one(Interview, second.interview_id)
        with pytest.raises(ConflictError):
            await move(session, interview, InterviewStatus.CANCELLED)
