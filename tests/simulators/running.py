"""The Stripe simulator and the product side by side, both real servers on loopback."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import httpx
from granian.constants import Interfaces
from granian.server.embed import Server

from api.web.application import create_application
from app.billing.gateway import gateway
from app.settings import get_settings
from app.simulators.stripe.application import application_of, simulate
from tests.support.server import free_port

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import pytest

WAIT_S = 60


@asynccontextmanager
async def served(application, port: int) -> AsyncIterator[str]:
    """That application at that port while this block runs; gives its address."""
    server = Server(
        application, port=port, interface=Interfaces.ASGI, websockets=False, log_enabled=False
    )
    serving = asyncio.ensure_future(server.serve())
    url = f"http://127.0.0.1:{port}"
    async with httpx.AsyncClient(trust_env=False) as client:
        while True:
            try:
                await client.get(f"{url}/")
                break
            except httpx.HTTPError:
                assert not serving.done()
                await asyncio.sleep(0.02)
    try:
        yield url
    finally:
        server.stop()
        await serving


class Shop:
    """What tests do at the simulator, as a browser and as banks."""

    def __init__(self, simulation, url: str) -> None:
        self.simulation, self.url = simulation, url
        self.client = httpx.AsyncClient(base_url=url, trust_env=False, timeout=30)

    @property
    def store(self):
        return self.simulation.store

    async def pay(self, page: str, card: str = "pays") -> httpx.Response:
        """Pay on the page; the answer leads back to the product."""
        return await self.client.post(page, data={"card": card})

    async def troubles(self, **troubles) -> None:
        (await self.client.put("/simulator/troubles", json=troubles)).raise_for_status()

    async def release(self, order: str) -> None:
        await self.client.post(f"/simulator/release?order={order}")
        await self.settled()

    async def refund(self, intent: str, amount: int | str = "") -> None:
        data = {"payment_intent": intent, "amount": str(amount)}
        assert (await self.client.post("/simulator/refunds", data=data)).status_code == 303

    async def dispute(self, intent: str) -> str:
        """Dispute a payment; gives the dispute's id."""
        data = {"payment_intent": intent}
        assert (await self.client.post("/simulator/disputes", data=data)).status_code == 303
        return self.store.all("dispute")[-1]["id"]

    async def close(self, dispute: str, status: str) -> None:
        await self.client.post(f"/simulator/disputes/{dispute}/close", data={"status": status})

    async def settled(self) -> None:
        """Wait until every event has arrived that is on its way."""
        async with asyncio.timeout(WAIT_S):
            while any(  # noqa: ASYNC110 - nothing tells of the end of all
                event.under_way for event in self.simulation.webhooks.events
            ):
                await asyncio.sleep(0.02)

    def answers(self, type_: str) -> list[int]:
        """The product's answers to the events of a type."""
        return [
            status
            for event in self.simulation.webhooks.events
            if event.body["type"] == type_
            for status in event.attempts
        ]


@asynccontextmanager
async def shop(monkeypatch: pytest.MonkeyPatch, *, settle_s: float = 0.0) -> AsyncIterator[Shop]:
    """The product and the simulator, each at a free port and known to the other."""
    ports = free_port(), free_port()
    monkeypatch.setenv("VIVAVOCE_BASE_URL", f"http://127.0.0.1:{ports[0]}")
    monkeypatch.setenv("VIVAVOCE_STRIPE_API_BASE", f"http://127.0.0.1:{ports[1]}")
    get_settings.cache_clear()
    provider = gateway()
    simulation = simulate(
        base_url=provider.api_base,
        secret_key=provider.secret_key,
        webhook_secret=provider.webhook_secret,
        webhook_url=f"{get_settings().base_url}/webhooks/stripe",
        settle_s=settle_s,
        pauses_s=(0.05, 0.1, 0.2, 0.4, 0.8),
    )
    async with (
        served(create_application(), ports[0]),
        served(application_of(simulation), ports[1]) as url,
    ):
        running = Shop(simulation, url)
        try:
            yield running
        finally:
            await running.client.aclose()
