"""/settings/billing: the wallet. The ledger's filters and pages are in the address."""

from __future__ import annotations

from typing import Any

import reflex as rx

from app.pages.frame import member_page
from components.billing import add_money, automatic, low_balance, outcome, wallet, warnings
from components.controls import button, link_button
from components.display import empty, loading, notice, page_head, panel
from components.ledger import ledger, payments
from components.settings import settings_tabs
from state.billing import FAILED, LOOK_AGAIN, READY, REFUSED, BillingState
from state.ledger import LedgerState
from state.shell import ShellState

ROUTE = "/settings/billing"
TITLE = "Billing"
ON_LOAD = [ShellState.load, BillingState.load, LedgerState.load]

S: Any = BillingState
Ledger: Any = LedgerState


def page() -> rx.Component:
    """The page."""
    return member_page(
        page_head("Billing", above="Settings"),
        settings_tabs("billing", is_admin=ShellState.is_admin),
        rx.match(
            S.phase,
            (READY, _billing()),
            (FAILED, _failed()),
            (REFUSED, _refused()),
            panel(loading(rows=8, label="Loading the wallet")),
        ),
        current="settings",
    )


def _billing() -> rx.Component:
    return rx.el.div(
        outcome(S),
        warnings(S),
        rx.el.div(wallet(S), add_money(S), class_name="billing-two"),
        rx.el.div(automatic(S), low_balance(S), class_name="billing-two"),
        payments(S),
        ledger(Ledger),
        # Pressed by a script while a payment is being confirmed, by nobody else.
        rx.el.button(id=LOOK_AGAIN, on_click=S.look_again, hidden=True, type="button"),
        class_name="billing",
    )


def _failed() -> rx.Component:
    return notice(
        "The wallet could not be loaded.",
        rx.el.div(button("Try again", on_click=[S.load, Ledger.load])),
        tone="bad",
        role="alert",
    )


def _refused() -> rx.Component:
    return panel(
        empty(
            "Billing is for administrators",
            "Your role does not include the wallet. Ask an administrator of your organisation to "
            "add money, or for a receipt.",
            link_button("Dashboard", href="/dashboard"),
        ),
        aria_label="Billing",
    )
