"""What a session showed, in brief."""

from __future__ import annotations

from app.practice.summaries import summary_of
from app.reports.wording import Finding


def finding(name: str, depth: float | None, target: int = 3, **fields) -> Finding:
    values = {
        "name": name,
        "in_bank": True,
        "target": target,
        "depth": depth,
        "low": None if depth is None else max(depth - 1, 0),
        "high": None if depth is None else min(depth + 1, 5),
        "asked": 2,
        "graded": 0 if depth is None else 2,
    }
    return Finding(**(values | fields))


def test_what_is_reached_is_a_strength_and_what_falls_short_is_to_be_improved() -> None:
    summary = summary_of(
        [
            finding("Tea", 3.2),
            finding("Coffee", 1.1, missing=("Water is let cool first.",)),
            finding("Cocoa", None),
        ],
        61.5,
    )
    assert summary.overall_score == 62
    assert summary.strengths == ("Tea, to the depth asked for (apply)",)
    assert summary.areas_for_improvement == (
        "Coffee: recall so far, apply asked for. Not shown: Water is let cool first",
    )
    assert summary.recommendations.startswith("Work on Coffee first")


def test_the_weakest_is_worked_on_first_and_mistakes_are_named() -> None:
    findings = [
        finding("Tea", 2.0, misconceptions=("Tea grows underground.",)),
        finding("Coffee", 0.4),
    ]
    summary = summary_of(findings, 20.0)
    assert [one.split(":")[0] for one in summary.areas_for_improvement] == ["Coffee", "Tea"]
    assert "Work on Coffee first" in summary.recommendations
    assert "Tea grows underground" in summary.recommendations


def test_where_nothing_is_reached_what_was_shown_is_the_strength() -> None:
    findings = [
        finding("Tea", 1.0, shown=("Leaves are rinsed.",)),
        finding("Trips", 1.0, shown=("It works in steps.",), generic=True),
    ]
    assert summary_of(findings, 20.0).strengths == ("Tea: Leaves are rinsed",)


def test_where_all_is_reached_there_is_more_to_try() -> None:
    summary = summary_of([finding("Tea", 3.0)], 80.0)
    assert summary.areas_for_improvement == ()
    assert "higher level" in summary.recommendations


def test_where_nothing_was_graded_there_is_no_score() -> None:
    summary = summary_of([finding("Tea", None)], None)
    assert (summary.overall_score, summary.strengths, summary.areas_for_improvement) == (
        None,
        (),
        (),
    )
    assert summary.recommendations
