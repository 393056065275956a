"""/positions/[position_id] and, through `builder`, /positions/new: the position builder."""

from __future__ import annotations

from typing import Any

import reflex as rx

from app.pages.frame import member_page
from components.builder import asked_of_everyone, basics, plan_panel, status_tag
from components.builder_concepts import concepts_panel
from components.builder_dialogs import (
    CATALOGUE,
    CLOSING,
    DELETING,
    DESCRIPTION,
    QUESTION,
    catalogue_dialog,
    confirm_dialog,
    description_dialog,
    question_dialog,
)
from components.builder_templates import TEMPLATES, filled_notice, templates_dialog
from components.controls import button, link, link_button
from components.dialog import open_dialog
from components.display import empty, loading, notice, page_head, panel
from components.invite import invite_dialog
from state.catalogue import CatalogueState, ProposalsState
from state.invite import InviteState
from state.position import PositionState
from state.question import QuestionState
from state.role_templates import TemplatesState
from state.shell import ShellState
from state.visits import VISIT

ROUTE = "/positions/[position_id]"
VISITED = rx.call_script(VISIT, callback=PositionState.load)
ON_LOAD = [ShellState.load, TemplatesState.forget, VISITED]

# The types Reflex gives its handlers don't say that they can be called.
S: Any = PositionState
TITLE = rx.cond(S.fields.title, S.fields.title, "Position")
Question: Any = QuestionState
Templates: Any = TemplatesState


def page() -> rx.Component:
    """The builder, or a word on why there is nothing to build."""
    return member_page(
        rx.script(src="/scripts/unsaved.js"),
        rx.cond(
            S.loaded,
            rx.cond(S.missing, _missing(), _builder()),
            rx.fragment(page_head("Position", above=_crumb()), panel(loading(rows=8))),
        ),
        current="positions",
    )


def _missing() -> rx.Component:
    return rx.fragment(
        page_head("Position", above=_crumb()),
        panel(
            empty(
                "There is no such position",
                "It may have been deleted, or the address is not complete.",
                link_button("All positions", href="/positions"),
            )
        ),
    )


def _crumb() -> rx.Component:
    return link("Positions", href="/positions")


def _builder() -> rx.Component:
    return rx.fragment(
        page_head(
            rx.cond(S.fields.title, S.fields.title, "New position"),
            rx.cond(S.editable, _saved()),
            rx.cond(
                S.editable & (S.status == "draft"),
                button(
                    "Start from a role",
                    on_click=[Templates.begin, open_dialog(TEMPLATES)],
                ),
            ),
            *_actions(),
            above=_crumb(),
            beside=status_tag(S.status),
        ),
        rx.el.div(
            rx.cond(S.dirty, rx.el.span(custom_attrs={"data-unsaved": "true"}, hidden=True)),
            _notices(),
            filled_notice(Templates, S.form_key),
            rx.el.div(
                rx.el.div(
                    basics(S),
                    concepts_panel(
                        S,
                        on_add=[CatalogueState.begin, open_dialog(CATALOGUE)],
                        on_description=[ProposalsState.begin, open_dialog(DESCRIPTION)],
                    ),
                    asked_of_everyone(S, lambda key: [Question.begin(key), open_dialog(QUESTION)]),
                    _foot(),
                    class_name="stack",
                ),
                plan_panel(S),
                class_name="builder-grid",
            ),
            class_name="stack",
        ),
        _dialogs(),
    )


def _saved() -> rx.Component:
    return rx.el.span(
        rx.cond(S.dirty, "Unsaved changes", rx.cond(S.saved, "Saved", "")),
        class_name=rx.cond(S.dirty, "save-note unsaved", "save-note"),
        role="status",
    )


def _actions() -> list[rx.Component]:
    """What can be done with the position, as its status and one's role allow."""
    return [
        rx.cond(
            S.editable,
            rx.fragment(
                button("Try it yourself", on_click=S.try_it),
                button("Save", on_click=S.save),
            ),
        ),
        rx.cond(
            S.editable & (S.status == "draft"),
            button(
                "Open position",
                kind="primary",
                on_click=S.open_position,
                custom_attrs={"data-testid": "open-position"},
            ),
        ),
        rx.cond(
            S.editable & (S.status == "open"),
            button("Close position", on_click=open_dialog(CLOSING)),
        ),
        rx.cond(
            ShellState.can_invite & (S.status == "open"),
            button("Invite candidate", kind="primary", on_click=S.invite),
        ),
        rx.cond(
            ShellState.can_edit & (S.status == "closed"),
            button("Duplicate", kind="primary", on_click=S.duplicate),
        ),
    ]


def _notices() -> rx.Component:
    return rx.fragment(
        rx.cond(
            S.conflict,
            notice(
                rx.el.p(S.conflict),
                rx.el.p("What you changed here is not saved, and reloading drops it."),
                rx.el.div(button("Reload", on_click=S.discard)),
                tone="bad",
                role="alert",
            ),
        ),
        rx.cond(
            S.trial_url,
            notice(
                rx.el.p(
                    "Your browser did not open a new tab. ",
                    rx.el.a("Open the trial interview", href=S.trial_url, target="_blank"),
                ),
                tone="warn",
                role="status",
            ),
        ),
        rx.cond(
            S.status == "closed",
            notice(
                "This position is closed and can no longer be changed. Interviews already "
                "scheduled go on. To go on from it, duplicate it."
            ),
        ),
        rx.cond(
            S.editable & (S.status == "open"),
            notice(
                "This position is open. What you change goes into new invitations only: interviews "
                "already scheduled keep the plan they were sent with."
            ),
        ),
        rx.cond(
            ~ShellState.can_edit & (S.status != "closed"),
            notice("Your role lets you read positions, not change them."),
        ),
    )


def _foot() -> rx.Component:
    return rx.cond(
        S.editable,
        rx.el.div(
            rx.cond(S.dirty, button("Discard changes", kind="quiet", on_click=S.discard)),
            rx.cond(S.stored, button("Duplicate", kind="quiet", on_click=S.duplicate)),
            rx.cond(
                S.stored & (S.status == "draft"),
                button("Delete draft", kind="quiet danger", on_click=open_dialog(DELETING)),
            ),
            class_name="row",
        ),
    )


def _dialogs() -> rx.Component:
    return rx.fragment(
        rx.cond(ShellState.can_edit, _editing_dialogs()),
        rx.cond(ShellState.can_invite, invite_dialog(InviteState)),
    )


def _editing_dialogs() -> rx.Component:
    return rx.fragment(
        catalogue_dialog(CatalogueState),
        description_dialog(S, ProposalsState),
        question_dialog(QuestionState),
        templates_dialog(Templates),
        confirm_dialog(
            dialog_id=CLOSING,
            title="Close this position?",
            text="No further candidates can be invited. Interviews already scheduled go on. A "
            "closed position cannot be opened again, but you can duplicate it.",
            yes="Close it for good",
            on_yes=S.close_position,
            cancel="Keep it open",
        ),
        confirm_dialog(
            dialog_id=DELETING,
            title="Delete this draft?",
            text="It is removed for everyone, and cannot be brought back.",
            yes="Delete it",
            on_yes=S.delete_draft,
            cancel="Keep it",
        ),
    )
