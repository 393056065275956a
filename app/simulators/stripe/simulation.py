"""One simulator and all that is inside it, at hand for every route."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, cast

from fastapi import Depends, Request

if TYPE_CHECKING:
    import asyncio

    from app.simulators.stripe.faults import Faults
    from app.simulators.stripe.store import Store
    from app.simulators.stripe.webhooks import Webhooks


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered under an idempotency key, and to what."""

    request: str
    status: int
    body: dict[str, Any]


@dataclass(slots=True)
class Simulation:
    """What the routes work on. `used_at` is the monotonic time of the last request.

    A bank transfer arrives, or fails, `settle_s` seconds after it was ordered.
    """

    secret_key: str
    store: Store
    faults: Faults
    webhooks: Webhooks
    settle_s: float
    used_at: float
    answers: dict[str, Answer] = field(default_factory=dict)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)


def _of(request: Request) -> Simulation:
    return cast("Simulation", request.app.state.simulation)


SimulationDep = Annotated[Simulation, Depends(_of)]
