"""A member's own attempts: graded once, seen by nobody else, and really deleted."""

from __future__ import annotations

import asyncio
import random

import pytest

from app.core.database import reading
from app.core.errors import InvalidInputError, NotFoundError, UnavailableError
from app.core.ids import new_id
from app.identity.permissions import Role
from app.practice import attempts, questions, repository
from app.practice import service as practice
from app.practice.attempts import MAX_ANSWER
from app.practice.config import UnknownValueError
from app.practice.frameworks import Framework
from app.reports import service as reports
from app.room import service as room
from tests.support.interviews import ScriptedEvaluator, engine
from tests.support.people import make_actor

ASKED = {"job_role": "Tea master", "skill": "Caching"}
STORY = {"job_role": "Tea master", "skill": "Working through disagreement"}


@pytest.fixture(autouse=True)
def evaluator():
    with engine() as scripted:
        yield scripted


async def asked(actor, level: str = "beginner", **fields) -> questions.PracticeQuestion:
    wanted = ASKED | fields
    return await questions.question(actor, **wanted, difficulty=level, chance=random.Random(1))


async def submitted(actor, answer: str = "full marks", attempt_id=None, **fields):
    question = await asked(actor)
    given = ASKED | {"question_id": question.id, "answer": answer} | fields
    return await attempts.submit(actor, attempt_id=attempt_id or new_id(), **given)


async def test_an_attempt_is_graded_point_by_point_with_ones_own_words(database) -> None:
    actor = await make_actor()
    view = await submitted(actor, "It goes fast: full marks")
    assert (view.score, view.previous) == (10, None)
    assert "".join(piece.text for piece in view.pieces) == view.answer
    assert any(piece.mark for piece in view.pieces)
    assert {point.credit for point in view.points} == {1.0}
    assert await attempts.attempt(actor, str(view.id)) == view


async def test_a_second_attempt_is_compared_with_the_first(database) -> None:
    actor = await make_actor()
    first = await submitted(actor, "no idea")
    again = await submitted(actor, question_id=first.item_id)
    assert (first.score, again.previous, again.score) == (0, 0, 10)


async def test_the_same_answer_sent_twice_at_once_is_kept_once(database) -> None:
    actor, ticket = await make_actor(), new_id()
    question = await asked(actor)
    given = ASKED | {"question_id": question.id, "answer": "full marks"}
    views = await asyncio.gather(
        *[attempts.submit(actor, attempt_id=ticket, **given) for _ in range(2)]
    )
    assert views[0] == views[1]
    assert (await attempts.history(actor)).total == 1


async def test_nobody_but_their_owner_sees_or_deletes_attempts(database) -> None:
    actor = await make_actor()
    colleague = await make_actor(Role.ADMIN, actor.organization_id)
    stranger = await make_actor()
    view = await submitted(actor)
    for other in (colleague, stranger):
        for call in (attempts.attempt, attempts.delete):
            with pytest.raises(NotFoundError):
                await call(other, view.id)
        assert (await attempts.history(other)).total == 0
        with pytest.raises(NotFoundError):
            await submitted(other, attempt_id=view.id)
    assert (await attempts.history(actor)).total == 1


async def test_a_deleted_attempt_is_gone_from_the_database(database) -> None:
    actor = await make_actor()
    view = await submitted(actor)
    await attempts.delete(actor, str(view.id))
    async with reading() as session:
        scope = {"organization_id": actor.organization_id, "user_id": actor.user_id}
        assert await repository.count(session, **scope) == 0
    for _ in range(2):
        with pytest.raises(NotFoundError):
            await attempts.delete(actor, str(view.id))


async def test_history_is_paged_and_progress_is_by_skill(database) -> None:
    actor = await make_actor()
    for answer in ("no idea", "full marks", "full marks"):
        await submitted(actor, answer)
    first = await attempts.history(actor, per_page=2)
    second = await attempts.history(actor, page=2, per_page=2)
    assert (len(first.attempts), len(second.attempts), first.total) == (2, 1, 3)
    assert [one.score for one in (*first.attempts, *second.attempts)] == [10, 10, 0]
    assert [one.scores for one in first.progress] == [(0, 10, 10)]
    assert first.recent == ("Caching",)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("answer", ["", "  ", None, 3, "x" * (MAX_ANSWER + 1)])
async def test_what_cannot_be_an_answer_is_refused_and_nothing_kept(database, answer) -> None:
    actor = await make_actor()
    with pytest.raises(InvalidInputError) as refused:
        await submitted(actor, answer)
    assert refused.value.field == "answer"
    assert (await attempts.history(actor)).total == 0


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_a_grade_that_fails_keeps_nothing_and_can_be_tried_again(database) -> None:
    class Broken(ScriptedEvaluator):
        async def grade(self, item, answer):
            raise RuntimeError("no model")

    actor, ticket = await make_actor(), new_id()
    with engine(Broken()), pytest.raises(UnavailableError):
        await submitted(actor, attempt_id=ticket)
    with engine():
        assert (await submitted(actor, attempt_id=ticket)).score == 10


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_a_question_about_behaviour_is_coached_by_its_framework(database) -> None:
    actor = await make_actor()
    question = await asked(actor, "advanced", **STORY)
    assert question.framework is Framework.STAR
    view = await attempts.submit(
        actor,
        attempt_id=new_id(),
        question_id=question.id,
        answer="full marks. I wrote a plan and called both of them.",
        **STORY,
    )
    assert view.framework is not None
    assert [name for name, _ in view.framework.parts] == ["situation", "task", "action", "result"]
    assert view.framework.parts[2][1].startswith("Well addressed. ")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_every_question_comes_once_before_one_comes_again(database) -> None:
    actor = await make_actor()
    seen = [(await asked(actor)).id for _ in range(12)]
    distinct = len(set(seen))
    assert distinct >= 3
    assert len(set(seen[:distinct])) == distinct
    assert seen[distinct : 2 * distinct] == seen[:distinct][: 12 - distinct]
    other = await make_actor()
    assert [(await asked(other)).id for _ in range(12)] == seen


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_a_skill_outside_the_bank_gets_questions_and_key_points_too(database) -> None:
    actor = await make_actor()
    question = await asked(actor, "hard", skill="Tea ceremony")
    assert "Tea ceremony" in question.text
    assert question.item.depth == 4
    assert question.key_points
    assert all("this" not in point.split() for point in question.key_points)
    again = await questions.question_again(actor, skill="Tea ceremony", question_id=question.id)
    assert again == question


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Beginner", "beginner"),
        ("EASY", "beginner"),
        ("intermediate", "intermediate"),
        ("medium", "intermediate"),
        ("hard", "advanced"),
        ("Senior level", "advanced"),
        ("expert", "expert"),
    ],
)
def test_difficulty_is_read_from_the_words_people_use(words: str, name: str) -> None:
    assert questions.difficulty_of(words) == name


def test_an_unknown_difficulty_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownValueError) as refused:
        questions.difficulty_of("purple")
    assert refused.value.accepted == ("beginner", "intermediate", "advanced", "expert")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_a_whole_practice_interview_and_its_report_are_the_members_alone(database) -> None:
    actor = await make_actor(Role.READONLY)
    colleague = await make_actor(Role.ADMIN, actor.organization_id)
    config = practice.parse_config(
        job_role="Tea master",
        experience_level="junior",
        skills=["Tea ceremony"],
        interview_type="technical",
        duration=20,
    )
    made = await practice.create_session(actor, config)
    begun = (await attempts.history(actor)).sessions[0]
    seen = await room.view(begun.url.rpartition("/")[2])
    assert (begun.id, begun.has_report, seen.is_practice) == (made.id, False, True)
    await practice.end(actor, made.id)
    done = (await attempts.history(actor)).sessions[0]
    assert (done.has_report, done.url) == (True, "")
    assert (await attempts.history(colleague)).sessions == ()
    async with reading() as session:
        assert await reports.report_view(session, actor, made.id)
        with pytest.raises(NotFoundError):
            await reports.report_view(session, colleague, made.id)
