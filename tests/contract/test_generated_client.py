"""A client that a public generator makes of the contract does the whole journey."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from app.room import service as room
from tests.support import contracts
from tests.support.integrations import client_with, issue_key
from tests.support.interviews import engine, make_position, send
from tests.support.people import make_actor

PACKAGE = "hire_interview_ai_integrations_api_client"


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory):
    """The generated package, importable."""
    folder = tmp_path_factory.mktemp("client")
    subprocess.run(
        [
            str(Path(sys.executable).with_name("openapi-python-client")),
            "generate",
            "--path",
            str(contracts.path_of("integrations.openapi.yaml")),
            "--output-path",
            str(folder / "made"),
        ],
        check=True,
        capture_output=True,
        cwd=folder,
    )
    sys.path.insert(0, str(folder / "made"))
    (package,) = [one.parent for one in (folder / "made").glob("*/client.py")]
    yield lambda module: importlib.import_module(f"{package.name}.{module}")
    sys.path.remove(str(folder / "made"))


async def test_it_schedules_an_interview_and_reads_its_report(database: str, generated) -> None:
    actor = await make_actor()
    await make_position(actor)
    key = await issue_key(actor)
    client = generated("client").AuthenticatedClient("http://127.0.0.1:8000", key)
    async with client_with(key) as inner:
        client.set_async_httpx_client(
            httpx.AsyncClient(
                transport=inner._transport, base_url="http://127.0.0.1:8000", headers=inner.headers
            )
        )
        models = generated("models")
        listed = await generated("api.positions.list_positions").asyncio(client=client)
        (position,) = listed.data
        wanted = models.ScheduleRequest(
            position_id=position.id,
            candidate=models.Candidate(email="ada@example.com", full_name="Ada Example"),
        )
        create = generated("api.interviews.create_interview")
        made = await create.asyncio(client=client, body=wanted, idempotency_key="order-7")
        again = await create.asyncio(client=client, body=wanted, idempotency_key="order-7")
        assert made.data.id == again.data.id
        with engine():
            await room.start(made.data.invite_token, room.CONSENT_VERSION)
            await send(made.data.invite_token, "full marks")
            await room.end(made.data.invite_token)
        found = await generated("api.interviews.get_interview").asyncio(made.data.id, client=client)
        assert found.data.status == "completed"
        assert found.data.candidate.email == "ada@example.com"
        answer = await generated("api.reports.get_report").asyncio(made.data.id, client=client)
    assert answer.data.interview_id == made.data.id
    assert answer.data.overall_score > 0
    assert answer.data.concept_depth[0].to_dict()["concept"]
