"""The table of applications, what narrows it down, and the bar of those that are chosen."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.controls import button, link, link_button, select, text_input
from components.display import loading, notice, panel, recommendation_tag, tag
from components.pager import pager


def tools(state: Any, *, statuses: tuple[tuple[str, str], ...], of_one: bool) -> rx.Component:
    """The search box and the filters. `state` is ApplicationsState."""
    return rx.el.div(
        rx.el.div(
            text_input(
                type="search",
                key=state.form_key,
                default_value=state.search,
                on_change=state.find.debounce(250),
                placeholder="Search names and addresses",
                aria_label="Search applications by the candidate’s name or address",
                auto_complete="off",
            ),
            class_name="apps-search",
        ),
        select(
            list(statuses),
            value=state.status,
            on_change=lambda value: state.narrow("status", value),
            aria_label="Status",
        ),
        rx.fragment() if of_one else _requisitions(state),
        rx.el.div(
            _day(state, "From", "first", state.first),
            _day(state, "To", "last", state.last),
            role="group",
            aria_label="Applied",
            class_name="apps-days",
        ),
        rx.cond(state.filtered, link_button("Clear", href=state.everything, kind="quiet")),
        role="search",
        class_name="apps-tools",
    )


def _requisitions(state: Any) -> rx.Component:
    return rx.el.select(
        rx.el.option("Any requisition", value=""),
        rx.foreach(state.requisitions, lambda one: rx.el.option(one.words, value=one.value)),
        value=state.requisition,
        on_change=lambda value: state.narrow("requisition", value),
        aria_label="Requisition",
        class_name="input",
    )


def _day(state: Any, words: str, name: str, value: Any) -> rx.Component:
    return rx.el.label(
        rx.el.span(words, class_name="dim"),
        rx.el.input(
            type="date",
            value=value,
            on_change=lambda day: state.narrow(name, day),
            class_name="input",
        ),
    )


def applications(
    state: Any, acts: Any, *, can_act: Any, of_one: bool, nothing: Any, on_look: Any
) -> rx.Component:
    """The table in its panel, or `nothing`, and the bar of those that are chosen.

    `on_look` is what happens every two seconds while something is on its way.
    """
    return rx.fragment(
        panel(
            rx.match(
                state.phase,
                ("ready", rx.cond(state.rows, _table(state, acts, can_act, of_one), nothing)),
                ("failed", _failed(state)),
                loading(rows=8, label="Loading applications"),
            ),
            padded=False,
            aria_label="Applications",
        ),
        rx.cond(can_act & (state.chosen.length() > 0), _chosen(state, acts)),
        # Pressed by the browser while something is on its way.
        rx.el.button(
            "Look again",
            id="refresh-applications",
            type="button",
            hidden=True,
            on_click=on_look,
        ),
        rx.script(src="/scripts/rows.js"),
    )


def _failed(state: Any) -> rx.Component:
    return notice(
        "The applications could not be loaded.",
        rx.el.div(button("Try again", on_click=state.refresh)),
        tone="bad",
        role="alert",
    )


def _table(state: Any, acts: Any, can_act: Any, of_one: bool) -> rx.Component:
    return rx.fragment(
        rx.el.table(
            rx.el.caption("Applications", class_name="sr-only"),
            rx.el.thead(
                rx.el.tr(
                    rx.cond(can_act, _choose_all(state)),
                    _head("Candidate", "name", state),
                    rx.fragment() if of_one else _plain_head("Requisition"),
                    _head("Status", "status", state),
                    _head("Risk", "risk", state),
                    _plain_head("Interview"),
                    _head("Applied", "created", state),
                    rx.cond(can_act, _plain_head(rx.el.span("Actions", class_name="sr-only"))),
                    role="row",
                ),
                role="rowgroup",
            ),
            rx.el.tbody(
                rx.foreach(state.rows, lambda row: _row(row, state, acts, can_act, of_one)),
                role="rowgroup",
            ),
            role="table",
            class_name="apps-table",
            custom_attrs={"data-rows": ""},
        ),
        pager(words=state.range_words, previous=state.previous, following=state.following),
    )


def _choose_all(state: Any) -> rx.Component:
    return rx.el.th(
        rx.el.input(
            type="checkbox",
            key=f"all-{state.choice_key}-{state.chosen.length() == state.rows.length()}",
            default_checked=state.chosen.length() == state.rows.length(),
            on_change=state.choose_all,
            aria_label="Choose every application on this page",
        ),
        scope="col",
        role="columnheader",
        class_name="tick",
    )


def _plain_head(words: Any) -> rx.Component:
    return rx.el.th(words, scope="col", role="columnheader")


def _head(words: str, sort: str, state: Any) -> rx.Component:
    return rx.el.th(
        link(words, href=state.sorts[sort], replace=True, class_name="sort"),
        scope="col",
        role="columnheader",
        aria_sort=rx.cond(state.sort == sort, state.direction, "none"),
    )


def _row(row: Any, state: Any, acts: Any, can_act: Any, of_one: bool) -> rx.Component:
    return rx.el.tr(
        rx.cond(can_act, _tick(row, state)),
        rx.el.td(
            link(row.name, href=row.href, class_name="row-link"),
            rx.el.small(rx.cond(row.email, row.email, "no e-mail address")),
            role="cell",
            class_name="who",
        ),
        rx.fragment()
        if of_one
        else rx.el.td(
            link(row.requisition, href=row.requisition_href, class_name="above"),
            role="cell",
            class_name="job",
        ),
        rx.el.td(
            rx.el.span(
                tag(row.status, row.tone),
                rx.cond(row.asks_for_human, tag("Asked for a human", "warn")),
                rx.cond(row.compliance, tag("Protected matters", "warn")),
                rx.cond(row.hidden_text, tag("Hidden text", "bad")),
                class_name="tags",
            ),
            rx.cond(row.workday_status, rx.el.small("Workday: ", row.workday_status)),
            role="cell",
            class_name="stands",
        ),
        rx.el.td(_risk(row), role="cell", class_name="num risk"),
        rx.el.td(_interview(row), role="cell", class_name="held"),
        rx.el.td(
            rx.el.time(row.arrived, date_time=row.arrived_iso),
            role="cell",
            class_name="num nowrap applied",
        ),
        rx.cond(can_act, rx.el.td(_menu(row, acts), role="cell", class_name="acts")),
        role="row",
        class_name="link-row",
        key=row.number,
    )


def _tick(row: Any, state: Any) -> rx.Component:
    return rx.el.td(
        rx.el.input(
            type="checkbox",
            # Uncontrolled, so that it answers at once; a new key sets it anew.
            key=f"{row.number}-{state.choice_key}",
            default_checked=state.chosen.contains(row.number),
            on_change=state.choose(row.number),
            aria_label=f"Choose {row.name}",
        ),
        role="cell",
        class_name="tick",
    )


def _risk(row: Any) -> rx.Component:
    return rx.cond(
        row.risk,
        rx.el.span(
            rx.el.span(row.risk, class_name="figure"),
            rx.el.span(
                rx.el.i(style={"width": row.risk_width}), class_name="risk-bar", aria_hidden="true"
            ),
            class_name="risk-of",
        ),
        rx.el.small("not yet"),
    )


def _interview(row: Any) -> rx.Component:
    return rx.cond(
        row.interview_href,
        link(
            rx.cond(
                row.says,
                rx.fragment(
                    rx.el.span(row.score, class_name="figure num"),
                    " ",
                    recommendation_tag(row.says),
                ),
                row.interview,
            ),
            href=row.interview_href,
            class_name="above",
            aria_label=f"Interview of {row.name}: {row.interview} {row.score}",
        ),
    )


def _menu(row: Any, acts: Any) -> rx.Component:
    """What can be done with one row; `rows.js` closes it."""
    return rx.el.details(
        rx.el.summary("⋯", class_name="btn quiet", aria_label=f"Actions for {row.name}"),
        rx.el.div(
            button(
                "Invite to interview",
                disabled=~row.can_invite,
                title=row.why_not_invite,
                on_click=acts.ask("invite", row.number),
            ),
            button(
                "Analyse again",
                disabled=~row.can_reprocess,
                title=row.why_not_reprocess,
                on_click=acts.ask("reprocess", row.number),
            ),
            button(
                "Reject …",
                disabled=~row.can_reject,
                on_click=acts.ask("reject", row.number),
            ),
            class_name="menu-items",
        ),
        class_name="menu",
    )


def _chosen(state: Any, acts: Any) -> rx.Component:
    return rx.el.div(
        panel(
            rx.el.span(rx.el.b(state.chosen.length(), class_name="num"), " chosen", role="status"),
            rx.el.span(
                button("Clear", kind="quiet", on_click=state.choose_none),
                button("Analyse again", on_click=acts.ask("reprocess", 0)),
                button("Reject …", on_click=acts.ask("reject", 0)),
                button("Invite", kind="primary", on_click=acts.ask("invite", 0)),
                class_name="row",
            ),
            padded=False,
            class_name="chosen-bar",
            aria_label="Chosen applications",
        ),
        class_name="chosen-place",
    )
