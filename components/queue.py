"""The queue: how much stands where, its items, and the dialogs that add to it and clear it."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.controls import button, field, link, select, text_input
from components.dialog import dialog, dialog_foot
from components.display import notice, tag
from components.tables import cell, choice, head, moment, pages
from components.tables import table as rows_table

_HEADS = ("Item", "About", "Status", "When", "Added")


def counts(state: Any) -> rx.Component:
    """How many items stand where; each number leads to those alone. `state` is QueueState."""
    return rx.el.nav(
        rx.foreach(
            state.counts,
            lambda one: link(
                rx.el.b(one.number, class_name="num " + one.tone),
                rx.el.span(one.words),
                rx.cond(one.meaning, rx.el.small(one.meaning)),
                href=one.href,
                replace=True,
                aria_current=rx.cond(one.value == state.query["status"], "true", "false"),
                key=one.value,
            ),
        ),
        aria_label="Status",
        class_name="panel queue-counts",
    )


def tools(state: Any, *, jobs: Any, refresh_id: str) -> rx.Component:
    """What narrows the items down, and what can be done with many of them."""
    return rx.el.div(
        choice(state, "type", "Type", [("", "Any type"), *jobs]),
        rx.el.span(
            rx.cond(
                state.is_live,
                rx.fragment(rx.el.i(class_name="live-dot", aria_hidden="true"), "Live"),
            ),
            class_name="dim",
        ),
        rx.el.span(state.standing, role="status", class_name="sr-only"),
        rx.el.span(class_name="grow"),
        # Also pressed by the browser itself while something is on its way.
        button("Refresh", kind="quiet", id=refresh_id, on_click=state.refresh),
        rx.cond(
            state.can_manage,
            rx.fragment(
                button(
                    "Retry all failed",
                    on_click=state.retry_failed,
                    disabled=~state.can_retry_all,
                ),
                button(
                    "Clear completed",
                    on_click=state.clear_completed,
                    disabled=~state.can_clear_completed,
                ),
                button(
                    "Clear all…",
                    kind="danger",
                    on_click=state.begin_clearing,
                    disabled=state.losing.length() == 0,
                ),
            ),
        ),
        role="search",
        aria_label="Queue",
        class_name="ops-tools",
    )


def table(state: Any) -> rx.Component:
    """The items and the pager. On a phone each row becomes a block of its own."""
    return rx.fragment(
        rows_table(
            state.rows,
            caption="Items",
            heads=[
                *[head(words) for words in _HEADS],
                rx.cond(
                    state.can_manage, head(rx.el.span("What can be done", class_name="sr-only"))
                ),
            ],
            row=lambda row: _row(row, state),
            kind="ops-table queue-table",
        ),
        pages(state),
    )


def _row(row: Any, state: Any) -> rx.Component:
    return rx.el.tr(
        cell(
            rx.el.b(row.job),
            rx.el.small(
                row.number,
                rx.cond(row.priority != "0", rx.fragment(" · priority ", row.priority)),
                class_name="under num",
            ),
            kind="ops-what",
        ),
        cell(
            rx.cond(row.href, link(row.subject, href=row.href, class_name="row-link"), row.subject),
            rx.cond(row.about, rx.el.small(row.about, class_name="under")),
            kind="ops-about",
        ),
        cell(
            tag(row.status, row.tone),
            rx.el.small(row.attempts, class_name="under num"),
            rx.cond(row.problem, rx.el.small(row.problem, class_name="under queue-problem")),
            kind="queue-status",
        ),
        cell(moment(row.when, row.when_iso), kind="ops-when num"),
        cell(moment(row.added, row.added_iso), kind="ops-when num queue-added"),
        rx.cond(
            state.can_manage,
            cell(
                rx.cond(
                    row.can_retry,
                    button(
                        "Retry",
                        on_click=state.retry(row.number),
                        aria_label=f"Retry item {row.number}",
                    ),
                ),
                kind="right ops-do",
            ),
        ),
        role="row",
        key=row.number,
    )


def add_dialog(state: Any, *, dialog_id: str, jobs: Any) -> rx.Component:
    """Ordering something by hand."""
    is_sync = state.job == "sync"
    error = rx.cond(is_sync, state.errors["requisition_id"], state.errors["application_id"])
    return dialog(
        rx.el.form(
            rx.cond(state.problem, notice(state.problem, tone="bad", role="alert")),
            field(
                "What to do",
                select(list(jobs), value=state.job, on_change=state.pick_job, id="queue-job"),
                html_for="queue-job",
            ),
            rx.el.div(
                field(
                    rx.cond(is_sync, "Requisition number", "Application number"),
                    text_input(
                        id="queue-number",
                        name="number",
                        input_mode="numeric",
                        auto_complete="off",
                        required=True,
                        aria_invalid=rx.cond(error, "true", "false"),
                        aria_describedby="queue-number-error",
                    ),
                    html_for="queue-number",
                    hint="The number in its address.",
                    error=error,
                ),
                field(
                    "Priority",
                    text_input(
                        id="queue-priority",
                        name="priority",
                        default_value="0",
                        auto_complete="off",
                        aria_invalid=rx.cond(state.errors["priority"], "true", "false"),
                        aria_describedby="queue-priority-error",
                    ),
                    html_for="queue-priority",
                    hint="From -100 to 100. Higher goes first.",
                    error=state.errors["priority"],
                ),
                class_name="two-fields",
            ),
            dialog_foot(button("Add", kind="primary", type="submit"), dialog_id=dialog_id),
            on_submit=state.add,
            key=state.add_key,
            no_validate=True,
            class_name="stack",
        ),
        dialog_id=dialog_id,
        title="Add to the queue",
    )


def clear_dialog(state: Any, *, dialog_id: str) -> rx.Component:
    """Asking before everything is removed, with what that loses."""
    return dialog(
        rx.el.p("This cannot be undone. Of the whole queue, whatever the filters show:"),
        rx.el.ul(
            rx.foreach(state.losing, lambda words: rx.el.li(words, key=words)),
            class_name="queue-losing",
        ),
        rx.el.p(
            "What is running now goes on, and stays. Applications, résumés and interviews are "
            "kept: they can be analysed or invited again by hand.",
            class_name="dim",
        ),
        dialog_foot(
            button("Clear all", kind="danger", on_click=state.clear_all), dialog_id=dialog_id
        ),
        dialog_id=dialog_id,
        title="Clear the queue?",
    )
