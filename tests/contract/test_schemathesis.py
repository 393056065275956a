"""What a stranger finds who tests us against the contract file, with every check there is."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.billing import service as billing
from app.core import database as core_database
from app.core.database import unit_of_work
from tests.support import contracts
from tests.support.api_server import ApiServer
from tests.support.integrations import issue_key
from tests.support.interviews import make_position
from tests.support.people import make_actor
from tests.support.reports import reported

# The schema allows two things that have to be refused: ids of no open position, and times that are
# over. A caller has an open position and means a time ahead, so these take the place of what was
# drawn where that is an id or a time at all. (What becomes of others, the matrix tests.)
HOOKS = """
import os
import uuid
from datetime import datetime, timedelta, timezone

import schemathesis

AHEAD = datetime.now(timezone.utc) + timedelta(days=3)


@schemathesis.hook
def before_call(context, case, kwargs):
    body = case.body
    if not isinstance(body, dict):
        return
    if is_read_by(uuid.UUID, body.get("position_id")) and len(body["position_id"]) == 36:
        body["position_id"] = os.environ["POSITION_ID"]
    for field, days in (("scheduled_at", 0), ("expires_at", 4)):
        if is_read_by(datetime.fromisoformat, body.get(field)):
            body[field] = (AHEAD + timedelta(days=days)).isoformat()


def is_read_by(parse, value):
    try:
        return isinstance(value, str) and getattr(parse(value), "tzinfo", True) is not None
    except ValueError:
        return False
"""


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_schemathesis_finds_nothing_in_any_phase(database: str, tmp_path: Path) -> None:
    contract = contracts.path_of("integrations.openapi.yaml")
    actor = await make_actor()
    position = await make_position(actor)
    await reported(actor, position=position)
    async with unit_of_work() as session:
        await billing.give_credit(
            session,
            organization_id=actor.organization_id,
            amount_cents=10**9,
            reference="schemathesis",
            memo="Credit for many",
        )
    key = await issue_key(actor)
    await core_database.dispose()
    (tmp_path / "hooks.py").write_text(HOOKS)
    limits = {"VIVAVOCE_API_BURST": "100000", "VIVAVOCE_API_REQUESTS_PER_MINUTE": "1000000"}
    with ApiServer(**limits) as server:
        done = await asyncio.to_thread(
            subprocess.run,
            [
                str(Path(sys.executable).with_name("schemathesis")),
                "run",
                str(contract),
                f"--url={server.url}",
                f"--header=Authorization: Bearer {key}",
                "--checks=all",
                "--max-examples=25",
                "--seed=7",
                "--no-color",
            ],
            cwd=tmp_path,
            env={
                **os.environ,
                "SCHEMATHESIS_HOOKS": "hooks",
                "POSITION_ID": str(position.id),
            },
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stdout[-6_000:]
    assert "Stateful" in done.stdout
