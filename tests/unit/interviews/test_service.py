"""Inviting, trying out, cancelling and extending."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import col, select

from app.core import clock
from app.core.database import reading, unit_of_work
from app.core.errors import ConflictError, InvalidInputError, NotFoundError, NotPermittedError
from app.core.secrets import unseal
from app.identity.permissions import Role
from app.interviews import service
from app.interviews.models import Interview, InterviewKind, InterviewStatus, InterviewTerm
from app.positions import service as positions
from app.positions.plan import plan_from_json
from app.room import service as room
from app.settings import get_settings
from tests.support.audit import actions_on
from tests.support.interviews import begun, engine, interview_of, invite, make_position
from tests.support.people import make_actor


async def stored(interview_id) -> Interview:
    async with reading() as session:
        return await session.get_one(Interview, interview_id)


async def terms_of(interview_id) -> set[str]:
    query = select(InterviewTerm.term).where(col(InterviewTerm.interview_id) == interview_id)
    async with reading() as session:
        return set((await session.execute(query)).scalars())


async def test_an_invitation_holds_all_the_interview_needs(database: str) -> None:
    actor = await make_actor(Role.RECRUITER)
    position = await make_position(actor)
    invitation = await invite(
        actor, position, full_name="  Zoë   Example ", email="ZOE@example.com"
    )
    interview = await stored(invitation.interview_id)
    assert (interview.status, interview.kind) == (
        InterviewStatus.SCHEDULED,
        InterviewKind.CANDIDATE,
    )
    assert (interview.candidate_name, interview.position_title) == ("Zoë Example", "Tea master")
    assert [one.slug for one in plan_from_json(interview.plan).targets] == ["tea-ceremony"]
    assert {"zoe", "example", "tea", "zoe@example.com"} <= await terms_of(interview.id)
    assert await actions_on(interview.id) == ["interview.invited"]


async def test_the_link_is_shown_again_and_its_token_stored_only_hashed_and_sealed(
    database: str,
) -> None:
    actor = await make_actor()
    invitation = await invite(actor, await make_position(actor))
    interview = await stored(invitation.interview_id)
    assert invitation.url == f"{get_settings().base_url}/interview/{invitation.token}"
    assert service.invitation_url(interview) == invitation.url
    assert invitation.token not in interview.model_dump_json()
    assert unseal(interview.token_sealed) == invitation.token
    async with unit_of_work() as session:
        again = await service.resend(session, actor, str(interview.id))
    assert again == invitation
    assert (await actions_on(interview.id))[-1] == "interview.resent"


async def test_a_link_of_another_secret_key_is_explained(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = await make_actor()
    invitation = await invite(actor, await make_position(actor))
    monkeypatch.setenv("VIVAVOCE_SECRET_KEY", "another key altogether, and a long one")
    get_settings.cache_clear()
    with pytest.raises(ConflictError, match="another secret key"):
        service.invitation_url(await stored(invitation.interview_id))
    assert (await room.view(invitation.token)).status is room.RoomStatus.UNKNOWN


async def test_an_edit_of_the_position_changes_no_interview_that_is_scheduled(
    database: str,
) -> None:
    actor = await make_actor()
    position = await make_position(actor)
    invitation = await invite(actor, position)
    before = (await stored(invitation.interview_id)).plan
    from app.positions.inputs import parse_position
    from tests.support.interviews import concept

    values = {
        "title": "Coffee master",
        "seniority": "junior",
        "interview_types": ["screening"],
        "duration_min": 10,
        "concepts": [concept("Espresso")],
    }
    async with unit_of_work() as session:
        await positions.update(
            session, actor, position.id, parse_position(values), version=position.version
        )
    after = await stored(invitation.interview_id)
    assert (after.plan, after.position_title, after.duration_min) == (before, "Tea master", 45)


async def test_a_draft_and_a_closed_position_take_no_invitations(database: str) -> None:
    actor = await make_actor()
    draft = await make_position(actor, opened=False)
    with pytest.raises(ConflictError, match="is a draft"):
        await invite(actor, draft)
    closed = await make_position(actor)
    async with unit_of_work() as session:
        await positions.close_position(session, actor, closed.id)
    with pytest.raises(ConflictError, match="is closed"):
        await invite(actor, closed)


async def test_nothing_of_another_organisation_can_be_reached(database: str) -> None:
    owner, stranger = await make_actor(), await make_actor()
    position = await make_position(owner)
    invitation = await invite(owner, position)
    with pytest.raises(NotFoundError):
        await invite(stranger, position)
    async with unit_of_work() as session:
        with pytest.raises(NotFoundError):
            await service.start_trial(session, stranger, position_id=position.id)
        for call in (service.cancel, service.resend, service.resolve_human_request):
            with pytest.raises(NotFoundError):
                await call(session, stranger, invitation.interview_id)
        with pytest.raises(NotFoundError):
            await service.extend(session, stranger, invitation.interview_id, expires_at=None)
    assert await actions_on(invitation.interview_id) == ["interview.invited"]


@pytest.mark.parametrize("forged", [None, 7, "", "x", [], {"$ne": 1}, "\ud800"])
async def test_a_forged_id_is_not_found(database: str, forged: object) -> None:
    actor = await make_actor()
    async with unit_of_work() as session:
        for call in (service.cancel, service.resend, service.resolve_human_request):
            with pytest.raises(NotFoundError):
                await call(session, actor, forged)
        with pytest.raises(NotFoundError):
            await service.start_trial(session, actor, position_id=forged)


async def test_whoever_only_reads_neither_invites_nor_cancels(database: str) -> None:
    admin = await make_actor()
    reader = await make_actor(Role.READONLY, admin.organization_id)
    position = await make_position(admin)
    invitation = await invite(admin, position)
    with pytest.raises(NotPermittedError):
        await invite(reader, position)
    async with unit_of_work() as session:
        for call in (service.cancel, service.resend, service.resolve_human_request):
            with pytest.raises(NotPermittedError):
                await call(session, reader, invitation.interview_id)
        with pytest.raises(NotPermittedError):
            await service.start_trial(session, reader, position_id=position.id)


NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("full_name", ""),
        ("full_name", "\x00 \u200b"),
        ("full_name", None),
        ("full_name", "x" * 201),
        ("email", "not an address"),
        ("email", {"a": 1}),
        ("phone", 12345),
        ("phone", "1" * 40),
        ("resume_url", "no address"),
        ("resume_url", 5),
        ("expires_at", NOON - timedelta(seconds=1)),
        ("expires_at", NOON + timedelta(days=40_000)),
        ("expires_at", datetime(2026, 4, 1)),  # noqa: DTZ001 - that it is naive is the point
        ("expires_at", "tomorrow"),
        ("scheduled_at", "tomorrow"),
        ("scheduled_at", NOON),
        ("scheduled_at", NOON + timedelta(days=40_000)),
    ],
)
async def test_the_field_at_fault_is_named(database: str, field: str, value: object) -> None:
    actor = await make_actor()
    position = await make_position(actor)
    with clock.at(NOON), pytest.raises(InvalidInputError) as refused:
        await invite(actor, position, **{field: value})
    assert refused.value.field == field
    async with reading() as session:
        assert (await session.execute(select(Interview))).first() is None


async def test_an_invitation_ends_after_it_begins(database: str) -> None:
    actor = await make_actor()
    position = await make_position(actor)
    start = NOON + timedelta(days=20)
    with clock.at(NOON):
        with pytest.raises(InvalidInputError, match="after the start"):
            await invite(actor, position, scheduled_at=start, expires_at=NOON + timedelta(days=3))
        by_default = await invite(actor, position, scheduled_at=start)
        at_once = await invite(actor, position)
    days = timedelta(days=get_settings().invitation_days)
    assert (by_default.expires_at, at_once.expires_at) == (start + days, NOON + days)


async def test_a_known_address_is_the_same_candidate_and_keeps_its_name(database: str) -> None:
    actor = await make_actor()
    position = await make_position(actor)
    first = await invite(actor, position, email="ada@example.com", full_name="Ada Example")
    second = await invite(
        actor, position, email="Ada@Example.com", full_name="A. E.", phone="+44 20 7946 0000"
    )
    one, two = await stored(first.interview_id), await stored(second.interview_id)
    assert one.candidate_id == two.candidate_id
    assert (two.candidate_name, second.candidate_name) == ("Ada Example", "Ada Example")
    assert first.token != second.token
    elsewhere = await make_actor()
    third = await invite(elsewhere, await make_position(elsewhere), email="ada@example.com")
    assert (await stored(third.interview_id)).candidate_id != one.candidate_id


async def test_an_interview_is_cancelled_once(database: str) -> None:
    actor = await make_actor()
    invitation = await invite(actor, await make_position(actor))
    async with unit_of_work() as session:
        await service.cancel(session, actor, invitation.interview_id)
    for call in (service.cancel, service.resend):
        with pytest.raises(ConflictError, match="was cancelled"):
            async with unit_of_work() as session:
                await call(session, actor, invitation.interview_id)
    assert (await stored(invitation.interview_id)).status is InterviewStatus.CANCELLED


async def test_a_finished_interview_is_neither_cancelled_nor_extended(database: str) -> None:
    actor = await make_actor()
    with engine():
        token = await begun(actor)
        await room.end(token)
    interview_id = (await interview_of(token)).id
    later = clock.now() + timedelta(days=3)
    async with unit_of_work() as session:
        with pytest.raises(ConflictError, match="is finished: it cannot be cancelled"):
            await service.cancel(session, actor, interview_id)
        with pytest.raises(ConflictError, match="is finished"):
            await service.extend(session, actor, interview_id, expires_at=later)


async def test_an_invitation_that_ran_out_is_extended_before_it_is_sent_again(
    database: str,
) -> None:
    actor = await make_actor()
    invitation = await invite(actor, await make_position(actor))
    with clock.at(invitation.expires_at + timedelta(hours=1)):
        async with unit_of_work() as session:
            with pytest.raises(ConflictError, match="extend it first"):
                await service.resend(session, actor, invitation.interview_id)
            until = await service.extend(
                session,
                actor,
                invitation.interview_id,
                expires_at=invitation.expires_at + timedelta(days=1),
            )
            again = await service.resend(session, actor, invitation.interview_id)
        assert again.expires_at == until
        assert (await room.view(again.token)).status is room.RoomStatus.READY


async def test_a_trial_needs_a_concept_and_may_be_of_a_draft(database: str) -> None:
    actor = await make_actor(Role.RECRUITER)
    empty = await make_position(actor, opened=False, concepts=[])
    draft = await make_position(actor, opened=False)
    async with unit_of_work() as session:
        with pytest.raises(ConflictError, match="at least one concept"):
            await service.start_trial(session, actor, position_id=empty.id)
        trial = await service.start_trial(session, actor, position_id=draft.id)
    interview = await stored(trial.interview_id)
    assert (interview.kind, interview.candidate_name) == (InterviewKind.TRIAL, actor.name)
    assert await terms_of(interview.id) == set()


async def test_a_request_nobody_made_cannot_be_resolved(database: str) -> None:
    actor = await make_actor()
    invitation = await invite(actor, await make_position(actor))
    async with unit_of_work() as session:
        with pytest.raises(ConflictError, match="not asked"):
            await service.resolve_human_request(session, actor, invitation.interview_id)
    await room.request_human(invitation.token)
    for _ in range(2):
        async with unit_of_work() as session:
            await service.resolve_human_request(session, actor, invitation.interview_id)
    actions = await actions_on(invitation.interview_id)
    assert actions.count("interview.human_request_resolved") == 1


async def test_correcting_a_candidate_corrects_their_interviews(database: str) -> None:
    actor = await make_actor()
    invitation = await invite(actor, await make_position(actor), full_name="Add Exmaple")
    interview = await stored(invitation.interview_id)
    async with unit_of_work() as session:
        await service.update_candidate(
            session,
            actor,
            interview.candidate_id,
            full_name="Ada Example",
            email="ada.new@example.com",
        )
    assert (await stored(interview.id)).candidate_name == "Ada Example"
    terms = await terms_of(interview.id)
    assert {"ada", "ada.new@example.com", "tea"} <= terms
    assert "exmaple" not in terms
