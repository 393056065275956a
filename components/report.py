"""The parts of a report page: score, decision, integrity, notes, facts."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.charts_report import score_line, timeline
from components.controls import button, field, text_area
from components.dialog import dialog, dialog_foot
from components.display import RECOMMENDATION_WORDS, panel, tag


def verdict_panel(verdict: Any, *, discuss_from: float, hire_from: float) -> rx.Component:
    """The score beside its interval and the lines it is measured against, and the summary."""
    return panel(
        rx.el.h2("Score", class_name="sr-only"),
        rx.el.div(
            rx.el.div(
                rx.el.span(
                    verdict.score,
                    class_name="score num",
                    custom_attrs={"data-testid": "overall-score"},
                ),
                rx.el.span(verdict.interval, class_name="dim num"),
                class_name="score-figure",
            ),
            score_line(verdict, discuss_from=discuss_from, hire_from=hire_from),
            rx.el.p(
                rx.el.span(
                    verdict.words,
                    class_name="tag " + verdict.tone,
                    custom_attrs={"data-testid": "recommendation"},
                ),
                rx.el.small(verdict.why),
                class_name="score-why",
            ),
            rx.cond(
                verdict.machine,
                rx.el.p(verdict.machine, class_name="dim num", data_testid="machine-alone"),
            ),
            class_name="score-block",
        ),
        rx.el.p(verdict.summary, class_name="summary"),
        class_name="report-verdict",
    )


def decision_panel(
    decisions: Any, errors: Any, *, may_decide: Any, form_id: str, on_decide: Any
) -> rx.Component:
    """Where a person decides. Without the permission, what was decided is there to be read."""
    return panel(
        rx.el.h2("Your decision"),
        rx.el.p("The score advises. You decide, and your reason is kept beside it."),
        rx.cond(
            may_decide,
            rx.el.form(
                _choices(errors["recommendation"]),
                field(
                    "Reason",
                    text_area(
                        voice=True,
                        id="decision-reason",
                        name="reason",
                        max_length=2000,
                        aria_invalid=rx.cond(errors["reason"], "true", "false"),
                    ),
                    html_for="decision-reason",
                    error=errors["reason"],
                ),
                button("Record decision", type="submit", kind="primary wide"),
                id=form_id,
                on_submit=on_decide,
                class_name="stack decide no-print",
            ),
        ),
        rx.cond(
            decisions,
            rx.el.ol(rx.foreach(decisions, _decision), class_name="remarks"),
            rx.el.p("Nobody has decided yet.", class_name="dim undecided"),
        ),
        id="decision",
        class_name="report-decision",
    )


def _choices(error: Any) -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend("Decision", class_name="sr-only"),
        rx.el.div(
            *[
                rx.el.label(
                    rx.el.input(type="radio", name="recommendation", value=value),
                    rx.el.span(words, class_name="btn"),
                )
                for value, words in RECOMMENDATION_WORDS.items()
            ],
            class_name="decide-choices",
        ),
        rx.cond(error, rx.el.span(error, class_name="error", role="alert")),
    )


def _decision(row: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(row.words, class_name="tag " + row.tone),
        rx.el.p(row.text, class_name="voice"),
        rx.el.small(row.by),
    )


def notes_panel(
    notes: Any, errors: Any, *, may_add: Any, form_id: str, on_add: Any
) -> rx.Component:
    """What members noted, and a place to add to it."""
    return panel(
        rx.el.h2("Notes"),
        rx.cond(notes, rx.el.ol(rx.foreach(notes, _note), class_name="remarks")),
        rx.cond(
            may_add,
            rx.el.form(
                field(
                    "Note",
                    text_area(
                        voice=True,
                        id="note-text",
                        name="note",
                        max_length=4000,
                        aria_invalid=rx.cond(errors["note"], "true", "false"),
                    ),
                    html_for="note-text",
                    error=errors["note"],
                ),
                button("Add note", type="submit"),
                id=form_id,
                on_submit=on_add,
                class_name="stack add-note no-print",
            ),
            rx.cond(notes, rx.fragment(), rx.el.p("There are no notes.", class_name="dim")),
        ),
        class_name="report-notes",
    )


def _note(row: Any) -> rx.Component:
    return rx.el.li(
        rx.cond(row.words, rx.el.small(row.words)),
        rx.el.p(row.text, class_name="voice"),
        rx.el.small(row.by),
    )


def facts_panel(facts: Any, *, outcome: Any, is_checking: Any, on_check: Any) -> rx.Component:
    """What the report was made from, and whether the same comes out again."""
    return panel(
        rx.el.h2("About this report", class_name="sr-only"),
        rx.el.dl(
            rx.foreach(
                facts,
                lambda fact: rx.fragment(
                    rx.el.dt(fact.name), rx.el.dd(fact.value, class_name="num")
                ),
            ),
            rx.el.dt("Repeatability", class_name=rx.cond(outcome, "", "no-print")),
            rx.el.dd(
                rx.el.span(outcome, role="status"),
                rx.cond(
                    outcome,
                    rx.fragment(),
                    button(
                        rx.cond(is_checking, "Grading again …", "Grade again and compare"),
                        kind="quiet",
                        on_click=on_check,
                        disabled=is_checking,
                    ),
                ),
            ),
            class_name="facts",
        ),
    )


def integrity_panel(
    signals: Any, integrity: Any, *, may_dismiss: Any, on_dismiss: Any, on_restore: Any
) -> rx.Component:
    """What the room recorded, over time and in words; beside the score and never part of it."""
    return panel(
        rx.el.div(
            rx.el.h2("Integrity"),
            rx.cond(integrity.words, tag(integrity.words, integrity.tone)),
            class_name="report-head",
        ),
        rx.el.p("What the room recorded. It is not part of the score.", class_name="dim"),
        rx.cond(
            signals,
            rx.fragment(
                timeline(signals, label=integrity.label, end=integrity.end),
                rx.el.ul(
                    rx.foreach(
                        signals, lambda row: _signal(row, may_dismiss, on_dismiss, on_restore)
                    ),
                    class_name="report-signals",
                    tab_index=0,
                    aria_label="Integrity signals",
                ),
            ),
        ),
        class_name="report-integrity",
    )


def _signal(row: Any, may_dismiss: Any, on_dismiss: Any, on_restore: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(row.at, class_name="num when"),
        rx.el.span(
            rx.el.span(row.words, class_name=rx.cond(row.dismissed, "dismissed", "")),
            rx.cond(row.dismissal, rx.el.small(row.dismissal)),
        ),
        rx.cond(
            may_dismiss,
            rx.cond(
                row.dismissed,
                button("Undo", kind="quiet", on_click=on_restore(row.signal_id)),
                button("Dismiss", kind="quiet", on_click=on_dismiss(row.signal_id)),
            ),
        ),
        custom_attrs={"data-testid": "integrity-signal"},
    )


def dismiss_dialog(
    *, dialog_id: str, form_id: str, words: Any, error: Any, on_dismiss: Any
) -> rx.Component:
    """Asks why a signal means nothing."""
    return dialog(
        rx.el.p(words, class_name="num"),
        rx.el.form(
            field(
                "Reason",
                text_area(
                    voice=True,
                    id="dismissal-reason",
                    name="dismissal",
                    max_length=500,
                    aria_invalid=rx.cond(error, "true", "false"),
                ),
                html_for="dismissal-reason",
                hint="The signal stays on record, with your reason beside it.",
                error=error,
            ),
            dialog_foot(
                button("Dismiss", type="submit", kind="primary"),
                dialog_id=dialog_id,
            ),
            id=form_id,
            on_submit=on_dismiss,
            class_name="stack",
        ),
        dialog_id=dialog_id,
        title="Dismiss this signal",
    )
