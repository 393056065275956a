"""Evaluations: what each score rests on, when there is none, and that signals never count."""

from __future__ import annotations

import pytest

from app.core.database import reading, unit_of_work
from app.core.errors import ConflictError, NotFoundError
from app.core.ids import new_id
from app.evaluations import service
from app.evaluations.rules import Score
from app.identity.permissions import Role
from app.interviews import record
from app.interviews.models import IntegritySignal, SignalKind
from app.reports import human_grades
from app.room import service as room
from tests.support.interviews import begun, engine, interview_of, invite, make_position, send
from tests.support.people import make_actor
from tests.support.reports import reported, view_of

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
NIGHTS = {"question": "Can you work nights?", "ideal_answer": "Yes.", "dealbreaker": True}
OWNED = {"question": "When did you show ownership of something?", "ideal_answer": "A story."}


async def evaluation_of(actor, interview):
    async with unit_of_work() as session:
        return await service.view_of(session, actor, interview.id)


async def taken(*says: str, must_ask=(), asked_of_all="full marks", before_end=None):
    """An interview with these answers, the last one again and again; must-asks have their own."""
    actor = await make_actor()
    position = await make_position(actor, must_ask=list(must_ask))
    token = (await invite(actor, position)).token
    replies = list(says)
    with engine():
        view = await room.start(token, room.CONSENT_VERSION)
        while view.status is room.RoomStatus.RUNNING:
            reply = asked_of_all
            if view.question.kind != "must_ask":
                reply = replies.pop(0) if len(replies) > 1 else replies[0]
            view = (await send(token, reply)).view
        if before_end:
            await before_end(token)
    return actor, await interview_of(token)


async def test_the_same_evidence_is_evaluated_once(database: str) -> None:
    actor, interview = await taken("full marks")
    first = await evaluation_of(actor, interview)
    again = await evaluation_of(actor, interview)
    assert first == again
    assert (first.number, first.interview_number) == (1, interview.number)
    view = await view_of(actor, interview)
    assert first.overall_score == round(view.verdict.score)
    assert first.recommendation == view.verdict.recommendation
    async with reading() as session:
        assert await service.of_interview(session, actor.organization_id, interview.id) == first
        assert await service.of_interview(session, new_id(), interview.id) is None


@on_sqlite
async def test_a_score_that_nothing_shows_is_none_and_not_zero(database: str) -> None:
    actor, interview = await taken("full marks")
    made = await evaluation_of(actor, interview)
    assert made.technical_score is not None
    assert made.technical_score >= 7
    assert made.communication_score == 10
    assert made.reliability_score is None
    assert made.growth_potential_score is None
    assert made.basis["reliability_score"] == {
        "rule": made.basis["reliability_score"]["rule"],
        "value": None,
        "inputs": [],
        "evidence": [],
    }
    assert "reliability" in made.summary
    assert any("Growth potential" in one for one in made.next_interview_focus)
    actor, silent = await taken("no idea")
    nothing = await evaluation_of(actor, silent)
    assert {getattr(nothing, score.value) for score in Score} == {None}
    assert nothing.strengths == ()
    assert nothing.red_flags == ()


@on_sqlite
async def test_every_span_behind_a_score_is_verbatim(database: str) -> None:
    actor, interview = await taken("full story", must_ask=[OWNED], asked_of_all="half of it")
    made = await evaluation_of(actor, interview)
    assert made.reliability_score == 5
    assert made.accountability_score == 5
    assert made.professionalism_score is None
    async with reading() as session:
        turns = await record.turns_of(
            session, organization_id=actor.organization_id, interview_id=interview.id
        )
    texts = {str(turn.id): turn.text for turn in turns}
    spans = [span for score in Score for span in made.basis[score.value]["evidence"]]
    assert len(spans) > 4
    for span in spans:
        assert texts[span["turn_id"]][span["start"] : span["end"]] == span["quote"]


@on_sqlite
async def test_what_had_to_be_asked_for_was_not_said_by_oneself(database: str) -> None:
    actor, interview = await taken("half of it", "full marks")
    made = await evaluation_of(actor, interview)
    shares = [one["share_unprompted"] for one in made.basis["communication_score"]["inputs"]]
    assert shares == [0.0, *[1.0] * (len(shares) - 1)]
    assert made.communication_score == int(10 * sum(shares) / len(shares) + 0.5)


@on_sqlite
async def test_signals_never_count(database: str) -> None:
    async def look_away(token: str) -> None:
        interview = await interview_of(token)
        async with unit_of_work() as session:
            for _ in range(5):
                session.add(
                    IntegritySignal(
                        organization_id=interview.organization_id,
                        interview_id=interview.id,
                        kind=SignalKind.TAB_HIDDEN,
                        details={"seconds": 600},
                    )
                )

    plain = await evaluation_of(*(await taken("full marks")))
    watched = await evaluation_of(*(await taken("full marks", before_end=look_away)))
    for name in (*(score.value for score in Score), "overall_score", "red_flags", "summary"):
        assert getattr(plain, name) == getattr(watched, name)
    assert plain.recommendation == watched.recommendation


@on_sqlite
async def test_only_an_unmet_dealbreaker_is_a_red_flag(database: str) -> None:
    actor, interview = await taken("full marks", must_ask=[NIGHTS], asked_of_all="no idea")
    made = await evaluation_of(actor, interview)
    (basis,) = made.basis["red_flags"]
    number = basis["question"]
    assert made.red_flags == (f"Dealbreaker not met: Can you work nights? (question {number})",)
    assert made.recommendation == "discuss"
    actor, interview = await taken("full marks", must_ask=[NIGHTS], asked_of_all="half of it")
    unclear = await evaluation_of(actor, interview)
    assert unclear.red_flags == ()
    assert unclear.next_interview_focus[0] == "Whether a dealbreaker is met: Can you work nights?"


async def test_it_is_derived_anew_once_a_person_has_graded(database: str) -> None:
    actor, interview = await taken("full marks")
    before = await evaluation_of(actor, interview)
    question = (await view_of(actor, interview)).questions[-1]
    async with unit_of_work() as session:
        await human_grades.regrade(
            session,
            actor,
            interview.id,
            question.evaluation_id,
            points={point.point_id: "none" for point in question.points},
            reason="It says nothing.",
            seen="",
        )
    async with reading() as session:
        shown = await service.of_interview(session, actor.organization_id, interview.id)
    after = await evaluation_of(actor, interview)
    assert shown.basis == after.basis
    assert after.number == before.number
    exact = [made.basis["technical_score"]["value"] for made in (before, after)]
    assert exact[1] < exact[0]
    assert after.updated_at > before.updated_at


@on_sqlite
async def test_there_is_none_without_a_report_or_for_others(database: str) -> None:
    actor = await make_actor()
    with engine():
        running = await interview_of(await begun(actor))
    with pytest.raises(NotFoundError):
        await evaluation_of(actor, running)
    async with unit_of_work() as session:
        with pytest.raises(ConflictError):
            await service.evaluate(session, actor.organization_id, running.id)
    done = await reported(actor)
    stranger = await make_actor(Role.ADMIN)
    with pytest.raises(NotFoundError):
        await evaluation_of(stranger, done)
    async with unit_of_work() as session:
        with pytest.raises(NotFoundError):
            await service.evaluate(session, stranger.organization_id, done.id)
