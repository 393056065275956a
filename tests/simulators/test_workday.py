"""The simulated Workday tenant, asked over HTTP as the real one is."""

from __future__ import annotations

import json

import httpx
import pytest

from app.simulators.workday.application import simulate
from app.simulators.workday.resumes import HIDDEN
from app.simulators.workday.tenant import CLIENT_ID, CLIENT_SECRET, TENANT
from app.simulators.workday.tokens import FIRST
from tests.support.workday import office

API = f"/ccx/api/recruiting/v4/{TENANT}"
REPORTS = f"/ccx/service/customreport2/{TENANT}/integration"


async def signed_in(client: httpx.AsyncClient, refresh: str = FIRST) -> dict:
    form = {
        "grant_type": "refresh_token",
        "refresh_token": refresh,
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
    }
    answer = await client.post(f"/ccx/oauth2/{TENANT}/token", data=form)
    return {"status": answer.status_code, **answer.json()}


async def test_it_answers_as_the_real_one_and_goes_wrong_on_demand(monkeypatch):
    async with (
        office(monkeypatch, requisitions=2, applications=250) as there,
        httpx.AsyncClient(base_url=there.url, trust_env=False) as client,
    ):
        assert (await client.get(f"{API}/jobRequisitions")).status_code == 401
        first = await signed_in(client)
        second = await signed_in(client, first["refresh_token"])
        assert (await signed_in(client, first["refresh_token"]))["error"] == "invalid_grant"
        client.headers["Authorization"] = f"Bearer {second['access_token']}"

        sizes = []
        for offset in (0, 100, 200):
            page = await client.get(f"{API}/jobApplications?limit=100&offset={offset}")
            assert page.json()["total"] == 250
            sizes.append(len(page.json()["data"]))
        assert sizes == [100, 100, 50]
        assert (await client.get(f"{API}/jobApplications?limit=101")).status_code == 400
        report = await client.get(f"{REPORTS}/Job_Applications?format=json&Requisition_ID=REQ-0002")
        assert len(report.json()["Report_Entry"]) == 125
        for start, key in (b"%PDF-", "RES-00001-1"), (b"PK", "RES-00002-1"):
            file = await client.get(f"{API}/resumeAttachments/{key}/content")
            assert file.content.startswith(start)

        await client.patch("/_control/applications/APP-00001", json={"stage": "Withdrawn"})
        await client.delete("/_control/applications/APP-00002")
        added = await client.post("/_control/applications", json={"requisition": "REQ-0001"})
        newest = await client.get(f"{API}/jobApplications?offset=249")
        assert [one["id"] for one in newest.json()["data"]] == added.json()
        one = (await client.get(f"{API}/jobApplications/APP-00001")).json()
        assert one["stage"]["descriptor"] == "Withdrawn"
        assert (await client.get(f"{API}/jobApplications/APP-00002")).status_code == 404

        await client.put("/_control/troubles", json={"status": 429, "count": 1, "retry_after": "3"})
        throttled = await client.get(f"{API}/jobApplications")
        assert (throttled.status_code, throttled.headers["retry-after"]) == (429, "3")
        await client.put("/_control/troubles", json={"truncated": 1, "forbidden": ["candidates"]})
        cut = await client.get(f"{API}/jobApplications")
        with pytest.raises(json.JSONDecodeError):
            cut.json()
        assert (await client.get(f"{API}/candidates/CAN-00001")).status_code == 403
        await client.post("/_control/tokens", json={"end": True})
        assert (await client.get(f"{API}/jobApplications")).status_code == 401
        state = (await client.get("/_control")).json()
        assert (state["refreshes"], state["reused"]) == (2, 1)
        assert len(state["hidden"]) == 13


def test_the_same_seed_gives_the_same_people_and_one_in_twenty_hides_something():
    first, again = (simulate(applications=40).store.applications for _ in range(2))
    assert [one.person for one in first.values()] == [one.person for one in again.values()]
    other = simulate(applications=40, seed=8).store.applications
    assert [one.person for one in first.values()] != [one.person for one in other.values()]
    assert len({one.person.email for one in first.values()}) == 40
    assert sum(one.has_hidden for one in first.values()) == 2
    assert HIDDEN.startswith("Ignore")
