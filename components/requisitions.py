"""The table of requisitions, what narrows it down, and the dialog for a new one."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.controls import button, field, link, link_button, select, text_area, text_input
from components.dialog import dialog, dialog_foot
from components.display import notice, tag
from components.pager import pager

ACTIVE = [("", "Active or not"), ("1", "Active"), ("0", "Not active")]


def tools(state: Any) -> rx.Component:
    """The search box and the filters. `state` is RequisitionsState."""
    return rx.el.div(
        rx.el.div(
            text_input(
                type="search",
                key=state.form_key,
                default_value=state.search,
                on_change=state.find.debounce(250),
                placeholder="Search names and descriptions",
                aria_label="Search requisitions by name or description",
                auto_complete="off",
            ),
            class_name="apps-search",
        ),
        select(
            ACTIVE,
            value=state.active,
            on_change=lambda value: state.narrow("active", value),
            aria_label="Active",
        ),
        rx.el.select(
            rx.el.option("Any recruiter", value=""),
            rx.foreach(state.recruiters, lambda one: rx.el.option(one.words, value=one.value)),
            value=state.recruiter,
            on_change=lambda value: state.narrow("recruiter", value),
            aria_label="Recruiter",
            class_name="input",
        ),
        rx.cond(state.filtered, link_button("Clear", href="/requisitions", kind="quiet")),
        role="search",
        class_name="apps-tools",
    )


def table(state: Any, *, can_sync: Any) -> rx.Component:
    """The rows and the pager. On a phone each row becomes a block of its own."""
    return rx.fragment(
        rx.el.table(
            rx.el.caption("Requisitions", class_name="sr-only"),
            rx.el.thead(
                rx.el.tr(
                    _head("Requisition", "name", state),
                    _plain_head("Recruiter"),
                    _plain_head("Applications", "right"),
                    _plain_head("Pending", "right"),
                    _plain_head("Invitations"),
                    _head("Active", "active", state),
                    _head("Last synced", "synced", state),
                    rx.cond(can_sync, _plain_head(rx.el.span("Synchronise", class_name="sr-only"))),
                    role="row",
                ),
                role="rowgroup",
            ),
            rx.el.tbody(rx.foreach(state.rows, lambda row: _row(row, state, can_sync))),
            role="table",
            class_name="apps-table reqs-table",
            custom_attrs={"data-rows": ""},
        ),
        pager(words=state.range_words, previous=state.previous, following=state.following),
        rx.script(src="/scripts/rows.js"),
    )


def _plain_head(words: Any, kind: str = "") -> rx.Component:
    return rx.el.th(words, scope="col", role="columnheader", class_name=kind)


def _head(words: str, sort: str, state: Any) -> rx.Component:
    return rx.el.th(
        link(words, href=state.sorts[sort], replace=True, class_name="sort"),
        scope="col",
        role="columnheader",
        aria_sort=rx.cond(state.sort == sort, state.direction, "none"),
    )


def _row(row: Any, state: Any, can_sync: Any) -> rx.Component:
    return rx.el.tr(
        rx.el.td(
            link(row.name, href=row.href, class_name="row-link"),
            rx.el.small(row.under),
            role="cell",
            class_name="who",
        ),
        rx.el.td(row.recruiter, role="cell", class_name="recruiter"),
        rx.el.td(row.applications, role="cell", class_name="num right count all"),
        rx.el.td(row.pending, role="cell", class_name="num right count pending"),
        rx.el.td(
            rx.cond(row.automatic, tag("Automatic", "accent"), rx.el.small("by hand")), role="cell"
        ),
        rx.el.td(rx.cond(row.active, tag("Active", "good"), tag("Not active")), role="cell"),
        rx.el.td(
            rx.cond(
                row.can_sync,
                rx.el.time(row.synced, date_time=row.synced_iso),
                rx.el.small("not from Workday"),
            ),
            rx.cond(
                row.sync_words,
                rx.el.small(row.sync_words, class_name=f"sync-words {row.sync_tone}"),
            ),
            role="cell",
            class_name="synced",
        ),
        rx.cond(
            can_sync,
            rx.el.td(
                rx.cond(
                    row.can_sync,
                    button(
                        rx.cond(row.syncing, "Syncing …", "Sync now"),
                        disabled=row.syncing,
                        on_click=state.sync(row.number),
                        aria_label=f"Synchronise {row.name} with Workday now",
                    ),
                ),
                role="cell",
                class_name="acts",
            ),
        ),
        role="row",
        class_name="link-row",
        key=row.number,
    )


def new_dialog(state: Any, *, dialog_id: str) -> rx.Component:
    """The dialog for a requisition of one's own. `state` is NewRequisitionState."""
    return dialog(
        rx.el.form(
            rx.cond(state.problem, notice(state.problem, tone="bad", role="alert")),
            _line(state, "Name", "name", max_length=200, auto_focus=True),
            _line(state, "Location (optional)", "location", max_length=200),
            field(
                "Recruiter",
                rx.el.select(
                    rx.el.option("Nobody yet", value=""),
                    rx.foreach(
                        state.recruiters, lambda one: rx.el.option(one.words, value=one.value)
                    ),
                    id="new-recruiter_id",
                    name="recruiter_id",
                    default_value=state.recruiter,
                    class_name="input",
                ),
                html_for="new-recruiter_id",
                error=state.errors["recruiter_id"],
            ),
            field(
                "Description",
                text_area(id="new-description", name="description", max_length=50_000, rows="6"),
                html_for="new-description",
                hint="The job as advertised. Résumés are judged against it, and the interview is "
                "built from it unless you choose a position.",
                error=state.errors["description"],
            ),
            _line(
                state,
                "Workday id (optional)",
                "external_id",
                hint="Only if the requisition is in Workday too: it is then synchronised.",
                max_length=120,
            ),
            dialog_foot(
                button("Create requisition", type="submit", kind="primary"), dialog_id=dialog_id
            ),
            on_submit=state.create,
            key=state.form_key,
            class_name="stack",
            no_validate=True,
        ),
        dialog_id=dialog_id,
        title="New requisition",
    )


def _line(state: Any, label: str, name: str, hint: Any = None, **props: Any) -> rx.Component:
    control = f"new-{name}"
    return field(
        label,
        text_input(
            id=control,
            name=name,
            auto_complete="off",
            aria_invalid=rx.cond(state.errors[name], "true", "false"),
            aria_describedby=rx.cond(state.errors[name], f"{control}-error", ""),
            **props,
        ),
        html_for=control,
        hint=hint,
        error=state.errors[name],
    )
