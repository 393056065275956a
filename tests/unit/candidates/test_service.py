"""Finding, correcting and deleting candidates."""

from __future__ import annotations

import asyncio
import json

import pytest
from sqlalchemy import func
from sqlmodel import select

from app.assessment.models import Evaluation, Evidence, PointEvaluation
from app.candidates import service
from app.candidates.models import Candidate
from app.core.audit import AuditEntry
from app.core.database import reading, unit_of_work
from app.core.errors import ConflictError, InvalidInputError, NotFoundError, NotPermittedError
from app.identity.permissions import Role
from app.interviews.models import IntegritySignal, Interview, InterviewTerm, Turn
from app.reports import service as reports
from app.reports.models import Decision, Note, Report
from app.room import service as room
from tests.support.interviews import (
    begun,
    engine,
    interview_of,
    invite,
    make_position,
    send,
)
from tests.support.people import make_actor

TABLES = (
    Candidate,
    Interview,
    InterviewTerm,
    Turn,
    IntegritySignal,
    Evaluation,
    PointEvaluation,
    Evidence,
    Report,
    Decision,
    Note,
)


async def counts() -> dict[str, int]:
    async with reading() as session:
        return {
            table.__tablename__: (
                await session.execute(select(func.count()).select_from(table))
            ).scalar_one()
            for table in TABLES
        }


async def candidate_of(token: str):
    return (await interview_of(token)).candidate_id


async def finished(actor) -> str:
    """An interview with everything that can hang on one."""
    token = await begun(actor)
    await room.record_signal(token, "paste", {"characters": 9})
    await send(token, "half of it")
    await send(token, "full marks")
    await room.end(token)
    interview = await interview_of(token)
    async with unit_of_work() as session:
        await reports.decide(
            session, actor, interview.id, recommendation="hire", reason="Convinced us."
        )
        await reports.add_note(session, actor, interview.id, text="A note.")
    return token


async def test_deleting_a_candidate_deletes_everything_of_theirs_and_nothing_else(
    database: str,
) -> None:
    actor = await make_actor()
    with engine():
        await finished(actor)
        before = await counts()
        assert all(before.values())
        token = await finished(actor)
    assert await counts() != before
    async with unit_of_work() as session:
        await service.delete(session, actor, await candidate_of(token))
    assert await counts() == before
    assert (await room.view(token)).status is room.RoomStatus.UNKNOWN


async def test_nothing_personal_stays_in_the_audit_log(database: str) -> None:
    actor = await make_actor()
    with engine():
        token = await begun(actor)
        candidate_id = await candidate_of(token)
        async with reading() as session:
            candidate = await service.get(session, actor, candidate_id)
        await send(token, "full marks of mine")
        await room.request_human(token)
        await room.end(token)
    async with unit_of_work() as session:
        await service.delete(session, actor, candidate_id)
    async with reading() as session:
        entries = (await session.execute(select(AuditEntry))).scalars().all()
    assert "candidate.deleted" in {entry.action for entry in entries}
    log = json.dumps([entry.model_dump(mode="json") for entry in entries])
    for personal in (candidate.full_name, candidate.email, "full marks"):
        assert personal not in log


async def test_only_an_admin_deletes_and_only_once(database: str) -> None:
    admin = await make_actor()
    recruiter = await make_actor(Role.RECRUITER, admin.organization_id)
    with engine():
        candidate_id = await candidate_of(await begun(admin))
    async with unit_of_work() as session:
        with pytest.raises(NotPermittedError):
            await service.delete(session, recruiter, candidate_id)
        await service.delete(session, admin, str(candidate_id))
        with pytest.raises(NotFoundError):
            await service.delete(session, admin, candidate_id)
        with pytest.raises(NotFoundError):
            await service.get(session, admin, candidate_id)


async def test_a_candidate_of_another_organisation_is_not_found(database: str) -> None:
    owner, stranger = await make_actor(), await make_actor()
    with engine():
        candidate_id = await candidate_of(await begun(owner))
    for forged in (candidate_id, None, "x", 7, {}):
        async with unit_of_work() as session:
            with pytest.raises(NotFoundError):
                await service.get(session, stranger, forged)
            with pytest.raises(NotFoundError):
                await service.delete(session, stranger, forged)
            with pytest.raises(NotFoundError):
                await service.update(
                    session, stranger, forged, full_name="X", email="x@example.com"
                )
    async with reading() as session:
        assert (await service.get(session, owner, candidate_id)).id == candidate_id


async def test_details_are_corrected_or_the_field_named(database: str) -> None:
    actor = await make_actor()
    position = await make_position(actor)
    first = await invite(actor, position, email="one@example.com")
    await invite(actor, position, email="two@example.com")
    candidate_id = await candidate_of(first.token)
    async with unit_of_work() as session:
        view = await service.update(
            session,
            actor,
            candidate_id,
            full_name="Ada Example",
            email="One@Example.com",
            phone="+44 (0)20 7946 0000",
            resume_url="https://example.com/cv.pdf",
        )
        assert (view.email, view.phone) == ("one@example.com", "+44 (0)20 7946 0000")
        with pytest.raises(ConflictError) as taken:
            await service.update(
                session, actor, candidate_id, full_name="Ada", email="two@example.com"
            )
        with pytest.raises(InvalidInputError) as empty:
            await service.update(
                session, actor, candidate_id, full_name=" ", email="one@example.com"
            )
    assert (taken.value.field, empty.value.field) == ("email", "full_name")


async def test_inviting_a_new_address_twice_at_once_makes_one_candidate(database: str) -> None:
    actor = await make_actor()
    position = await make_position(actor)
    invitations = await asyncio.gather(
        *(invite(actor, position, email="ada@example.com") for _ in range(4))
    )
    assert len({await candidate_of(one.token) for one in invitations}) == 1
