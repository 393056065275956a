"""The wallet on a screen: what it holds and covers, adding money, and what happens by itself."""

from __future__ import annotations

from typing import Any

import reflex as rx

from components.controls import button, check, field, link, segments, text_input
from components.display import notice, panel, tag

QUICK_AMOUNTS = (50, 100, 250, 500, 1_000)


def outcome(state: Any) -> rx.Component:
    """What became of the payment one comes back from. `state` is BillingState.

    The place is always there, so that what appears in it is read aloud.
    """
    return rx.el.div(
        rx.match(
            state.outcome.kind,
            (
                "waiting",
                notice(
                    rx.el.strong(
                        rx.el.span(class_name="waiting-dot", aria_hidden="true"),
                        state.outcome.title,
                    ),
                    rx.el.span(state.outcome.words),
                ),
            ),
            ("good", _outcome(state.outcome, "good")),
            ("bad", _outcome(state.outcome, "bad")),
            ("plain", _outcome(state.outcome, "")),
            rx.fragment(),
        ),
        role="status",
        data_testid="top-up-outcome",
    )


def _outcome(one: Any, tone: str) -> rx.Component:
    return notice(
        rx.el.strong(one.title),
        rx.el.span(
            one.words,
            rx.cond(
                one.receipt,
                rx.fragment(" ", link("Receipt (PDF)", href=one.receipt, reload_document=True)),
            ),
        ),
        tone=tone,
    )


def warnings(state: Any) -> rx.Component:
    """What somebody should do something about: what is owed, and a wallet that runs low."""
    return rx.fragment(
        rx.cond(
            state.owed,
            notice(
                rx.el.strong(state.owed, " is owed"),
                rx.el.span(
                    "A payment was taken back when the wallet no longer held it. The next money "
                    "that comes in settles this first."
                ),
                tone="bad",
                data_testid="owed",
            ),
        ),
        rx.cond(
            state.is_low,
            notice(
                rx.el.strong("The wallet runs low"),
                rx.el.span(
                    "It holds less than ",
                    state.low_words,
                    ". When it does not cover an interview, nobody can be invited.",
                ),
                tone="warn",
                data_testid="low-balance",
            ),
        ),
    )


def wallet(state: Any) -> rx.Component:
    """The balance, what it covers, and what interviews cost."""
    return panel(
        rx.el.div(
            rx.el.h2("Balance"),
            rx.cond(state.is_low, tag("Low", "warn")),
            class_name="row",
        ),
        rx.el.p(state.balance, class_name="wallet-balance num", data_testid="balance"),
        rx.cond(state.covers_words, rx.el.p(state.covers_words, class_name="dim")),
        rx.cond(state.covered, _covered(state)),
        rx.el.p(state.price_words, class_name="dim wallet-terms"),
        class_name="wallet",
        aria_label="Balance",
    )


def _covered(state: Any) -> rx.Component:
    return rx.el.table(
        rx.el.caption(
            "What interviews cost, and how many the balance covers", class_name="sr-only"
        ),
        rx.el.thead(
            rx.el.tr(
                rx.el.th("Interview of", scope="col"),
                rx.el.th("Price", scope="col", class_name="right"),
                rx.el.th("Covered", scope="col", class_name="right"),
                rx.el.th("Open positions", scope="col", class_name="wallet-titles"),
            )
        ),
        rx.el.tbody(
            rx.foreach(
                state.covered,
                lambda one: rx.el.tr(
                    rx.el.td(one.minutes, class_name="num nowrap"),
                    rx.el.td(one.price, class_name="right num"),
                    rx.el.td(one.count, class_name="right num"),
                    rx.el.td(rx.el.span(one.titles), class_name="wallet-titles"),
                    key=one.minutes,
                ),
            )
        ),
        class_name="wallet-covers",
    )


def add_money(state: Any) -> rx.Component:
    """The form that leads to Stripe's page. `state.pay` takes the form's data."""
    return panel(
        rx.el.h2("Add money"),
        rx.cond(state.unavailable, notice(state.unavailable, tone="warn"), _pay_form(state)),
        class_name="stack add-money",
        aria_label="Add money",
    )


def _pay_form(state: Any) -> rx.Component:
    return rx.el.form(
        segments(
            [(str(amount), f"${amount:,}") for amount in QUICK_AMOUNTS],
            value=state.amount,
            on_pick=state.pick_amount,
            label="Amount",
        ),
        field(
            "Amount",
            dollars(
                id="top-up-amount",
                name="amount",
                key=state.amount_key,
                default_value=state.amount,
                on_change=state.type_amount.debounce(250),
                invalid=state.amount_problem,
                described="top-up-amount-error top-up-covers",
            ),
            html_for="top-up-amount",
            error=state.amount_problem,
        ),
        rx.el.p(state.amount_covers, id="top-up-covers", class_name="dim"),
        check(
            "Keep the card for automatic top-ups",
            id="top-up-save-card",
            name="save_card",
        ),
        rx.cond(
            state.pay_problem,
            notice(state.pay_problem, tone="bad", role="alert"),
        ),
        button(
            rx.cond(state.starting, "Opening the payment page …", state.pay_words),
            type="submit",
            kind="primary large wide",
            disabled=state.starting,
        ),
        rx.el.p(
            rx.cond(
                state.is_simulated,
                "This demo pays at a local simulator of Stripe, with no real money. Start it "
                "with “make stripe”.",
                "You pay on Stripe's page. The money is in the wallet as soon as Stripe has "
                "confirmed the payment.",
            ),
            class_name="dim",
        ),
        on_submit=state.pay,
        class_name="stack",
        no_validate=True,
    )


def dollars(*, invalid: Any, described: str, **props: Any) -> rx.Component:
    """A field for whole US dollars, with the sign before it."""
    return rx.el.span(
        rx.el.span("$", aria_hidden="true"),
        text_input(
            input_mode="numeric",
            auto_complete="off",
            max_length=12,
            aria_invalid=rx.cond(invalid, "true", "false"),
            aria_describedby=described,
            **props,
        ),
        class_name="dollars",
    )


def automatic(state: Any) -> rx.Component:
    """Automatic top-up: whether, when, how much, and with which card."""
    return panel(
        rx.el.div(
            rx.el.h2("Automatic top-up"),
            rx.match(
                state.auto_status,
                ("on", tag("On", "good")),
                ("stopped", tag("Stopped", "bad")),
                tag("Off"),
            ),
            rx.cond(state.auto_pending, tag("Charging the card now", "accent")),
            class_name="row",
        ),
        rx.cond(
            state.auto_failure,
            notice(
                rx.el.strong(state.auto_failed_words),
                rx.el.span(state.auto_failure),
                rx.el.span(
                    "No further charge is tried. Pay above with a card that works, or save this "
                    "form again to try the saved one once more."
                ),
                tone="bad",
                data_testid="auto-failure",
            ),
        ),
        rx.el.form(
            check(
                "Add money with the saved card when the balance runs low",
                id="auto-enabled",
                name="enabled",
                default_checked=state.auto_enabled,
            ),
            rx.el.div(
                field(
                    "When it falls below",
                    dollars(
                        id="auto-below",
                        name="below",
                        default_value=state.auto_below,
                        invalid=state.auto_errors["below"],
                        described="auto-below-error",
                    ),
                    html_for="auto-below",
                    error=state.auto_errors["below"],
                ),
                field(
                    "Add",
                    dollars(
                        id="auto-amount",
                        name="amount",
                        default_value=state.auto_amount,
                        invalid=state.auto_errors["amount"],
                        described="auto-amount-error",
                    ),
                    html_for="auto-amount",
                    error=state.auto_errors["amount"],
                ),
                class_name="two-fields",
            ),
            rx.el.div(
                rx.cond(
                    state.card,
                    rx.fragment(
                        rx.el.span("Saved card: ", rx.el.strong(state.card), class_name="num"),
                        button("Remove card", kind="quiet", on_click=state.forget_card),
                    ),
                    rx.el.span(
                        "No card is saved. Tick “Keep the card” when you pay.", class_name="dim"
                    ),
                ),
                class_name="row",
                data_testid="saved-card",
            ),
            rx.cond(state.auto_problem, notice(state.auto_problem, tone="bad", role="alert")),
            rx.el.div(button("Save", type="submit", aria_label="Save automatic top-up")),
            on_submit=state.save_auto,
            key=state.auto_key,
            class_name="stack",
            no_validate=True,
        ),
        class_name="stack",
        aria_label="Automatic top-up",
    )


def low_balance(state: Any) -> rx.Component:
    """At which balance those who can add money are told."""
    return panel(
        rx.el.h2("Low-balance notice"),
        rx.el.form(
            field(
                "Tell administrators when the balance falls below",
                dollars(
                    id="low-below",
                    name="below",
                    default_value=state.low_below,
                    invalid=state.low_problem,
                    described="low-below-error",
                ),
                html_for="low-below",
                error=state.low_problem,
            ),
            rx.el.p(
                "By e-mail, once until the wallet is filled again. 0 turns the notice off.",
                class_name="dim",
            ),
            rx.el.div(button("Save", type="submit", aria_label="Save low-balance notice")),
            on_submit=state.save_low,
            key=state.low_key,
            class_name="stack",
            no_validate=True,
        ),
        class_name="stack",
        aria_label="Low-balance notice",
    )
