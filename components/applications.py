"""The table of applications, what narrows it down, and the bar of those that are chosen."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.controls import button, link, select
from components.display import panel, recommendation_tag, tag
from components.tables import (
    by_phase,
    cell,
    clear,
    head,
    moment,
    pages,
    search_field,
    sort_head,
    table,
)


def tools(state: Any, *, statuses: tuple[tuple[str, str], ...], of_one: bool) -> rx.Component:
    """The search box and the filters. `state` is ApplicationsState."""
    return rx.el.div(
        search_field(
            state,
            placeholder="Search names and addresses",
            label="Search applications by the candidate’s name or address",
            kind="apps-search",
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
        clear(state, state.everything),
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
        by_phase(
            state,
            panel(
                rx.cond(state.rows, _table(state, acts, can_act, of_one), nothing),
                padded=False,
                aria_label="Applications",
            ),
            what="applications",
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


def _table(state: Any, acts: Any, can_act: Any, of_one: bool) -> rx.Component:
    return rx.fragment(
        table(
            state.rows,
            caption="Applications",
            heads=[
                rx.cond(can_act, _choose_all(state)),
                sort_head(state, "Candidate", "name"),
                rx.fragment() if of_one else head("Requisition"),
                sort_head(state, "Status", "status"),
                sort_head(state, "Risk", "risk"),
                head("Interview"),
                sort_head(state, "Applied", "created"),
                rx.cond(can_act, head(rx.el.span("Actions", class_name="sr-only"))),
            ],
            row=lambda row: _row(row, state, acts, can_act, of_one),
            kind="apps-table",
            custom_attrs={"data-rows": ""},
        ),
        pages(state),
    )


def _choose_all(state: Any) -> rx.Component:
    return head(
        rx.el.input(
            type="checkbox",
            key=f"all-{state.choice_key}-{state.chosen.length() == state.rows.length()}",
            default_checked=state.chosen.length() == state.rows.length(),
            on_change=state.choose_all,
            aria_label="Choose every application on this page",
        ),
        "tick",
    )


def _row(row: Any, state: Any, acts: Any, can_act: Any, of_one: bool) -> rx.Component:
    return rx.el.tr(
        rx.cond(can_act, _tick(row, state)),
        cell(
            link(row.name, href=row.href, class_name="row-link"),
            rx.el.small(rx.cond(row.email, row.email, "no e-mail address")),
            kind="who",
        ),
        rx.fragment()
        if of_one
        else cell(link(row.requisition, href=row.requisition_href, class_name="above"), kind="job"),
        cell(
            rx.el.span(
                tag(row.status, row.tone),
                rx.cond(row.asks_for_human, tag("Asked for a human", "warn")),
                rx.cond(row.compliance, tag("Protected matters", "warn")),
                rx.cond(row.hidden_text, tag("Hidden text", "bad")),
                class_name="tags",
            ),
            rx.cond(row.workday_status, rx.el.small("Workday: ", row.workday_status)),
            kind="stands",
        ),
        cell(_risk(row), kind="num risk"),
        cell(_interview(row), kind="held"),
        cell(moment(row.arrived, row.arrived_iso), kind="num nowrap applied"),
        rx.cond(can_act, cell(_menu(row, acts), kind="acts")),
        role="row",
        class_name="link-row",
        key=row.number,
    )


def _tick(row: Any, state: Any) -> rx.Component:
    return cell(
        rx.el.input(
            type="checkbox",
            # Uncontrolled, so that it answers at once; a new key sets it anew.
            key=f"{row.number}-{state.choice_key}",
            default_checked=state.chosen.contains(row.number),
            on_change=state.choose(row.number),
            aria_label=f"Choose {row.name}",
        ),
        kind="tick",
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
