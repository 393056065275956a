"""The parts of Settings → Assessment that everybody sees: accuracy, agreement, disagreements."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.controls import link, link_button
from components.display import empty, panel, tag

BLIND_PAGE = "/settings/assessment/blind"

_ACCURACY = (
    ("Answers", "How many answers were graded", "size"),
    ("r", "Pearson correlation with people", "pearson"),
    ("ρ", "Spearman rank correlation with people", "spearman"),
    ("RMSE", "Root mean square error, on a scale from 0 to 1", "rmse"),
    ("QWK", "Quadratic weighted kappa", "qwk"),
    ("F1 2-way", "Macro-F1, correct or not", "two_way"),
    ("F1 3-way", "Macro-F1, correct, contradictory or incorrect", "three_way"),
    ("Middle", "Answers people put in the middle third, graded low / middling / high", "middle"),
    ("s/answer", "Seconds per answer", "seconds"),
)
_AGREEMENT = (
    ("Blind", "Answers graded without seeing the machine's grade", "blind_answers"),
    ("κ blind", "Weighted kappa of blind grades, with its 90 % interval", "blind_kappa"),
    ("Open", "Answers re-graded in their report", "open_answers"),
    ("κ open", "Weighted kappa of open re-grades, with its 90 % interval", "open_kappa"),
    ("Exact", "The same of five categories", "exact"),
    ("Within one", "At most one category apart", "adjacent"),
    ("Machine − people", "Mean difference, in points of a hundred", "difference"),
)


def in_use(state: Any) -> rx.Component:
    """The engine that interviews and grades now."""
    return panel(
        rx.el.h2("Engine in use"),
        rx.el.p(
            rx.el.strong(state.engine),
            " ",
            rx.el.span(state.version, class_name="num"),
            data_testid="engine-in-use",
        ),
        rx.el.p(
            "Every grade keeps the engine and version that gave it. A person can overrule any "
            "grade in its report.",
            class_name="dim",
        ),
        class_name="stack",
    )


def accuracy(state: Any, *, command: str) -> rx.Component:
    """What the command measured on public sets, or how to measure it."""
    return panel(
        rx.el.div(
            rx.el.h2("Accuracy on public sets"),
            rx.cond(state.accuracy, rx.el.small(state.measured), rx.fragment()),
            class_name="assess-head",
        ),
        rx.cond(
            state.accuracy,
            rx.fragment(
                _table(
                    "Accuracy of the engine in use, by set",
                    ("Set", "Where the answers come from"),
                    _ACCURACY,
                    state.accuracy,
                    lambda row: row.set,
                ),
                rx.el.details(
                    rx.el.summary("Beside simpler ways to grade"),
                    _table(
                        "Accuracy of the engine and of baselines, by set",
                        ("Set and grader", "The engine in use first"),
                        _ACCURACY,
                        state.compared,
                        lambda row: rx.fragment(
                            row.set, rx.el.small(" ", row.grader, class_name="assess-grader")
                        ),
                    ),
                    class_name="assess-more",
                ),
            ),
            rx.el.div(
                rx.el.p("Nothing has been measured here with the engine in use."),
                rx.el.p(
                    "Grade public sets of answers that people have graded, and the table appears: ",
                    rx.el.code(command),
                ),
                class_name="stack assess-none",
            ),
        ),
        padded=False,
        class_name="assess-panel",
        id="accuracy",
    )


def agreement(state: Any, *, enough: int) -> rx.Component:
    """Agreement with the organisation's own people, blind and open grades apart."""
    return panel(
        rx.el.div(
            rx.el.h2("Agreement with your people"),
            rx.cond(
                state.may_review,
                link_button("Grade blind", href=BLIND_PAGE, kind="primary"),
            ),
            class_name="assess-head",
        ),
        rx.el.div(
            rx.el.p(
                "Only blind grades measure the machine fairly: whoever has seen its grade leans "
                "towards it, and people re-grade what looks wrong. κ is quadratic weighted over "
                "five categories; 1 is full agreement, 0 is chance; under "
                f"{enough} answers it is not shown. Trials and practice have no part in it.",
                class_name="dim",
            ),
            rx.el.p(
                rx.el.strong("Decisions: "),
                state.decisions,
                " Decisions are made with the recommendation in view.",
            ),
            class_name="stack assess-words",
        ),
        rx.cond(
            state.agreement,
            _table(
                "Agreement of people with the machine, by concept",
                ("Concept", "All together first"),
                _AGREEMENT,
                state.agreement,
                lambda row: row.name,
            ),
            empty(
                "No grades by people yet",
                "Grade a few answers blind, or re-grade one in its report, and the figures appear.",
            ),
        ),
        padded=False,
        class_name="assess-panel",
        id="agreement",
    )


def apart(state: Any) -> rx.Component:
    """The answers on which person and machine are furthest apart."""
    return rx.cond(
        state.apart,
        panel(
            rx.el.div(rx.el.h2("Furthest apart"), class_name="assess-head"),
            rx.el.ol(
                rx.foreach(
                    state.apart,
                    lambda row: rx.el.li(
                        link(row.concept, href=row.href),
                        rx.el.span(
                            tag(rx.fragment("machine ", row.machine)),
                            tag(rx.fragment("person ", row.person), "accent"),
                            class_name="row num",
                        ),
                        rx.el.span(row.reason, class_name="voice"),
                        rx.el.small(row.by),
                        key=row.key,
                    ),
                ),
                class_name="assess-apart",
            ),
            padded=False,
            class_name="assess-panel",
        ),
    )


def _table(
    caption: str,
    first: tuple[str, str],
    columns: tuple[tuple[str, str, str], ...],
    rows: Any,
    name: Any,
) -> rx.Component:
    """A table of figures. Columns are (title, what it is, member of a row)."""
    return rx.el.div(
        rx.el.table(
            rx.el.caption(caption, class_name="sr-only"),
            rx.el.thead(
                rx.el.tr(
                    rx.el.th(first[0], scope="col", title=first[1]),
                    *[
                        rx.el.th(title, scope="col", title=words, class_name="right")
                        for title, words, _ in columns
                    ],
                )
            ),
            rx.el.tbody(
                rx.foreach(
                    rows,
                    lambda row: rx.el.tr(
                        rx.el.th(name(row), scope="row"),
                        *[
                            rx.el.td(getattr(row, member), class_name="right num")
                            for _, _, member in columns
                        ],
                    ),
                )
            ),
            class_name="assess-table",
        ),
        class_name="table-wrap",
        tab_index=0,
        role="region",
        aria_label=caption,
    )
