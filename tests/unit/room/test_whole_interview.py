"""An interview from the first question to the report."""

from __future__ import annotations

import pytest
from sqlmodel import select

from app.core import clock
from app.core.database import reading, unit_of_work
from app.interviews import service as interviews
from app.interviews.models import InterviewKind, InterviewStatus, TurnKind
from app.reports.models import Report
from app.room import service as room
from tests.support.interviews import (
    begun,
    concept,
    engine,
    evaluations_of,
    interview_of,
    make_position,
    send,
    take_whole,
    turns_of,
)
from tests.support.people import make_actor


async def report_of(token: str) -> Report:
    interview = await interview_of(token)
    async with reading() as session:
        query = select(Report).where(Report.interview_id == interview.id)
        return (await session.execute(query)).scalar_one()


async def test_full_answers_and_none_end_at_either_end_of_the_scale(database: str) -> None:
    actor = await make_actor()
    concepts = [concept("Tea ceremony"), concept("Kettles", target_depth=4)]
    scores = {}
    with engine():
        for text in ("full marks", "I have no idea"):
            token = await begun(actor, concepts=concepts)
            await take_whole(token, text)
            report = await report_of(token)
            scores[text] = report.overall_score
            assert report.recommendation == (await interview_of(token)).recommendation
    assert scores["full marks"] >= 75
    assert scores["I have no idea"] < 15


async def test_the_end_is_thanked_for_stored_and_final(database: str) -> None:
    actor = await make_actor()
    with engine():
        token = await begun(actor)
        seen = await take_whole(token)
    interview = await interview_of(token)
    assert interview.status is InterviewStatus.COMPLETED
    assert interview.ended_at is not None
    assert interview.end_reason in {"precise", "exhausted"}
    assert [turn.kind for turn in await turns_of(token)][-1] is TurnKind.CLOSING
    assert seen[-1].status is room.RoomStatus.FINISHED
    assert "finished" in seen[-1].message
    assert seen[-1].transcript == ()
    assert seen[-1].question is None


async def test_every_answer_has_one_evaluation_and_all_evidence_is_verbatim(database: str) -> None:
    actor = await make_actor()
    with engine():
        token = await begun(actor)
        await take_whole(token, "🫖 half of it\tis café, naïve and 日本")
    answers = {turn.id: turn.text for turn in await turns_of(token, TurnKind.ANSWER)}
    evaluations = await evaluations_of(token)
    assert sorted(one.turn_id for one in evaluations) == sorted(answers)
    spans = [span for one in evaluations for point in one.points for span in point.evidence]
    assert spans
    for span in spans:
        assert answers[span.turn_id][span.start : span.end] == span.quote == "half"


async def test_the_browser_never_sees_what_the_grading_knows(database: str) -> None:
    actor = await make_actor()
    secret = "Ulmus procera is the English elm."
    with engine():
        token = await begun(
            actor,
            concepts=[concept("Zymurgy")],
            must_ask=[{"question": "Which tree is it?", "ideal_answer": secret}],
        )
        seen = await take_whole(token, "half of it")
    items = [turn.item for turn in await turns_of(token) if turn.item]
    hidden = {point["text"] for item in items for point in item["points"]}
    hidden |= {item["id"] for item in items}
    assert secret in hidden
    for view in seen:
        shown = view.model_dump_json()
        for text in hidden:
            assert text not in shown
        for word in ("score", "credit", "target", "depth", "weight", "slug", "zymurgy"):
            assert f'"{word}"' not in shown


async def test_an_unclear_answer_is_followed_up_once_and_judged_with_the_first(
    database: str,
) -> None:
    actor = await make_actor()
    with engine() as evaluator:
        token = await begun(actor)
        outcome = await send(token, "half of it")
        assert outcome.view.question.kind == "follow_up"
        outcome = await send(token, "now full")
        assert outcome.view.question.kind == "question"
    parts = [part.text for part in evaluator.graded[-1][1]]
    assert parts == ["half of it", "now full"]
    first, second = await evaluations_of(token)
    assert (first.score, second.score) == (0.5, 1.0)
    assert first.item_id == second.item_id
    assert first.concept == second.concept == "tea-ceremony"


async def test_an_answer_that_stays_unclear_is_not_followed_up_again(database: str) -> None:
    actor = await make_actor()
    with engine():
        token = await begun(actor)
        kinds = [(await send(token, "half of it")).view.question.kind for _ in range(3)]
    assert kinds == ["follow_up", "question", "follow_up"]


async def test_must_ask_questions_are_all_asked_word_for_word_and_outside_the_depths(
    database: str,
) -> None:
    actor = await make_actor()
    questions = [
        {"question": "Why do you want to work here?"},
        {
            "question": "May we call you?",
            "ideal_answer": "Yes. In the morning.",
            "time_limit_min": 1,
        },
    ]
    with engine():
        token = await begun(actor, must_ask=questions)
        seen = await take_whole(token, "full marks")
    asked = await turns_of(token, TurnKind.MUST_ASK)
    assert [turn.text for turn in asked] == [one["question"] for one in questions]
    kinds = [turn.kind for turn in await turns_of(token)]
    assert kinds.index(TurnKind.QUESTION) < kinds.index(TurnKind.MUST_ASK)
    graded = [one for one in await evaluations_of(token) if one.concept is None]
    assert [[point.text for point in one.points] for one in graded] == [["Yes.", "In the morning."]]
    limits = {view.question.text: view.question.time_limit_min for view in seen if view.question}
    assert limits["May we call you?"] == 1
    assert limits["Why do you want to work here?"] is None


async def test_must_ask_questions_come_even_in_the_shortest_interview(database: str) -> None:
    actor = await make_actor()
    questions = [{"question": f"Question number {n}?", "time_limit_min": 2} for n in range(3)]
    with engine(), clock.at(clock.now()):
        token = await begun(actor, duration_min=5, must_ask=questions)
        await take_whole(token)
    assert len(await turns_of(token, TurnKind.MUST_ASK)) == 3


async def test_progress_counts_questions_and_never_exceeds_what_is_expected(database: str) -> None:
    actor = await make_actor()
    with engine():
        token = await begun(actor)
        views = await take_whole(token, "half of it")
    running = [view for view in views if view.status is room.RoomStatus.RUNNING]
    assert running[0].answered == 0
    for view in running:
        assert view.answered <= view.expected
    assert [view.answered for view in running] == sorted(view.answered for view in running)


async def test_the_same_interview_always_goes_the_same_way(database: str) -> None:
    actor = await make_actor()
    with engine():
        token = await begun(actor)
        first = (await room.view(token)).question
        again = await room.resume(token)
    assert again.question == first


@pytest.mark.parametrize("difficulty", ["easy", "hard"])
async def test_difficulty_says_where_a_concept_is_begun(database: str, difficulty: str) -> None:
    actor = await make_actor()
    with engine():
        token = await begun(actor, difficulty=difficulty, concepts=[concept(target_depth=3)])
    depth = (await turns_of(token, TurnKind.QUESTION))[0].depth
    assert depth < 3 if difficulty == "easy" else depth >= 3


async def test_a_trial_of_a_draft_goes_all_the_way_to_a_report(database: str) -> None:
    actor = await make_actor()
    position = await make_position(actor, opened=False)
    async with unit_of_work() as session:
        trial = await interviews.start_trial(session, actor, position_id=position.id)
    with engine():
        view = await room.start(trial.token, room.CONSENT_VERSION)
        assert view.is_trial
        await take_whole(trial.token)
    interview = await interview_of(trial.token)
    assert (interview.kind, interview.candidate_id) == (InterviewKind.TRIAL, None)
    assert (await report_of(trial.token)).overall_score is not None


async def test_the_built_in_engine_holds_an_interview(database: str) -> None:
    actor = await make_actor()
    token = await begun(actor, concepts=[{"slug": "caching", "target_depth": 3}])
    outcome = await send(token, "I don't know")
    assert outcome.view.question is not None
    (evaluation,) = await evaluations_of(token)
    assert (evaluation.engine, evaluation.score) == ("built-in", 0.0)
    finished = await room.end(token)
    assert finished.status is room.RoomStatus.FINISHED
    assert (await report_of(token)).recommendation == "no_hire"
