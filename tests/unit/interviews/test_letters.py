"""The e-mails that candidates get: to whom, with what, how often, and until when."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import col, select

from app.core import clock
from app.core.database import reading, unit_of_work
from app.core.errors import ConflictError, TooManyRequestsError
from app.core.secrets import unseal
from app.identity.models import User
from app.identity.permissions import Actor, Role, Scope
from app.interviews import letters, service
from app.mail import service as mails
from app.mail.models import Mail, MailKind, MailStatus
from app.settings import get_settings
from tests.support.interviews import begun, engine, interview_of, invite, make_position
from tests.support.people import make_actor


async def written_to(actor) -> list[Mail]:
    """The organisation's e-mails, in order."""
    query = (
        select(Mail)
        .where(col(Mail.organization_id) == actor.organization_id)
        .order_by(col(Mail.id))
    )
    async with reading() as session:
        return list((await session.execute(query)).scalars())


async def resend(actor, interview_id) -> None:
    async with unit_of_work() as session:
        await service.resend(session, actor, interview_id, notify=True)


async def departure_of(mail: Mail) -> letters.Departure:
    async with reading() as session:
        return await letters.departure(session, mail)


async def invited(actor, **fields):
    return await invite(actor, await make_position(actor), **({"notify": True} | fields))


async def test_an_invitation_says_who_invites_to_what_until_when_and_how_to_ask(
    database: str,
) -> None:
    actor = await make_actor(Role.RECRUITER)
    invitation = await invited(
        actor,
        full_name="Zoë Example",
        email="zoe@example.com",
        scheduled_at=clock.now() + timedelta(days=2),
        expires_at=datetime(2027, 1, 5, 23, 59, 59, tzinfo=UTC),
    )
    (mail,) = await written_to(actor)
    text = unseal(mail.text_sealed)
    assert (mail.recipient, mail.kind) == ("zoe@example.com", MailKind.INVITATION)
    assert mail.subject == f"Your interview with {actor.organization_name}: Tea master"
    for words in (
        "Hello Zoë Example,",
        "45 minutes",
        f"\n{invitation.url}\n",
        "Begin here, from ",
        "until 5 January 2027, 23:59 UTC",
        "AI interviewer",
        "ask for a human",
        f"it reaches {actor.name}",
    ):
        assert words in text
    assert (await departure_of(mail)).reply_to == actor.email


async def test_nobody_is_written_to_unless_it_is_asked_for(database: str) -> None:
    actor = await make_actor()
    invitation = await invited(actor, notify=False)
    async with unit_of_work() as session:
        await service.resend(session, actor, invitation.interview_id)
    assert await written_to(actor) == []


async def test_an_invitation_that_is_refused_writes_to_nobody(database: str) -> None:
    actor = await make_actor()
    position = await make_position(actor, opened=False)
    with pytest.raises(ConflictError):
        await invite(actor, position, notify=True)
    assert await written_to(actor) == []


async def test_a_second_click_sends_nothing_and_half_a_minute_later_it_does(
    database: str,
) -> None:
    actor = await make_actor()
    with clock.at(clock.now()):
        invitation = await invited(actor)
        clock.advance(timedelta(seconds=12))
        with pytest.raises(TooManyRequestsError) as caught:
            await resend(actor, invitation.interview_id)
        assert caught.value.retry_after == 18
        clock.advance(timedelta(seconds=18))
        await resend(actor, invitation.interview_id)
    assert len(await written_to(actor)) == 2


async def test_of_many_clicks_at_once_one_sends(database: str) -> None:
    actor = await make_actor()
    invitation = await invited(actor, notify=False)
    outcomes = await asyncio.gather(
        *(resend(actor, invitation.interview_id) for _ in range(8)), return_exceptions=True
    )
    assert sum(outcome is None for outcome in outcomes) == 1
    assert sum(isinstance(outcome, TooManyRequestsError) for outcome in outcomes) == 7
    assert len(await written_to(actor)) == 1


async def test_a_corrected_address_or_a_failed_e_mail_need_not_be_waited_for(
    database: str,
) -> None:
    actor = await make_actor()
    invitation = await invited(actor, email="adda@example.com")
    candidate_id = (await interview_of(invitation.token)).candidate_id
    async with unit_of_work() as session:
        await service.update_candidate(
            session, actor, candidate_id, full_name="Ada Example", email="ada@example.com"
        )
    await resend(actor, invitation.interview_id)
    _, second = await written_to(actor)
    async with unit_of_work() as session:
        await mails.note_failure(session, second.id, attempt=1, words="550 No", is_final=True)
    await resend(actor, invitation.interview_id)
    assert [mail.recipient for mail in await written_to(actor)] == [
        "adda@example.com",
        "ada@example.com",
        "ada@example.com",
    ]


async def test_the_last_e_mail_is_told_of_within_the_organisation_alone(database: str) -> None:
    actor, stranger = await make_actor(), await make_actor()
    invitation = await invited(actor, email="ada@example.com")

    async def last(who):
        async with reading() as session:
            return await letters.last_invitation(
                session,
                organization_id=who.organization_id,
                interview_id=invitation.interview_id,
            )

    view = await last(actor)
    assert view is not None
    assert (view.recipient, view.status, view.attempts) == (
        "ada@example.com",
        MailStatus.PENDING,
        0,
    )
    assert await last(stranger) is None


async def test_what_a_program_invites_to_has_nobody_to_answer_to(database: str) -> None:
    member = await make_actor()
    program = Actor(
        user_id=None,
        organization_id=member.organization_id,
        role=None,
        name="Key",
        email="",
        organization_name=member.organization_name,
        scopes=frozenset({Scope.INTERVIEWS_WRITE}),
    )
    await invite(program, await make_position(member), notify=True)
    (mail,) = await written_to(member)
    assert "Answer this e-mail" not in unseal(mail.text_sealed)
    assert await departure_of(mail) == letters.Departure()


async def test_answers_do_not_go_to_somebody_who_has_left(database: str) -> None:
    actor = await make_actor()
    await invited(actor)
    async with unit_of_work() as session:
        user = await session.get_one(User, actor.user_id)
        user.is_active = False
    (mail,) = await written_to(actor)
    assert (await departure_of(mail)).reply_to is None


async def test_an_invitation_leaves_while_its_link_opens_something(database: str) -> None:
    actor = await make_actor()
    invitation = await invited(actor)
    (mail,) = await written_to(actor)
    assert (await departure_of(mail)).hindrance == ""
    with clock.at(clock.now() + timedelta(days=100)):
        assert "expired" in (await departure_of(mail)).hindrance
    async with unit_of_work() as session:
        await service.cancel(session, actor, invitation.interview_id)
    assert "cancelled" in (await departure_of(mail)).hindrance


async def test_an_interview_that_runs_can_be_written_about_but_one_that_ended_cannot(
    database: str,
) -> None:
    actor = await make_actor()
    with engine():
        token = await begun(actor)
    interview = await interview_of(token)
    await resend(actor, interview.id)
    (mail,) = await written_to(actor)
    assert (await departure_of(mail)).hindrance == ""
    async with unit_of_work() as session:
        await service.cancel(session, actor, interview.id)
    assert "cancelled" in (await departure_of(mail)).hindrance
    with pytest.raises(ConflictError):
        await resend(actor, interview.id)


async def test_e_mails_about_other_things_always_leave(database: str) -> None:
    actor = await make_actor()
    async with unit_of_work() as session:
        mail = await mails.send(
            session,
            MailKind.LOW_BALANCE,
            organization_id=actor.organization_id,
            recipient=actor.email,
            subject="Low",
            text="Low",
        )
    assert await departure_of(mail) == letters.Departure()


async def test_a_link_of_another_secret_key_is_not_sent(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = await make_actor()
    invitation = await invited(actor, notify=False)
    monkeypatch.setenv("VIVAVOCE_SECRET_KEY", "another key altogether, and a long one")
    get_settings.cache_clear()
    with pytest.raises(ConflictError, match="another secret key"):
        await resend(actor, invitation.interview_id)
    assert await written_to(actor) == []
