"""An organisation with a position and a key that may do everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.integrations import client_with, issue_key
from tests.support.interviews import make_position
from tests.support.people import make_actor

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import httpx


@pytest.fixture
async def actor(database: str):
    return await make_actor()


@pytest.fixture
async def position(actor):
    return await make_position(actor)


@pytest.fixture
async def client(actor) -> AsyncIterator[httpx.AsyncClient]:
    async with client_with(await issue_key(actor)) as client:
        yield client
