"""The question bank: concepts by area, and a file of questions looked through and taken over."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.controls import button, field, link
from components.dialog import close_dialog, dialog
from components.display import notice, panel, tag

IMPORTING = "import-dialog"


def area(group: Any) -> rx.Component:
    """The concepts of one area, each with how many questions it has."""
    return panel(
        rx.el.div(rx.el.h2(group.area), class_name="panel-head"),
        rx.el.ul(
            rx.foreach(
                group.concepts,
                lambda entry: rx.el.li(
                    rx.el.div(
                        link(entry.name, href="/questions/" + entry.slug, class_name="row-link"),
                        rx.el.small(entry.summary),
                    ),
                    rx.el.div(
                        rx.el.span(entry.counts, class_name="num nowrap"),
                        rx.cond(entry.own, rx.el.small(entry.own, class_name="num")),
                        class_name="q-counts",
                    ),
                    class_name="q-concept link-row",
                    key=entry.slug,
                ),
            ),
        ),
        padded=False,
        key=group.area,
        aria_label=group.area,
    )


def export_links() -> rx.Component:
    """Downloads of the organisation's own questions, or of all."""
    return rx.el.details(
        rx.el.summary("Export", class_name="btn"),
        rx.el.div(
            rx.el.b("Your own and changed questions"),
            _downloads("own", "your own"),
            rx.el.b("All questions, the built-in ones too"),
            _downloads("all", "all"),
            rx.el.small("What you export can be imported again, here or elsewhere."),
            class_name="panel padded q-menu",
        ),
        class_name="q-export",
    )


def _downloads(scope: str, words: str) -> rx.Component:
    return rx.el.div(
        *[
            link(
                kind.upper(),
                href=f"/files/questions.{kind}?scope={scope}",
                reload_document=True,
                class_name="btn",
                aria_label=f"{kind.upper()} of {words} questions",
            )
            for kind in ("yaml", "json", "csv")
        ],
        class_name="row",
    )


def import_dialog(imported: Any, *, file_id: str, sending: Any, on_send: Any) -> rx.Component:
    """A file is chosen, looked through, and then taken over whole."""
    return dialog(
        field(
            "File (YAML, JSON or CSV, at most 3 MB)",
            rx.el.input(
                type="file",
                id=file_id,
                accept=".yaml,.yml,.json,.csv",
                class_name="input",
                on_change=on_send(True),
            ),
            html_for=file_id,
        ),
        _format_help(),
        rx.cond(sending, rx.el.p("Reading the file …", role="status", class_name="dim")),
        rx.cond(imported.problem, notice(imported.problem, tone="bad", role="alert")),
        rx.cond(imported.summary, rx.el.p(imported.summary, role="status")),
        rx.cond(
            imported.lines,
            rx.el.ul(
                rx.foreach(
                    imported.lines,
                    lambda row: rx.el.li(
                        rx.el.span(row.line, class_name="num nowrap dim"),
                        tag(row.outcome, row.tone),
                        rx.el.span(row.says),
                        class_name="q-line",
                    ),
                ),
                class_name="q-lines",
                tab_index=0,
                aria_label="What is in the file",
            ),
        ),
        rx.el.div(
            button(
                rx.cond(imported.done, "Done", "Cancel"),
                on_click=close_dialog(IMPORTING),
            ),
            rx.cond(
                imported.ready,
                button(
                    "Import ",
                    imported.ready,
                    kind="primary",
                    disabled=sending,
                    on_click=on_send(False),
                ),
            ),
            class_name="dialog-foot",
        ),
        dialog_id=IMPORTING,
        title="Import questions",
        wide=True,
    )


def _format_help() -> rx.Component:
    names = "concept_name, depth, question, points, rephrase, misconceptions, focus, sample_answer"
    return rx.el.details(
        rx.el.summary("How the file must look"),
        rx.el.p(
            "One item per row (CSV) or list entry (YAML, JSON), with these columns or members: ",
            rx.el.code(names),
            ". The concept is one of the bank by name, or a new one of yours. Depth is 1 to 5. "
            "In CSV, a cell with several points has one a line. Export something to see the rest: "
            "ids, weights, other wordings and follow-ups.",
        ),
        rx.el.p(
            "An id that is already there means that question, which is changed; without an id it "
            "is a new one. Nothing is taken over while anything in the file is wrong."
        ),
        class_name="dim",
    )
