"""Trying an item out: how the built-in engine would grade an answer, before anybody is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.assessment import registry
from app.assessment.items import AnswerPart
from app.core.errors import InvalidInputError
from app.core.ids import new_id
from app.core.text import clean_text
from app.question_bank.inputs import parse_item

if TYPE_CHECKING:
    from app.assessment.items import Grade, Item

MAX_ANSWER = 8_000


async def try_answer(values: object, answer: object) -> tuple[Item, Grade]:
    """The item as entered, and the grade that this answer to it would get. Nothing is stored.

    Raises InvalidInputError as `parse_item` does, or naming `answer`.
    """
    item = parse_item(values, item_id="tried")
    text = clean_text(answer, field="answer", name="Answer", longest=MAX_ANSWER)
    if not text:
        raise InvalidInputError("Write an answer to try.", field="answer")
    part = AnswerPart(turn_id=new_id(), text=text)
    return item, await registry.built_in().evaluator.grade(item, [part])
