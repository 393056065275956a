"""The wallet: what it holds and covers, adding money, and what happens by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import reflex as rx
import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from app.billing import top_ups, wallet
from app.billing.checkout import begin_top_up, remove_card
from app.billing.prices import money
from app.core import clock
from app.core.database import reading, unit_of_work
from app.core.errors import ConflictError, InvalidInputError, NotFoundError, ProblemError
from app.identity.permissions import Actor, Permission
from app.positions import service as positions
from state.billing_rows import (
    NOT_FOUND,
    Covered,
    Outcome,
    Payment,
    card_words,
    covered_rows,
    covers_words,
    failed_words,
    outcome_of,
    payment_row,
    price_words,
    usual_length,
)
from state.guard import blank, member
from state.ledger import LedgerState, Query
from state.money import dollars_words, whole_dollars

if TYPE_CHECKING:
    from app.billing.top_ups import TopUpPage
    from app.billing.wallet import WalletView
    from app.positions.views import OpenPosition

LOADING, READY, FAILED, REFUSED = "loading", "ready", "failed", "refused"
WAITING, GOOD = "waiting", "good"
WHOLE_DOLLARS = "Write an amount of whole dollars, such as 250."
START_AMOUNT = "250"
LOOK_AGAIN = "look-again"
# The page looks again by itself while a payment is being confirmed, and stops once it is left.
LOOK_AGAIN_SOON = (
    "clearTimeout(window.vivavoceTopUp); window.vivavoceTopUp = "
    f"setTimeout(() => document.getElementById('{LOOK_AGAIN}')?.click(), %d)"
)
SOON_MS, LATER_MS = 1_000, 5_000
# So often it looks once more after the money has come: the card is kept a moment later.
LOOKS_AFTERWARDS = 10
LONG_S = 60.0
# A second press of the button leads to the payment page that the first one opened.
SAME_PAGE_S = 15.0
FOCUS_ERROR = (
    "setTimeout(() => document.querySelector('main [aria-invalid=\"true\"]')?.focus(), 80)"
)
_MOST_POSITIONS = 100
_MAX_AMOUNT = 20

log = structlog.get_logger(__name__)


class BillingState(rx.State):
    """What the page shows of the wallet."""

    phase: str = LOADING
    balance: str = ""
    owed: str = ""
    is_low: bool = False
    low_words: str = ""
    covers_words: str = ""
    price_words: str = ""
    covered: list[Covered] = []
    unavailable: str = ""
    is_simulated: bool = False
    outcome: Outcome = Outcome()

    amount: str = START_AMOUNT
    amount_key: int = 0
    amount_covers: str = ""
    amount_problem: str = ""
    pay_words: str = ""
    pay_problem: str = ""
    starting: bool = False

    card: str = ""
    auto_enabled: bool = False
    auto_status: str = "off"
    auto_pending: bool = False
    auto_below: str = ""
    auto_amount: str = ""
    auto_key: int = 0
    auto_failure: str = ""
    auto_failed_words: str = ""
    auto_errors: dict[str, str] = {"below": "", "amount": ""}
    auto_problem: str = ""
    low_below: str = ""
    low_key: int = 0
    low_problem: str = ""

    payments: list[Payment] = []
    newer_payments: str = ""
    older_payments: str = ""

    _length: int = 45
    _watched: str = ""
    _watched_since: float = 0.0
    _looks_left: int = 0
    _checkout: str = ""
    _checkout_for: int = 0
    _checkout_at: float = 0.0
    _auto_filled: str = ""

    @rx.event
    @member(Permission.VIEW)
    async def load(self, actor: Actor) -> Any:
        """Show the wallet, and what became of the payment one comes back from."""
        if not actor.can(Permission.MANAGE_BILLING):
            blank(self)
            self.phase = REFUSED
            return None
        # Whoever comes to the page anew may go to pay anew.
        self._checkout, self.starting, self.pay_problem = "", False, ""
        try:
            await self._read(actor)
            await self._look(actor)
        except SQLAlchemyError:
            log.exception("billing_not_loaded")
            self.phase = FAILED
            return None
        self.phase = READY
        return self._look_again_soon()

    @rx.event
    @member(Permission.MANAGE_BILLING)
    async def look_again(self, actor: Actor) -> Any:
        """See how the payment under way stands, as the page does while it waits."""
        before = (self.outcome, self.balance, self.auto_pending)
        await self._look(actor)
        await self._read(actor)
        soon = self._look_again_soon()
        has_changed = before != (self.outcome, self.balance, self.auto_pending)
        return [*([soon] if soon else []), *([LedgerState.refresh] if has_changed else [])]

    @rx.event
    @member(Permission.MANAGE_BILLING)
    async def pick_amount(self, _actor: Actor, amount: Any) -> Any:
        """Take one of the amounts offered."""
        if isinstance(amount, str) and whole_dollars(amount) is not None:
            self._set_amount(amount)
            self.amount_key += 1

    @rx.event(supersedes=True)
    @member(Permission.MANAGE_BILLING)
    async def type_amount(self, _actor: Actor, amount: Any) -> Any:
        """Say what an amount being typed would cover."""
        self._set_amount(amount if isinstance(amount, str) else "")

    @rx.event(background=True)
    @member(Permission.MANAGE_BILLING)
    async def pay(self, actor: Actor, form: Any) -> Any:
        """Go to the page where the amount is paid. Pressed twice, it is the same page."""
        entered = form.get("amount") if isinstance(form, dict) else None
        cents = whole_dollars(entered)
        async with self:
            if self.starting:
                return
            self._set_amount(entered if isinstance(entered, str) else "")
            self.amount_problem = self.pay_problem = ""
            if cents is None:
                self.amount_problem = WHOLE_DOLLARS
                yield rx.call_script(FOCUS_ERROR)
                return
            if address := self._opened_just_now(cents):
                yield rx.redirect(address)
                return
            self.starting = True
        try:
            address = await begin_top_up(actor, cents, save_card=bool(form.get("save_card")))
        except ProblemError as problem:
            async with self:
                if problem.field:
                    self.amount_problem = problem.message
                    yield rx.call_script(FOCUS_ERROR)
                else:
                    self.pay_problem = problem.message
            return
        finally:
            async with self:
                self.starting = False
        async with self:
            self._checkout, self._checkout_for = address, cents
            self._checkout_at = clock.now().timestamp()
        yield rx.redirect(address)

    @rx.event
    @member(Permission.MANAGE_BILLING)
    async def save_auto(self, actor: Actor, form: Any) -> Any:
        """Save when and with how much the wallet is filled by itself."""
        given = form if isinstance(form, dict) else {}
        below, amount = whole_dollars(given.get("below")), whole_dollars(given.get("amount"))
        self.auto_problem = ""
        self.auto_errors = {
            "below": WHOLE_DOLLARS if below is None else "",
            "amount": WHOLE_DOLLARS if amount is None else "",
        }
        if below is None or amount is None:
            return rx.call_script(FOCUS_ERROR)
        enabled = bool(given.get("enabled"))
        try:
            async with unit_of_work() as session:
                await wallet.set_auto_top_up(
                    session, actor, enabled=enabled, below_cents=below, amount_cents=amount
                )
        except InvalidInputError as problem:
            name = "below" if problem.field == "auto_below_cents" else "amount"
            self.auto_errors = {**self.auto_errors, name: problem.message}
            return rx.call_script(FOCUS_ERROR)
        except ConflictError as problem:
            self.auto_problem = problem.message
            return None
        await self._read(actor)
        words = "Automatic top-up is on." if enabled else "Automatic top-up is off."
        return rx.toast.success(words, close_button=True)

    @rx.event(background=True)
    @member(Permission.MANAGE_BILLING)
    async def forget_card(self, actor: Actor) -> Any:
        """Forget the saved card, which also switches automatic top-up off."""
        await remove_card(actor)
        async with self:
            await self._read(actor)
        yield rx.toast.success("The card is no longer saved.", close_button=True)

    @rx.event
    @member(Permission.MANAGE_BILLING)
    async def save_low(self, actor: Actor, form: Any) -> Any:
        """Save at which balance those who pay are told."""
        below = whole_dollars(form.get("below") if isinstance(form, dict) else None)
        self.low_problem = WHOLE_DOLLARS if below is None else ""
        if below is None:
            return rx.call_script(FOCUS_ERROR)
        try:
            async with unit_of_work() as session:
                await wallet.set_low_balance(session, actor, below)
        except InvalidInputError as problem:
            self.low_problem = problem.message
            return rx.call_script(FOCUS_ERROR)
        await self._read(actor)
        words = f"Administrators are told below {money(below)}." if below else "The notice is off."
        return rx.toast.success(words, close_button=True)

    async def _read(self, actor: Actor) -> None:
        """Bring everything shown up to date but the outcome of a payment."""
        query = Query.of(self.router.url.query_parameters)
        async with reading() as session:
            view = await wallet.overview(session, actor)
            page = await top_ups.top_ups(session, actor, page=query.payments)
            opened = await _open_positions(session, actor)
        self._show_wallet(view, opened)
        self._show_automatic(view)
        self._show_payments(query, page)
        self._set_amount(self.amount)

    async def _look(self, actor: Actor) -> None:
        """See what became of the payment that the address names, if it names one."""
        given = self.router.url.query_parameters
        wanted = given.get("topup", "")
        if not wanted:
            self.outcome, self._watched = Outcome(), ""
            return
        now = clock.now().timestamp()
        if wanted != self._watched:
            self._watched, self._watched_since = wanted, now
            self._looks_left = LOOKS_AFTERWARDS
        try:
            async with reading() as session:
                top_up = await top_ups.top_up(session, actor, wanted)
        except NotFoundError:
            self.outcome = NOT_FOUND
            return
        self.outcome = outcome_of(
            top_up, cancelled=given.get("cancelled") == "1", long=self._has_waited(now)
        )

    def _has_waited(self, now: float) -> bool:
        return now - self._watched_since > LONG_S

    def _look_again_soon(self) -> Any:
        if self.outcome.kind == GOOD:
            self._looks_left -= 1
        is_watching = self.outcome.kind == WAITING or (
            self.outcome.kind == GOOD and self._looks_left > 0
        )
        if not is_watching and not self.auto_pending:
            return None
        waited = self._watched and self._has_waited(clock.now().timestamp())
        return rx.call_script(LOOK_AGAIN_SOON % (LATER_MS if waited else SOON_MS))

    def _opened_just_now(self, cents: int) -> str:
        """The payment page that was opened a moment ago for the same amount, or nothing."""
        is_same = cents == self._checkout_for
        age = clock.now().timestamp() - self._checkout_at
        return self._checkout if is_same and age < SAME_PAGE_S else ""

    def _set_amount(self, amount: str) -> None:
        cents = whole_dollars(amount)
        typed = amount.strip()[:_MAX_AMOUNT]
        if typed != self.amount:
            # What is wrong with an amount is said until another is typed.
            self.amount, self.amount_problem, self.pay_problem = typed, "", ""
        self.amount_covers = covers_words(cents, self._length, more=True) if cents else ""
        self.pay_words = f"Pay {money(cents)}" if cents else "Pay"

    def _show_wallet(self, view: WalletView, opened: list[OpenPosition]) -> None:
        self._length = usual_length(opened)
        self.balance = money(view.balance_cents)
        self.owed = money(view.owed_cents) if view.owed_cents else ""
        self.is_low, self.low_words = view.is_low, money(view.low_balance_cents)
        self.covers_words = covers_words(view.balance_cents, self._length)
        self.price_words = price_words(view.cents_per_minute)
        self.covered = covered_rows(view, opened)
        self.unavailable, self.is_simulated = view.unavailable or "", view.is_simulated
        low_below = dollars_words(view.low_balance_cents)
        if low_below != self.low_below:
            self.low_below, self.low_problem = low_below, ""
            self.low_key += 1

    def _show_automatic(self, view: WalletView) -> None:
        self.card = card_words(view)
        self.auto_enabled, self.auto_pending = view.auto_top_up, view.auto_pending
        self.auto_status = _auto_status(view)
        self.auto_below = dollars_words(view.auto_below_cents)
        self.auto_amount = dollars_words(view.auto_amount_cents)
        self.auto_failure, self.auto_failed_words = view.auto_failure or "", failed_words(view)
        filled = f"{self.auto_enabled} {self.auto_below} {self.auto_amount}"
        if filled != self._auto_filled:
            # What is being typed stays, unless what is stored has become something else.
            self._auto_filled = filled
            self.auto_key += 1

    def _show_payments(self, query: Query, page: TopUpPage) -> None:
        self.payments = [payment_row(row) for row in page.rows]
        self.newer_payments = query.address(payments=page.page - 1) if page.page > 1 else ""
        self.older_payments = query.address(payments=page.page + 1) if page.has_next else ""


def _auto_status(view: WalletView) -> str:
    if not view.auto_top_up:
        return "off"
    return "stopped" if view.auto_failure else "on"


async def _open_positions(session: AsyncSession, actor: Actor) -> list[OpenPosition]:
    """The open positions, newest first: of very many, the first hundred."""
    opened = await positions.open_positions(session, actor)
    return sorted(opened, key=lambda one: one.id, reverse=True)[:_MOST_POSITIONS]
