"""The API under /v1, as Stripe's own SDK calls it."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response

from app.simulators.stripe.forms import decoded
from app.simulators.stripe.problems import StripeProblem
from app.simulators.stripe.simulation import Answer, Simulation, SimulationDep

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_BODY, MAX_KEY = 256 * 1024, 255


async def admitted(request: Request, simulation: SimulationDep) -> None:
    """Ask for the key, and go wrong where that was asked for. Raises StripeProblem."""
    given = request.headers.get("authorization", "")
    if not hmac.compare_digest(given.encode(), f"Bearer {simulation.secret_key}".encode()):
        raise StripeProblem(401, "Invalid API Key provided.")
    await simulation.faults.strike()


router = APIRouter(prefix="/v1", dependencies=[Depends(admitted)])


async def posted(
    request: Request, simulation: Simulation, act: Callable[[dict[str, Any]], dict[str, Any]]
) -> Response:
    """Act on a form, once per idempotency key."""
    body = await request.body()
    if len(body) > MAX_BODY:
        raise StripeProblem(400, "The request is too large.")
    key = request.headers.get("idempotency-key")
    if key is None:
        return JSONResponse(act(decoded(body)))
    if len(key) > MAX_KEY:
        raise StripeProblem(400, "Keys for idempotent requests can be 255 characters at most.")
    asked = hashlib.sha256(request.url.path.encode() + b"\0" + body).hexdigest()
    known = simulation.answers.get(key)
    if known is None:
        known = simulation.answers[key] = _answer(asked, body, act)
        return JSONResponse(known.body, known.status)
    if known.request != asked:
        raise StripeProblem(
            400,
            "Keys for idempotent requests can only be used with the same parameters they were "
            "first used with.",
            type_="idempotency_error",
        )
    return JSONResponse(known.body, known.status, {"Idempotent-Replayed": "true"})


def _answer(asked: str, body: bytes, act: Callable[[dict[str, Any]], dict[str, Any]]) -> Answer:
    """What is answered now, written down: what becomes of the object later changes nothing."""
    try:
        return Answer(asked, 200, json.loads(json.dumps(act(decoded(body)))))
    except StripeProblem as problem:
        return Answer(asked, problem.status, json.loads(json.dumps(problem.body)))


@router.post("/checkout/sessions")
async def create_session(request: Request, simulation: SimulationDep) -> Response:
    """Begin a Checkout."""
    return await posted(request, simulation, simulation.store.add_session)


@router.get("/checkout/sessions/{key}")
async def get_session(key: str, simulation: SimulationDep) -> dict[str, Any]:
    """A Checkout session."""
    return simulation.store.found("checkout.session", key)


@router.post("/checkout/sessions/{key}/expire")
async def expire_session(key: str, request: Request, simulation: SimulationDep) -> Response:
    """Close a Checkout session that nobody has paid."""
    store = simulation.store
    return await posted(
        request, simulation, lambda _: store.expire(store.found("checkout.session", key))
    )


@router.post("/customers")
async def create_customer(request: Request, simulation: SimulationDep) -> Response:
    """Add a customer."""
    return await posted(
        request,
        simulation,
        lambda form: simulation.store.add_customer(email=form.get("email"), name=form.get("name")),
    )


@router.get("/customers/{key}")
async def get_customer(key: str, simulation: SimulationDep) -> dict[str, Any]:
    """A customer."""
    return simulation.store.found("customer", key)


@router.get("/customers/{key}/payment_methods")
async def list_methods(key: str, simulation: SimulationDep) -> dict[str, Any]:
    """A customer's saved cards."""
    store = simulation.store
    store.found("customer", key)
    data = [one for one in store.all("payment_method") if one["customer"] == key]
    return {"object": "list", "data": data, "has_more": False, "url": "/v1/payment_methods"}


@router.get("/payment_methods/{key}")
async def get_method(key: str, simulation: SimulationDep) -> dict[str, Any]:
    """A payment method."""
    return simulation.store.found("payment_method", key)


@router.post("/payment_methods/{key}/detach")
async def detach_method(key: str, request: Request, simulation: SimulationDep) -> Response:
    """Forget a saved card."""
    store = simulation.store
    return await posted(
        request, simulation, lambda _: store.detach(store.found("payment_method", key))
    )


@router.post("/payment_intents")
async def create_intent(request: Request, simulation: SimulationDep) -> Response:
    """Charge a saved card."""
    return await posted(request, simulation, simulation.store.add_intent)


@router.get("/payment_intents/{key}")
async def get_intent(key: str, request: Request, simulation: SimulationDep) -> dict[str, Any]:
    """A payment, with its method where that is asked for."""
    intent = simulation.store.found("payment_intent", key)
    wanted = {value for name, value in request.query_params.multi_items() if "expand" in name}
    if "payment_method" in wanted and intent["payment_method"] is not None:
        method = simulation.store.found("payment_method", intent["payment_method"])
        return {**intent, "payment_method": method}
    return intent


@router.post("/refunds")
async def create_refund(request: Request, simulation: SimulationDep) -> Response:
    """Give a payment back."""
    return await posted(request, simulation, simulation.store.refund)


@router.get("/{kind}/{key}")
async def get_other(kind: str, key: str, simulation: SimulationDep) -> dict[str, Any]:
    """A charge, refund or dispute."""
    return simulation.store.found(kind.removesuffix("s"), key)
