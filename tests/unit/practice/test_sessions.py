"""Practice sessions: ordinary interviews that cost nothing and show up nowhere."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlmodel import func, select

from app.billing import service as billing
from app.core import clock
from app.core.database import metadata, reading
from app.core.errors import InvalidInputError, NotFoundError, NotPermittedError
from app.identity.permissions import Actor, Role, Scope
from app.interviews import figures, listing
from app.interviews.models import Interview, InterviewKind, InterviewStatus
from app.practice import service as practice
from app.reports import service as reports
from app.room import service as room
from tests.support.agent import wanted
from tests.support.interviews import engine
from tests.support.people import make_actor
from tests.support.reports import reported

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture(autouse=True)
def evaluator():
    with engine() as scripted:
        yield scripted


def as_key(actor: Actor, *scopes: Scope) -> Actor:
    """A program of the same organisation."""
    return Actor(
        user_id=None,
        organization_id=actor.organization_id,
        role=None,
        name="A bot",
        email="",
        organization_name=actor.organization_name,
        scopes=frozenset(scopes),
    )


async def begin(actor: Actor, **members):
    return await practice.create_session(actor, practice.parse_config(**wanted(**members)))


async def take_whole(actor: Actor, seen, text: str = "full marks"):
    """Answer up to the end."""
    while seen.question is not None:
        taken = await practice.answer(actor, seen.id, question_id=seen.question.id, text=text)
        seen = taken.session
    return seen


async def rows(*tables: str) -> dict[str, int]:
    async with reading() as session:
        return {
            name: (
                await session.execute(select(func.count()).select_from(metadata.tables[name]))
            ).scalar_one()
            for name in tables
        }


async def shown(actor: Actor) -> tuple[object, ...]:
    """What the organisation's screens show of its interviews, and its wallet."""
    async with reading() as session:
        return (
            await figures.dashboard(session, actor),
            await figures.sidebar(session, actor),
            await listing.list_interviews(session, actor),
            await billing.balance_of(session, actor.organization_id),
        )


async def test_it_costs_nothing_tells_nobody_and_shows_up_in_no_list(database) -> None:
    actor = await make_actor()
    await reported(actor)
    quiet = [name for name in metadata.tables if re.match("mail|webhook|outgoing|ledger", name)]
    assert len(quiet) >= 4
    counted, seen = await rows(*quiet), await shown(actor)

    ended = await take_whole(actor, await begin(actor))
    await begin(actor)

    assert ended.status is practice.SessionStatus.COMPLETED
    assert await rows(*quiet) == counted
    assert await shown(actor) == seen
    async with reading() as session:
        stored = await session.get(Interview, ended.id)
        report = await reports.report_view(session, actor, ended.id)
    assert stored is not None
    assert (stored.kind, stored.position_id, stored.candidate_id, stored.proctoring) == (
        InterviewKind.PRACTICE,
        None,
        None,
        "off",
    )
    assert report.verdict is not None
    assert round(report.verdict.score or 0) == ended.summary.overall_score


@on_sqlite
async def test_what_a_member_practises_is_theirs_alone(database) -> None:
    admin = await make_actor()
    member = await make_actor(Role.READONLY, admin.organization_id)
    bot, other_bot = as_key(admin, Scope.AGENT), as_key(admin, Scope.AGENT)
    mine, bots = await begin(member), await begin(bot)
    assert (await practice.session_view(member, mine.id)).id == mine.id
    assert (await practice.session_view(other_bot, bots.id)).id == bots.id
    for actor, found in ((admin, mine), (bot, mine), (member, bots), (admin, bots)):
        for calling in (practice.session_view, practice.end, practice.touch, practice.standing):
            with pytest.raises(NotFoundError):
                await calling(actor, found.id)
    with pytest.raises(NotPermittedError):
        await begin(as_key(admin, *(set(Scope) - {Scope.AGENT})))


@on_sqlite
async def test_a_session_that_was_not_begun_is_begun_by_whoever_looks(
    database, monkeypatch
) -> None:
    actor = await make_actor()

    async def die(*_: object) -> None:
        raise SystemError("the process has died")

    with monkeypatch.context() as dying:
        dying.setattr(room, "start", die)
        with pytest.raises(SystemError):
            await begin(actor)
    async with reading() as session:
        made = (await session.execute(select(Interview))).scalar_one()
    assert made.status is InterviewStatus.SCHEDULED
    seen = await practice.session_view(actor, made.id)
    assert (seen.status, seen.question is not None) == (practice.SessionStatus.IN_PROGRESS, True)


@on_sqlite
async def test_an_answer_that_was_not_graded_any_more_is_graded_by_whoever_looks(
    database, evaluator, monkeypatch
) -> None:
    actor = await make_actor()
    seen = await begin(actor)

    async def die(*_: object) -> None:
        raise SystemError("the process has died")

    with monkeypatch.context() as dying:
        dying.setattr(room, "settle", die)
        with pytest.raises(SystemError):
            await practice.answer(actor, seen.id, question_id=seen.question.id, text="full marks")
    assert evaluator.graded == []
    after = await practice.session_view(actor, seen.id)
    assert len(evaluator.graded) == 1
    assert after.question is not None
    assert after.question.id != seen.question.id
    with pytest.raises(InvalidInputError, match="already"):
        await practice.answer(actor, seen.id, question_id=seen.question.id, text="full marks")


@on_sqlite
async def test_an_answer_that_cannot_be_graded_is_kept_and_the_interview_goes_on(
    database, evaluator, monkeypatch
) -> None:
    actor = await make_actor()
    seen = await begin(actor)

    async def fail(*_: object) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr(evaluator, "grade", fail)
    taken = await practice.answer(actor, seen.id, question_id=seen.question.id, text="full marks")
    assert taken.evaluation.score is None
    assert "kept" in taken.evaluation.feedback
    assert taken.session.question is not None


async def test_a_session_that_was_left_is_given_up_and_takes_no_more(database) -> None:
    actor = await make_actor()
    with clock.at(clock.now()):
        seen = await begin(actor)
        await practice.answer(actor, seen.id, question_id=seen.question.id, text="full marks")
        clock.advance(timedelta(hours=25))
        assert (await room.sweep()).abandoned == 1
        after = await practice.session_view(actor, seen.id)
        assert after.status is practice.SessionStatus.ABANDONED
        assert after.summary.overall_score is not None
        assert await practice.end(actor, seen.id) == after
        with pytest.raises(practice.SessionEndedError) as refused:
            await practice.answer(actor, seen.id, question_id=seen.question.id, text="late")
        assert refused.value.status_now is practice.SessionStatus.ABANDONED


@on_sqlite
async def test_sessions_of_another_organisation_are_not_there(database) -> None:
    seen = await begin(await make_actor())
    other = await make_actor()
    with pytest.raises(NotFoundError):
        await practice.answer(other, seen.id, question_id=seen.question.id, text="full marks")
