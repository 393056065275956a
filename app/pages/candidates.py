"""/candidates: everybody who was invited. Search, order and page are in the address."""

from __future__ import annotations

from typing import Any

import reflex as rx

from app.pages.frame import member_page
from components.candidates import chosen_bar, delete_dialog
from components.controls import button, link, link_button, text_input
from components.display import empty, loading, page_head, panel, recommendation_tag
from components.invite import invite_dialog
from components.pager import pager
from state.candidates import DELETE_DIALOG, CandidatesState
from state.invite import InviteState
from state.shell import ShellState

ROUTE = "/candidates"
TITLE = "Candidates"
ON_LOAD = [ShellState.load, CandidatesState.load]

S: Any = CandidatesState
INVITING: Any = InviteState
HINT = "compare-hint"


def page() -> rx.Component:
    """The page."""
    return member_page(
        # While there is nobody, the list itself says what to do.
        page_head("Candidates", rx.cond(S.none_yet, rx.fragment(), _invite())),
        rx.cond(S.loaded, _list(), panel(loading(rows=8))),
        delete_dialog(
            dialog_id=DELETE_DIALOG,
            name=S.doomed_name,
            has=S.doomed_has,
            typed=S.typed_name,
            problem=S.delete_problem,
            on_type=S.type_name,
            on_delete=S.delete,
        ),
        invite_dialog(INVITING, on_close=[S.load, ShellState.load]),
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
            rx.el.div(
                text_input(
                    type="search",
                    key=S.form_key,
                    default_value=S.search,
                    on_change=S.find.debounce(250),
                    placeholder="Search names, addresses, positions",
                    aria_label="Search candidates",
                    auto_complete="off",
                ),
                class_name="list-search",
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
            rx.el.table(
                rx.el.caption("Candidates", class_name="sr-only"),
                rx.el.thead(
                    rx.el.tr(
                        rx.el.th(rx.el.span("Compare", class_name="sr-only"), scope="col"),
                        _head("Candidate", "name", "ascending"),
                        rx.el.th("Interviews", scope="col", class_name="right wide-only"),
                        rx.el.th("Latest interview", scope="col", class_name="wide-only"),
                        rx.el.th("Score", scope="col"),
                        rx.el.th("Says", scope="col"),
                        _head("Last", "newest", "descending"),
                        rx.cond(
                            ShellState.can_delete_candidates,
                            rx.el.th(
                                rx.el.span("Delete", class_name="sr-only"),
                                scope="col",
                                class_name="wide-only",
                            ),
                        ),
                    )
                ),
                rx.el.tbody(rx.foreach(S.rows, _row)),
                class_name="people-table",
            ),
            class_name="table-wrap",
        ),
        pager(words=S.range_words, previous=S.previous, following=S.following),
    )


def _head(words: str, sort: str, direction: str) -> rx.Component:
    return rx.el.th(
        link(words, href=S.sorts[sort], replace=True, class_name="sort"),
        scope="col",
        aria_sort=rx.cond(S.sort == sort, direction, "none"),
        class_name="" if sort == "name" else "right wide-only",
    )


def _row(row: Any) -> rx.Component:
    chosen = S.chosen_ids.contains(row.id)
    return rx.el.tr(
        rx.el.td(
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
            class_name="tick",
        ),
        rx.el.td(
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
        rx.el.td(row.interviews, class_name="right num wide-only"),
        rx.el.td(
            row.position,
            rx.el.small(row.status_words, class_name="under"),
            class_name="wide-only",
        ),
        rx.el.td(row.score, " ", rx.el.small(row.interval), class_name="score-cell num nowrap"),
        rx.el.td(
            rx.cond(
                row.says,
                recommendation_tag(row.says),
                rx.el.small(row.status_words, class_name="phone-only"),
            )
        ),
        rx.el.td(
            rx.el.time(row.when, date_time=row.when_iso),
            class_name="right dim nowrap wide-only",
        ),
        rx.cond(
            ShellState.can_delete_candidates,
            rx.el.td(
                _delete(row),
                class_name="right wide-only",
            ),
        ),
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
