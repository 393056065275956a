"""Calls to Stripe, or to its simulator. None of them may be made inside an open transaction."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import stripe
import structlog

from app.billing.gateway import NOT_CONFIGURED, Gateway, gateway
from app.billing.notices import billing_page
from app.core.errors import UnavailableError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from uuid import UUID

    from stripe.params import PaymentIntentCreateParams
    from stripe.params.checkout import SessionCreateParams

log = structlog.get_logger(__name__)
TIMEOUT_S, RETRIES = 10.0, 2
PRODUCT = "Vivavoce wallet"
# What Stripe says of a customer or a card that it does not have (any more).
_MISSING = "resource_missing"


@dataclass(frozen=True, slots=True)
class Order:
    """A top-up as Stripe is told of it. The ids come back with every event about it."""

    top_up_id: UUID
    organization_id: UUID
    amount_cents: int
    currency: str

    @property
    def metadata(self) -> dict[str, str]:
        """What is attached to the payment, and to its session and charge."""
        return {"top_up_id": str(self.top_up_id), "organization_id": str(self.organization_id)}


@dataclass(frozen=True, slots=True)
class Checkout:
    """A page of Stripe's on which an order can be paid."""

    session_id: str
    url: str


@dataclass(frozen=True, slots=True)
class Card:
    """A card that may be charged again without its holder."""

    customer_id: str
    payment_method_id: str
    brand: str
    last4: str


class DeclinedError(Exception):
    """A saved card cannot be charged; the message says why, for those who pay."""

    def __init__(self, message: str, *, payment_intent_id: str | None = None) -> None:
        super().__init__(message)
        self.payment_intent_id = payment_intent_id


async def open_checkout(
    order: Order, *, customer_id: str | None, email: str, save_card: bool
) -> Checkout:
    """A page on which to pay the order. Raises UnavailableError."""
    async with _api() as api:
        try:
            session = await api.v1.checkout.sessions.create_async(
                _session(order, customer_id, email, save_card=save_card),
                {"idempotency_key": f"checkout-{order.top_up_id}"},
            )
        except stripe.InvalidRequestError as error:
            if customer_id is None or error.code != _MISSING:
                raise
            # The customer was deleted over there: they are made anew with this payment.
            session = await api.v1.checkout.sessions.create_async(
                _session(order, None, email, save_card=save_card),
                {"idempotency_key": f"checkout-{order.top_up_id}-new-customer"},
            )
    if session.url is None:
        raise UnavailableError("Stripe gave no page to pay on. Try again in a minute.")
    return Checkout(session.id, session.url)


def _session(
    order: Order, customer_id: str | None, email: str, *, save_card: bool
) -> SessionCreateParams:
    back = f"{billing_page()}?topup={order.top_up_id}"
    params: SessionCreateParams = {
        "mode": "payment",
        "client_reference_id": str(order.top_up_id),
        "metadata": order.metadata,
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": order.currency,
                    "unit_amount": order.amount_cents,
                    "product_data": {"name": PRODUCT},
                },
            }
        ],
        "payment_intent_data": {"metadata": order.metadata, "description": PRODUCT},
        "success_url": back,
        "cancel_url": f"{back}&cancelled=1",
    }
    if save_card:
        params["payment_intent_data"]["setup_future_usage"] = "off_session"
    if customer_id is not None:
        params["customer"] = customer_id
    else:
        params["customer_creation"] = "always"
        params["customer_email"] = email
    return params


async def charge_card(order: Order, *, customer_id: str, payment_method_id: str) -> str:
    """Charge a saved card while its holder is away; gives the payment intent's id.

    Whether it was paid is told by the webhook alone. The same order is charged once, however often
    this is called. Raises DeclinedError and UnavailableError.
    """
    params: PaymentIntentCreateParams = {
        "amount": order.amount_cents,
        "currency": order.currency,
        "customer": customer_id,
        "payment_method": payment_method_id,
        # The holder is away, and cannot be led to a page of their bank.
        "automatic_payment_methods": {"enabled": True, "allow_redirects": "never"},
        "off_session": True,
        "confirm": True,
        "description": PRODUCT,
        "metadata": order.metadata,
    }
    async with _api() as api:
        try:
            intent = await api.v1.payment_intents.create_async(
                params, {"idempotency_key": f"automatic-{order.top_up_id}"}
            )
        except stripe.CardError as error:
            intent_id = getattr(getattr(error.error, "payment_intent", None), "id", None)
            why = decline_words(error.code, error.user_message)
            raise DeclinedError(why, payment_intent_id=intent_id) from None
        except stripe.InvalidRequestError as error:
            if error.code != _MISSING:
                raise
            raise DeclinedError("The saved card is not there any more.") from None
    return intent.id


async def saved_card(payment_intent_id: str) -> Card | None:
    """The card a payment was made with, if it was saved to be used again. Raises UnavailableError.

    None too for a payment that Stripe does not have.
    """
    async with _api() as api:
        try:
            intent = await api.v1.payment_intents.retrieve_async(
                payment_intent_id, {"expand": ["payment_method"]}
            )
        except stripe.InvalidRequestError:
            return None
    method, customer = intent.payment_method, intent.customer
    if intent.setup_future_usage != "off_session" or customer is None:
        return None
    if not isinstance(method, stripe.PaymentMethod) or method.type != "card":
        return None
    return Card(
        customer_id=customer if isinstance(customer, str) else customer.id,
        payment_method_id=method.id,
        brand=method.card.brand if method.card else "card",
        last4=(method.card.last4 if method.card else None) or "",
    )


async def metadata_of(payment_intent_id: str) -> dict[str, str]:
    """What we attached to a payment; empty for one that Stripe does not have, or not of ours.

    Raises UnavailableError.
    """
    async with _api() as api:
        try:
            intent = await api.v1.payment_intents.retrieve_async(payment_intent_id)
        except stripe.InvalidRequestError:
            return {}
    return {key: str(value) for key, value in intent.metadata.to_dict().items()}


async def forget_card(payment_method_id: str) -> None:
    """Have Stripe forget a saved card; one that it does not have is as good as forgotten.

    Raises UnavailableError.
    """
    async with _api() as api:
        try:
            await api.v1.payment_methods.detach_async(payment_method_id)
        except stripe.InvalidRequestError as error:
            log.info("card_not_detached", code=error.code)


def decline_words(code: str | None, message: str | None) -> str:
    """Why a card was not charged, as a sentence for those who pay."""
    words = {
        "card_declined": "The bank declined the card.",
        "authentication_required": "The bank wants the card's holder to confirm the payment.",
        "expired_card": "The card has expired.",
        "insufficient_funds": "The card has not enough funds.",
        "incorrect_cvc": "The card's security code is wrong.",
    }
    return words.get(code or "") or (message or "The card could not be charged.")[:200]


@asynccontextmanager
async def _api() -> AsyncIterator[stripe.StripeClient]:
    """A client for some calls, whose failures come out as UnavailableError in words.

    CardError and InvalidRequestError about what is missing are for the caller to catch inside.
    """
    provider = gateway()
    if provider is None:
        raise UnavailableError(NOT_CONFIGURED)
    # A client belongs to the event loop it was made in, and payments are rare.
    http = stripe.HTTPXClient(
        timeout=TIMEOUT_S, verify_ssl_certs=provider.api_base.startswith("https://")
    )
    try:
        yield stripe.StripeClient(
            provider.secret_key,
            base_addresses={"api": provider.api_base},
            http_client=http,
            max_network_retries=RETRIES,
        )
    except stripe.StripeError as error:
        log.warning("stripe_failed", kind=type(error).__name__, code=error.code)
        raise UnavailableError(_words(provider, error)) from error
    finally:
        await http.close_async()  # type: ignore[no-untyped-call]  # it has no types


def _words(provider: Gateway, error: stripe.StripeError) -> str:
    if isinstance(error, stripe.APIConnectionError):
        if provider.simulated:
            return (
                "The Stripe simulator is not running. Start it with “make stripe” in the "
                "product's folder, then try again."
            )
        return "Stripe cannot be reached just now. Try again in a minute; nothing was charged."
    if isinstance(error, stripe.RateLimitError):
        return "Stripe is busy just now. Try again in a minute; nothing was charged."
    if isinstance(error, stripe.AuthenticationError | stripe.PermissionError):
        return "Stripe refuses this installation's key: whoever runs it has to look at that."
    return "Stripe could not do this just now. Try again in a minute; nothing was charged."
