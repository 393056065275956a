"""What was practised: progress by skill, attempts, and whole practice interviews."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.controls import button, field, link, link_button, select, text_input
from components.dialog import dialog, dialog_foot
from components.display import empty, panel, panel_head
from components.pager import pager


def progress_panel(rows: Any) -> rx.Component:
    """The scores of each skill over time, drawn and as a table."""
    return panel(
        rx.el.h2("Your progress"),
        rx.el.ul(rx.foreach(rows, _progress), class_name="practice-progress"),
        rx.el.details(
            rx.el.summary("As a table"),
            rx.el.div(
                rx.el.table(
                    rx.el.thead(
                        rx.el.tr(
                            *[
                                rx.el.th(words, scope="col")
                                for words in ("Skill", "Attempts", "Latest", "Best", "Mean")
                            ]
                        )
                    ),
                    rx.el.tbody(
                        rx.foreach(
                            rows,
                            lambda row: rx.el.tr(
                                rx.el.th(row.skill, scope="row"),
                                rx.el.td(row.number, class_name="num"),
                                rx.el.td(row.latest, class_name="num"),
                                rx.el.td(row.best, class_name="num"),
                                rx.el.td(row.mean, class_name="num"),
                            ),
                        )
                    ),
                ),
                class_name="table-wrap",
            ),
        ),
        class_name="stack",
        aria_label="Your progress",
    )


def _progress(row: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(row.skill, class_name="name"),
        rx.el.span(
            rx.foreach(
                row.bars, lambda bar: rx.el.i(style={"height": bar.height}, title=bar.title)
            ),
            role="img",
            aria_label=row.label,
            class_name="practice-bars",
        ),
        rx.el.span(rx.el.b(row.latest, class_name="num"), rx.el.small(row.change)),
    )


def history_panel(state: Any) -> rx.Component:
    """The attempts, a page at a time."""
    return panel(
        panel_head("Your attempts", rx.el.small("Nobody but you sees these.", class_name="dim")),
        rx.cond(
            state.rows,
            rx.fragment(
                rx.el.div(
                    rx.el.table(
                        rx.el.caption("Your attempts", class_name="sr-only"),
                        rx.el.thead(
                            rx.el.tr(
                                rx.el.th("Question", scope="col"),
                                rx.el.th("Score", scope="col"),
                                rx.el.th("When", scope="col", class_name="wide-only"),
                                rx.el.th(rx.el.span("Delete", class_name="sr-only"), scope="col"),
                            )
                        ),
                        rx.el.tbody(rx.foreach(state.rows, lambda row: _attempt(row, state))),
                    ),
                    class_name="table-wrap",
                ),
                pager(words=state.range_words, previous=state.previous, following=state.following),
            ),
            empty("Nothing practised yet", "Your answers and their feedback appear here."),
        ),
        padded=False,
        aria_label="Your attempts",
    )


def _attempt(row: Any, state: Any) -> rx.Component:
    return rx.el.tr(
        rx.el.td(
            link(row.question, href=row.href, class_name="practice-row"),
            rx.el.small(row.skill, class_name="under"),
        ),
        rx.el.td(row.score, class_name="num nowrap"),
        rx.el.td(rx.el.time(row.when, date_time=row.when_iso), class_name="dim nowrap wide-only"),
        rx.el.td(
            button(
                "Delete",
                kind="quiet",
                on_click=state.ask_delete(row.id),
                aria_label=f"Delete your attempt at: {row.question}",
            ),
            class_name="right",
        ),
        key=row.id,
    )


def delete_dialog(state: Any, *, dialog_id: str) -> rx.Component:
    """Asks before an attempt is deleted."""
    return dialog(
        rx.el.p("Your answer and the feedback on it are deleted for good."),
        rx.el.p(state.doomed_question, class_name="dim"),
        dialog_foot(
            button("Delete attempt", kind="danger", on_click=state.delete),
            dialog_id=dialog_id,
            cancel="Keep it",
        ),
        dialog_id=dialog_id,
        title="Delete this attempt?",
    )


def interview_panel(
    state: Any, *, levels: list[tuple[str, str]], styles: list[tuple[str, str]]
) -> rx.Component:
    """A whole practice interview: its form, and those that there are."""
    return panel(
        rx.el.h2("Practise a whole interview"),
        rx.el.p(
            "In the ordinary interview room, with a report at the end. Nothing is charged, and it "
            "counts in no list or figure.",
            class_name="dim",
        ),
        rx.el.form(
            _line(state, "job_role", "Role of the interview", "Backend engineer", required=True),
            field(
                "Level",
                select(levels, id="whole-experience_level", name="experience_level"),
                html_for="whole-experience_level",
                error=state.errors["experience_level"],
            ),
            _line(state, "skills", "Skills, with commas between them", "Python, Caching"),
            field(
                "Kind",
                select(styles, id="whole-interview_type", name="interview_type"),
                html_for="whole-interview_type",
                error=state.errors["interview_type"],
            ),
            field(
                "Minutes",
                text_input(
                    id="whole-duration",
                    name="duration",
                    type="number",
                    min="5",
                    max="180",
                    default_value="20",
                    required=True,
                ),
                html_for="whole-duration",
                error=state.errors["duration"],
            ),
            button(
                rx.cond(state.starting, "Preparing …", "Start the interview"),
                type="submit",
                disabled=state.starting,
            ),
            on_submit=state.start,
            class_name="stack",
        ),
        rx.cond(
            state.sessions,
            rx.el.ul(
                rx.foreach(state.sessions, _session),
                class_name="practice-sessions",
                aria_label="Your practice interviews",
            ),
        ),
        class_name="stack",
        aria_label="Practise a whole interview",
    )


def _line(
    state: Any, name: str, label: str, placeholder: str, *, required: bool = False
) -> rx.Component:
    return field(
        label,
        text_input(
            id=f"whole-{name}",
            name=name,
            placeholder=placeholder,
            auto_complete="off",
            required=required,
        ),
        html_for=f"whole-{name}",
        error=state.errors[name],
    )


def _session(row: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            rx.el.b(row.title), rx.el.small(row.status, ", ", row.when, class_name="under dim")
        ),
        rx.cond(
            row.report,
            link_button("Read the report", href=row.report, aria_label=f"Report: {row.title}"),
            rx.cond(
                row.room,
                link_button("Go on", href=row.room, aria_label=f"Go on with: {row.title}"),
            ),
        ),
        key=row.id,
    )
