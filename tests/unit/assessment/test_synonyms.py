"""Short forms of the trade are read as what the item says, and only then."""

from __future__ import annotations

from uuid import uuid4

import pytest

from app.assessment.builtin import BuiltInEvaluator
from app.assessment.items import AnswerPart, Item
from app.assessment.synonyms import said_for


@pytest.mark.parametrize(
    ("form", "terms", "meant"),
    [
        ("k8s", {"kubernetes"}, "kubernetes"),
        ("auth", {"authorisation"}, "authorisation"),
        ("auth", {"authentication"}, "authentication"),
        ("ttl", {"time", "to", "live"}, "time to live"),
        ("ttl", {"time", "live"}, None),
        ("database", {"db"}, "db"),
        ("db", {"db", "database"}, None),
        ("db", {"cache"}, None),
        ("kettle", {"database"}, None),
    ],
)
def test_a_short_form_stands_for_what_the_item_says(form, terms, meant) -> None:
    assert said_for(form, terms) == meant


def test_who_uses_short_forms_gets_more_than_the_letters_alone_would_give() -> None:
    item = Item.model_validate(
        {
            "id": "pipelines-1a",
            "depth": 1,
            "question": "What did you change?",
            "rephrase": "What is different now?",
            "points": [
                {
                    "id": "where",
                    "text": "The repository holds the configuration of the production environment.",
                }
            ],
        }
    )
    said = "The repo holds the config of the prod env."
    evaluator = BuiltInEvaluator()

    def graded(text: str):
        return evaluator.grade_now(item, [AnswerPart(turn_id=uuid4(), text=text)])

    in_short = graded(said)
    in_full = graded("The repository holds the configuration of the production environment.")
    unrelated = graded("The xrepo holds the xconfig of the xprod xenv.")

    assert in_short.score > unrelated.score + 0.2
    assert in_short.score > in_full.score - 0.2
    assert in_short.points[0].evidence[0].quote in said
