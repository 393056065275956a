"""A recruiter in a list, the card that candidates read, and the dialogs about a recruiter."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.controls import button, link, link_button
from components.dialog import dialog, dialog_foot
from components.display import notice, tag
from components.entries import entry, long_entry


def contact_card(name: Any, contact: Any) -> rx.Component:
    """What candidates read of who invites them."""
    return rx.el.div(
        rx.el.b(name),
        rx.cond(
            contact,
            rx.el.p(contact, class_name="hire-contact"),
            rx.el.p("No contact is given.", class_name="dim"),
        ),
        class_name="hire-card",
    )


def recruiter_item(state: Any, row: Any) -> rx.Component:
    """A recruiter. `state` is RecruitersState."""
    return rx.el.li(
        rx.el.div(
            rx.el.h3(row.name),
            rx.cond(row.title, rx.el.p(row.title)),
            rx.el.p(row.email, class_name="dim"),
            rx.cond(row.phone, rx.el.p(row.phone, class_name="dim num")),
            rx.cond(row.signs_in, tag("Signs in here")),
            class_name="hire-who",
        ),
        rx.el.div(
            rx.el.small("Candidates read", class_name="label"),
            contact_card(row.name, row.contact),
            class_name="hire-reads",
        ),
        rx.el.div(
            rx.cond(
                row.standing > 0,
                link(row.requisitions, href=row.href),
                rx.el.span(row.requisitions, class_name="dim"),
            ),
            rx.cond(
                state.may_manage,
                rx.el.div(
                    button(
                        "Edit",
                        on_click=state.begin_recruiter(row.number),
                        aria_label="Edit " + row.name,
                    ),
                    button(
                        "Delete",
                        kind="quiet danger",
                        on_click=state.ask_delete_recruiter(row.number),
                        aria_label="Delete " + row.name,
                    ),
                    class_name="row",
                ),
            ),
            class_name="hire-does",
        ),
        key=row.number,
        class_name="hire-item",
    )


def edit_recruiter_dialog(state: Any, *, dialog_id: str) -> rx.Component:
    """Adds a recruiter, or changes one, with what candidates will read beside it."""

    def line(label: str, name: str, value: Any, **props: Any) -> rx.Component:
        return entry(
            label, name, prefix="recruiter", value=value, error=state.errors[name], **props
        )

    return dialog(
        rx.el.form(
            rx.cond(state.problem, notice(state.problem, tone="bad", role="alert")),
            rx.el.div(
                line(
                    "Name",
                    "name",
                    state.edited.name,
                    auto_focus=True,
                    max_length=120,
                    on_change=state.preview_name.debounce(200),
                ),
                line("E-mail", "email", state.edited.email, type="email", max_length=254),
                line("Title (optional)", "title", state.edited.title, max_length=120),
                line("Phone (optional)", "phone", state.edited.phone, type="tel", max_length=30),
                class_name="hire-pair",
            ),
            long_entry(
                "Contact for candidates (optional)",
                "public_contact_info",
                prefix="recruiter",
                value=state.edited.contact,
                error=state.errors["public_contact_info"],
                hint="How and when candidates may reach them. Answers to invitations go to the "
                "e-mail address; phone and title are for your team alone.",
                max_length=1_000,
                on_change=state.preview_contact.debounce(200),
            ),
            rx.el.div(
                rx.el.p("Candidates read", class_name="label"),
                contact_card(rx.cond(state.card_name, state.card_name, "…"), state.card_contact),
                class_name="hire-reads",
            ),
            dialog_foot(
                button(
                    rx.cond(state.edited.number, "Save", "Add recruiter"),
                    type="submit",
                    kind="primary",
                ),
                dialog_id=dialog_id,
            ),
            on_submit=state.keep_recruiter,
            key=state.edit_key,
            class_name="stack",
            no_validate=True,
        ),
        dialog_id=dialog_id,
        title=rx.cond(state.edited.number, "Edit recruiter", "Add a recruiter"),
    )


def delete_recruiter_dialog(state: Any, *, dialog_id: str) -> rx.Component:
    """Asks before a recruiter is deleted; says so where they still stand for requisitions."""
    doomed = state.doomed
    return dialog(
        rx.cond(
            doomed.standing > 0,
            notice(
                rx.el.span(
                    rx.el.b(doomed.name),
                    " still stands for ",
                    doomed.requisitions,
                    ". Give them to another recruiter first.",
                ),
                rx.el.div(link_button("Show them", href=doomed.href)),
                tone="warn",
            ),
            rx.el.p(
                rx.el.b(doomed.name),
                " no longer appears where a recruiter is chosen. Invitations that were sent stay "
                "as they are. This cannot be undone.",
            ),
        ),
        rx.cond(state.delete_problem, notice(state.delete_problem, tone="bad", role="alert")),
        dialog_foot(
            rx.cond(
                doomed.standing == 0,
                button("Delete recruiter", kind="danger", on_click=state.delete_recruiter),
            ),
            dialog_id=dialog_id,
            cancel=rx.cond(doomed.standing > 0, "Close", "Keep"),
        ),
        dialog_id=dialog_id,
        title=rx.cond(doomed.standing > 0, "Not deleted", "Delete this recruiter?"),
    )
