"""The table of requisitions, what narrows it down, and the dialog for a new one."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.controls import button, field, link, text_area, text_input
from components.dialog import dialog, dialog_foot
from components.display import notice, tag
from components.tables import (
    cell,
    choice,
    choice_among,
    clear,
    head,
    moment,
    pages,
    search_field,
    sort_head,
)
from components.tables import table as rows_table

ACTIVE = [("", "Active or not"), ("1", "Active"), ("0", "Not active")]


def tools(state: Any) -> rx.Component:
    """The search box and the filters. `state` is RequisitionsState."""
    return rx.el.div(
        search_field(
            state,
            placeholder="Search names and descriptions",
            label="Search requisitions by name or description",
            kind="apps-search",
        ),
        choice(state, "active", "Active", ACTIVE),
        choice_among(state, "recruiter", "Recruiter", "Any recruiter", state.recruiters),
        clear(state, "/requisitions"),
        role="search",
        class_name="apps-tools",
    )


def table(state: Any, *, can_sync: Any) -> rx.Component:
    """The rows and the pager. On a phone each row becomes a block of its own."""
    return rx.fragment(
        rows_table(
            state.rows,
            caption="Requisitions",
            heads=[
                sort_head(state, "Requisition", "name"),
                head("Recruiter"),
                head("Applications", "right"),
                head("Pending", "right"),
                head("Invitations"),
                sort_head(state, "Active", "active"),
                sort_head(state, "Last synced", "synced"),
                rx.cond(can_sync, head(rx.el.span("Synchronise", class_name="sr-only"))),
            ],
            row=lambda row: _row(row, state, can_sync),
            kind="apps-table reqs-table",
            custom_attrs={"data-rows": ""},
        ),
        pages(state),
        rx.script(src="/scripts/rows.js"),
    )


def _row(row: Any, state: Any, can_sync: Any) -> rx.Component:
    return rx.el.tr(
        cell(
            link(row.name, href=row.href, class_name="row-link"),
            rx.el.small(row.under),
            kind="who",
        ),
        cell(row.recruiter, kind="recruiter"),
        cell(row.applications, kind="num right count all"),
        cell(row.pending, kind="num right count pending"),
        cell(rx.cond(row.automatic, tag("Automatic", "accent"), rx.el.small("by hand"))),
        cell(rx.cond(row.active, tag("Active", "good"), tag("Not active"))),
        cell(
            rx.cond(
                row.can_sync, moment(row.synced, row.synced_iso), rx.el.small("not from Workday")
            ),
            rx.cond(
                row.sync_words,
                rx.el.small(row.sync_words, class_name=f"sync-words {row.sync_tone}"),
            ),
            kind="synced",
        ),
        rx.cond(
            can_sync,
            cell(
                rx.cond(
                    row.can_sync,
                    button(
                        rx.cond(row.syncing, "Syncing …", "Sync now"),
                        disabled=row.syncing,
                        on_click=state.sync(row.number),
                        aria_label=f"Synchronise {row.name} with Workday now",
                    ),
                ),
                kind="acts",
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
