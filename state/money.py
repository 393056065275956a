"""Amounts of money as screens show and take them."""

from __future__ import annotations

from app.billing.prices import money

_LONGEST = 12


def signed_words(cents: int) -> str:
    """An amount that came in or went out, such as "+$250.00" or "−$18.00"."""
    sign = "−" if cents < 0 else "+" if cents else ""
    return f"{sign}{money(abs(cents))}"


def dollars_words(cents: int) -> str:
    """An amount as its field holds it: "250", or "17.50" where it is not whole."""
    whole, rest = divmod(cents, 100)
    return f"{whole}.{rest:02d}" if rest else str(whole)


def whole_dollars(text: object) -> int | None:
    """The cents of an amount of whole dollars as people write it, or None if it is none.

    A dollar sign, spaces, commas between thousands and ".00" are taken as what they are.
    """
    if not isinstance(text, str):
        return None
    written = text.strip().removeprefix("$").strip().replace(",", "").removesuffix(".00")
    is_number = written.isascii() and written.isdigit() and len(written) <= _LONGEST
    return int(written) * 100 if is_number else None
