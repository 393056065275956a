"""What other programs are told of an interview: each thing once, and with what caused it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import col, select

from app.core import clock
from app.core.database import reading, unit_of_work
from app.interviews import service
from app.interviews.models import Interview, SignalKind
from app.interviews.signals import record
from app.room import conduct
from app.room import service as room
from app.webhooks.models import WebhookEvent
from tests.support.interviews import (
    engine,
    interview_of,
    invite,
    make_position,
    send,
    take_whole,
)
from tests.support.people import make_actor


async def events_of(interview_id) -> list[WebhookEvent]:
    """What was told of an interview, in order."""
    query = (
        select(WebhookEvent)
        .where(col(WebhookEvent.interview_id) == interview_id)
        .order_by(col(WebhookEvent.sequence))
    )
    async with reading() as session:
        return list((await session.execute(query)).scalars())


async def told_of(interview_id) -> list[str]:
    return [event.type.value for event in await events_of(interview_id)]


async def test_a_whole_interview_is_told_step_by_step(database: str) -> None:
    actor = await make_actor()
    invitation = await invite(actor, await make_position(actor))
    assert await told_of(invitation.interview_id) == ["interview.scheduled"]
    with engine():
        await room.start(invitation.token, room.CONSENT_VERSION)
        assert await told_of(invitation.interview_id) == [
            "interview.scheduled",
            "interview.started",
        ]
        await take_whole(invitation.token)
    events = await events_of(invitation.interview_id)
    assert [event.type.value for event in events] == [
        "interview.scheduled",
        "interview.started",
        "interview.completed",
        "report.generated",
    ]
    assert [event.sequence for event in events] == [1, 2, 3, 4]
    assert [event.data["status"] for event in events] == [
        "scheduled",
        "in_progress",
        "completed",
        "completed",
    ]


async def test_a_report_is_told_with_what_the_contract_names(database: str) -> None:
    actor = await make_actor()
    invitation = await invite(actor, await make_position(actor))
    with engine():
        await room.start(invitation.token, room.CONSENT_VERSION)
        await take_whole(invitation.token)
    interview = await interview_of(invitation.token)
    *_, event = await events_of(interview.id)
    assert event.organization_id == actor.organization_id
    named = {
        "interview_id": str(interview.id),
        "org_id": str(actor.organization_id),
        "candidate_id": str(interview.candidate_id),
        "overall_score": interview.score,
        "recommendation": interview.recommendation,
    }
    assert named.items() <= event.data.items()
    assert isinstance(event.data["overall_score"], float)


async def test_what_is_told_holds_neither_nulls_nor_who_the_candidate_is(database: str) -> None:
    actor = await make_actor()
    invitation = await invite(
        actor,
        await make_position(actor),
        full_name="Unmistakable Person",
        email="unmistakable@example.com",
    )
    with engine():
        await room.start(invitation.token, room.CONSENT_VERSION)
        await take_whole(invitation.token, "full marks and unmistakable words")
    for event in await events_of(invitation.interview_id):
        assert None not in event.data.values()
        assert "nmistakable" not in str(event.data)
        assert invitation.token not in str(event.data)


async def test_a_second_start_or_end_tells_nothing_more(database: str) -> None:
    actor = await make_actor()
    invitation = await invite(actor, await make_position(actor))
    with engine():
        for _ in range(2):
            await room.start(invitation.token, room.CONSENT_VERSION)
        await send(invitation.token, "full marks")
        for _ in range(2):
            await room.end(invitation.token)
    assert await told_of(invitation.interview_id) == [
        "interview.scheduled",
        "interview.started",
        "interview.completed",
        "report.generated",
    ]


@pytest.mark.parametrize("started", [False, True])
async def test_a_cancelled_interview_is_told_once(database: str, started: bool) -> None:
    actor = await make_actor()
    invitation = await invite(actor, await make_position(actor))
    if started:
        with engine():
            await room.start(invitation.token, room.CONSENT_VERSION)
    async with unit_of_work() as session:
        await service.cancel(session, actor, invitation.interview_id)
    *_, last = await events_of(invitation.interview_id)
    assert (last.type.value, last.data["status"]) == ("interview.canceled", "canceled")
    assert (await told_of(invitation.interview_id)).count("interview.canceled") == 1


async def test_an_invitation_that_expires_is_told_as_cancelled_once(database: str) -> None:
    actor = await make_actor()
    invitation = await invite(actor, await make_position(actor))
    for _ in range(2):
        with clock.at(clock.now() + timedelta(days=30)):
            await conduct.sweep()
    *_, last = await events_of(invitation.interview_id)
    assert (last.type.value, last.data["status"]) == ("interview.canceled", "expired")
    assert len(await events_of(invitation.interview_id)) == 2


async def test_an_interview_that_is_left_is_told_as_completed(database: str) -> None:
    actor = await make_actor()
    invitation = await invite(actor, await make_position(actor))
    with engine():
        await room.start(invitation.token, room.CONSENT_VERSION)
        with clock.at(clock.now() + timedelta(days=30)):
            await conduct.sweep()
    *_, last = await events_of(invitation.interview_id)
    assert (last.type.value, last.data["status"]) == ("interview.completed", "abandoned")


async def test_an_integrity_signal_is_told_as_an_alert_if_it_is_recorded(database: str) -> None:
    actor = await make_actor()
    invitation = await invite(actor, await make_position(actor, proctoring="standard"))
    silent = await invite(actor, await make_position(actor, proctoring="off"))
    for one in (invitation, silent):
        async with unit_of_work() as session:
            interview = await session.get_one(Interview, one.interview_id)
            await record(session, interview, SignalKind.TAB_HIDDEN, {"seconds": 12})
    *_, alert = await events_of(invitation.interview_id)
    assert alert.type.value == "proctoring.alert"
    assert (alert.data["signal"], alert.data["details"]) == ("tab_hidden", {"seconds": 12})
    assert await told_of(silent.interview_id) == ["interview.scheduled"]


async def test_what_is_rolled_back_is_not_told(database: str) -> None:
    actor = await make_actor()
    position = await make_position(actor)
    invitation = await invite(actor, position)

    async def change_my_mind() -> None:
        async with unit_of_work() as session:
            await service.cancel(session, actor, invitation.interview_id)
            await service.invite(
                session,
                actor,
                position_id=position.id,
                full_name="Ada Example",
                email="nobody@example.com",
            )
            raise RuntimeError("changed my mind")

    with pytest.raises(RuntimeError, match="changed my mind"):
        await change_my_mind()
    assert await told_of(invitation.interview_id) == ["interview.scheduled"]
    async with reading() as session:
        assert len((await session.execute(select(WebhookEvent))).all()) == 1


async def test_of_a_trial_nobody_is_told(database: str) -> None:
    actor = await make_actor()
    position = await make_position(actor)
    async with unit_of_work() as session:
        trial = await service.start_trial(session, actor, position_id=position.id)
    with engine():
        await room.start(trial.token, room.CONSENT_VERSION)
        await take_whole(trial.token)
    async with reading() as session:
        assert (await session.execute(select(WebhookEvent))).all() == []
