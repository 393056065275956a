"""What the page says of errors and reports is what the API answers."""

from __future__ import annotations

import httpx
import pytest

from api.integrations import application
from app.api_keys import service as api_keys
from app.core.database import unit_of_work
from app.core.errors import ProblemError
from app.idempotency.service import InFlightError
from app.identity.permissions import Scope
from app.positions import service as positions
from app.settings import get_settings
from components.reference_calls import CONCEPT_DEPTH, EVIDENCE
from components.reference_guides import ERRORS
from tests.support.interviews import begun, engine, interview_of, make_position, take_whole
from tests.support.people import make_actor

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


async def client_of(actor, *scopes: Scope) -> httpx.AsyncClient:
    """A program of that organisation, with a key of its own."""
    async with unit_of_work() as session:
        key = await api_keys.issue(
            session, actor, name="Reference", scopes=[scope.value for scope in scopes]
        )
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app=application.create(), raise_app_exceptions=False),
        base_url="http://127.0.0.1",
        headers={"Authorization": f"Bearer {key.plain}"},
    )


def said(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, response.json()["error"]["code"]


async def test_every_error_is_listed_and_no_other(database, monkeypatch) -> None:
    monkeypatch.setenv("VIVAVOCE_API_BURST", "11")
    monkeypatch.setenv("VIVAVOCE_API_REQUESTS_PER_MINUTE", "1")
    get_settings.cache_clear()
    actor = await make_actor()
    position = await make_position(actor)
    candidate = {"email": "robin@example.com", "full_name": "Robin Example"}
    body = {"position_id": str(position.id), "candidate": candidate}
    other = body | {"round_number": 2}
    key = {"Idempotency-Key": "k"}
    seen = {(InFlightError.status, InFlightError.code)}

    async with await client_of(actor, Scope.INTERVIEWS_WRITE, Scope.REPORTS_READ) as client:
        seen.add(said(await client.get("/positions", headers={"Authorization": "Bearer x"})))
        seen.add(said(await client.get("/positions")))
        seen.add(said(await client.get(f"/interviews/{position.id}/report")))
        seen.add(said(await client.put("/positions")))
        seen.add(said(await client.post("/interviews", json={})))
        assert (await client.post("/interviews", json=body, headers=key)).status_code == 201
        seen.add(said(await client.post("/interviews", json=other, headers=key)))
        monkeypatch.setattr(get_settings(), "cents_per_minute", 100_000)
        seen.add(said(await client.post("/interviews", json=body)))
        for _ in range(11):
            last = await client.get(f"/interviews/{position.id}/report")
        seen.add(said(last))
        assert int(last.headers["Retry-After"]) > 0

    async def break_down(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(positions, "open_positions", break_down)
    async with await client_of(actor, Scope.INTERVIEWS_READ) as client:
        seen.add(said(await client.get("/positions")))

    assert seen == {(status, code) for status, code, _ in ERRORS}
    assert (ProblemError.status, ProblemError.code) in seen


async def test_every_member_of_an_entry_of_concept_depth_is_explained(database) -> None:
    actor = await make_actor()
    with engine():
        token = await begun(actor)
        await take_whole(token)
    interview = await interview_of(token)

    async with await client_of(actor, Scope.REPORTS_READ) as client:
        report = (await client.get(f"/interviews/{interview.id}/report")).json()["data"]

    (entry,) = report["concept_depth"]
    assert set(entry) == {name for name, _ in CONCEPT_DEPTH}
    assert set(entry["evidence"][0]) == {name for name, _ in EVIDENCE}
