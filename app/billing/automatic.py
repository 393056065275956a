"""Automatic top-up: the saved card is charged when interviews have emptied the wallet far enough.

One is under way at a time. After a failure none is tried until a person pays or saves the settings
anew, since a bank that is asked again and again takes it for fraud.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from app.billing import ledger, repository, stripe_client
from app.billing.models import TopUp, TopUpStatus
from app.billing.notices import tell_of_failure
from app.billing.patience import QUEUE, try_later
from app.core import clock, durable
from app.core.database import reading, unit_of_work
from app.core.errors import UnavailableError
from app.core.ids import new_id

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.billing.models import Wallet

log = structlog.get_logger(__name__)
WORKFLOW = "auto_top_up"
UNREACHABLE = "Stripe could not be reached for hours."
_SWITCHED_OFF = "It was switched off before the card was charged."


async def order_if_due(session: AsyncSession, wallet: Wallet) -> TopUp | None:
    """Order a top-up if the wallet is low enough for it. The caller holds the wallet's lock."""
    due = (
        wallet.auto_top_up
        and wallet.payment_method_id is not None
        and wallet.auto_failed_at is None
        and wallet.balance_cents < wallet.auto_below_cents
    )
    if not due or await repository.automatic_under_way(session, wallet.organization_id):
        return None
    top_up = TopUp(
        id=new_id(),
        organization_id=wallet.organization_id,
        amount_cents=wallet.auto_amount_cents,
        currency=wallet.currency,
        automatic=True,
    )
    session.add(top_up)
    await session.flush()
    await durable.enqueue(session, WORKFLOW, top_up.id, queue=QUEUE)
    return top_up


async def charge(top_up_id: UUID) -> None:
    """Charge the saved card for an automatic top-up; it is credited when the webhook tells of it.

    May be called again at any point. Where Stripe does not answer, it is ordered again for later,
    and after some hours given up.
    """
    async with reading() as session:
        top_up = await repository.ordered(session, top_up_id)
        if top_up is None or top_up.status is not TopUpStatus.PENDING:
            return
        wallet = await ledger.wallet_of(session, top_up.organization_id)
    if not wallet.auto_top_up or not wallet.payment_method_id or not wallet.stripe_customer_id:
        await give_up(top_up, _SWITCHED_OFF, quietly=True)
        return
    order = stripe_client.Order(
        top_up.id, top_up.organization_id, top_up.amount_cents, top_up.currency
    )
    try:
        intent_id = await stripe_client.charge_card(
            order,
            customer_id=wallet.stripe_customer_id,
            payment_method_id=wallet.payment_method_id,
        )
    except stripe_client.DeclinedError as declined:
        await give_up(top_up, str(declined), payment_intent_id=declined.payment_intent_id)
    except UnavailableError:
        if not await try_later(WORKFLOW, top_up_id, since=top_up.created_at):
            await give_up(top_up, UNREACHABLE)
    else:
        async with unit_of_work() as session:
            held = await repository.top_up(session, top_up.organization_id, top_up_id, lock=True)
            if held is not None and held.payment_intent_id is None:
                held.payment_intent_id = intent_id


async def give_up(
    top_up: TopUp, why: str, *, payment_intent_id: str | None = None, quietly: bool = False
) -> None:
    """Book an automatic top-up as failed, and unless `quietly` tell those who pay."""
    async with unit_of_work() as session:
        await fail(
            session,
            top_up.organization_id,
            top_up.id,
            why,
            payment_intent_id=payment_intent_id,
            quietly=quietly,
        )


async def fail(
    session: AsyncSession,
    organization_id: UUID,
    top_up_id: UUID,
    why: str,
    *,
    payment_intent_id: str | None = None,
    quietly: bool = False,
) -> None:
    """As `give_up`, in the caller's transaction. One that has come to an end is left alone."""
    wallet = await ledger.wallet_of(session, organization_id, lock=True)
    top_up = await repository.top_up(session, organization_id, top_up_id, lock=True)
    if top_up is None or not top_up.automatic or top_up.status is not TopUpStatus.PENDING:
        return
    top_up.status, top_up.failure = TopUpStatus.FAILED, why[:300]
    top_up.payment_intent_id = top_up.payment_intent_id or payment_intent_id
    if quietly:
        return
    wallet.auto_failed_at, wallet.auto_failure = clock.now(), why[:300]
    await tell_of_failure(session, wallet, amount=top_up.amount_cents, why=why)
    log.info("automatic_top_up_failed", organization_id=str(organization_id))
