"""The ways to pay that the simulator offers, numbered as Stripe's own test cards."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TestCard:
    """A way to pay. The codes are Stripe's; None where it works.

    `declines` is for paying on the page, `declines_later` for charges without the holder.
    """

    key: str
    label: str
    last4: str
    brand: str = "visa"
    declines: str | None = None
    declines_later: str | None = None
    arrives_later: bool = False
    never_arrives: bool = False


CARDS = {
    card.key: card
    for card in (
        TestCard("pays", "4242 4242 4242 4242: pays", "4242"),
        TestCard(
            "declines",
            "4000 0000 0000 0002: is declined",
            "0002",
            declines="card_declined",
        ),
        TestCard(
            "declines-later",
            "4000 0000 0000 0341: pays now, is declined when charged automatically",
            "0341",
            declines_later="card_declined",
        ),
        TestCard(
            "asks-later",
            "4000 0027 6000 3184: pays now, asks its holder when charged automatically",
            "3184",
            declines_later="authentication_required",
        ),
        TestCard(
            "bank", "Bank transfer: arrives after a moment", "6789", "bank", arrives_later=True
        ),
        TestCard(
            "bank-fails",
            "Bank transfer: fails after a moment",
            "9999",
            "bank",
            arrives_later=True,
            never_arrives=True,
        ),
    )
}

DECLINES = {
    "card_declined": "Your card was declined.",
    "authentication_required": "Your card was declined. This transaction requires authentication.",
}
