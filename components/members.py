"""The members of an organisation, who asks to be one, and the dialogs about a member."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.controls import button, link_button
from components.dialog import dialog, dialog_foot
from components.display import notice, panel, tag

MAY = (
    ("Administrator", "Everything, these settings included."),
    (
        "Recruiter",
        "Requisitions, applications, interviews, positions and questions; reads the settings.",
    ),
    ("Read-only", "Sees interviews, reports and lists, and changes nothing."),
)


def waiting_panel(state: Any) -> rx.Component:
    """Those whom the provider vouches for and who wait for a yes. `state` is MembersState."""
    return panel(
        rx.el.div(
            rx.el.div(
                rx.el.h2("Waiting to be let in", id="waiting-title"),
                rx.el.p(
                    "Your sign-in provider vouches for them. Let in, they are recruiters.",
                    class_name="dim",
                ),
            ),
            class_name="panel-head",
        ),
        rx.el.ul(
            rx.foreach(
                state.waiting,
                lambda row: rx.el.li(
                    rx.el.div(
                        rx.el.h3(row.name),
                        rx.el.p(
                            row.email,
                            ", asked ",
                            rx.el.time(row.asked, date_time=row.asked_iso),
                            class_name="dim",
                        ),
                        class_name="hire-who",
                    ),
                    rx.el.div(
                        button(
                            "Let in",
                            kind="primary",
                            on_click=state.grant(row.id),
                            aria_label="Let in " + row.name,
                        ),
                        button(
                            "Decline",
                            on_click=state.decline(row.id),
                            aria_label="Decline " + row.name,
                        ),
                        class_name="row",
                    ),
                    key=row.id,
                    class_name="hire-item two",
                ),
            ),
            class_name="dev-list",
        ),
        padded=False,
        aria_labelledby="waiting-title",
    )


def members_panel(state: Any, *, title_id: str, roles: list[tuple[str, str]]) -> rx.Component:
    """Everybody, each with their role. `roles` are (value, words)."""
    return panel(
        rx.el.div(
            rx.el.div(
                rx.el.h2("Members", id=title_id, tab_index=-1),
                rx.el.p("A change of role counts at once.", class_name="dim"),
            ),
            link_button("Single sign-on", href="/settings/sign-on"),
            class_name="panel-head",
        ),
        rx.el.ul(
            rx.foreach(state.rows, lambda row: _member(state, row, roles)), class_name="dev-list"
        ),
        rx.el.dl(
            *[
                rx.el.div(rx.el.dt(name), rx.el.dd(words), class_name="hire-may-role")
                for name, words in MAY
            ],
            class_name="hire-may",
        ),
        padded=False,
        aria_labelledby=title_id,
    )


def _member(state: Any, row: Any, roles: list[tuple[str, str]]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.div(
                rx.el.h3(row.name),
                rx.cond(row.is_you, tag("You", "accent")),
                rx.cond(~row.is_active, tag("Shut out", "warn")),
                rx.cond(row.by_provider, tag("Single sign-on")),
                class_name="row",
            ),
            rx.el.p(
                row.email,
                ", since ",
                rx.el.time(row.since, date_time=row.since_iso),
                class_name="dim",
            ),
            class_name="hire-who",
        ),
        rx.el.div(
            rx.el.select(
                *[rx.el.option(words, value=value) for value, words in roles],
                # A new key shows the role as it is where a change was refused.
                key=row.id + state.role_key.to_string(),
                id="role-" + row.id,
                default_value=row.role,
                on_change=lambda value: state.pick_role(row.id, value),
                aria_label="Role of " + row.name,
                class_name="input hire-role",
            ),
            rx.cond(
                row.is_active,
                button(
                    "Shut out",
                    kind="quiet danger",
                    on_click=state.ask_deactivate(row.id),
                    aria_label="Shut out " + row.name,
                ),
                button(
                    "Let in again",
                    on_click=state.reactivate(row.id),
                    aria_label="Let in again: " + row.name,
                ),
            ),
            class_name="row",
        ),
        key=row.id,
        class_name="hire-item two",
    )


def deactivate_dialog(state: Any, *, dialog_id: str) -> rx.Component:
    """Asks before a member is shut out, naming them."""
    return dialog(
        rx.el.p(
            rx.el.b(state.doomed.name),
            rx.cond(state.doomed.is_you, " (you)", ""),
            " is signed out everywhere at once and cannot sign in again. What they did stays. An "
            "administrator can let them in again at any time.",
        ),
        rx.cond(state.problem, notice(state.problem, tone="bad", role="alert")),
        dialog_foot(
            button("Shut out", kind="danger", on_click=state.deactivate), dialog_id=dialog_id
        ),
        dialog_id=dialog_id,
        title="Shut this member out?",
    )


def own_role_dialog(state: Any, *, dialog_id: str) -> rx.Component:
    """Asks before an administrator gives that up."""
    return dialog(
        rx.el.p(
            "You would be: ",
            rx.el.b(state.own_role_words),
            ". Only another administrator can make you one again.",
        ),
        rx.cond(state.problem, notice(state.problem, tone="bad", role="alert")),
        dialog_foot(
            button("Give it up", kind="danger", on_click=state.change_own_role),
            dialog_id=dialog_id,
        ),
        dialog_id=dialog_id,
        title="Give up being an administrator?",
        on_close=state.leave_roles,
    )
