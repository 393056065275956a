"""An organisation with a key for the Agent contract, and an engine that grades at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.agent import Served, agent_key, client_with, serving
from tests.support.interviews import engine
from tests.support.people import make_actor

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import httpx


@pytest.fixture(autouse=True)
def evaluator():
    with engine() as scripted:
        yield scripted


@pytest.fixture
async def actor(database: str):
    return await make_actor()


@pytest.fixture
async def key(actor) -> str:
    return await agent_key(actor)


@pytest.fixture
async def client(key) -> AsyncIterator[httpx.AsyncClient]:
    async with client_with(key) as client:
        yield client


@pytest.fixture
async def served(database) -> AsyncIterator[Served]:
    async with serving() as served:
        yield served
