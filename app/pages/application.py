"""/applications/[number]: an application, its résumé beside the analysis."""

from __future__ import annotations

from typing import Any

import reflex as rx

from app.pages.frame import member_page
from app.pages.numbered import numbered
from components.application import analysis_panel, resume_panel, side_tabs, steps
from components.application_dialogs import invite_application_dialog, out_dialog
from components.application_outcome import evaluation_panel, history_panel, interviews_panel
from components.controls import button, link, link_button
from components.display import notice, page_head, tag
from state.application import REFRESH, UPLOADED, ApplicationState
from state.application_steps import INVITE_DIALOG, OUT_DIALOG, ApplicationStepsState
from state.shell import ShellState

ROUTE = "/applications/[number]"
TITLE = rx.cond(ApplicationState.head.name, ApplicationState.head.name, "Application")
ON_LOAD = [ApplicationState.load, ShellState.load]

S: Any = ApplicationState
STEPS: Any = ApplicationStepsState


def page() -> rx.Component:
    """The page."""
    return member_page(
        numbered(
            S,
            _ready(),
            title="Application",
            gone=(
                "There is no such application",
                "The link may be wrong, or it was deleted with its candidate or requisition.",
                link_button("All applications", href="/applications"),
            ),
        ),
        rx.el.p(S.said, role="status", class_name="sr-only"),
        rx.el.button(id=REFRESH, type="button", on_click=S.refresh, hidden=True),
        rx.el.button(
            id=UPLOADED,
            type="button",
            on_click=rx.call_script("window.vivavoceResumes.answer()", callback=S.uploaded),
            hidden=True,
        ),
        invite_application_dialog(STEPS, dialog_id=INVITE_DIALOG, on_close=S.refresh),
        out_dialog(STEPS, dialog_id=OUT_DIALOG, on_close=S.refresh),
        rx.script(src="/scripts/resumes.js"),
        current="applications",
    )


def _ready() -> rx.Component:
    return rx.fragment(
        _head(),
        rx.el.div(
            steps(S.steps, S.head.follows),
            rx.cond(
                S.head.failure,
                notice(
                    rx.el.b(S.head.failure), rx.el.span(S.head.advice), tone="bad", role="alert"
                ),
            ),
            rx.cond(
                S.head.asks_for_human,
                notice(
                    rx.el.span("The candidate asks for a human."),
                    rx.cond(
                        S.head.human_href,
                        rx.el.div(
                            link_button("See what they ask, and answer", href=S.head.human_href)
                        ),
                    ),
                    tone="warn",
                    role="note",
                ),
            ),
            evaluation_panel(S.evaluation),
            interviews_panel(S.interviews),
            side_tabs(S.side, on_show=S.show),
            rx.el.div(
                rx.el.div(
                    resume_panel(S, S.head.number, upload_id=UPLOADED, picked=S.picked, on_go=S.go),
                    id="side-resume",
                    class_name="app-side resume",
                ),
                rx.el.div(
                    analysis_panel(S, on_go=S.go, on_adopt=S.adopt, on_analyse=S.analyse),
                    id="side-analysis",
                    class_name="app-side analysis",
                ),
                class_name="app-two",
                custom_attrs={"data-side": S.side},
            ),
            history_panel(S.events),
            class_name="stack",
        ),
    )


def _head() -> rx.Component:
    head = S.head
    return rx.fragment(
        page_head(
            head.name,
            rx.cond(
                S.can_edit,
                rx.fragment(
                    rx.cond(
                        head.back_to,
                        button("Take up again as " + head.back_words, on_click=S.take_up),
                    ),
                    rx.cond(
                        head.can_withdraw,
                        button(
                            "Withdraw",
                            kind="quiet",
                            on_click=STEPS.ask_out(head.number, "withdrawn"),
                        ),
                    ),
                    rx.cond(
                        head.can_reject,
                        button("Reject", on_click=STEPS.ask_out(head.number, "rejected")),
                    ),
                ),
            ),
            rx.cond(
                S.can_invite & head.can_invite,
                button("Invite", kind="primary", on_click=STEPS.ask_invite(head.number)),
            ),
            above=rx.fragment(
                link("Applications", href="/applications"),
                " / ",
                link(head.requisition, href=head.requisition_href, class_name="crumb"),
            ),
            beside=tag(head.status_words, head.tone),
        ),
        rx.el.p(
            rx.cond(head.email, head.email, "no e-mail address"),
            " · ",
            head.facts,
            class_name="dim app-facts-line",
        ),
    )
