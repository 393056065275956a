"""The simulator's web application."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response

from app.simulators.stripe import api, control, pages
from app.simulators.stripe.faults import Faults
from app.simulators.stripe.problems import StripeProblem
from app.simulators.stripe.simulation import Simulation
from app.simulators.stripe.store import Store
from app.simulators.stripe.webhooks import PAUSES_S, Webhooks

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Sequence


def simulate(
    *,
    base_url: str,
    secret_key: str,
    webhook_secret: str,
    webhook_url: str,
    settle_s: float = 2.0,
    pauses_s: Sequence[float] = PAUSES_S,
) -> Simulation:
    """A simulator at `base_url` that takes that key and sends its events to `webhook_url`."""
    webhooks = Webhooks(webhook_url, webhook_secret, pauses_s)
    return Simulation(
        secret_key=secret_key,
        store=Store(base_url=base_url, tell=webhooks.tell),
        faults=Faults(),
        webhooks=webhooks,
        settle_s=settle_s,
        used_at=time.monotonic(),
    )


def application_of(simulation: Simulation) -> FastAPI:
    """The application through which a simulator is asked."""

    @asynccontextmanager
    async def alive(_: FastAPI) -> AsyncIterator[None]:
        yield
        for task in simulation.tasks:
            task.cancel()
        await asyncio.gather(*simulation.tasks, return_exceptions=True)
        await simulation.webhooks.close()

    application = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, lifespan=alive)
    application.state.simulation = simulation

    @application.middleware("http")
    async def noted(request: Request, call: Callable[[Request], Awaitable[Response]]) -> Response:
        simulation.used_at = time.monotonic()
        return await call(request)

    @application.exception_handler(StripeProblem)
    async def refused(_: Request, problem: StripeProblem) -> Response:
        return JSONResponse(problem.body, problem.status)

    for part in (api, control, pages):
        application.include_router(part.router)
    return application
