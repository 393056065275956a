"""/candidates: everybody who was invited. Search, order and page are in the address."""

from __future__ import annotations

from typing import Any

import reflex as rx

from app.pages.frame import member_page
from components.candidates import chosen_bar, delete_dialog
from components.controls import button, link, link_button
from components.display import empty, page_head, panel, recommendation_tag
from components.invite import invite_dialog
from components.tables import (
    by_phase,
    cell,
    head,
    moment,
    pages,
    search_field,
    sort_head,
    table,
)
from state.candidates import DELETE_DIALOG, CandidatesState
from state.invite import ZONE, InviteState
from state.shell import ShellState

ROUTE = "/candidates"
TITLE = "Candidates"
ON_LOAD = [ShellState.load, rx.call_script(ZONE, callback=CandidatesState.show)]

S: Any = CandidatesState
INVITING: Any = InviteState
HINT = "compare-hint"


def page() -> rx.Component:
    """The page."""
    return member_page(
        # While there is nobody, the list itself says what to do.
        page_head("Candidates", rx.cond(S.none_yet, rx.fragment(), _invite())),
        by_phase(S, _list(), what="candidates"),
        delete_dialog(
            dialog_id=DELETE_DIALOG,
            name=S.doomed_name,
            has=S.doomed_has,
            typed=S.typed_name,
            problem=S.delete_problem,
            on_type=S.type_name,
            on_delete=S.delete,
        ),
        invite_dialog(INVITING, on_close=[S.refresh, ShellState.load]),
        current="candidates",
    )


def _invite() -> rx.Component:
    return rx.cond(
        ShellState.can_invite,
        button("Invite candidate", kind="primary", on_click=INVITING.begin("")),
    )


def _list() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            search_field(
                S,
                placeholder="Search names, addresses, positions",
                label="Search candidates",
                kind="list-search",
            ),
            rx.el.p(
                "Choose two to four candidates with a report to compare them.",
                id=HINT,
                class_name="dim",
            ),
            class_name="list-tools",
        ),
        panel(rx.cond(S.rows, _table(), _nothing()), padded=False, aria_label="Candidates"),
        chosen_bar(
            S.chosen, names=S.chosen_words, address=S.compare_address, on_clear=S.choose_none
        ),
        class_name="stack",
    )


def _table() -> rx.Component:
    return rx.fragment(
        rx.el.div(
            table(
                S.rows,
                caption="Candidates",
                heads=[
                    head(rx.el.span("Compare", class_name="sr-only")),
                    sort_head(S, "Candidate", "name"),
                    head("Interviews", "right wide-only"),
                    head("Latest interview", "wide-only"),
                    head("Score"),
                    head("Says"),
                    sort_head(S, "Last", "newest", "right wide-only"),
                    rx.cond(
                        ShellState.can_delete_candidates,
                        head(rx.el.span("Delete", class_name="sr-only"), "wide-only"),
                    ),
                ],
                row=_row,
                kind="people-table",
            ),
            class_name="table-wrap",
        ),
        pages(S),
    )


def _row(row: Any) -> rx.Component:
    chosen = S.chosen_ids.contains(row.id)
    return rx.el.tr(
        cell(
            rx.el.input(
                type="checkbox",
                # Uncontrolled, so that it answers at once; a new key sets it anew.
                key=f"{row.id}-{S.choice_key}",
                default_checked=chosen,
                disabled=~chosen & (~row.can_compare | S.is_full),
                on_change=S.choose(row.id),
                aria_label=f"Compare {row.name}",
                aria_describedby=HINT,
            ),
            kind="tick",
        ),
        cell(
            rx.cond(
                row.interview,
                link(row.name, href="/interviews/" + row.interview, class_name="row-link"),
                rx.el.b(row.name),
            ),
            rx.el.small(
                rx.el.span(row.email, class_name="wide-only"),
                rx.el.span(row.position, class_name="phone-only"),
                class_name="under",
            ),
            rx.cond(ShellState.can_delete_candidates, _delete(row, "phone-only")),
        ),
        cell(row.interviews, kind="right num wide-only"),
        cell(
            row.position,
            rx.el.small(row.status_words, class_name="under"),
            kind="wide-only",
        ),
        cell(row.score, " ", rx.el.small(row.interval), kind="score-cell num nowrap"),
        cell(
            rx.cond(
                row.says,
                recommendation_tag(row.says),
                rx.el.small(row.status_words, class_name="phone-only"),
            )
        ),
        cell(moment(row.when, row.when_iso), kind="right dim nowrap wide-only"),
        rx.cond(
            ShellState.can_delete_candidates,
            cell(_delete(row), kind="right wide-only"),
        ),
        role="row",
        key=row.id,
        class_name="link-row",
    )


def _delete(row: Any, kind: str = "") -> rx.Component:
    return button(
        "Delete",
        kind=f"quiet {kind}".strip(),
        on_click=S.ask_delete(row.id),
        aria_label=f"Delete {row.name}",
    )


def _nothing() -> rx.Component:
    return rx.cond(
        S.none_yet,
        empty(
            "No candidates yet",
            "Whoever you invite to an interview appears here.",
            _invite(),
        ),
        empty(
            "No candidate matches",
            "Try the beginning of a name, an address, or a position’s title.",
            link_button("Show all candidates", href="/candidates"),
        ),
    )
