"""/dashboard: what needs somebody now, what runs, and how the last two weeks went."""

from __future__ import annotations

from typing import Any

import reflex as rx

from app.pages.frame import member_page
from components.barcode import barcode
from components.bars import day_bars
from components.charts_report import jump
from components.controls import button, link, link_button
from components.display import (
    empty,
    loading,
    page_head,
    panel,
    panel_head,
    recommendation_tag,
    tag,
)
from components.invite import invite_dialog
from state.dashboard import REFRESH, DashboardState
from state.invite import InviteState
from state.shell import ShellState

ROUTE = "/dashboard"
TITLE = "Dashboard"
ON_LOAD = [ShellState.load, DashboardState.load]

S: Any = DashboardState
INVITING: Any = InviteState
AGAIN: Any = [S.refresh, ShellState.load]


def page() -> rx.Component:
    """The page."""
    return member_page(
        rx.cond(
            S.loaded,
            rx.fragment(
                page_head(S.greeting, _new_position(), _invite()),
                rx.cond(S.has_begun, _overview(), _first_steps()),
            ),
            rx.fragment(page_head("Dashboard"), panel(loading(rows=8))),
        ),
        # Pressed by a script every half a minute, by nobody else.
        rx.el.button(id=REFRESH, on_click=AGAIN, hidden=True, type="button"),
        invite_dialog(INVITING, on_close=AGAIN),
        current="dashboard",
    )


def _new_position() -> rx.Component:
    # While there is none, the page itself leads there.
    return rx.cond(
        ShellState.can_edit & S.has_positions,
        link_button("New position", href="/positions/new"),
    )


def _invite() -> rx.Component:
    return rx.cond(
        ShellState.can_invite & S.has_positions,
        button("Invite candidate", kind="primary", on_click=INVITING.begin("")),
    )


def _overview() -> rx.Component:
    return rx.fragment(
        rx.el.section(
            _need(S.to_review, "reports to review", "/interviews?review=1"),
            _need(S.to_decide, "applications to decide on", "/applications?status=waiting"),
            _need(S.running_now, "interviews running now", "/interviews?status=in_progress"),
            _need(S.asking, "asked for a human", "/interviews?human=1", warn=S.anyone_asks),
            _need(S.expiring_soon, "invitations expire in 48 h", "/interviews?expiring=1"),
            aria_label="Needs you",
            class_name="panel dash-need",
        ),
        rx.el.div(
            _to_review(),
            rx.el.div(_last_days(), _running(), _expiring(), class_name="dash-aside"),
            class_name="dash-two",
        ),
    )


def _need(number: Any, words: str, href: str, *, warn: Any = None) -> rx.Component:
    parts = (
        rx.el.b(
            number,
            class_name="num" if warn is None else rx.cond(warn, "num warn", "num"),
        ),
        rx.el.span(words, class_name="dim"),
    )
    return jump(*parts, href=href) if href.startswith("#") else link(*parts, href=href)


def _to_review() -> rx.Component:
    return rx.el.section(
        panel_head("To review", link("All interviews", href="/interviews")),
        rx.cond(
            S.reviews,
            rx.el.div(
                rx.el.table(
                    rx.el.caption("Reports to review", class_name="sr-only"),
                    rx.el.thead(
                        rx.el.tr(
                            rx.el.th("Candidate", scope="col"),
                            rx.el.th("Depth", scope="col", class_name="wide-only"),
                            rx.el.th("Score", scope="col"),
                            rx.el.th("Says", scope="col"),
                            rx.el.th("Done", scope="col", class_name="right wide-only"),
                        )
                    ),
                    rx.el.tbody(rx.foreach(S.reviews, _review)),
                    class_name="people-table",
                ),
                class_name="table-wrap",
            ),
            empty("Nothing to review", "Reports appear here as soon as an interview is finished."),
        ),
        class_name="panel",
    )


def _review(row: Any) -> rx.Component:
    return rx.el.tr(
        rx.el.td(
            link(row.name, href="/interviews/" + row.id, class_name="row-link"),
            rx.el.small(
                row.position,
                rx.el.span(", ", row.done, class_name="phone-only"),
                class_name="under",
            ),
        ),
        rx.el.td(barcode(row.bars, label=row.depths), class_name="wide-only"),
        rx.el.td(row.score, " ", rx.el.small(row.interval), class_name="score-cell num nowrap"),
        rx.el.td(recommendation_tag(row.says)),
        rx.el.td(
            rx.el.time(row.done, date_time=row.done_iso, title=row.done_iso),
            class_name="right dim nowrap wide-only",
        ),
        key=row.id,
        class_name="link-row",
    )


def _last_days() -> rx.Component:
    return panel(
        rx.el.div(
            rx.el.h2("Last 14 days"),
            rx.el.small(
                rx.el.i(class_name="key back", aria_hidden="true"),
                "invited",
                rx.el.i(class_name="key front", aria_hidden="true"),
                "completed",
                class_name="bars-key",
            ),
            class_name="dash-head",
        ),
        day_bars(
            S.days,
            label=S.chart_words,
            most=S.most_a_day,
            first=S.first_day,
            last=S.last_day,
            back="Invited",
            front="Completed",
        ),
    )


def _running() -> rx.Component:
    return panel(
        rx.el.h2("Running now"),
        rx.cond(
            S.running,
            rx.el.ul(rx.foreach(S.running, _one_running), class_name="dash-list"),
            rx.el.p("No interview is running.", class_name="dim"),
        ),
        id="running",
        tab_index=-1,
        class_name="dash-panel",
    )


def _one_running(row: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            link(row.name, href="/interviews/" + row.id, class_name="row-link"),
            rx.el.small(
                rx.cond(
                    row.waiting_since,
                    rx.cond(
                        row.left,
                        f"Waiting for a human since {row.waiting_since}",
                        "Asked for a human before beginning",
                    ),
                    f"{row.position}, {row.where}",
                ),
                class_name="under",
            ),
        ),
        rx.cond(
            row.waiting_since,
            link_button(
                "Open", href="/interviews/" + row.id, aria_label=f"Open {row.name}’s interview"
            ),
            tag(row.left, "accent num"),
        ),
        key=row.id,
    )


def _expiring() -> rx.Component:
    return rx.cond(
        S.expiring,
        panel(
            rx.el.h2("Expiring soon"),
            rx.el.ul(rx.foreach(S.expiring, _one_expiring), class_name="dash-list"),
            id="expiring",
            tab_index=-1,
            class_name="dash-panel",
        ),
        rx.el.div(id="expiring", hidden=True),
    )


def _one_expiring(row: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            link(row.name, href="/interviews/" + row.id, class_name="row-link"),
            rx.el.small(row.position, class_name="under"),
        ),
        rx.el.small(
            rx.el.time(row.when, date_time=row.when_iso, title=row.when_iso), class_name="num"
        ),
        key=row.id,
    )


def _first_steps() -> rx.Component:
    return panel(
        rx.cond(
            ShellState.can_edit,
            empty(
                "Build your first position",
                "A position says which concepts an interview measures, and how deep. Open it, "
                "invite candidates, and their reports appear here.",
                link_button("New position", href="/positions/new", kind="primary"),
            ),
            empty(
                "Nothing here yet",
                "Once your team has built a position and invited candidates, you find here what "
                "runs and what waits to be read.",
            ),
        ),
        padded=False,
    )
