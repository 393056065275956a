"""The wallet's figures in words: what the balance covers, payments, and what became of one."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.billing.models import TopUpStatus
from app.billing.prices import money, price_of
from state.moments import day, day_and_time

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.billing.top_ups import TopUpRow
    from app.billing.wallet import WalletView
    from app.positions.views import OpenPosition

USUAL_LENGTHS = (15, 30, 45, 60)
_TITLES_SHOWN = 2
_BRANDS = {
    "amex": "American Express",
    "diners": "Diners Club",
    "jcb": "JCB",
    "mastercard": "Mastercard",
    "unionpay": "UnionPay",
}
_TONES = {TopUpStatus.PAID: "good", TopUpStatus.FAILED: "bad"}


@dataclass(frozen=True)
class Covered:
    """Interviews of one length: the price of each, how many the balance covers, and for what."""

    minutes: str
    price: str
    count: str
    titles: str


@dataclass(frozen=True)
class Payment:
    """A payment into the wallet, in words. `receipt` is an address, or empty."""

    id: str
    when: str
    when_iso: str
    status: str
    tone: str
    taken_back: str
    words: str
    amount: str
    receipt: str


@dataclass(frozen=True)
class Outcome:
    """What became of a payment. `kind` is waiting, good, bad, plain, or empty for nothing."""

    kind: str = ""
    title: str = ""
    words: str = ""
    receipt: str = ""


NOTHING_CHARGED = Outcome("plain", "Payment cancelled", "Nothing was charged.")
NOT_FOUND = Outcome(
    "bad", "There is no such payment", "The address names none of your organisation's."
)


def covered_rows(wallet: WalletView, open_positions: Iterable[OpenPosition]) -> list[Covered]:
    """A row for each length among the open positions, or for usual ones where none is open."""
    titles: dict[int, list[str]] = defaultdict(list)
    for position in open_positions:
        titles[position.duration_min].append(position.title)
    return [
        Covered(
            minutes=f"{minutes} min",
            price=money(price_of(minutes)),
            count=_count(wallet, minutes),
            titles=_titles(titles[minutes]),
        )
        for minutes in sorted(titles or dict.fromkeys(USUAL_LENGTHS))
    ]


def _count(wallet: WalletView, minutes: int) -> str:
    count = wallet.covers(minutes)
    return "Free" if count is None else f"{count:,}"


def _titles(titles: list[str]) -> str:
    rest = len(titles) - _TITLES_SHOWN
    shown = ", ".join(titles[:_TITLES_SHOWN])
    return f"{shown} and {rest} more" if rest > 0 else shown


def usual_length(open_positions: Iterable[OpenPosition]) -> int:
    """The length most open positions have, the longest of several; 45 minutes where none is."""
    lengths = Counter(position.duration_min for position in open_positions)
    most = max(lengths.values(), default=0)
    return max((length for length, count in lengths.items() if count == most), default=45)


def covers_words(cents: int, minutes: int, *, more: bool = False) -> str:
    """Such as "Covers 498 interviews of 45 min", or nothing where interviews are free."""
    price = price_of(minutes)
    if not price:
        return ""
    count = cents // price
    if not count:
        return f"Does not cover an interview of {minutes} min, which costs {money(price)}."
    kind = "more interview" if more else "interview"
    return f"Covers {count:,} {kind}{'' if count == 1 else 's'} of {minutes} min."


def price_words(cents_per_minute: int) -> str:
    """How interviews are charged."""
    if not cents_per_minute:
        return "Interviews are free of charge."
    return (
        f"An interview costs {money(cents_per_minute)} for each minute it is planned for. That is "
        "taken when the candidate is invited, and given back in full when the interview is "
        "cancelled or expires before it began."
    )


def card_words(wallet: WalletView) -> str:
    """The saved card, such as "Visa ending in 4242", or nothing."""
    if not wallet.has_card:
        return ""
    brand = wallet.card_brand or "card"
    return f"{_BRANDS.get(brand, brand.capitalize())} ending in {wallet.card_last4}"


def payment_row(top_up: TopUpRow) -> Payment:
    """A payment in words."""
    taken = [
        f"{money(cents)} {what}"
        for cents, what in (
            (top_up.refunded_cents, "refunded"),
            (top_up.disputed_cents, "disputed"),
        )
        if cents
    ]
    who = "Automatic" if top_up.automatic else f"By {top_up.by}" if top_up.by else ""
    moment = top_up.paid_at or top_up.created_at
    return Payment(
        id=str(top_up.id),
        when=day(moment),
        when_iso=moment.isoformat(),
        status=top_up.status_words,
        tone=_TONES.get(top_up.status, ""),
        taken_back=", ".join(taken),
        words=". ".join(part for part in (who, top_up.failure) if part),
        amount=money(top_up.amount_cents),
        receipt=receipt_address(top_up),
    )


def receipt_address(top_up: TopUpRow) -> str:
    """Where the receipt is, or nothing."""
    return f"/files/receipts/{top_up.id}.pdf" if top_up.has_receipt else ""


def outcome_of(top_up: TopUpRow, *, cancelled: bool, long: bool) -> Outcome:
    """What became of the payment somebody comes back from.

    `cancelled` is what the address claims, `long` whether one has waited for long.
    """
    amount = money(top_up.amount_cents)
    match top_up.status:
        case TopUpStatus.PAID:
            return Outcome(
                "good", f"{amount} added", "The payment is confirmed.", receipt_address(top_up)
            )
        case TopUpStatus.FAILED:
            why = top_up.failure or "The payment was not accepted."
            return Outcome("bad", f"{amount} could not be paid", f"{why} Nothing was added.")
        case TopUpStatus.EXPIRED:
            return Outcome("plain", "The payment page has expired", "Nothing was charged.")
        case TopUpStatus.PENDING:
            if cancelled:
                return NOTHING_CHARGED
            return Outcome(
                "waiting",
                "Payment is being confirmed …",
                f"This takes longer than usual, as some ways of paying do. The {amount} are added "
                "by themselves once the payment is confirmed; you need not stay here."
                if long
                else f"{amount} are added as soon as Stripe confirms the payment.",
            )


def failed_words(wallet: WalletView) -> str:
    """When the last automatic top-up failed, or nothing."""
    if wallet.auto_failed_at is None:
        return ""
    return f"Automatic top-up failed on {day_and_time(wallet.auto_failed_at)}"
