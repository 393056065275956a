"""How items have performed: the numbers of the database are those of the textbook."""

from __future__ import annotations

import random

import numpy as np
import pytest
from sqlalchemy import insert

from app.assessment.item_statistics import NEVER_ASKED, ItemStatistics
from app.assessment.items import AnswerKind
from app.assessment.models import Evaluation, Regrade
from app.core.database import reading, unit_of_work
from app.core.ids import new_id
from app.interviews.item_figures import item_figures
from app.interviews.models import InterviewKind, Turn, TurnKind, TurnRole
from tests.support.interviews import make_position
from tests.support.people import make_actor
from tests.support.rows import add_interviews, completed

ITEMS = {"tea-1a": 1, "tea-2a": 2, "tea-3a": 3, "tea-4a": 4}
INTERVIEWS = 24


async def add_answers(actor, interview, scores: list[tuple[str, float]]) -> dict[str, object]:
    """An evaluation per item and score, in order; gives the last evaluation's id by item."""
    scope = {"organization_id": actor.organization_id, "interview_id": interview.id}
    turns, evaluations = [], []
    for ordinal, (item_id, score) in enumerate(scores):
        turn_id = new_id()
        turns.append(
            {
                "id": turn_id,
                "ordinal": ordinal,
                "role": TurnRole.CANDIDATE,
                "kind": TurnKind.ANSWER,
                "text": "Said.",
                **scope,
            }
        )
        evaluations.append(
            {
                "id": new_id(),
                "turn_id": turn_id,
                "item_id": item_id,
                "concept": None if item_id.startswith("must") else "tea",
                "depth": ITEMS.get(item_id),
                "kind": AnswerKind.SUBSTANTIVE,
                "score": score,
                "confidence": 0.8,
                "misconceptions": [],
                "engine": "scripted",
                "engine_version": "1",
                **scope,
            }
        )
    async with unit_of_work() as session:
        await session.execute(insert(Turn), turns)
        await session.execute(insert(Evaluation), evaluations)
    return {one["item_id"]: one["id"] for one in evaluations}


def regraded(actor, interview, evaluation_id: object, score: float) -> Regrade:
    return Regrade(
        organization_id=actor.organization_id,
        interview_id=interview.id,
        evaluation_id=evaluation_id,
        concept="tea",
        item_id="tea-1a",
        score=score,
        points=[],
        machine_score=0.5,
        engine="scripted",
        engine_version="1",
        reason="Said so.",
        graded_by_name="Rae",
    )


async def test_the_figures_are_those_of_the_textbook(database: str) -> None:
    actor, other = await make_actor(), await make_actor()
    chance = random.Random(4)
    expected: dict[str, list[tuple[float, float]]] = {item: [] for item in ITEMS}
    position = await make_position(actor)
    made = await add_interviews(actor, position, *[completed() for _ in range(INTERVIEWS)])
    for at, interview in enumerate(made):
        asked = {item: round(chance.random(), 3) for item in chance.sample(sorted(ITEMS), 3)}
        first = next(iter(asked))
        # The first answer was followed up: what it was graded then no longer counts.
        scores = [(first, 0.123), ("must-1", 0.9), *asked.items()]
        ids = await add_answers(actor, interview, scores)
        if at % 2:
            asked[first] = 1.0
            async with unit_of_work() as session:
                session.add(regraded(actor, interview, ids[first], 0.0))
                await session.flush()
                session.add(regraded(actor, interview, ids[first], 1.0))
        depths = {item: ITEMS[item] + score / 0.58 for item, score in asked.items()}
        for item, score in asked.items():
            rest = [depth for name, depth in depths.items() if name != item]
            expected[item].append((score, float(np.mean(rest))))
    trial, lone = await add_interviews(
        actor, position, completed(kind=InterviewKind.TRIAL), completed()
    )
    await add_answers(actor, trial, [("tea-1a", 0.0), ("tea-2a", 0.0)])
    await add_answers(actor, lone, [("tea-4a", 0.25)])
    async with reading() as session:
        found = await item_figures(session, actor, [*ITEMS, "tea-9z"])
        theirs = await item_figures(session, other, list(ITEMS))
    assert not theirs
    assert set(found) == set(ITEMS)
    for item, pairs in expected.items():
        scores, rests = zip(*pairs, strict=True)
        told = found[item]
        extra = [0.25] if item == "tea-4a" else []
        assert told.asked == len(pairs) + len(extra)
        assert told.compared == len(pairs)
        assert told.mean == pytest.approx(np.mean([*scores, *extra]))
        assert told.discrimination == pytest.approx(np.corrcoef(scores, rests)[0, 1])


@pytest.mark.parametrize(
    ("statistics", "words"),
    [
        (NEVER_ASKED, ()),
        (ItemStatistics(30, 0.5, 0.3, 30), ()),
        (ItemStatistics(9, 1.0, None, 9), ()),
        (ItemStatistics(19, 0.5, 0.0, 19), ()),
        (ItemStatistics(10, 0.96, None, 10), ("Nearly everybody",)),
        (ItemStatistics(10, 0.04, None, 10), ("Nearly nobody",)),
        (ItemStatistics(20, 0.5, 0.14, 20), ("hardly tells",)),
        (ItemStatistics(20, 0.96, -0.1, 20), ("Nearly everybody", "do worse")),
    ],
)
def test_weak_items_are_told_with_the_reason(statistics, words: tuple[str, ...]) -> None:
    found = statistics.weaknesses
    assert len(found) == len(words)
    assert all(word in sentence for word, sentence in zip(words, found, strict=True))
