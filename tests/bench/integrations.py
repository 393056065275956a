"""What the Integrations contract costs above the SQL it runs.

Run as `python -m tests.bench.integrations`. The SQL of a real request is written down and run again
by a bare Starlette route, with fresh ids: the ratio is that of the contract to it. Everything is
measured in turns, in one process, on a temporary SQLite database.
"""

from __future__ import annotations

import asyncio
import os
import re
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import event
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from api.web.application import create_application
from app.billing import service as billing
from app.core import database
from app.core.ids import new_id
from app.core.migrations import upgrade
from app.core.secrets import new_token, token_hash
from app.settings import get_settings
from tests.support.integrations import client_with, issue_key, order
from tests.support.interviews import make_position
from tests.support.people import make_actor

ROUNDS = 200
WARM = 10
EMAIL = "taped@example.com"
_ID = re.compile(r"\b[0-9a-f]{32}\b")
_HASH = re.compile(r"\b[0-9a-f]{64}\b")
Statement = tuple[str, Any]


@contextmanager
def tape():
    """Inside, every statement is written down, but those that begin and end transactions."""
    statements: list[Statement] = []
    engine = database.get_engine().sync_engine

    def note(_connection: Any, _cursor: Any, statement: str, given: Any, *_: Any) -> None:
        if not statement.startswith("BEGIN"):
            statements.append((statement, given))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


class Again:
    """Statements to be run as if by another request: what was made by the first is made anew."""

    def __init__(self, statements: list[Statement], known: set[str]) -> None:
        self.statements = statements
        text = repr([given for _, given in statements])
        self.ids = set(_ID.findall(text)) - known
        # The first statement looks the key up: its hash stays.
        self.hashes = set(_HASH.findall(text)) - set(_HASH.findall(repr(statements[0])))

    def fresh(self) -> list[Statement]:
        swaps = {EMAIL: f"{new_id().hex}@example.com"}
        for one in self.ids:
            fresh = new_id()
            swaps |= {one: fresh.hex, str(UUID(one)): str(fresh)}
        swaps |= {one: token_hash(new_token(), purpose="bench") for one in self.hashes}

        def swap(value: Any) -> Any:
            if isinstance(value, (list, tuple)):
                return type(value)(swap(one) for one in value)
            if not isinstance(value, str):
                return value
            for old, new in swaps.items():
                value = value.replace(old, new)
            return value

        return [(statement, swap(given)) for statement, given in self.statements]


def bare(lookup: list[Statement], work: Again) -> Starlette:
    """Two routes that run those statements and answer a constant."""

    async def get(_request: Request) -> JSONResponse:
        async with database.reading() as session:
            connection = await session.connection()
            for statement, given in lookup:
                (await connection.exec_driver_sql(statement, given)).all()
        return JSONResponse({"success": True})

    async def post(request: Request) -> JSONResponse:
        await request.json()
        statements = work.fresh()
        async with database.reading() as session:
            connection = await session.connection()
            (await connection.exec_driver_sql(*statements[0])).all()
        async with database.unit_of_work() as session:
            connection = await session.connection()
            for statement, given in statements[1:]:
                found = await connection.exec_driver_sql(statement, given)
                if found.returns_rows:
                    found.all()
        return JSONResponse({"success": True}, 201)

    return Starlette(
        routes=[Route("/positions", get), Route("/interviews", post, methods=["POST"])]
    )


async def in_turns(**requests: Callable[[], Awaitable[httpx.Response]]) -> dict[str, float]:
    """The median of each in milliseconds."""
    times: dict[str, list[float]] = {name: [] for name in requests}
    for number in range(WARM + ROUNDS):
        for name, send in requests.items():
            begun = time.perf_counter()
            response = await send()
            if number >= WARM:
                times[name].append((time.perf_counter() - begun) * 1_000)
            assert response.status_code in {200, 201}, response.text
    return {name: statistics.median(taken) for name, taken in times.items()}


async def measure() -> None:
    actor = await make_actor()
    async with database.unit_of_work() as session:
        await billing.give_credit(
            session,
            organization_id=actor.organization_id,
            amount_cents=10**9,
            reference="bench",
            memo="Credit for the bench",
        )
    places = [await make_position(actor, title=f"Position {number}") for number in range(20)]
    key = await issue_key(actor)
    async with client_with(key, create_application()) as client:
        data = {"candidate": {"email": EMAIL, "full_name": "Ada Example"}}
        await client.get("/positions")
        with tape() as listing:
            await client.get("/positions")
        with tape() as scheduling:
            await client.post("/interviews", json=order(places[0].id, **data))
        known = set(_ID.findall(repr(listing) + repr(scheduling[:2]))) | {places[0].id.hex}
        known |= {actor.organization_id.hex}
        transport = httpx.ASGITransport(bare(listing, Again(scheduling, known)))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as plain:
            await report(client, plain, places[0].id, len(listing), len(scheduling))


async def report(
    client: httpx.AsyncClient, plain: httpx.AsyncClient, place: UUID, listing: int, scheduling: int
) -> None:
    """Print the medians and ratios."""
    body = order(place)
    first = {"Idempotency-Key": "first"}
    await client.post("/interviews", json=body, headers=first)
    found = await in_turns(
        bare_get=lambda: plain.get("/positions"),
        get=lambda: client.get("/positions"),
        bare_post=lambda: plain.post("/interviews", json=body),
        post=lambda: client.post("/interviews", json=order(place)),
        keyed=lambda: client.post(
            "/interviews", json=order(place), headers={"Idempotency-Key": new_id().hex}
        ),
        replayed=lambda: client.post("/interviews", json=body, headers=first),
    )
    print(f"{'':44}{'contract':>10}{'bare':>10}   ratio")
    for name, words, count in (
        ("get", "GET /positions, 20 of them", listing),
        ("post", "POST /interviews", scheduling),
    ):
        ours, theirs = found[name], found[f"bare_{name}"]
        label = f"{words} ({count} statements)"
        print(f"{label:44}{ours:7.2f} ms{theirs:7.2f} ms{ours / theirs:8.2f}")
    print(
        f"POST with an Idempotency-Key: {found['keyed']:.2f} ms, "
        f"{found['keyed'] / found['post']:.2f} of one without; "
        f"a replay: {found['replayed']:.2f} ms"
    )


async def run() -> None:
    await upgrade()
    try:
        await measure()
    finally:
        await database.dispose()


def main() -> None:
    """Print how long each operation takes, and its ratio to the bare route."""
    with tempfile.TemporaryDirectory(prefix="vv") as folder:
        os.environ["VIVAVOCE_DATABASE_URL"] = f"sqlite+aiosqlite:///{Path(folder) / 'bench.db'}"
        os.environ["VIVAVOCE_API_BURST"] = "1000000"
        get_settings.cache_clear()
        asyncio.run(run())


if __name__ == "__main__":
    main()
