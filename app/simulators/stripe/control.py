"""What no real Stripe has: its troubles switched on, banks made to act, events held and released.

For tests, and for the buttons of the simulator's own page.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Query
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, Field

from app.simulators.stripe.simulation import SimulationDep  # noqa: TC001 - FastAPI reads it
from app.simulators.stripe.webhooks import Mode

router = APIRouter(prefix="/simulator")


class Troubles(BaseModel):
    """The troubles to have from now on; what is left out is as it should be."""

    status: Literal[0, 429, 500, 503] = 0
    count: int = Field(default=0, ge=0)
    slow_s: float = Field(default=0.0, ge=0, le=60)
    webhooks: Mode = Mode.NORMAL


@router.put("/troubles")
async def set_troubles(wanted: Troubles, simulation: SimulationDep) -> Troubles:
    """Have these troubles, and no others."""
    faults = simulation.faults
    faults.status, faults.count, faults.slow_s = wanted.status, wanted.count, wanted.slow_s
    simulation.webhooks.mode = wanted.webhooks
    return wanted


@router.get("/events")
async def list_events(simulation: SimulationDep) -> list[dict[str, Any]]:
    """Every event, oldest first, with the answer to each attempt to send it."""
    return [
        {
            "id": event.body["id"],
            "type": event.body["type"],
            "under_way": event.under_way > 0,
            "attempts": event.attempts,
        }
        for event in simulation.webhooks.events
    ]


@router.post("/release")
async def release(
    simulation: SimulationDep,
    order: Annotated[Literal["forwards", "backwards"], Query()] = "forwards",
) -> dict[str, int]:
    """Send the events that were held."""
    return {"released": simulation.webhooks.release(backwards=order == "backwards")}


@router.post("/events/{key}/send")
async def send_again(key: str, simulation: SimulationDep) -> RedirectResponse:
    """Send an event once more."""
    for event in simulation.webhooks.events:
        if event.body["id"] == key:
            simulation.webhooks.send(event)
    return _back()


@router.post("/refunds")
async def refund(
    simulation: SimulationDep,
    payment_intent: Annotated[str, Form()],
    amount: Annotated[str, Form()] = "",
) -> RedirectResponse:
    """Give a payment back, whole or that many cents of it."""
    simulation.store.refund({"payment_intent": payment_intent, "amount": amount})
    return _back()


@router.post("/disputes")
async def dispute(
    simulation: SimulationDep,
    payment_intent: Annotated[str, Form()],
    amount: Annotated[str, Form()] = "",
) -> RedirectResponse:
    """Have the payer's bank take a payment back, whole or that many cents of it."""
    simulation.store.dispute({"payment_intent": payment_intent, "amount": amount})
    return _back()


@router.post("/disputes/{key}/close")
async def close(
    key: str, simulation: SimulationDep, status: Annotated[Literal["won", "lost"], Form()]
) -> RedirectResponse:
    """Have the bank decide a dispute."""
    store = simulation.store
    store.close_dispute(store.found("dispute", key), won=status == "won")
    return _back()


@router.post("/sessions/{key}/expire")
async def expire(key: str, simulation: SimulationDep) -> RedirectResponse:
    """Let the time for paying run out."""
    simulation.store.expire(simulation.store.found("checkout.session", key))
    return _back()


def _back() -> RedirectResponse:
    return RedirectResponse("/", status_code=303)
