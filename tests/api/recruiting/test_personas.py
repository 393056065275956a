"""Personas of the Recruiting contract, called as its document calls them."""

from __future__ import annotations

import pytest

from api.web.application import create_application
from app.identity.permissions import Role
from tests.support.people import make_actor
from tests.support.recruiting import client_of, data_of, failure_of

DOCUMENTED = {
    "name": "Friendly Interviewer",
    "description": "A warm, encouraging interview style",
    "systemPromptTemplate": "You are a friendly AI interviewer...",
    "isDefault": False,
}


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_the_documents_example_is_made_read_edited_and_deleted(database: str) -> None:
    served = create_application()
    actor, stranger = await make_actor(), await make_actor()
    recruiter = await make_actor(Role.RECRUITER, actor.organization_id)
    async with await client_of(actor, served) as client:
        made = await client.post("/personas", json=DOCUMENTED)
        persona = data_of(made, 201)
        assert {name: persona[name] for name in DOCUMENTED} == DOCUMENTED
        assert (persona["id"], persona["style"], made.headers["ETag"]) == (1, "warm", '"1"')
        listed = await client.get("/personas", params={"sort": "created_at", "order": "desc"})
        assert data_of(listed) == [persona]
        assert listed.json()["meta"]["totalPages"] == 1
        changes = {"isDefault": True, "style": "brisk", "description": None}
        edited = data_of(await client.patch("/personas/1", json=changes))
        assert (edited["isDefault"], edited["style"], edited["description"]) == (True, "brisk", "")
        for status, field, body in (
            (400, "style", {"style": "rude"}),
            (400, "name", {"name": None}),
            (422, "systemPromptTemplate", {"systemPromptTemplate": "{{ salary }}"}),
        ):
            error = failure_of(await client.patch("/personas/1", json=body), status)
            assert error["details"]["field"] == field
        stale = await client.patch("/personas/1", json={}, headers={"If-Match": '"1"'})
        failure_of(stale, 409, "CONFLICT")
    async with await client_of(recruiter, served) as client:
        assert data_of(await client.get("/personas/1"))["id"] == 1
        failure_of(await client.post("/personas", json=DOCUMENTED), 403)
        failure_of(await client.delete("/personas/1"), 403)
    async with await client_of(stranger, served) as client:
        failure_of(await client.get("/personas/1"), 404)
        failure_of(await client.delete("/personas/1"), 404)
    async with await client_of(actor, served) as client:
        assert (await client.delete("/personas/1")).status_code == 204
        failure_of(await client.delete("/personas/1"), 404)
