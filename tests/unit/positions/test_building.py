"""Help while a position is built: the interview it will come to, and concepts to propose."""

from __future__ import annotations

import pytest

from app.core.errors import InvalidInputError
from app.positions import building
from tests.unit.positions.test_service import data


async def test_the_preview_keeps_time_for_the_questions_everybody_is_asked() -> None:
    alone = await building.preview(data(must_ask=[]), {})
    shared = await building.preview(data(must_ask=[{"question": "Why?", "time_limit_min": 30}]), {})
    assert shared.must_ask_minutes == 30
    assert shared.plan.expected_questions < alone.plan.expected_questions
    assert shared.plan.expected_minutes <= 15


async def test_a_preview_of_nothing_or_no_time_is_empty() -> None:
    crowded = [{"question": "Why?", "time_limit_min": 30}] * 2
    assert (await building.preview(data(concepts=[]), {})).plan.expected_questions == 0
    assert (await building.preview(data(must_ask=crowded), {})).plan.expected_questions == 0


async def test_concepts_are_proposed_from_a_description() -> None:
    text = "You tune slow SQL queries, design indexes and cache what is read often."
    found = await building.propose(text, "senior")
    assert found
    assert all(one.because in text for one in found)


@pytest.mark.parametrize("forged", [None, 7, ["text"], "x" * 50_001])
async def test_a_description_that_is_no_text_or_too_long_is_refused(forged: object) -> None:
    with pytest.raises(InvalidInputError) as error:
        await building.propose(forged)
    assert error.value.field == "job_description"
