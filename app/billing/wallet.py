"""The wallet as those who pay see and set it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.billing import ledger, repository
from app.billing.gateway import NOT_CONFIGURED, gateway
from app.billing.prices import money, price_of
from app.core import audit
from app.core.errors import ConflictError, InvalidInputError
from app.identity.permissions import Permission
from app.settings import get_settings

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.billing.models import Wallet
    from app.identity.permissions import Actor

LEAST_TOP_UP, MOST_TOP_UP = 1_000, 1_000_000
"""What can be paid at once, in cents."""

HIGHEST_THRESHOLD = 10_000_000


@dataclass(frozen=True, slots=True)
class WalletView:
    """A wallet and its settings. Amounts are cents.

    `owed_cents` was taken back of payments already spent, and is settled by the next money that
    comes in. `auto_pending` is whether an automatic top-up is under way; `auto_failure` says in
    words why the last one failed, after which none is tried until somebody saves the settings or
    pays. `unavailable` says in words why nothing can be paid in at all.
    """

    balance_cents: int
    owed_cents: int
    currency: str
    cents_per_minute: int
    low_balance_cents: int
    is_low: bool
    auto_top_up: bool
    auto_below_cents: int
    auto_amount_cents: int
    auto_pending: bool
    auto_failed_at: datetime | None
    auto_failure: str | None
    card_brand: str | None
    card_last4: str | None
    unavailable: str | None
    is_simulated: bool

    @property
    def has_card(self) -> bool:
        """Whether a card is saved, which automatic top-up needs."""
        return self.card_last4 is not None

    def covers(self, duration_min: int) -> int | None:
        """How many interviews of that many minutes can be scheduled; None where they are free."""
        price = price_of(duration_min)
        return self.balance_cents // price if price else None


async def overview(session: AsyncSession, actor: Actor) -> WalletView:
    """The organisation's wallet. Raises NotPermittedError."""
    actor.require(Permission.MANAGE_BILLING)
    wallet = await ledger.wallet_of(session, actor.organization_id)
    pending = await repository.automatic_under_way(session, actor.organization_id)
    provider = gateway()
    return WalletView(
        balance_cents=wallet.balance_cents,
        owed_cents=wallet.owed_cents,
        currency=wallet.currency,
        cents_per_minute=get_settings().cents_per_minute,
        low_balance_cents=wallet.low_balance_cents,
        is_low=wallet.balance_cents < wallet.low_balance_cents,
        auto_top_up=wallet.auto_top_up,
        auto_below_cents=wallet.auto_below_cents,
        auto_amount_cents=wallet.auto_amount_cents,
        auto_pending=pending,
        auto_failed_at=wallet.auto_failed_at,
        auto_failure=wallet.auto_failure,
        card_brand=wallet.card_brand,
        card_last4=wallet.card_last4,
        unavailable=None if provider else NOT_CONFIGURED,
        is_simulated=provider is not None and provider.simulated,
    )


async def set_low_balance(session: AsyncSession, actor: Actor, cents: object) -> None:
    """Choose below which balance those who pay are told; 0 for never.

    Raises NotPermittedError, and InvalidInputError naming `low_balance_cents`.
    """
    actor.require(Permission.MANAGE_BILLING)
    threshold = _amount(cents, "low_balance_cents", least=0, most=HIGHEST_THRESHOLD)
    wallet = await ledger.wallet_of(session, actor.organization_id, lock=True)
    wallet.low_balance_cents = threshold
    if wallet.balance_cents >= threshold:
        wallet.low_notified_at = None
    _record(session, actor, "billing.low_balance_set", cents=threshold)
    await session.flush()


async def set_auto_top_up(
    session: AsyncSession,
    actor: Actor,
    *,
    enabled: object,
    below_cents: object,
    amount_cents: object,
) -> None:
    """Have the saved card charged with an amount whenever the wallet falls below another.

    Saving this again after a failure lets it be tried again. Raises NotPermittedError,
    ConflictError where no card is saved, and InvalidInputError naming `enabled`,
    `auto_below_cents` or `auto_amount_cents`.
    """
    actor.require(Permission.MANAGE_BILLING)
    if not isinstance(enabled, bool):
        raise InvalidInputError("Automatic top-up is either on or off.", field="enabled")
    below = _amount(below_cents, "auto_below_cents", least=0, most=HIGHEST_THRESHOLD)
    amount = top_up_amount(amount_cents, field="auto_amount_cents")
    wallet = await ledger.wallet_of(session, actor.organization_id, lock=True)
    if enabled and wallet.payment_method_id is None:
        raise ConflictError("No card is saved yet: top up once by card, then switch this on.")
    wallet.auto_top_up = enabled
    wallet.auto_below_cents, wallet.auto_amount_cents = below, amount
    forgive(wallet)
    _record(session, actor, "billing.auto_top_up_set", enabled=enabled, below=below, amount=amount)
    await session.flush()


def forgive(wallet: Wallet) -> None:
    """Let automatic top-ups be tried again after one that failed."""
    wallet.auto_failed_at = wallet.auto_failure = None


def top_up_amount(value: object, *, field: str) -> int:
    """An amount that can be paid in at once. Raises InvalidInputError naming the field."""
    return _amount(value, field, least=LEAST_TOP_UP, most=MOST_TOP_UP)


def _amount(value: object, field: str, *, least: int, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise InvalidInputError(
            f"Choose an amount from {money(least)} to {money(most)}.", field=field
        )
    return value


def _record(session: AsyncSession, actor: Actor, action: str, **details: object) -> None:
    audit.record(
        session,
        action,
        subject_type="wallet",
        subject_id=actor.organization_id,
        organization_id=actor.organization_id,
        user_id=actor.user_id,
        **details,
    )
