"""The editor of the field mapping, and what was read when it was tried."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.controls import button, text_input
from components.developers import code
from components.display import notice, panel, tag
from components.entries import choice_entry, entry, long_entry, switch_entry
from components.workday import path_warnings

Fields = tuple[tuple[str, str], ...]


def mapping_panel(
    state: Any,
    *,
    requisition: Fields,
    application: Fields,
    resume: Fields,
    has_resume: str,
    statuses: Fields,
) -> rx.Component:
    """The editor. `state` is MappingState; the fields are (name, words)."""
    return panel(
        rx.el.div(
            rx.el.h2("Field mapping", id="mapping-title", tab_index=-1),
            rx.cond(state.is_default, tag("By default"), tag("Your own", "accent")),
            class_name="row",
        ),
        rx.el.p(
            "Where your tenant keeps what is needed here. A path leads into a record by names "
            "with dots between them, such as ",
            code("stage.descriptor"),
            ". Leave a field empty where your tenant has none.",
            class_name="dim",
        ),
        rx.el.div(
            rx.el.span("Begin with", class_name="label"),
            button("REST API", on_click=state.begin_with("rest")),
            button("Custom reports", on_click=state.begin_with("report")),
            class_name="row",
        ),
        rx.el.form(
            rx.cond(
                state.problem,
                notice(
                    rx.el.span(state.problem),
                    rx.el.div(button("Show theirs", on_click=state.show_mapping)),
                    tone="bad",
                    role="alert",
                    id="mapping-problem",
                    tab_index=-1,
                ),
            ),
            _part("Requisitions", _source(state, "requisitions"), _paths(state, requisition)),
            _part(
                "Applications",
                _source(state, "applications"),
                _paths(state, application),
                _line(
                    state,
                    "Fetched of each candidate as well",
                    "candidate",
                    hint=rx.fragment(
                        "A resource whose record is found at ",
                        code("candidate"),
                        " in the paths above, such as ",
                        code("candidates/{candidate}"),
                        ".",
                    ),
                ),
            ),
            _part(
                "Résumés",
                switch_entry(
                    "Take résumés over",
                    has_resume,
                    prefix="mapping",
                    is_on=state.values[has_resume] != "",
                ),
                _paths(state, resume),
                rx.el.small(
                    "Lists and files are resources, in which ",
                    code("{candidate}"),
                    ", ",
                    code("{application}"),
                    " and ",
                    code("{resume}"),
                    " stand for the ids. Without a list, id and name are paths into the "
                    "application.",
                ),
            ),
            _part("What statuses mean", _statuses(state, statuses)),
            _foot(state),
            on_submit=state.send_mapping,
            key=state.form_key,
            class_name="stack",
            no_validate=True,
        ),
        _read(state),
        class_name="stack",
        aria_labelledby="mapping-title",
    )


def _part(title: str, *content: rx.Component) -> rx.Component:
    return rx.el.fieldset(rx.el.legend(title, class_name="label"), *content, class_name="hire-part")


def _line(state: Any, label: str, name: str, **props: Any) -> rx.Component:
    return entry(
        label,
        name,
        prefix="mapping",
        value=state.values[name],
        error=state.errors[name],
        spell_check=False,
        max_length=300,
        **props,
    )


def _paths(state: Any, fields: Fields) -> rx.Component:
    return rx.el.div(*[_line(state, words, name) for name, words in fields], class_name="hire-grid")


def _statuses(state: Any, statuses: Fields) -> rx.Component:
    return rx.el.div(
        *[
            long_entry(
                words,
                name,
                prefix="mapping",
                value=state.values[name],
                error=state.errors[name],
                hint="Statuses, one a line.",
                rows=4,
            )
            for name, words in statuses
        ],
        class_name="hire-grid",
    )


def _source(state: Any, source: str) -> rx.Component:
    """Where the list comes from; by its style only what the chosen kind needs is seen."""

    def line(words: str, name: str, kind: str = "", **props: Any) -> rx.Component:
        return rx.el.div(
            _line(state, words, f"{source}.{name}", **props),
            class_name=f"hire-of {kind}".strip(),
        )

    asks_by = (
        [line("Parameter for the requisition", "requisitionParameter")]
        if source == "applications"
        else []
    )
    return rx.el.div(
        choice_entry(
            "Comes from",
            f"{source}.kind",
            prefix="mapping",
            value=state.values[f"{source}.kind"],
            options=[
                rx.el.option("the REST API", value="rest"),
                rx.el.option("a custom report", value="report"),
            ],
        ),
        line("Resource", "resource", "rest"),
        line("Report’s owner", "owner", "report"),
        line("Report", "report", "report"),
        line("Parameter for changes since", "sinceParameter"),
        *asks_by,
        class_name="hire-grid hire-source",
    )


def _foot(state: Any) -> rx.Component:
    return rx.el.div(
        button("Save mapping", type="submit", kind="primary", on_click=state.mean_to_sample(False)),
        rx.el.span(class_name="grow"),
        text_input(
            name="sample",
            placeholder="The first with an application",
            aria_label="Workday id of the requisition to try it on",
            auto_complete="off",
            max_length=120,
        ),
        button(
            "Try on one requisition",
            type="submit",
            disabled=state.trying,
            on_click=state.mean_to_sample(True),
        ),
        class_name="row hire-try",
    )


def _read(state: Any) -> rx.Component:
    """What was read, in words; nothing of it is taken over."""
    return rx.el.div(
        rx.cond(state.trying, rx.el.p("Asking Workday …", class_name="dim")),
        rx.cond(state.tried, notice(state.tried, tone="bad")),
        rx.cond(
            state.requisition,
            rx.el.div(
                rx.el.p(
                    "This is what is read by the mapping above. Nothing was taken over.",
                    class_name="dim",
                ),
                rx.el.div(
                    _record("Requisition", state.requisition),
                    rx.cond(
                        state.application,
                        _record("One of its applications", state.application),
                        rx.el.p("It has no application yet.", class_name="dim"),
                    ),
                    class_name="hire-sides",
                ),
                class_name="stack",
            ),
        ),
        path_warnings(state.warnings),
        role="status",
        class_name="stack",
    )


def _record(title: str, fields: Any) -> rx.Component:
    return rx.el.section(
        rx.el.h3(title),
        rx.el.dl(
            rx.foreach(
                fields,
                lambda one: rx.el.div(
                    rx.el.dt(one.name),
                    rx.el.dd(
                        rx.cond(one.words, one.words, rx.el.span("nothing", class_name="dim"))
                    ),
                    key=one.name,
                ),
            ),
            class_name="hire-record",
        ),
        class_name="hire-card",
    )
