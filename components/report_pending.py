"""What the page of an interview shows while there is no report."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.controls import button, field, text_input
from components.dialog import dialog, dialog_foot, open_dialog
from components.display import empty, notice, panel, tag


def invitation_panel(
    invitation: Any,
    head: Any,
    letter: rx.Component,
    *,
    may_invite: Any,
    error: Any,
    told: Any,
    cancel_dialog: str,
    on_copied: Any,
    on_extend: Any,
) -> rx.Component:
    """The link, whether it was e-mailed, until when it works, and what can be done about it."""
    return panel(
        rx.el.h2("Invitation"),
        rx.el.p(
            rx.cond(head.trial, "This trial run", head.candidate),
            " has not begun yet.",
            rx.cond(head.starts, rx.fragment(" The interview opens on ", head.starts, ".")),
        ),
        rx.cond(
            may_invite,
            rx.fragment(
                rx.cond(invitation.problem, notice(invitation.problem, tone="warn", role="alert")),
                rx.cond(invitation.url, _link(invitation, head, on_copied)),
                letter,
                _until(invitation, error, on_extend),
                rx.el.div(
                    button("Cancel invitation", kind="danger", on_click=open_dialog(cancel_dialog)),
                ),
            ),
            rx.el.p("Those who may invite candidates see the link here.", class_name="dim"),
        ),
        rx.el.p(told, role="status", class_name="dim"),
        class_name="report-invitation stack",
    )


def letter_part(
    letter: Any, *, sending: Any, look_id: str, on_send: Any, on_look: Any
) -> rx.Component:
    """Where the e-mail with the link stands, and the way to send it. It looks again by itself."""
    return rx.cond(
        letter.words,
        rx.el.div(
            rx.el.h3("E-mail to the candidate"),
            rx.el.p(
                rx.cond(letter.label, tag(letter.label, letter.tone)),
                rx.el.span(letter.words),
                role="status",
            ),
            rx.el.div(
                button(
                    rx.cond(sending, "Sending …", letter.action),
                    disabled=sending | ~letter.may_send,
                    on_click=on_send,
                ),
                rx.cond(
                    letter.is_waiting,
                    button("Look again", kind="quiet", id=look_id, on_click=on_look),
                ),
                class_name="row",
            ),
            class_name="report-letter",
        ),
    )


def _link(invitation: Any, head: Any, on_copied: Any) -> rx.Component:
    return field(
        rx.cond(head.trial, "Link", "Link for the candidate"),
        rx.el.div(
            text_input(
                id="invite-link",
                value=invitation.url,
                read_only=True,
                custom_attrs={"data-testid": "invite-link"},
            ),
            button("Copy link", on_click=[rx.set_clipboard(invitation.url), on_copied]),
            class_name="with-button",
        ),
        html_for="invite-link",
        hint=rx.cond(
            head.trial,
            "Whoever has the link can take the trial run.",
            "Whoever has the link can take the interview. Give it to the candidate alone.",
        ),
    )


def _until(invitation: Any, error: Any, on_extend: Any) -> rx.Component:
    return rx.el.form(
        field(
            "Works until the end of",
            rx.el.div(
                text_input(
                    id="invite-until",
                    name="until",
                    type="date",
                    default_value=invitation.expires_day,
                    min=invitation.earliest_day,
                    key=invitation.expires_day,
                ),
                button("Change", type="submit"),
                class_name="with-button",
            ),
            html_for="invite-until",
            hint=rx.fragment("Now: ", invitation.expires),
            error=error,
        ),
        on_submit=on_extend,
    )


def cancel_dialog(*, dialog_id: str, is_paid: Any, on_cancel: Any) -> rx.Component:
    """Asks before an invitation is cancelled."""
    return dialog(
        rx.el.p(
            "The link stops working and tells the candidate so. ",
            rx.cond(is_paid, "What the interview cost goes back to the wallet. ", ""),
            "This cannot be undone.",
        ),
        dialog_foot(
            button("Yes, cancel it", kind="danger", on_click=on_cancel),
            dialog_id=dialog_id,
            cancel="Keep it",
        ),
        dialog_id=dialog_id,
        title="Cancel this invitation?",
    )


def running_panel(progress: Any, *, refresh_id: str, on_refresh: Any) -> rx.Component:
    """How far a running interview is. It looks again by itself."""
    return panel(
        rx.el.h2("Running now"),
        rx.el.p(
            rx.el.span(progress.question, class_name="num"),
            ", ",
            rx.el.span(progress.minutes_left, class_name="num"),
            class_name="running-now",
        ),
        rx.cond(
            progress.seen,
            rx.el.p("The candidate was last here on ", progress.seen, ".", class_name="dim"),
        ),
        rx.el.p("The report appears here when the interview has ended."),
        rx.el.div(button("Refresh", id=refresh_id, on_click=on_refresh)),
        class_name="stack report-running",
    )


def over_panel(head: Any, *, may_invite: Any, on_invite_again: Any) -> rx.Component:
    """An interview that ended without a report."""
    return panel(
        empty(
            head.over_title,
            rx.fragment(
                head.over_words,
                rx.cond(
                    may_invite & ~head.trial,
                    rx.fragment(
                        " A new invitation is e-mailed to ",
                        rx.el.b(head.email),
                        " and paid from the wallet.",
                    ),
                ),
            ),
            rx.cond(
                may_invite & ~head.trial,
                button("Invite again", kind="primary", on_click=on_invite_again),
            ),
        ),
    )


def human_notice(head: Any, *, may_resolve: Any, on_resolve: Any) -> rx.Component:
    """The candidate waits for a person."""
    return notice(
        rx.el.strong("The candidate asked for a human"),
        rx.el.span(
            "Since ",
            head.asks_for_human,
            ". ",
            rx.cond(
                head.email,
                rx.fragment(
                    "Write to ",
                    rx.el.a(head.email, href="mailto:" + head.email, reload_document=True),
                    ".",
                ),
            ),
        ),
        rx.cond(may_resolve, rx.el.div(button("Mark as handled", on_click=on_resolve))),
        tone="warn",
        role="status",
    )
