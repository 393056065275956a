"""Practising a question: choosing it, answering it, and the feedback."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.controls import button, field, segments, text_area, text_input
from components.display import notice, panel, tag

SKILLS = "practice-skills"
ANSWER = "practice-answer"
RESULT = "practice-result"


def chooser(state: Any, *, difficulties: list[tuple[str, str]]) -> rx.Component:
    """Role, skill and difficulty of what is asked next."""
    return panel(
        rx.el.h2("What would you like to practise?"),
        rx.el.form(
            field(
                "Role",
                text_input(
                    id="practice-role",
                    name="job_role",
                    default_value=state.job_role,
                    key=f"role-{state.form_key}",
                    placeholder="Backend engineer",
                    auto_complete="off",
                    required=True,
                ),
                html_for="practice-role",
                error=state.errors["job_role"],
            ),
            field(
                "Skill",
                text_input(
                    id="practice-skill",
                    name="skill",
                    default_value=state.skill,
                    key=f"skill-{state.form_key}",
                    custom_attrs={"list": SKILLS},
                    placeholder="Type to search",
                    auto_complete="off",
                    required=True,
                ),
                html_for="practice-skill",
                error=state.errors["skill"],
            ),
            rx.el.datalist(
                rx.foreach(state.skills, lambda name: rx.el.option(value=name)), id=SKILLS
            ),
            rx.el.div(
                rx.el.span("Difficulty", class_name="label"),
                segments(
                    difficulties,
                    value=state.difficulty,
                    on_pick=state.set_difficulty,
                    label="Difficulty",
                ),
                class_name="field practice-level",
            ),
            rx.el.div(button("Ask me a question", type="submit", kind="primary")),
            rx.cond(
                state.errors["all"], rx.el.p(state.errors["all"], class_name="error", role="alert")
            ),
            on_submit=state.ask,
            class_name="practice-choose",
        ),
        aria_label="What to practise",
    )


def question_panel(state: Any, *, on_draft: Any) -> rx.Component:
    """The question with the box for its answer."""
    return panel(
        rx.el.small(state.question.about),
        rx.el.h2(state.question.text, class_name="asked", id="practice-question"),
        rx.el.form(
            text_area(
                voice=True,
                id=ANSWER,
                name="answer",
                key=f"answer-{state.form_key}",
                default_value=state.draft,
                on_change=on_draft,
                rows="9",
                aria_label="Your answer",
                aria_describedby="practice-count",
            ),
            rx.el.span(
                state.count,
                id="practice-count",
                class_name=rx.cond(state.too_long, "error num", "hint dim num"),
            ),
            rx.cond(state.problem, notice(state.problem, tone="bad", role="alert")),
            rx.el.div(
                button(
                    rx.cond(state.grading, "Reading your answer …", "Grade my answer"),
                    type="submit",
                    kind="primary",
                    disabled=state.grading,
                ),
                button("Another question", on_click=state.ask_another, disabled=state.grading),
                class_name="row",
            ),
            on_submit=state.submit,
            class_name="stack",
        ),
        rx.el.details(
            rx.el.summary("Show me what a good answer contains"),
            rx.el.ul(rx.foreach(state.question.key_points, rx.el.li)),
            rx.el.p(state.question.structure, class_name="dim"),
            key=f"guide-{state.form_key}",
            class_name="practice-guide",
        ),
        class_name="stack practice-ask",
        aria_labelledby="practice-question",
    )


def result_panel(state: Any) -> rx.Component:
    """The score, what was covered in one's own words, what is missing, and what to do next."""
    result = state.result
    return panel(
        rx.el.small(result.about),
        rx.el.h2(result.question, class_name="asked"),
        rx.el.div(
            rx.el.span(
                rx.el.b(result.score, class_name="score num"),
                " ",
                rx.el.span(result.of, class_name="dim"),
                custom_attrs={"data-testid": "practice-score"},
            ),
            rx.el.div(rx.el.p(result.says), rx.cond(result.compared, rx.el.p(result.compared))),
            class_name="practice-score",
        ),
        rx.el.div(_points(result), _words(result), class_name="practice-columns"),
        rx.cond(result.framework, _framework(result)),
        rx.el.div(
            rx.el.h3("A better structure"),
            rx.el.p(result.structure),
        ),
        rx.el.div(
            button("Next question", kind="primary", on_click=state.ask_another),
            button("Try again", on_click=state.try_again),
            class_name="row",
        ),
        id=RESULT,
        tab_index=-1,
        class_name="stack practice-result",
        aria_label="Feedback",
    )


def _points(result: Any) -> rx.Component:
    return rx.el.div(
        rx.el.h3("What a good answer contains"),
        rx.el.ul(
            rx.foreach(
                result.points,
                lambda point: rx.el.li(
                    rx.el.span(point.text), tag(point.words, point.tone), class_name="practice-pt"
                ),
            ),
            class_name="practice-points",
        ),
        rx.cond(
            result.mistaken,
            rx.el.div(
                rx.el.h3("Stated, but mistaken"),
                rx.el.ul(rx.foreach(result.mistaken, rx.el.li)),
            ),
        ),
        class_name="stack",
    )


def _words(result: Any) -> rx.Component:
    return rx.el.div(
        rx.el.h3("Your answer"),
        rx.el.p(
            rx.foreach(
                result.pieces,
                lambda piece: rx.cond(
                    piece.mark,
                    rx.el.mark(piece.text, custom_attrs={"data-testid": "evidence"}),
                    rx.el.span(piece.text),
                ),
            ),
            class_name="voice said",
        ),
        rx.el.small("Marked words count towards a point.", class_name="dim"),
    )


def _framework(result: Any) -> rx.Component:
    return rx.el.div(
        rx.el.h3("How it is told: ", result.framework),
        rx.el.p(result.overall),
        rx.el.dl(
            rx.foreach(
                result.parts,
                lambda part: rx.el.div(
                    rx.el.dt(part.name, " ", tag(part.verdict, part.tone)),
                    rx.el.dd(part.words),
                ),
            ),
            class_name="practice-parts",
        ),
        rx.cond(
            result.improvements,
            rx.el.div(
                rx.el.h3("What to change first"),
                rx.el.ol(rx.foreach(result.improvements, rx.el.li)),
            ),
        ),
        class_name="stack",
    )
