"""A simulated Workday tenant on loopback, and an organisation that is connected with it."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import httpx
from granian.constants import Interfaces
from granian.server.embed import Server
from sqlmodel import select

from app.core.database import reading, unit_of_work
from app.requisitions.models import Requisition
from app.settings import get_settings
from app.simulators.workday.application import application_of, simulate
from app.simulators.workday.tenant import CLIENT_ID, CLIENT_SECRET, TENANT
from app.simulators.workday.tokens import FIRST
from app.workday import credentials, transport
from tests.support.people import make_actor
from tests.support.server import free_port

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import pytest

    from app.identity.permissions import Actor
    from app.simulators.workday.tenant import Tenant


def entered(url: str, **others) -> dict[str, str]:
    """Credentials as an administrator enters them, by the fields of `credentials.check`."""
    return {
        "tenant_url": url,
        "tenant_id": TENANT,
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "refresh_token": FIRST,
        **others,
    }


async def connect(actor: Actor, url: str, **others) -> None:
    """Save credentials for the actor's organisation."""
    checked = await credentials.check(**entered(url, **others))
    async with unit_of_work() as session:
        await credentials.save(session, actor, checked)


class Office:
    """A tenant, and what tests do in it."""

    def __init__(self, tenant: Tenant, url: str) -> None:
        self.tenant, self.url = tenant, url

    @property
    def store(self):
        return self.tenant.store

    @property
    def faults(self):
        return self.tenant.faults

    async def connected(self) -> Actor:
        """An administrator of a new organisation that is connected."""
        actor = await make_actor()
        await connect(actor, self.url)
        return actor


@asynccontextmanager
async def office(monkeypatch: pytest.MonkeyPatch, **amounts) -> AsyncIterator[Office]:
    """A tenant that is served while this block runs; `amounts` are those of `simulate`."""
    monkeypatch.setenv("VIVAVOCE_WEBHOOK_PRIVATE_HOSTS", "127.0.0.1")
    monkeypatch.setattr(transport, "PAUSES_S", (0.0, 0.0))
    get_settings.cache_clear()
    tenant = simulate(**{"requisitions": 1, "applications": 3} | amounts)
    port = free_port()
    server = Server(
        application_of(tenant),
        port=port,
        interface=Interfaces.ASGI,
        websockets=False,
        log_enabled=False,
    )
    serving = asyncio.ensure_future(server.serve())
    url = f"http://127.0.0.1:{port}"
    async with httpx.AsyncClient(trust_env=False) as client:
        while True:
            try:
                await client.get(f"{url}/_control")
                break
            except httpx.HTTPError:
                assert not serving.done()
                await asyncio.sleep(0.02)
    try:
        yield Office(tenant, url)
    finally:
        server.stop()
        await serving


async def requisition_of(actor: Actor, external_id: str = "REQ-0001") -> Requisition:
    """The organisation's requisition with that id in Workday."""
    async with reading() as session:
        query = select(Requisition).where(
            Requisition.organization_id == actor.organization_id,
            Requisition.external_id == external_id,
        )
        return (await session.execute(query)).scalar_one()
