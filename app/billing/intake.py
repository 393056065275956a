"""Taking in the events that Stripe sends: verified, each once, in whatever order they come."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeAlias

import stripe
import structlog

from app.billing import automatic, booking, repository, stripe_client
from app.billing.booking import Payment, Target
from app.billing.gateway import gateway
from app.billing.models import TopUpStatus
from app.core.database import reading, unit_of_work
from app.core.errors import InvalidInputError, NotFoundError
from app.core.ids import parse_id

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from sqlalchemy.ext.asyncio import AsyncSession

Fields: TypeAlias = "dict[str, Any]"
Handler: TypeAlias = "Callable[[AsyncSession, Target, Fields], Awaitable[None]]"

log = structlog.get_logger(__name__)
TOLERANCE_S = 300
"""How old a signature may be."""


class Outcome(StrEnum):
    """What was done with an event. Stripe is answered 200 whichever it was."""

    TAKEN_IN = "taken_in"
    DUPLICATE = "duplicate"
    NOT_OURS = "not_ours"
    IGNORED = "ignored"


def verified(payload: bytes, signature: str | None) -> Fields:
    """The event in a request of Stripe's.

    Raises InvalidInputError for one that Stripe did not sign within five minutes, and
    NotFoundError where payments are not set up.
    """
    provider = gateway()
    if provider is None:
        raise NotFoundError("Payments are not set up here.")
    try:
        stripe.WebhookSignature.verify_header(
            payload, signature, provider.webhook_secret, TOLERANCE_S
        )
        event = json.loads(payload)
    except (stripe.SignatureVerificationError, ValueError):
        raise InvalidInputError("This was not signed by Stripe.") from None
    if not isinstance(event, dict) or not isinstance(event.get("id"), str):
        raise InvalidInputError("This is not an event.")
    return event


async def take_in(event: Fields) -> Outcome:
    """Do what a verified event asks for, once; to be called outside any transaction.

    Raises UnavailableError where Stripe must be asked and does not answer: it sends again.
    """
    type_ = str(event.get("type"))
    handler = HANDLERS.get(type_)
    subject = _fields(_fields(event.get("data")).get("object"))
    if handler is None or not subject:
        return Outcome.IGNORED
    target = await _target(subject)
    if target is None:
        log.warning("stripe_event_not_ours", type=type_, event_id=event["id"])
        return Outcome.NOT_OURS
    async with unit_of_work() as session:
        if not await repository.first_time(session, event["id"], type_):
            return Outcome.DUPLICATE
        await handler(session, target, subject)
    return Outcome.TAKEN_IN


async def _target(subject: Fields) -> Target | None:
    """The top-up an object of Stripe's is about.

    Ours carry its id; a dispute does not, but names the payment, of which Stripe knows whose it is
    even where the news that it was paid has yet to come.
    """
    metadata = _fields(subject.get("metadata"))
    intent_id = _id(subject.get("payment_intent"))
    if "top_up_id" not in metadata and intent_id is not None:
        async with reading() as session:
            found = await repository.paid_by(session, intent_id)
        if found is not None:
            return Target(found.organization_id, found.id)
        metadata = await stripe_client.metadata_of(intent_id)
    top_up_id = parse_id(metadata.get("top_up_id"))
    organization_id = parse_id(metadata.get("organization_id"))
    if top_up_id is None or organization_id is None:
        return None
    async with reading() as session:
        top_up = await repository.top_up(session, organization_id, top_up_id)
    return None if top_up is None else Target(organization_id, top_up_id)


async def _session_completed(session: AsyncSession, target: Target, subject: Fields) -> None:
    payment = _session_payment(subject)
    if subject.get("payment_status") == "paid":
        await booking.credit(session, target, payment)
    else:
        await booking.await_payment(session, target, payment)


async def _session_failed(session: AsyncSession, target: Target, _: Fields) -> None:
    why = "The bank did not carry out the payment."
    await booking.end_unpaid(session, target, TopUpStatus.FAILED, failure=why)


async def _session_expired(session: AsyncSession, target: Target, _: Fields) -> None:
    await booking.end_unpaid(session, target, TopUpStatus.EXPIRED)


async def _intent_succeeded(session: AsyncSession, target: Target, subject: Fields) -> None:
    """A payment on Stripe's page is told of by its session; this is for automatic ones."""
    top_up = await repository.top_up(session, target.organization_id, target.top_up_id)
    if top_up is None or not top_up.automatic:
        return
    payment = Payment(
        amount=_cents(subject.get("amount_received")),
        currency=str(subject.get("currency")),
        payment_intent_id=_id(subject),
        customer_id=_id(subject.get("customer")),
    )
    await booking.credit(session, target, payment)


async def _intent_failed(session: AsyncSession, target: Target, subject: Fields) -> None:
    error = _fields(subject.get("last_payment_error"))
    await automatic.fail(
        session,
        target.organization_id,
        target.top_up_id,
        stripe_client.decline_words(error.get("code"), error.get("message")),
        payment_intent_id=_id(subject),
    )


async def _charge_refunded(session: AsyncSession, target: Target, subject: Fields) -> None:
    await booking.refund(
        session,
        target,
        charge_id=str(_id(subject)),
        refunded=_cents(subject.get("amount_refunded")),
        currency=str(subject.get("currency")),
    )


async def _disputed(session: AsyncSession, target: Target, subject: Fields) -> None:
    """A bank that only asks (`warning_…`) has taken nothing."""
    if not str(subject.get("status")).startswith("warning_"):
        await booking.dispute(session, target, **_dispute(subject))


async def _dispute_closed(session: AsyncSession, target: Target, subject: Fields) -> None:
    if subject.get("status") == "won":
        await booking.dispute_won(session, target, **_dispute(subject))
    elif subject.get("status") == "lost":
        await booking.dispute(session, target, **_dispute(subject))


async def _reinstated(session: AsyncSession, target: Target, subject: Fields) -> None:
    await booking.dispute_won(session, target, **_dispute(subject))


HANDLERS: dict[str, Handler] = {
    "checkout.session.completed": _session_completed,
    "checkout.session.async_payment_succeeded": _session_completed,
    "checkout.session.async_payment_failed": _session_failed,
    "checkout.session.expired": _session_expired,
    "payment_intent.succeeded": _intent_succeeded,
    "payment_intent.payment_failed": _intent_failed,
    "charge.refunded": _charge_refunded,
    "charge.dispute.created": _disputed,
    "charge.dispute.funds_withdrawn": _disputed,
    "charge.dispute.funds_reinstated": _reinstated,
    "charge.dispute.closed": _dispute_closed,
}


def _session_payment(subject: Fields) -> Payment:
    return Payment(
        amount=_cents(subject.get("amount_total")),
        currency=str(subject.get("currency")),
        session_id=_id(subject),
        payment_intent_id=_id(subject.get("payment_intent")),
        customer_id=_id(subject.get("customer")),
    )


def _dispute(subject: Fields) -> Fields:
    return {
        "dispute_id": str(_id(subject)),
        "amount": _cents(subject.get("amount")),
        "currency": str(subject.get("currency")),
    }


def _fields(value: object) -> Fields:
    return value if isinstance(value, dict) else {}


def _id(value: object) -> str | None:
    """The id of an object of Stripe's, which may stand for itself or be expanded."""
    found = value.get("id") if isinstance(value, dict) else value
    return found if isinstance(found, str) else None


def _cents(value: object) -> int:
    return value if isinstance(value, int) and value >= 0 else 0
