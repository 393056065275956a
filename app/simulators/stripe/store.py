"""What the simulator remembers, and what can happen to it. Objects have the shape of Stripe's."""

from __future__ import annotations

import secrets
import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from app.simulators.stripe.cards import CARDS, DECLINES
from app.simulators.stripe.problems import StripeProblem

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.simulators.stripe.cards import TestCard

Object: TypeAlias = dict[str, Any]
LEAST_CENTS, MOST_CENTS = 50, 99_999_999


@dataclass(slots=True)
class Store:
    """Everything there is, by id. `tell` is called with each event's type and object."""

    base_url: str
    tell: Callable[[str, Object], None]
    objects: dict[str, dict[str, Object]] = field(default_factory=lambda: defaultdict(dict))
    # What Stripe keeps to itself: the card behind a payment method, and a session's terms.
    cards: dict[str, TestCard] = field(default_factory=dict)
    terms: dict[str, Object] = field(default_factory=dict)

    def all(self, kind: str) -> list[Object]:
        """Every object of a kind, such as `charge`, oldest first."""
        return list(self.objects[kind].values())

    def found(self, kind: str, key: object, *, param: str = "id") -> Object:
        """The object of that id. Raises StripeProblem as Stripe does for one it has not."""
        if isinstance(key, str) and key in self.objects[kind]:
            return self.objects[kind][key]
        raise StripeProblem(
            404 if param == "id" else 400,
            f"No such {kind}: '{key}'",
            code="resource_missing",
            param=param,
        )

    def session(self, key: str) -> Object | None:
        """The Checkout session of that id, if there is one."""
        return self.objects["checkout.session"].get(key)

    def add_customer(self, *, email: str | None, name: str | None = None) -> Object:
        """A new customer."""
        return self._new("customer", "cus", {"email": email, "name": name, "metadata": {}})

    def add_session(self, form: Object) -> Object:
        """A new Checkout session, with a page to pay on."""
        if form.get("mode") != "payment":
            raise StripeProblem.missing("mode")
        if not form.get("success_url"):
            raise StripeProblem.missing("success_url")
        lines = form.get("line_items") or []
        if not lines:
            raise StripeProblem.missing("line_items")
        prices = [(line.get("price_data") or {}, line.get("quantity")) for line in lines]
        amount = sum(
            number(price.get("unit_amount"), "line_items[0][price_data][unit_amount]")
            * number(quantity, "line_items[0][quantity]")
            for price, quantity in prices
        )
        check_amount(amount, "line_items")
        customer = form.get("customer")
        if customer is not None:
            self.found("customer", customer, param="customer")
        session = self._new(
            "checkout.session",
            "cs_test",
            {
                "mode": "payment",
                "status": "open",
                "payment_status": "unpaid",
                "payment_intent": None,
                "amount_total": amount,
                "amount_subtotal": amount,
                "currency": str(prices[0][0].get("currency", "usd")).lower(),
                "client_reference_id": form.get("client_reference_id"),
                "metadata": form.get("metadata") or {},
                "customer": customer,
                "customer_email": form.get("customer_email"),
                "success_url": form["success_url"],
                "cancel_url": form.get("cancel_url"),
                "description": (prices[0][0].get("product_data") or {}).get("name", "Payment"),
                "expires_at": int(time.time()) + 24 * 3600,
            },
        )
        session["url"] = f"{self.base_url}/pay/{session['id']}"
        self.terms[session["id"]] = {
            "intent": form.get("payment_intent_data") or {},
            "new_customer": form.get("customer_creation") == "always",
        }
        return session

    def expire(self, session: Object) -> Object:
        """Close a session that nobody has paid."""
        if session["status"] != "open":
            raise StripeProblem(
                400, "Only Checkout Sessions with a status in [open] can be expired."
            )
        session.update(status="expired", url=None)
        self.tell("checkout.session.expired", session)
        return session

    def pay(self, session: Object, card: TestCard) -> str | None:
        """Pay on the page with that card; gives why not, as the page shows it, or None."""
        if session["status"] != "open":
            return "This payment has been completed or has expired."
        terms = self.terms[session["id"]]
        if session["customer"] is None and (
            terms["new_customer"] or terms["intent"].get("setup_future_usage")
        ):
            session["customer"] = self.add_customer(email=session["customer_email"])["id"]
        intent = self._intent(
            amount=session["amount_total"],
            currency=session["currency"],
            customer=session["customer"],
            metadata=terms["intent"].get("metadata") or {},
            setup_future_usage=terms["intent"].get("setup_future_usage"),
        )
        if card.declines is not None:
            self._decline(intent, card.declines)
            return DECLINES[card.declines]
        intent["payment_method"] = self._method(card, session["customer"])["id"]
        session.update(status="complete", payment_intent=intent["id"], url=None)
        if card.arrives_later:
            intent["status"] = "processing"
        else:
            self._succeed(intent)
            session["payment_status"] = "paid"
        self.tell("checkout.session.completed", session)
        return None

    def settle(self, session: Object, *, arrives: bool) -> None:
        """Let a bank transfer arrive, or fail."""
        intent = self.found("payment_intent", session["payment_intent"])
        if arrives:
            self._succeed(intent)
            session["payment_status"] = "paid"
            self.tell("checkout.session.async_payment_succeeded", session)
        else:
            self._decline(intent, "card_declined")
            self.tell("checkout.session.async_payment_failed", session)

    def add_intent(self, form: Object) -> Object:
        """A payment with a saved card while its holder is away, confirmed at once."""
        amount = number(form.get("amount"), "amount")
        check_amount(amount, "amount")
        customer = self.found("customer", form.get("customer"), param="customer")
        method = self.found("payment_method", form.get("payment_method"), param="payment_method")
        if method["customer"] != customer["id"]:
            raise StripeProblem(
                400,
                "The payment method does not belong to the customer.",
                param="payment_method",
            )
        intent = self._intent(
            amount=amount,
            currency=str(form.get("currency", "usd")).lower(),
            customer=customer["id"],
            metadata=form.get("metadata") or {},
            setup_future_usage=None,
        )
        if form.get("confirm") != "true":
            intent["status"] = "requires_confirmation"
            return intent
        card = self.cards[method["id"]]
        if card.declines_later is not None:
            self._decline(intent, card.declines_later)
            raise StripeProblem.declined(card.declines_later, intent)
        intent["payment_method"] = method["id"]
        self._succeed(intent)
        return intent

    def refund(self, form: Object) -> Object:
        """Give back a charge, whole or in part."""
        charge = self._charge_of(form)
        left = charge["amount"] - charge["amount_refunded"]
        amount = number(form["amount"], "amount") if form.get("amount") else left
        if charge["refunded"]:
            raise StripeProblem(
                400,
                f"Charge {charge['id']} has already been refunded.",
                code="charge_already_refunded",
            )
        if not 0 < amount <= left:
            raise StripeProblem(
                400, f"Refund amount is greater than the {left} left.", param="amount"
            )
        charge["amount_refunded"] += amount
        charge["refunded"] = charge["amount_refunded"] == charge["amount"]
        refund = self._new(
            "refund",
            "re",
            {
                "amount": amount,
                "currency": charge["currency"],
                "charge": charge["id"],
                "payment_intent": charge["payment_intent"],
                "status": "succeeded",
                "reason": form.get("reason"),
                "metadata": form.get("metadata") or {},
            },
        )
        self.tell("charge.refunded", charge)
        return refund

    def dispute(self, form: Object) -> Object:
        """Have the payer's bank take a payment back."""
        charge = self._charge_of(form)
        if charge["disputed"]:
            raise StripeProblem(400, "This charge is disputed already.", param="charge")
        charge["disputed"] = True
        dispute = self._new(
            "dispute",
            "du",
            {
                "amount": number(form.get("amount") or charge["amount"], "amount"),
                "currency": charge["currency"],
                "charge": charge["id"],
                "payment_intent": charge["payment_intent"],
                "status": "needs_response",
                "reason": "fraudulent",
                "metadata": {},
            },
        )
        self.tell("charge.dispute.created", dispute)
        self.tell("charge.dispute.funds_withdrawn", dispute)
        return dispute

    def close_dispute(self, dispute: Object, *, won: bool) -> Object:
        """Let the bank decide a dispute."""
        if dispute["status"] in {"won", "lost"}:
            raise StripeProblem(400, "This dispute is closed already.")
        dispute["status"] = "won" if won else "lost"
        if won:
            self.tell("charge.dispute.funds_reinstated", dispute)
        self.tell("charge.dispute.closed", dispute)
        return dispute

    def detach(self, method: Object) -> Object:
        """Forget a saved card."""
        method["customer"] = None
        return method

    def _charge_of(self, form: Object) -> Object:
        if form.get("payment_intent"):
            intent = self.found("payment_intent", form["payment_intent"], param="payment_intent")
            return self.found("charge", intent["latest_charge"], param="charge")
        return self.found("charge", form.get("charge"), param="charge")

    def _intent(
        self,
        *,
        amount: int,
        currency: str,
        customer: str | None,
        metadata: Object,
        setup_future_usage: str | None,
    ) -> Object:
        return self._new(
            "payment_intent",
            "pi",
            {
                "amount": amount,
                "amount_received": 0,
                "currency": currency,
                "customer": customer,
                "metadata": metadata,
                "status": "requires_payment_method",
                "payment_method": None,
                "setup_future_usage": setup_future_usage,
                "latest_charge": None,
                "last_payment_error": None,
            },
        )

    def _method(self, card: TestCard, customer: str | None) -> Object:
        is_card = not card.arrives_later
        details = {"brand": card.brand, "last4": card.last4, "exp_month": 12, "exp_year": 2040}
        method = self._new(
            "payment_method",
            "pm",
            {"type": "card", "card": details, "customer": customer, "metadata": {}}
            if is_card
            else {"type": "customer_balance", "customer": customer, "metadata": {}},
        )
        self.cards[method["id"]] = card
        return method

    def _succeed(self, intent: Object) -> None:
        charge = self._new(
            "charge",
            "ch",
            {
                "amount": intent["amount"],
                "amount_refunded": 0,
                "refunded": False,
                "disputed": False,
                "currency": intent["currency"],
                "customer": intent["customer"],
                "metadata": intent["metadata"],
                "payment_intent": intent["id"],
                "payment_method": intent["payment_method"],
                "paid": True,
                "status": "succeeded",
            },
        )
        intent.update(
            status="succeeded", amount_received=intent["amount"], latest_charge=charge["id"]
        )
        self.tell("charge.succeeded", charge)
        self.tell("payment_intent.succeeded", intent)

    def _decline(self, intent: Object, code: str) -> None:
        intent.update(
            status="requires_payment_method",
            last_payment_error={"type": "card_error", "code": code, "message": DECLINES[code]},
        )
        self.tell("payment_intent.payment_failed", intent)

    def _new(self, kind: str, prefix: str, fields: Object) -> Object:
        key = f"{prefix}_{secrets.token_hex(12)}"
        created = int(time.time())
        made = {"id": key, "object": kind, "created": created, "livemode": False, **fields}
        self.objects[kind][key] = made
        return made


def card_of(key: object) -> TestCard:
    """The card that a form names; the one that pays where it names none."""
    return CARDS.get(str(key), CARDS["pays"])


def number(value: object, param: str) -> int:
    """A whole number as forms write it. Raises StripeProblem."""
    if isinstance(value, int):
        return value
    if isinstance(value, str) and value.isascii() and value.isdigit():
        return int(value)
    raise StripeProblem(
        400, f"Invalid integer: {value}", code="parameter_invalid_integer", param=param
    )


def check_amount(amount: int, param: str) -> None:
    """Refuse what Stripe would. Raises StripeProblem."""
    if amount < LEAST_CENTS:
        raise StripeProblem(
            400, "Amount must be at least $0.50 usd", code="amount_too_small", param=param
        )
    if amount > MOST_CENTS:
        raise StripeProblem(
            400, "Amount must be no more than $999,999.99", code="amount_too_large", param=param
        )
