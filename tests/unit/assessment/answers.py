"""An item and answers to it, for the tests of the built-in evaluator."""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

from app.assessment.builtin import BuiltInEvaluator
from app.assessment.items import AnswerPart, Grade, Item

TURN = UUID(int=1)
ITEM = Item.model_validate(
    {
        "id": "queueing-1a",
        "depth": 1,
        "question": "Why would a web shop put a message queue between orders and invoices?",
        "rephrase": "What does a queue between those two parts do for the shop?",
        "points": [
            {
                "id": "decouple",
                "text": "The shop can accept an order while the invoice service is down.",
                "also": ["Orders keep coming in even when invoicing is unavailable."],
            },
            {
                "id": "peaks",
                "text": "A sudden peak is buffered and worked off at a steady speed.",
                "also": ["Bursts of traffic wait in line instead of overloading the consumer."],
            },
            {
                "id": "retry",
                "text": "A failed message is delivered again, so consumers must be idempotent.",
                "also": ["The same message can arrive twice and must not be processed twice."],
            },
            {
                "id": "later",
                "text": "The invoice appears with a delay, because the work is asynchronous.",
                "also": ["Results come a little later than with a direct call."],
            },
        ],
        "misconceptions": ["A queue makes every single request finish faster."],
        "follow_ups": [{"question": "What if a message fails?", "points": ["retry"]}],
    }
)
EXPERT = (
    "First, it takes the two apart: if the invoicing service is down, people can still place "
    "orders, and nothing is lost. Then it levels out bursts. When there's a sale, the messages "
    "pile up in the queue and the consumer works through them at its own steady pace instead of "
    "being overloaded. If handling a message fails, it gets redelivered, which means you may see "
    "the same one twice, so the consumer has to be idempotent. And the price is that it's "
    "asynchronous: the invoice turns up a bit later than it would with a direct call."
)
HALF = EXPERT[: EXPERT.index("If handling")]


@lru_cache(maxsize=1)
def evaluator() -> BuiltInEvaluator:
    return BuiltInEvaluator()


def graded(*texts: str, item: Item = ITEM) -> Grade:
    """The grade of an answer given in these turns."""
    parts = [AnswerPart(turn_id=UUID(int=n), text=text) for n, text in enumerate(texts, start=1)]
    return evaluator().grade_now(item, parts)
