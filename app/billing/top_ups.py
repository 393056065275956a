"""Top-ups as those who pay see them: the list, and the receipt of each that was paid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from app.billing import repository
from app.billing.models import TopUpStatus
from app.core import clock
from app.core.errors import NotFoundError
from app.core.ids import parse_id
from app.identity import repository as people
from app.identity.permissions import Permission

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.billing.models import TopUp
    from app.identity.permissions import Actor

PER_PAGE, _MAX_PAGE = 10, 400
PAGE_OPEN = timedelta(hours=25)
"""Stripe closes a page to pay on after a day."""

STATUS_WORDS = {
    TopUpStatus.PENDING: "Waiting for payment",
    TopUpStatus.PAID: "Paid",
    TopUpStatus.FAILED: "Failed",
    TopUpStatus.EXPIRED: "Not paid",
}


@dataclass(frozen=True, slots=True)
class TopUpRow:
    """A payment into the wallet. Amounts are cents; `by` is empty for an automatic one.

    `refunded_cents` went back to the payer, `disputed_cents` was taken back through their bank.
    A receipt is there for those that were paid.
    """

    id: UUID
    amount_cents: int
    currency: str
    status: TopUpStatus
    status_words: str
    automatic: bool
    by: str
    failure: str | None
    refunded_cents: int
    disputed_cents: int
    receipt_number: str | None
    created_at: datetime
    paid_at: datetime | None

    @property
    def has_receipt(self) -> bool:
        """Whether there is a receipt to download."""
        return self.receipt_number is not None


@dataclass(frozen=True, slots=True)
class TopUpPage:
    """A page of top-ups, newest first."""

    rows: tuple[TopUpRow, ...]
    page: int
    has_next: bool


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt says. Amounts are cents."""

    number: str
    organization_name: str
    amount_cents: int
    refunded_cents: int
    disputed_cents: int
    currency: str
    automatic: bool
    by: str
    paid_at: datetime
    payment_reference: str


async def top_ups(session: AsyncSession, actor: Actor, *, page: object = 1) -> TopUpPage:
    """A page of the organisation's top-ups. Raises NotPermittedError."""
    actor.require(Permission.MANAGE_BILLING)
    number = page if isinstance(page, int) and 1 <= page <= _MAX_PAGE else 1
    found = await repository.top_ups(
        session, actor.organization_id, offset=(number - 1) * PER_PAGE, limit=PER_PAGE + 1
    )
    shown = found[:PER_PAGE]
    wanted = {one.created_by for one in shown if one.created_by is not None}
    names = await people.names_of(session, actor.organization_id, wanted) if wanted else {}
    return TopUpPage(
        rows=tuple(_row(one, names) for one in shown),
        page=number,
        has_next=len(found) > PER_PAGE and number < _MAX_PAGE,
    )


async def top_up(session: AsyncSession, actor: Actor, top_up_id: object) -> TopUpRow:
    """One top-up, such as that from whose payment page somebody has just come back.

    Raises NotPermittedError and NotFoundError.
    """
    found = await _found(session, actor, top_up_id)
    return _row(found, await _names(session, actor, found))


async def receipt(session: AsyncSession, actor: Actor, top_up_id: object) -> Receipt:
    """The receipt of a top-up that was paid. Raises NotPermittedError and NotFoundError."""
    found = await _found(session, actor, top_up_id)
    if found.receipt_number is None or found.paid_at is None:
        raise NotFoundError("This top-up has not been paid, so it has no receipt.")
    names = await _names(session, actor, found)
    return Receipt(
        number=found.receipt_number,
        organization_name=actor.organization_name,
        amount_cents=found.amount_cents,
        refunded_cents=found.refunded_cents,
        disputed_cents=found.disputed_cents,
        currency=found.currency,
        automatic=found.automatic,
        by=names.get(found.created_by, "") if found.created_by else "",
        paid_at=found.paid_at,
        payment_reference=found.payment_intent_id or found.checkout_session_id or "",
    )


async def _found(session: AsyncSession, actor: Actor, top_up_id: object) -> TopUp:
    actor.require(Permission.MANAGE_BILLING)
    wanted = parse_id(top_up_id)
    found = await repository.top_up(session, actor.organization_id, wanted) if wanted else None
    if found is None:
        raise NotFoundError("There is no such top-up.")
    return found


async def _names(session: AsyncSession, actor: Actor, found: TopUp) -> dict[UUID, str]:
    if found.created_by is None:
        return {}
    return await people.names_of(session, actor.organization_id, {found.created_by})


def _status(found: TopUp) -> TopUpStatus:
    """Where it stands: a page that nobody paid on is closed, whether or not that was heard of."""
    untouched = found.payment_intent_id is None and not found.automatic
    is_old = found.created_at < clock.now() - PAGE_OPEN
    if found.status is TopUpStatus.PENDING and untouched and is_old:
        return TopUpStatus.EXPIRED
    return found.status


def _row(found: TopUp, names: dict[UUID, str]) -> TopUpRow:
    status = _status(found)
    return TopUpRow(
        id=found.id,
        amount_cents=found.amount_cents,
        currency=found.currency,
        status=status,
        status_words=STATUS_WORDS[status],
        automatic=found.automatic,
        by=names.get(found.created_by, "") if found.created_by else "",
        failure=found.failure,
        refunded_cents=found.refunded_cents,
        disputed_cents=found.disputed_cents,
        receipt_number=found.receipt_number,
        created_at=found.created_at,
        paid_at=found.paid_at,
    )
