"""The sentences of a report."""

from __future__ import annotations

import pytest

from app.reports.wording import Finding, clock_time, knowledge_summary, point_note, summary


def finding(name: str, depth: float | None, target: int = 3, **fields) -> Finding:
    known = depth is not None
    values = {
        "name": name,
        "in_bank": True,
        "target": target,
        "depth": depth,
        "low": max(depth - 0.6, 0) if known else None,
        "high": min(depth + 0.6, 5) if known else None,
        "asked": 2,
        "graded": 2 if known else 0,
    } | fields
    return Finding(**values)


def test_the_summary_says_what_was_reached_missed_and_not_asked() -> None:
    text = summary(
        [
            finding("Data modelling", 4.6, 4),
            finding("Concurrency", 4.1, 4),
            finding(
                "Caching", 2.2, 3, missing=("Many misses at once must not all reach the source",)
            ),
            finding("Observability", None, asked=0),
        ]
    )
    assert text == (
        "Reaches design depth in data modelling and analyses problems in concurrency without "
        "prompting. Caching stays at explanation, short of the target, "
        "apply; not shown: Many misses at once must not all reach the source. Nothing was asked "
        "about observability, so the report says nothing about it."
    )


def test_without_a_grade_nothing_is_claimed() -> None:
    text = summary([finding("Caching", None, asked=1), finding("Kettles", None, asked=0)])
    assert text.startswith("No answer could be graded, so there is no score.")
    assert "Reaches" not in text
    assert "without a graded answer" in text


def test_no_evidence_is_said_to_be_none() -> None:
    assert "shows no evidence" in summary([finding("Caching", 0.2)])


def test_names_keep_their_capitals_where_they_are_names() -> None:
    text = summary(
        [
            finding("SQL indexing", 3.2),
            finding("JavaScript", 3.1),
            finding("Kubernetes", 3.0, in_bank=False),
            finding("Web performance", 3.4),
        ]
    )
    assert "Applies web performance, SQL indexing, JavaScript and Kubernetes" in text


def test_a_follow_up_counts_as_prompting() -> None:
    aided = finding("Caching", 4.2, 4, prompted=True)
    assert "without prompting" not in summary([aided])
    assert summary([aided, finding("Concurrency", 3.1)]) == (
        "Analyses problems in caching and applies concurrency without prompting."
    )


def test_general_questions_are_said_to_carry_low_confidence() -> None:
    text = summary([finding("Kettles", 3.0, in_bank=False, generic=True)])
    assert "Grades on Kettles carry low confidence" in text


@pytest.mark.parametrize(
    ("reason", "words"),
    [("time_up", "time was up"), ("candidate_ended", "candidate ended"), ("precise", "")],
)
def test_an_end_before_its_time_is_mentioned(reason: str, words: str) -> None:
    assert words in summary([finding("Caching", 3.0)], reason)


def test_the_knowledge_of_each_concept_has_a_line() -> None:
    lines = knowledge_summary(
        [
            finding("Caching", 2.2, shown=("A cache keeps a copy.",), misconceptions=("X.",)),
            finding("Kettles", None, asked=0),
            finding("Cups", None, asked=1),
        ]
    ).splitlines()
    assert lines == [
        (
            "Caching: depth 2.2 (explain), between 1.6 and 2.8, against a target of 3, from 2 "
            "questions. Shown: A cache keeps a copy. Stated, but mistaken: X."
        ),
        "Kettles: not asked about.",
        "Cups: asked about, but no answer was graded.",
    ]


def test_a_long_point_is_shortened_at_a_word() -> None:
    text = summary([finding("Caching", 1.0, missing=("word " * 200,))])
    assert text.endswith("word…")
    assert len(text) < 400


@pytest.mark.parametrize(
    ("credit", "contradicted", "note", "words"),
    [
        (0.0, False, "", "insufficient evidence"),
        (0.0, True, "", "says the opposite"),
        (0.5, False, "", ""),
        (0.0, False, "not judged", "not judged"),
    ],
)
def test_a_point_without_credit_says_why(credit, contradicted, note, words) -> None:
    assert point_note(credit=credit, contradicted=contradicted, note=note) == words


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "0:00"), (-3, "0:00"), (1634.9, "27:14"), (3723, "1:02:03")]
)
def test_times_are_read_like_a_clock(seconds: float, words: str) -> None:
    assert clock_time(seconds) == words
