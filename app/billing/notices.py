"""What those who pay are told: that the wallet runs low, once until it is filled, and failures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.billing.prices import money
from app.core import clock
from app.identity import repository as people
from app.identity.permissions import ROLE_PERMISSIONS, Permission
from app.mail import service as mail
from app.mail.models import MailKind
from app.settings import get_settings

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.billing.models import Wallet


async def tell_if_low(session: AsyncSession, wallet: Wallet) -> None:
    """Look whether the wallet has run low. The caller holds its lock."""
    if wallet.balance_cents >= wallet.low_balance_cents or wallet.low_notified_at is not None:
        return
    wallet.low_notified_at = clock.now()
    held = money(wallet.balance_cents)
    await tell_payers(
        session,
        wallet.organization_id,
        MailKind.LOW_BALANCE,
        subject=f"Your Vivavoce wallet is down to {held}",
        text=(
            f"The wallet of your organisation holds {held}, which is less than the "
            f"{money(wallet.low_balance_cents)} at which you asked to be told. When it does not "
            "cover an interview any more, no interview can be scheduled.\n\n"
            f"Add money here: {billing_page()}\n"
        ),
    )


async def tell_of_failure(session: AsyncSession, wallet: Wallet, *, amount: int, why: str) -> None:
    """Write that an automatic top-up failed, and that none is tried until somebody acts."""
    await tell_payers(
        session,
        wallet.organization_id,
        MailKind.TOP_UP_FAILED,
        subject="Your automatic Vivavoce top-up failed",
        text=(
            f"We tried to charge the saved card of your organisation with {money(amount)}, and "
            f"it did not work. {why}\n\n"
            f"The wallet holds {money(wallet.balance_cents)}. No further automatic top-up is tried "
            "until you pay by card once, or save the settings of automatic top-up again.\n\n"
            f"Both are here: {billing_page()}\n"
        ),
    )


async def tell_payers(
    session: AsyncSession, organization_id: UUID, kind: MailKind, *, subject: str, text: str
) -> None:
    """Write to everybody who may manage the organisation's billing."""
    for user, membership in await people.members(session, organization_id):
        if Permission.MANAGE_BILLING in ROLE_PERMISSIONS[membership.role] and user.is_active:
            await mail.send(
                session,
                kind,
                organization_id=organization_id,
                recipient=user.email,
                subject=subject,
                text=text,
            )


def billing_page() -> str:
    """The address of Settings → Billing."""
    return f"{get_settings().base_url.rstrip('/')}/settings/billing"
