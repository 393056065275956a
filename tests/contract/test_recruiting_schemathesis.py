"""What a stranger finds who tests the Recruiting contract by its own document, with every check."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from app.core import database as core_database
from tests.support.api_server import ApiServer
from tests.support.people import PASSWORD, make_actor
from tests.support.recruiting import (
    data_of,
    made_application,
    made_invitation,
    made_requisition,
)

# 422 is what the contract answers to what is well-formed and refused, such as a number of nothing.
CONFIGURATION = """
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "401", "403", "404", "409", "422", "503"]
"""
# What no schema can say: a span begins before it ends.
HOOKS = """
import schemathesis


@schemathesis.hook
def before_call(context, case, kwargs):
    if case.query and {"date_from", "date_to"} <= set(case.query):
        case.query.pop("date_to")
"""
LIMITS = {
    f"VIVAVOCE_{one}_REQUESTS_PER_MINUTE": "1000000"
    for one in ("RECRUITING", "CREDENTIALS", "PUBLIC")
}


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_schemathesis_finds_nothing_in_any_phase(database: str, tmp_path: Path) -> None:
    actor = await make_actor()
    requisition = await made_requisition(actor)
    application = await made_application(actor, requisition)
    await made_application(actor, requisition)
    await made_invitation(actor, application)
    await core_database.dispose()
    (tmp_path / "schemathesis.toml").write_text(CONFIGURATION)
    (tmp_path / "hooks.py").write_text(HOOKS)
    with ApiServer(**LIMITS) as server:
        address = f"{server.url}/api/v1"
        entered = {"email": actor.email, "password": PASSWORD}
        async with httpx.AsyncClient() as client:
            pair = data_of(await client.post(f"{address}/auth/login", json=entered))
        done = await asyncio.to_thread(
            subprocess.run,
            [
                str(Path(sys.executable).with_name("schemathesis")),
                "run",
                f"{address}/openapi.json",
                f"--header=Authorization: Bearer {pair['accessToken']}",
                "--checks=all",
                "--max-examples=6",
                "--seed=7",
                "--no-color",
            ],
            cwd=tmp_path,
            env={**os.environ, "SCHEMATHESIS_HOOKS": "hooks"},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stdout[-6_000:]
    assert "Stateful" in done.stdout
