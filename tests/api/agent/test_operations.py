"""The operations on practice interviews, by what they do."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from app.core import clock
from app.core.database import reading
from app.core.ids import new_id
from app.interviews import record
from app.interviews.models import TurnKind
from app.practice import service as practice
from tests.support.agent import (
    actor_of,
    answered,
    client_with,
    created,
    data_of,
    failure_of,
    wanted,
)

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


async def turns_of(actor, interview_id: str, kind: TurnKind) -> list:
    async with reading() as session:
        turns = await record.turns_of(
            session, organization_id=actor.organization_id, interview_id=UUID(interview_id)
        )
    return [turn for turn in turns if turn.kind is kind]


@on_sqlite
async def test_a_session_is_created_and_begun_at_once(client) -> None:
    made = data_of(await client.post("/interviews", json=wanted(experience_level="  senior ")), 201)
    assert made["status"] == "created"
    assert made["config"] == wanted(experience_level="senior")
    assert made["created_at"].endswith("Z")
    seen = data_of(await client.get(f"/interviews/{made['interview_id']}"))
    assert seen["status"] == "in_progress"
    assert "Tea ceremony" in seen["current_question"]["text"]
    assert {key: seen[key] for key in ("interview_id", "created_at", "config")} == {
        key: made[key] for key in ("interview_id", "created_at", "config")
    }
    assert "summary" not in seen


async def test_a_bot_takes_a_whole_interview_over_rest(client) -> None:
    interview_id, question = await created(client)
    seen = []
    while question is not None:
        seen.append(question["id"])
        assert len(seen) < 30
        taken = data_of(await answered(client, interview_id, question))
        assert taken["evaluation"]["score"] == 10
        assert "“full”" in taken["evaluation"]["feedback"]
        question = taken["next_question"]
        now = data_of(await client.get(f"/interviews/{interview_id}"))
        assert now["current_question"] == question
    assert len(set(seen)) == len(seen) >= 2
    assert now["status"] == "completed"
    ends = [data_of(await client.post(f"/interviews/{interview_id}/end")) for _ in range(2)]
    assert ends[0] == ends[1]
    assert ends[0]["summary"] == now["summary"]
    assert 60 <= now["summary"]["overall_score"] <= 100
    assert now["summary"]["strengths"]
    late = failure_of(await answered(client, interview_id, {"id": seen[-1]}), 400)
    assert late["details"] == {"status": "completed"}


@on_sqlite
async def test_a_session_that_is_ended_early_is_summed_up_from_what_there_is(client) -> None:
    interview_id, _ = await created(client)
    ended = data_of(await client.post(f"/interviews/{interview_id}/end"))
    assert (ended["interview_id"], ended["status"]) == (interview_id, "completed")
    assert ended["summary"]["overall_score"] is None
    assert (ended["summary"]["strengths"], ended["summary"]["areas_for_improvement"]) == ([], [])
    assert ended["summary"]["recommendations"]


async def test_an_answered_question_is_not_answered_again_and_nothing_moves(client, actor) -> None:
    interview_id, question = await created(client)
    data_of(await answered(client, interview_id, question, "full marks"))
    before = data_of(await client.get(f"/interviews/{interview_id}"))
    for text in ("full marks", "something else"):
        error = failure_of(await answered(client, interview_id, question, text), 400)
        assert error["details"]["field"] == "question_id"
    assert data_of(await client.get(f"/interviews/{interview_id}")) == before
    assert len(await turns_of(actor, interview_id, TurnKind.ANSWER)) == 1


async def test_the_same_answer_twice_at_once_is_graded_once(client, actor, evaluator) -> None:
    interview_id, question = await created(client)
    answers = await asyncio.gather(*[answered(client, interview_id, question) for _ in range(2)])
    assert sorted(one.status_code for one in answers) == [200, 400]
    assert len(await turns_of(actor, interview_id, TurnKind.ANSWER)) == 1
    assert len(evaluator.graded) == 1


@on_sqlite
@pytest.mark.parametrize("text", ["", "   ", "x" * 20_001, "\x00"])
async def test_an_answer_that_cannot_be_one_is_refused_and_nothing_moves(client, text) -> None:
    interview_id, question = await created(client)
    error = failure_of(await answered(client, interview_id, question, text), 400)
    assert error["details"]["field"] == "answer"
    assert data_of(await client.get(f"/interviews/{interview_id}"))["current_question"] == question


@on_sqlite
async def test_only_a_question_of_the_interview_can_be_answered(client) -> None:
    interview_id, _ = await created(client)
    _, foreign = await created(client)
    for question_id in (foreign["id"], str(new_id()), "q1", ""):
        error = failure_of(await answered(client, interview_id, {"id": question_id}), 400)
        assert error["details"]["field"] == "question_id"


@on_sqlite
async def test_a_question_asked_back_is_an_answer_in_practice(client, actor) -> None:
    interview_id, question = await created(client)
    asked = "Could you rephrase the question, please?"
    taken = data_of(await answered(client, interview_id, question, asked))
    assert taken["evaluation"]["score"] == 0
    assert taken["next_question"]["id"] != question["id"]
    assert not await turns_of(actor, interview_id, TurnKind.CLARIFYING_QUESTION)


@on_sqlite
async def test_a_follow_up_is_the_next_question(client, actor) -> None:
    interview_id, question = await created(client)
    taken = data_of(await answered(client, interview_id, question, "half of it"))
    (follow_up,) = await turns_of(actor, interview_id, TurnKind.FOLLOW_UP)
    assert taken["next_question"] == {"id": str(follow_up.id), "text": follow_up.text}
    assert taken["evaluation"]["score"] == 5
    taken = data_of(await answered(client, interview_id, taken["next_question"], "full marks"))
    assert taken["evaluation"]["score"] == 10


@on_sqlite
async def test_an_answer_after_the_time_is_up_ends_the_interview(key) -> None:
    actor = await actor_of(key)
    with clock.at(clock.now()):
        async with client_with(key) as client:
            interview_id, question = await created(client, duration=5)
            for _ in range(12):
                clock.advance(timedelta(seconds=30))
                assert not (await practice.touch(actor, interview_id)).has_ended
            clock.advance(timedelta(minutes=2))
            late = failure_of(await answered(client, interview_id, question), 400)
            assert late["details"] == {"status": "completed"}
            seen = data_of(await client.get(f"/interviews/{interview_id}"))
    assert (seen["status"], seen["current_question"]) == ("completed", None)


@on_sqlite
async def test_a_session_whose_time_is_up_is_ended_by_the_clock(key) -> None:
    actor = await actor_of(key)
    with clock.at(clock.now()):
        made = await practice.create_session(actor, practice.parse_config(**wanted(duration=5)))
        for _ in range(13):
            clock.advance(timedelta(seconds=30))
            standing = await practice.touch(actor, made.id)
    assert standing.status == "completed"
