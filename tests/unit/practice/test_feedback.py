"""The words that go with a grade."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.assessment.items import AnswerKind, EvidenceSpan
from app.assessment.service import EvaluationView, PointView
from app.core.ids import new_id
from app.practice.feedback import brief, score_of, words_of

TURN = new_id()


def point(text: str, credit: float = 0.0, *, quote: str = "", **fields) -> PointView:
    evidence = (EvidenceSpan(turn_id=TURN, start=0, end=len(quote), quote=quote),) if quote else ()
    values = {
        "point_id": f"p{abs(hash(text)) % 999}",
        "ordinal": 0,
        "text": text,
        "weight": 1.0,
        "credit": credit,
        "confidence": 0.9,
        "contradicted": False,
        "note": "",
        "evidence": evidence,
    }
    return PointView(**(values | fields))


def grade(*points: PointView, score: float = 0.5, kind=AnswerKind.SUBSTANTIVE, **fields):
    return EvaluationView(
        id=new_id(),
        turn_id=TURN,
        item_id="tea-1a",
        concept="tea",
        depth=1,
        kind=kind,
        score=score,
        confidence=0.9,
        misconceptions=fields.get("misconceptions", ()),
        engine="scripted",
        engine_version="1",
        prompt_hash="",
        points=points,
    )


@given(st.floats(0, 1))
def test_points_follow_the_score_and_are_whole(score) -> None:
    points = score_of(score)
    assert isinstance(points, int)
    assert abs(points - score * 10) <= 0.5
    assert 0 <= points <= 10


def test_what_counts_is_quoted_and_what_is_missing_is_named_briefly() -> None:
    long = "Water that boils scalds the leaves, " * 10
    words = words_of(
        grade(
            point("Green tea is brewed cooler.", 1.0, quote="brew it below eighty degrees."),
            point(long),
            point("Rinse the leaves.", weight=0.5),
            point("Warm the pot.", weight=0.4),
        )
    )
    assert "“brew it below eighty degrees”" in words
    assert "Green tea is brewed cooler" not in words
    assert long not in words
    assert "Not there yet: Water that boils" in words
    assert "Rinse the leaves; and 1 more." in words


def test_what_is_said_the_wrong_way_round_is_named_as_such() -> None:
    words = words_of(
        grade(
            point("Green tea is brewed cooler.", contradicted=True),
            misconceptions=("All tea takes boiling water.",),
        )
    )
    assert "you say the opposite: Green tea is brewed cooler." in words
    assert "misunderstanding: All tea takes boiling water." in words
    assert "Not there yet" not in words


@pytest.mark.parametrize("kind", [one for one in AnswerKind if one is not AnswerKind.SUBSTANTIVE])
def test_an_answer_that_is_none_is_called_so(kind) -> None:
    said = words_of(grade(point("Rinse the leaves."), score=0.0, kind=kind))
    full = words_of(grade(point("Rinse the leaves."), score=0.0))
    assert said.split(".")[0] != full.split(".")[0]
    assert "Rinse the leaves" in said


def test_the_points_of_a_template_are_not_named() -> None:
    words = words_of(grade(point("It works in several steps.")), is_general=True)
    assert "several steps" not in words
    assert "rough" in words


@given(st.text(min_size=1, max_size=400), st.integers(20, 120))
def test_a_point_is_cut_at_a_word(text, longest) -> None:
    cut = brief(text, longest)
    assert len(cut) <= longest + 2
    assert cut.removesuffix(" …") in " ".join(text.split())
