"""Simulated candidates take the whole interview, and their reports come out in order of sense.

Nothing is replaced: positions, invitations, the room, the built-in engine, the report.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from sqlmodel import col, select

from app.assessment.models import Evidence
from app.core.database import dispose, reading, unit_of_work
from app.identity.permissions import Actor
from app.interviews import service as interviews
from app.interviews.models import Interview, InterviewStatus, Turn, TurnRole
from app.positions import service as positions
from app.positions.inputs import parse_position
from app.room import service as room
from app.room.views import CONSENT_VERSION
from app.settings import get_settings
from tests.conftest import migrate
from tests.simulated.people import CONCEPTS, PEOPLE, WITHOUT_CONTENT
from tests.support.people import make_actor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

MOST_QUESTIONS = 120


@dataclass(frozen=True)
class Outcome:
    score: float
    recommendation: str
    questions: int
    misplaced: tuple[str, ...]


async def make_position(actor: Actor) -> object:
    """An open position that measures every concept there are written answers for."""
    entered = {
        "title": "Senior engineer",
        "seniority": "senior",
        "interview_types": ["technical"],
        "duration_min": 180,
        "concepts": [
            {"slug": slug, "weight": 2, "target_depth": 3 + index % 2}
            for index, slug in enumerate(CONCEPTS)
        ],
    }
    async with unit_of_work() as session:
        position = await positions.create(session, actor, parse_position(entered))
        await positions.open_position(session, actor, position.id)
    return position.id


async def take(actor: Actor, position_id: object, who: str, say: Callable[[str], str]) -> Outcome:
    """One candidate's whole interview, question by question."""
    async with unit_of_work() as session:
        invitation = await interviews.invite(
            session,
            actor,
            position_id=position_id,
            full_name=f"Candidate {who}",
            email=f"{who}@example.com",
        )
    view = await room.start(invitation.token, CONSENT_VERSION)
    for _ in range(MOST_QUESTIONS):
        if view.question is None:
            break
        outcome = await room.answer(
            invitation.token, view.question.turn_id, say(view.question.text), str(uuid4())
        )
        view = outcome.view
    return await read(invitation.interview_id)


async def read(interview_id: object) -> Outcome:
    """What the interview came to, and every quote that is not where its evidence says it is."""
    async with reading() as session:
        interview = await session.get_one(Interview, interview_id)
        assert interview.status is InterviewStatus.COMPLETED
        turns = {
            turn.id: turn
            for turn in (
                await session.execute(select(Turn).where(col(Turn.interview_id) == interview_id))
            ).scalars()
        }
        spans = (
            await session.execute(select(Evidence).where(col(Evidence.turn_id).in_(turns)))
        ).scalars()
        misplaced = tuple(
            span.quote
            for span in spans
            if turns[span.turn_id].role is not TurnRole.CANDIDATE
            or turns[span.turn_id].text[span.start_at : span.end_at] != span.quote
        )
    return Outcome(
        score=interview.score or 0.0,
        recommendation=interview.recommendation or "",
        questions=sum(turn.role is TurnRole.CANDIDATE for turn in turns.values()),
        misplaced=misplaced,
    )


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Outcome]]:
    """Every kind of candidate's outcome, by name."""
    folder: Path = tmp_path_factory.mktemp("simulated")
    url = f"sqlite+aiosqlite:///{folder / 'simulated.db'}"

    async def hold_all() -> dict[str, Outcome]:
        await migrate(url)
        actor = await make_actor()
        position_id = await make_position(actor)
        found = {}
        for who, say in PEOPLE.items():
            found[who] = await take(actor, position_id, who, say)
        await dispose()
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VIVAVOCE_DATABASE_URL", url)
        patch.setenv("VIVAVOCE_VAR_DIR", str(folder))
        get_settings.cache_clear()
        yield asyncio.run(hold_all())
    get_settings.cache_clear()


def test_at_least_ten_concepts_are_measured() -> None:
    assert len(CONCEPTS) >= 10


def test_the_expert_gets_hire_or_better(outcomes: dict[str, Outcome]) -> None:
    assert outcomes["expert"].score >= 75
    assert outcomes["expert"].recommendation in {"hire", "strong_hire"}


def test_who_says_the_same_in_other_words_gets_the_same(outcomes: dict[str, Outcome]) -> None:
    assert abs(outcomes["expert"].score - outcomes["paraphraser"].score) <= 8
    assert outcomes["paraphraser"].recommendation in {"hire", "strong_hire"}


def test_scores_come_out_in_order_of_sense(outcomes: dict[str, Outcome]) -> None:
    scores = {who: outcome.score for who, outcome in outcomes.items()}
    assert min(scores["expert"], scores["paraphraser"]) >= scores["middling"] + 5
    assert scores["middling"] >= scores["novice"] + 15
    assert scores["novice"] >= max(scores[who] for who in WITHOUT_CONTENT) + 5


@pytest.mark.parametrize("who", WITHOUT_CONTENT)
def test_words_without_content_get_next_to_nothing(outcomes: dict[str, Outcome], who: str) -> None:
    assert outcomes[who].score <= 15
    assert outcomes[who].recommendation == "no_hire"


def test_every_quote_is_verbatim_in_the_candidates_own_answer(
    outcomes: dict[str, Outcome],
) -> None:
    assert {who: outcome.misplaced for who, outcome in outcomes.items() if outcome.misplaced} == {}


def test_who_has_nothing_to_say_is_not_kept_long(outcomes: dict[str, Outcome]) -> None:
    assert outcomes["dont_know"].questions <= outcomes["expert"].questions
