"""The dialog in which a candidate is invited, and the link that comes out."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.controls import button, check, field, link, text_input
from components.dialog import dialog, dialog_foot
from components.display import notice

INVITE = "invite-dialog"


def invite_dialog(state: Any, **props: Any) -> rx.Component:
    """The dialog; once on a page. `state` is InviteState; its `begin` opens the dialog.

    `props` go to the dialog, such as `on_close` for a page that shows what has been added.
    """
    return dialog(
        rx.cond(state.link, _link(state), _form(state)),
        dialog_id=INVITE,
        title=rx.cond(
            state.position_title,
            "Invite a candidate for " + state.position_title,
            "Invite a candidate",
        ),
        **props,
    )


def problem(state: Any) -> rx.Component:
    """Why nobody was invited, and how to pay where it is for that."""
    return rx.cond(
        state.problem,
        notice(
            rx.el.span(state.problem),
            rx.cond(state.unpaid, _how_to_pay(state)),
            tone="bad",
            role="alert",
        ),
    )


def price(state: Any) -> rx.Component:
    """What the interview costs, where anything is charged."""
    return rx.cond(
        (state.price != "") & ~state.unpaid,
        rx.el.p(
            "This interview costs ",
            rx.el.b(state.price, class_name="num"),
            ", paid from the wallet and given back if the candidate never begins.",
            class_name="dim",
            role="status",
        ),
    )


def _form(state: Any) -> rx.Component:
    return rx.el.form(
        problem(state),
        rx.cond(state.position, rx.fragment(), _position(state)),
        _line(state, "Full name", "full_name", auto_focus=True, max_length=200),
        _line(state, "E-mail", "email", type="email", max_length=254),
        _line(state, "Phone (optional)", "phone", type="tel", max_length=30),
        field(
            "Link valid until",
            text_input(
                id="invite-expires_at",
                name="expires_at",
                type="date",
                min=state.first_day,
                default_value=state.last_day,
            ),
            html_for="invite-expires_at",
            hint=rx.fragment("To the end of that day, ", state.zone, " time."),
            error=state.errors["expires_at"],
        ),
        rx.cond(
            state.choices | (state.position != ""),
            check("Send the invitation by e-mail", name="notify", default_checked=True),
        ),
        price(state),
        dialog_foot(button("Create invitation", type="submit", kind="primary"), dialog_id=INVITE),
        on_submit=state.create,
        key=state.form_key,
        class_name="stack",
        no_validate=True,
    )


def _how_to_pay(state: Any) -> rx.Component:
    return rx.cond(
        state.may_pay,
        link("Open Settings → Billing", href="/settings/billing"),
        rx.el.span("Ask an administrator of your organisation to add it."),
    )


def _position(state: Any) -> rx.Component:
    return rx.cond(
        state.choices,
        field(
            "Position",
            rx.el.select(
                rx.el.option("Choose …", value=""),
                rx.foreach(state.choices, lambda one: rx.el.option(one.words, value=one.value)),
                id="invite-position_id",
                name="position_id",
                on_change=state.choose,
                class_name="input",
            ),
            html_for="invite-position_id",
            error=state.errors["position_id"],
        ),
        notice("No position is open. Open one first, then invite candidates for it.", tone="warn"),
    )


def _line(state: Any, label: str, name: str, **props: Any) -> rx.Component:
    control = f"invite-{name}"
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
        error=state.errors[name],
    )


def _sent(state: Any) -> rx.Component:
    return rx.fragment(
        rx.el.p(
            "The invitation for ",
            rx.el.b(state.name),
            " is on its way to ",
            rx.el.b(state.sent_to, class_name="invite-to"),
            ". The link in it opens their interview, without an account, until ",
            state.until,
            ".",
        ),
        rx.cond(
            state.is_kept_here,
            notice(
                "This server has no mail server set up: the e-mail is put into its folder "
                "var/outbox, so pass on the link yourself.",
                tone="warn",
            ),
        ),
    )


def _ready(state: Any) -> rx.Component:
    return rx.el.p(
        "The invitation for ",
        rx.el.b(state.name),
        " is ready. Send them this link: it opens their interview, without an account, until ",
        state.until,
        ".",
    )


def _link(state: Any) -> rx.Component:
    return rx.el.div(
        rx.cond(state.sent_to, _sent(state), _ready(state)),
        rx.el.div(
            rx.el.input(
                id="invite-link",
                value=state.link,
                read_only=True,
                class_name="input",
                aria_label="Interview link",
                custom_attrs={"data-testid": "invite-link"},
            ),
            button("Copy link", kind="primary", id="invite-copy", on_click=state.copy),
            class_name="invite-link",
        ),
        rx.el.p(state.copied, class_name="dim", role="status"),
        dialog_foot(
            button("Invite another", on_click=state.another), dialog_id=INVITE, cancel="Done"
        ),
        class_name="stack",
    )
