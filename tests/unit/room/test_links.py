"""Links that are unknown, expired, used, cancelled or of a deleted candidate; and the sweep."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlmodel import select

from app.candidates import service as candidates
from app.core import clock
from app.core.database import reading, unit_of_work
from app.core.errors import ConflictError, InvalidInputError, NotFoundError
from app.interviews import service as interviews
from app.interviews.models import InterviewStatus, TurnKind
from app.reports.models import Report
from app.room import service as room
from tests.support.audit import actions_on
from tests.support.interviews import (
    ScriptedEvaluator,
    begun,
    engine,
    evaluations_of,
    interview_of,
    invite,
    make_position,
    send,
    turns_of,
)
from tests.support.people import make_actor


async def everything_is_refused(token: str, error: type[Exception], words: str) -> None:
    """Nothing works behind this link, each time with the same clear words."""
    view = await room.view(token)
    assert words in view.message
    assert view.question is None
    assert view.transcript == ()
    for call, arguments in (
        (room.start, (token, room.CONSENT_VERSION)),
        (room.answer, (token, "x", "text", "another-key")),
        (room.save_draft, (token, "x", "text")),
        (room.touch, (token,)),
        (room.record_signal, (token, "paste")),
        (room.request_human, (token,)),
    ):
        with pytest.raises(error, match=words):
            await call(*arguments)
    assert (await room.resume(token)).status is view.status
    assert (await room.advance(token)).status is view.status


async def test_an_unknown_link_says_so_and_nothing_else(database: str) -> None:
    await make_actor()
    await everything_is_refused("no-such-token", NotFoundError, "not valid")
    view = await room.view("no-such-token")
    assert (view.status, view.position_title) == (room.RoomStatus.UNKNOWN, "")


async def test_a_link_to_come_says_who_asks_for_what(database: str) -> None:
    actor = await make_actor()
    invitation = await invite(actor, await make_position(actor, proctoring="strict"))
    view = await room.view(invitation.token)
    assert view.status is room.RoomStatus.READY
    assert view.organization_name == actor.organization_name
    assert (view.position_title, view.candidate_first_name) == ("Tea master", "Ada")
    assert (view.duration_min, view.is_trial) == (45, False)
    assert "fullscreen_recorded" in view.consent_keys


async def test_an_expired_link_says_so_before_and_after_the_sweep(database: str) -> None:
    actor = await make_actor()
    invitation = await invite(actor, await make_position(actor))
    with clock.at(invitation.expires_at):
        await everything_is_refused(invitation.token, ConflictError, "expired")
        assert await room.sweep() == (1, 0)
        assert await room.sweep() == (0, 0)
        await everything_is_refused(invitation.token, ConflictError, "expired")
    interview = await interview_of(invitation.token)
    assert interview.status is InterviewStatus.EXPIRED
    assert await actions_on(interview.id) == ["interview.invited", "interview.expired"]


async def test_an_extended_invitation_is_not_swept(database: str) -> None:
    actor = await make_actor()
    invitation = await invite(actor, await make_position(actor))
    async with unit_of_work() as session:
        later = invitation.expires_at + timedelta(days=3)
        await interviews.extend(session, actor, invitation.interview_id, expires_at=later)
    with clock.at(invitation.expires_at):
        assert await room.sweep() == (0, 0)
        assert (await room.view(invitation.token)).status is room.RoomStatus.READY


async def test_a_cancelled_link_says_so_even_in_the_middle(database: str) -> None:
    actor = await make_actor()
    with engine():
        token = await begun(actor)
        async with unit_of_work() as session:
            await interviews.cancel(session, actor, (await interview_of(token)).id)
        await everything_is_refused(token, ConflictError, "cancelled")
        with pytest.raises(ConflictError, match="cancelled"):
            await room.end(token)


async def test_a_used_link_says_that_the_interview_is_finished(database: str) -> None:
    with engine():
        token = await begun(await make_actor())
        await room.end(token)
        await everything_is_refused(token, ConflictError, "finished")
        assert (await room.end(token)).status is room.RoomStatus.FINISHED
    assert (await interview_of(token)).end_reason == "candidate_ended"


async def test_the_link_of_a_deleted_candidate_is_no_longer_valid(database: str) -> None:
    actor = await make_actor()
    with engine():
        token = await begun(actor)
        interview = await interview_of(token)
        async with unit_of_work() as session:
            await candidates.delete(session, actor, interview.candidate_id)
        await everything_is_refused(token, NotFoundError, "no longer")


async def test_a_candidate_deleted_while_an_answer_is_graded_leaves_nothing(
    database: str,
) -> None:
    actor = await make_actor()
    with engine():
        token = await begun(actor)
        interview = await interview_of(token)
        question = (await room.view(token)).question
        receipt = await room.receive(token, question.turn_id, "full marks", "key")
        async with unit_of_work() as session:
            await candidates.delete(session, actor, interview.candidate_id)
        from app.room import conduct

        await conduct.proceed(receipt.interview_id)
        assert not await conduct.end(receipt.interview_id, "candidate_ended")


async def test_consent_must_be_to_the_current_terms(database: str) -> None:
    actor = await make_actor()
    invitation = await invite(actor, await make_position(actor))
    for version in (None, "", "2019-01", 7, True):
        with pytest.raises(InvalidInputError) as refused:
            await room.start(invitation.token, version)
        assert refused.value.field == "consent_version"
    assert (await room.view(invitation.token)).status is room.RoomStatus.READY
    with engine():
        await room.start(invitation.token, room.CONSENT_VERSION)
    interview = await interview_of(invitation.token)
    assert interview.consent_version == room.CONSENT_VERSION
    assert interview.consented_at == interview.started_at is not None


async def test_starting_twice_at_once_starts_once(database: str) -> None:
    actor = await make_actor()
    invitation = await invite(actor, await make_position(actor))
    with engine():
        views = await asyncio.gather(
            *(room.start(invitation.token, room.CONSENT_VERSION) for _ in range(4))
        )
        again = await room.start(invitation.token, "whatever")
    assert len({view.question.turn_id for view in [*views, again]}) == 1
    assert len(await turns_of(invitation.token)) == 1


async def test_an_interview_in_progress_outlives_its_invitation(database: str) -> None:
    actor = await make_actor()
    invitation = await invite(actor, await make_position(actor))
    with engine():
        with clock.at(invitation.expires_at - timedelta(minutes=1)):
            await room.start(invitation.token, room.CONSENT_VERSION)
        with clock.at(invitation.expires_at + timedelta(minutes=20)):
            assert (await send(invitation.token, "full marks")).view.question


async def test_ending_before_the_beginning_is_refused(database: str) -> None:
    actor = await make_actor()
    invitation = await invite(actor, await make_position(actor))
    with pytest.raises(ConflictError, match="not begun"):
        await room.end(invitation.token)


async def has_report(token: str) -> bool:
    interview = await interview_of(token)
    async with reading() as session:
        query = select(Report).where(Report.interview_id == interview.id)
        return (await session.execute(query)).first() is not None


async def test_an_interview_left_for_a_day_is_given_up_with_what_was_graded(
    database: str,
) -> None:
    actor = await make_actor()
    now = clock.now()
    with engine():
        with clock.at(now):
            answered, untouched = await begun(actor), await begun(actor)
            question = (await room.view(answered)).question
            # The server dies before it grades the only answer.
            await room.receive(answered, question.turn_id, "full marks", "key")
        with clock.at(now + timedelta(hours=23)):
            assert await room.sweep() == (0, 0)
        with clock.at(now + timedelta(hours=25)):
            assert await room.sweep() == (0, 2)
            assert await room.sweep() == (0, 0)
            assert (await room.view(answered)).status is room.RoomStatus.ABANDONED
            await everything_is_refused(answered, ConflictError, "left for too long")
    assert len(await evaluations_of(answered)) == 1
    assert (await has_report(answered), await has_report(untouched)) == (True, False)
    for token in (answered, untouched):
        assert await turns_of(token, TurnKind.CLOSING) == []
        assert (await interview_of(token)).end_reason == "abandoned"


async def test_whoever_comes_back_in_time_is_not_given_up(database: str) -> None:
    actor = await make_actor()
    now = clock.now()
    with engine():
        with clock.at(now):
            token = await begun(actor)
        with clock.at(now + timedelta(hours=23)):
            await room.touch(token)
        with clock.at(now + timedelta(hours=25)):
            assert await room.sweep() == (0, 0)


async def test_whoever_comes_back_while_the_sweep_is_at_work_is_not_given_up(
    database: str,
) -> None:
    class Returning(ScriptedEvaluator):
        async def prepare(self, item):
            pass

        async def grade(self, item, answer):
            await room.touch(token)
            return await super().grade(item, answer)

    now = clock.now()
    with engine(Returning()):
        with clock.at(now):
            token = await begun(await make_actor())
            question = (await room.view(token)).question
            await room.receive(token, question.turn_id, "full marks", "key")
        with clock.at(now + timedelta(hours=25)):
            assert await room.sweep() == (0, 0)
            assert (await room.resume(token)).question is not None


async def test_the_sweep_works_in_batches(database: str) -> None:
    actor = await make_actor()
    position = await make_position(actor)
    invitations = [await invite(actor, position) for _ in range(5)]
    with clock.at(max(one.expires_at for one in invitations)):
        assert [(await room.sweep(limit=2)).expired for _ in range(4)] == [2, 2, 1, 0]
