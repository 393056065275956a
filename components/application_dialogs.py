"""The dialogs of applications: inviting with the e-mail in view, rejecting, acting on several."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.controls import button, check, field, text_area
from components.dialog import dialog, dialog_foot
from components.display import notice
from components.invite import price, problem

_REASON = "application-reason"
_LEAVING = (
    "Nothing is sent. An invitation that has not been followed is called off; an interview that is "
    "running goes on. It can be taken up again."
)


def invite_application_dialog(state: Any, *, dialog_id: str, **props: Any) -> rx.Component:
    """Who is invited, by whom they are spoken to, and what they read. `props` go to the dialog."""
    return dialog(
        rx.el.form(
            problem(state),
            rx.cond(state.blocked, notice(state.blocked, tone="warn", role="alert")),
            field(
                "The interviewer speaks",
                rx.el.select(
                    rx.el.option(state.usual, value=""),
                    rx.foreach(state.choices, lambda one: rx.el.option(one.words, value=one.value)),
                    id="invite-persona",
                    name="persona",
                    class_name="input",
                ),
                html_for="invite-persona",
                hint="A persona changes how the interviewer speaks, never how it grades.",
            ),
            check("Send the e-mail now", name="notify", default_checked=True),
            rx.el.div(
                rx.el.h3("The e-mail"),
                rx.el.dl(
                    rx.el.dt("To"),
                    rx.el.dd(rx.cond(state.recipient, state.recipient, "nobody yet")),
                    rx.el.dt("Subject"),
                    rx.el.dd(state.subject),
                ),
                rx.el.pre(
                    state.text,
                    tab_index=0,
                    role="region",
                    aria_label="Text of the e-mail",
                ),
                class_name="app-letter",
            ),
            price(state),
            dialog_foot(
                button("Invite", type="submit", kind="primary", disabled=state.blocked != ""),
                dialog_id=dialog_id,
            ),
            on_submit=state.invite,
            key=state.form_key,
            class_name="stack",
        ),
        dialog_id=dialog_id,
        title="Invite " + state.name,
        wide=True,
        **props,
    )


def out_dialog(state: Any, *, dialog_id: str, **props: Any) -> rx.Component:
    """The reason for which an application is rejected or withdrawn. `props` go to the dialog."""
    return dialog(
        rx.el.form(
            problem(state),
            rx.el.p(_LEAVING, class_name="dim"),
            field(
                "Reason",
                text_area(id="out-reason", name="reason", max_length=500, auto_focus=True),
                html_for="out-reason",
                hint="Kept in the history. Members of your organisation read it.",
            ),
            dialog_foot(button(state.out_words, type="submit", kind="danger"), dialog_id=dialog_id),
            on_submit=state.leave,
            key=state.form_key,
            class_name="stack",
        ),
        dialog_id=dialog_id,
        title=state.out_words + " " + state.name,
        **props,
    )


def act_dialog(acts: Any, *, dialog_id: str) -> rx.Component:
    """Asks before something is done, and says what could not be. `acts` is ApplicationActsState."""
    return dialog(
        rx.el.form(
            rx.cond(acts.able, _what_happens(acts)),
            _left(acts.left_out, "Left out", "warn"),
            _left(acts.problems, acts.progress, "bad"),
            rx.cond(
                (acts.act == "reject") & acts.able,
                field(
                    "Reason (optional)",
                    text_area(
                        id=_REASON,
                        name="reason",
                        key=f"reason-{acts.reason_key}",
                        default_value=acts.reason,
                        max_length=500,
                        rows="3",
                    ),
                    html_for=_REASON,
                    hint="For your team: it stands in the history. Candidates never see it.",
                ),
            ),
            dialog_foot(
                rx.cond(
                    acts.able,
                    button(
                        rx.match(
                            acts.act,
                            ("invite", "Send invitation"),
                            ("reject", "Reject"),
                            "Analyse again",
                        ),
                        type="submit",
                        kind="primary",
                        disabled=acts.busy,
                    ),
                ),
                dialog_id=dialog_id,
                cancel="Close",
            ),
            on_submit=acts.do,
            class_name="stack",
        ),
        dialog_id=dialog_id,
        title=acts.act_title,
    )


def _what_happens(acts: Any) -> rx.Component:
    return rx.fragment(
        rx.cond(acts.able > 1, rx.el.p(acts.names, class_name="dim apps-names")),
        rx.el.p(
            rx.match(
                acts.act,
                (
                    "invite",
                    rx.fragment(
                        "An e-mail with a link to the interview goes out at once.",
                        rx.cond(
                            acts.costs,
                            " The interview is paid from the wallet, and given back if the "
                            "candidate never begins.",
                            "",
                        ),
                    ),
                ),
                ("reject", rx.fragment(_LEAVING)),
                rx.fragment(
                    "The résumé is read and judged anew; what was found before stays until then."
                ),
            )
        ),
        rx.cond(acts.busy, rx.el.p(acts.progress, class_name="dim", role="status")),
    )


def _left(some: Any, title: Any, tone: str) -> rx.Component:
    return rx.cond(
        some,
        notice(
            rx.el.b(title),
            rx.el.ul(
                rx.foreach(some, lambda one: rx.el.li(rx.el.b(one.name), ": ", one.why)),
                class_name="apps-left",
            ),
            tone=tone,
            role="alert" if tone == "bad" else "note",
        ),
    )
