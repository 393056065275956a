"""Paying into the wallet in the browser, on a page of Stripe's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.billing import ledger, repository, stripe_client
from app.billing.booking import SAVE_CARD
from app.billing.models import TopUp, TopUpStatus
from app.billing.patience import try_later
from app.billing.wallet import top_up_amount
from app.core import audit
from app.core.database import reading, unit_of_work
from app.core.errors import UnavailableError
from app.core.ids import new_id
from app.identity.permissions import Permission

if TYPE_CHECKING:
    from uuid import UUID

    from app.identity.permissions import Actor


async def begin_top_up(actor: Actor, amount_cents: object, *, save_card: bool = True) -> str:
    """The address of a page on which to pay that amount; to be called outside any transaction.

    The wallet is credited when Stripe's webhook says that it was paid. With `save_card` the card
    can be charged again for automatic top-ups, which the page says. Coming back, the browser is
    led to `/settings/billing?topup=<id>`, with `&cancelled=1` where nothing was paid.
    Raises NotPermittedError, InvalidInputError naming `amount_cents`, and UnavailableError.
    """
    actor.require(Permission.MANAGE_BILLING)
    amount = top_up_amount(amount_cents, field="amount_cents")
    async with reading() as session:
        wallet = await ledger.wallet_of(session, actor.organization_id)
    top_up = TopUp(
        id=new_id(),
        organization_id=actor.organization_id,
        amount_cents=amount,
        currency=wallet.currency,
        created_by=actor.user_id,
    )
    top_up_id, currency = top_up.id, top_up.currency
    async with unit_of_work() as session:
        session.add(top_up)
        audit.record(
            session,
            "billing.top_up_begun",
            subject_type="top_up",
            subject_id=top_up_id,
            organization_id=actor.organization_id,
            user_id=actor.user_id,
            cents=amount,
        )
    try:
        page = await stripe_client.open_checkout(
            stripe_client.Order(top_up_id, actor.organization_id, amount, currency),
            customer_id=wallet.stripe_customer_id,
            email=actor.email,
            save_card=save_card,
        )
    except UnavailableError as error:
        await _note(actor.organization_id, top_up_id, failure=error.message)
        raise
    await _note(actor.organization_id, top_up_id, session_id=page.session_id)
    return page.url


async def remove_card(actor: Actor) -> None:
    """Forget the saved card, here and at Stripe, and switch automatic top-up off.

    Raises NotPermittedError, and UnavailableError, after which nothing has changed.
    """
    actor.require(Permission.MANAGE_BILLING)
    async with reading() as session:
        wallet = await ledger.wallet_of(session, actor.organization_id)
    if wallet.payment_method_id is None:
        return
    await stripe_client.forget_card(wallet.payment_method_id)
    async with unit_of_work() as session:
        held = await ledger.wallet_of(session, actor.organization_id, lock=True)
        if held.payment_method_id != wallet.payment_method_id:
            return
        held.payment_method_id = held.card_brand = held.card_last4 = None
        held.auto_top_up = False
        audit.record(
            session,
            "billing.card_removed",
            subject_type="wallet",
            subject_id=actor.organization_id,
            organization_id=actor.organization_id,
            user_id=actor.user_id,
        )


async def save_card(top_up_id: UUID) -> None:
    """Keep the card that a top-up was paid with, if its holder agreed; may be called again.

    Where Stripe does not answer, it is ordered again for later.
    """
    async with reading() as session:
        top_up = await repository.ordered(session, top_up_id)
    if top_up is None or top_up.payment_intent_id is None:
        return
    try:
        card = await stripe_client.saved_card(top_up.payment_intent_id)
    except UnavailableError:
        await try_later(SAVE_CARD, top_up_id, since=top_up.paid_at or top_up.created_at)
        return
    if card is None:
        return
    async with unit_of_work() as session:
        wallet = await ledger.wallet_of(session, top_up.organization_id, lock=True)
        wallet.stripe_customer_id = card.customer_id
        wallet.payment_method_id = card.payment_method_id
        wallet.card_brand, wallet.card_last4 = card.brand[:40], card.last4[:4]


async def _note(
    organization_id: UUID,
    top_up_id: UUID,
    *,
    session_id: str | None = None,
    failure: str | None = None,
) -> None:
    """Note what Stripe answered; the webhook may have been faster."""
    async with unit_of_work() as session:
        top_up = await repository.top_up(session, organization_id, top_up_id, lock=True)
        if top_up is None:
            return
        if session_id is not None:
            top_up.checkout_session_id = session_id
        if failure is not None and top_up.status is TopUpStatus.PENDING:
            top_up.status, top_up.failure = TopUpStatus.FAILED, failure[:300]
