"""/interviews/[interview_id]: the report, or where the interview stands until there is one."""

from __future__ import annotations

from typing import Any

import reflex as rx

from app.assessment.regrades import HUMAN_CONFIDENCE
from app.assessment.scoring import DISCUSS_FROM, HIRE_FROM
from app.pages.frame import member_page
from components.charts_report import forest, forest_table, jump
from components.controls import button, link, link_button
from components.display import empty, loading, notice, page_head, panel, tag
from components.report import (
    decision_panel,
    dismiss_dialog,
    facts_panel,
    integrity_panel,
    notes_panel,
    verdict_panel,
)
from components.report_must_ask import must_ask_panel
from components.report_pending import (
    cancel_dialog,
    human_notice,
    invitation_panel,
    letter_part,
    over_panel,
    running_panel,
)
from components.report_questions import open_and_close, question_panel, transcript
from components.report_regrade import grades_part, regrade_dialog
from state.interview import FAILED, MISSING, READY, REFRESH_BUTTON, InterviewState
from state.invitation import CANCEL_DIALOG, LOOK_BUTTON, InvitationState
from state.repeat import RepeatState
from state.report_head import INVITED, REPORTED, RUNNING
from state.report_regrade import REGRADE_DIALOG, RegradeState
from state.review import DECISION_FORM, DISMISS_DIALOG, DISMISS_FORM, NOTE_FORM, ReviewState
from state.shell import ShellState

ROUTE = "/interviews/[interview_id]"
TITLE = rx.cond(InterviewState.head.candidate, InterviewState.head.candidate, "Interview")
QUESTIONS = "questions"
REGRADE: Any = RegradeState
# The interview first: until it is cleared, the page still shows the one looked at before.
ON_LOAD = [InterviewState.load, InvitationState.load_link, ShellState.load]


def page() -> rx.Component:
    """The page."""
    return member_page(
        rx.match(
            InterviewState.phase,
            (READY, _ready()),
            (MISSING, _missing()),
            (FAILED, _failed()),
            rx.fragment(page_head("Interview"), panel(loading(6, "Loading the interview"))),
        ),
        current="interviews",
    )


def _missing() -> rx.Component:
    return rx.fragment(
        page_head("Interview"),
        panel(
            empty(
                "There is no such interview",
                "The link may be wrong, or the interview was deleted with its candidate.",
                link_button("All interviews", href="/interviews"),
            )
        ),
    )


def _failed() -> rx.Component:
    return rx.fragment(
        page_head("Interview"),
        notice(
            "The interview could not be loaded.",
            rx.el.div(button("Try again", on_click=InterviewState.refresh)),
            tone="bad",
            role="alert",
        ),
    )


def _ready() -> rx.Component:
    return rx.fragment(
        _head(),
        rx.cond(
            InterviewState.head.asks_for_human,
            rx.el.div(
                human_notice(
                    InterviewState.head,
                    may_resolve=ShellState.can_review,
                    on_resolve=ReviewState.resolve_human,
                ),
                class_name="report-notice",
            ),
        ),
        rx.match(
            InterviewState.head.stage,
            (REPORTED, _report()),
            (INVITED, _invited()),
            (
                RUNNING,
                running_panel(
                    InterviewState.progress,
                    refresh_id=REFRESH_BUTTON,
                    on_refresh=InterviewState.refresh,
                ),
            ),
            over_panel(
                InterviewState.head,
                may_invite=ShellState.can_invite,
                on_invite_again=InvitationState.invite_again,
            ),
        ),
    )


def _head() -> rx.Component:
    head = InterviewState.head
    return page_head(
        head.candidate,
        rx.cond(
            head.stage == REPORTED,
            rx.fragment(
                rx.cond(
                    head.uncounted,
                    rx.fragment(),
                    jump("Your decision", href="#decision", class_name="btn report-to-decision"),
                ),
                rx.cond(
                    head.compare_href,
                    link_button("Compare", href=head.compare_href, kind="quiet"),
                ),
                button("Print", on_click=InterviewState.print_whole),
                link("PDF", href=head.pdf_href, reload_document=True, class_name="btn"),
            ),
        ),
        above=rx.fragment(
            link("Interviews", href="/interviews"),
            " / ",
            link(head.position, href=head.position_href, class_name="crumb"),
        ),
        beside=rx.fragment(
            tag(head.status),
            rx.cond(head.uncounted, tag(head.uncounted, "accent")),
        ),
    )


def _invited() -> rx.Component:
    return rx.fragment(
        invitation_panel(
            InvitationState.invitation,
            InterviewState.head,
            letter_part(
                InvitationState.letter,
                sending=InvitationState.sending,
                look_id=LOOK_BUTTON,
                on_send=InvitationState.send_mail,
                on_look=InvitationState.look_after_mail,
            ),
            may_invite=ShellState.can_invite,
            error=InvitationState.extend_error,
            told=InvitationState.told,
            cancel_dialog=CANCEL_DIALOG,
            on_copied=InvitationState.copied,
            on_extend=InvitationState.extend,
        ),
        cancel_dialog(
            dialog_id=CANCEL_DIALOG,
            is_paid=~InterviewState.head.trial,
            on_cancel=InvitationState.cancel,
        ),
    )


def _report() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            verdict_panel(InterviewState.verdict, discuss_from=DISCUSS_FROM, hire_from=HIRE_FROM),
            _depth(),
            must_ask_panel(InterviewState.must_ask),
            _questions(),
            integrity_panel(
                InterviewState.signals,
                InterviewState.integrity,
                may_dismiss=ShellState.can_review,
                on_dismiss=ReviewState.ask_dismissal,
                on_restore=ReviewState.restore,
            ),
            transcript(
                InterviewState.transcript,
                on_open=InterviewState.show_transcript,
                is_loaded=InterviewState.has_transcript,
                on_show_whole=InterviewState.show_whole,
            ),
            class_name="report-main",
        ),
        rx.el.div(
            rx.cond(
                InterviewState.head.uncounted,
                rx.fragment(),
                decision_panel(
                    InterviewState.decisions,
                    ReviewState.errors,
                    may_decide=ShellState.can_review,
                    form_id=DECISION_FORM,
                    on_decide=ReviewState.decide,
                ),
            ),
            facts_panel(
                InterviewState.facts,
                outcome=RepeatState.outcome,
                is_checking=RepeatState.checking,
                on_check=RepeatState.check,
            ),
            notes_panel(
                InterviewState.notes,
                ReviewState.errors,
                may_add=ShellState.can_review,
                form_id=NOTE_FORM,
                on_add=ReviewState.add_note,
            ),
            rx.el.p(ReviewState.said, role="status", class_name="sr-only"),
            class_name="report-aside",
        ),
        dismiss_dialog(
            dialog_id=DISMISS_DIALOG,
            form_id=DISMISS_FORM,
            words=ReviewState.dismissing_words,
            error=ReviewState.errors["dismissal"],
            on_dismiss=ReviewState.dismiss,
        ),
        regrade_dialog(REGRADE, dialog_id=REGRADE_DIALOG, confidence=HUMAN_CONFIDENCE),
        class_name="report",
    )


def _depth() -> rx.Component:
    return panel(
        rx.el.div(
            rx.el.h2("Depth by concept"),
            rx.el.small("dot: estimate \u2003 band: 90 % interval \u2003 notch: target"),
            class_name="report-head",
        ),
        forest(
            InterviewState.concepts,
            questions_id=QUESTIONS,
            on_pick=InterviewState.pick_concept,
        ),
        rx.foreach(InterviewState.remarks, lambda words: rx.el.p(words, class_name="dim")),
        forest_table(InterviewState.concepts),
        class_name="report-depth",
    )


def _questions() -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h2("Questions and answers", id=QUESTIONS),
            rx.el.div(
                open_and_close(),
                rx.el.label(
                    rx.el.span("Show", class_name="sr-only"),
                    rx.el.select(
                        rx.foreach(
                            InterviewState.choices,
                            lambda choice: rx.el.option(choice.words, value=choice.value),
                        ),
                        value=InterviewState.concept,
                        on_change=InterviewState.pick_concept,
                        class_name="input",
                    ),
                ),
                class_name="row no-print",
            ),
            class_name="report-head",
        ),
        rx.foreach(
            InterviewState.questions,
            lambda row: question_panel(
                row,
                grades_part(
                    row,
                    may_regrade=ShellState.can_review,
                    on_agree=RegradeState.agree,
                    on_regrade=RegradeState.ask_regrade,
                ),
                opened=row.opened | (InterviewState.concept == row.concept),
                hidden=(InterviewState.concept != "") & (InterviewState.concept != row.concept),
                on_show_whole=InterviewState.show_whole,
            ),
        ),
        aria_labelledby=QUESTIONS,
        class_name="report-questions",
    )
