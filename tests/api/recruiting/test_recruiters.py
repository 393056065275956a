"""Recruiters of the Recruiting contract, called as its document calls them."""

from __future__ import annotations

import pytest

from api.web.application import create_application
from app.identity.permissions import Role
from tests.support.people import make_actor
from tests.support.recruiting import client_of, data_of, failure_of, made_requisition

DOCUMENTED = {
    "name": "Jane Smith",
    "email": "jane@company.com",
    "phone": "555-1234",
    "title": "Senior Recruiter",
    "publicContactInfo": "Jane Smith\nSenior Recruiter\n555-1234",
}


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_the_documents_example_is_made_read_edited_and_deleted(database: str) -> None:
    served = create_application()
    actor, stranger = await make_actor(), await make_actor()
    viewer = await make_actor(Role.READONLY, actor.organization_id)
    async with await client_of(actor, served) as client:
        made = await client.post("/recruiters", json=DOCUMENTED)
        recruiter = data_of(made, 201)
        assert {name: recruiter[name] for name in DOCUMENTED} == DOCUMENTED
        assert (recruiter["id"], recruiter["isMember"], made.headers["ETag"]) == (1, False, '"1"')
        twice = failure_of(await client.post("/recruiters", json=DOCUMENTED), 409, "CONFLICT")
        assert twice["details"]["field"] == "email"
        listed = await client.get("/recruiters", params={"search": "jane", "per_page": 1})
        assert data_of(listed) == [recruiter]
        assert listed.json()["meta"] == {"page": 1, "perPage": 1, "total": 1, "totalPages": 1}
        edited = await client.patch(
            "/recruiters/1", json={"phone": None}, headers={"If-Match": "*"}
        )
        assert data_of(edited)["phone"] is None
        for tag in ('"1"', "nonsense"):
            stale = await client.patch("/recruiters/1", json={}, headers={"If-Match": tag})
            failure_of(stale, 409, "CONFLICT")
        for status, field, body in (
            (400, "email", {"email": None}),
            (400, "name", {"name": ""}),
            (422, "name", {"name": " "}),
            (422, "email", {"email": "jane"}),
            (400, "role", {"role": "admin"}),
        ):
            error = failure_of(await client.patch("/recruiters/1", json=body), status)
            assert error["details"]["field"] == field
        failure_of(await client.get("/recruiters", params={"sort": "shoes"}), 400)
    async with await client_of(viewer, served) as client:
        assert data_of(await client.get("/recruiters/1"))["name"] == "Jane Smith"
        failure_of(await client.post("/recruiters", json=DOCUMENTED), 403)
        failure_of(await client.delete("/recruiters/1"), 403)
    async with await client_of(stranger, served) as client:
        assert data_of(await client.get("/recruiters")) == []
        failure_of(await client.patch("/recruiters/1", json={"name": "Mine"}), 404)
    await made_requisition(actor, recruiter=1)
    async with await client_of(actor, served) as client:
        kept = failure_of(await client.delete("/recruiters/1"), 409, "CONFLICT")
        assert "stands for 1 requisition:" in kept["message"]
        assert data_of(await client.get("/recruiters/1"))["id"] == 1
        assert data_of(await client.patch("/requisitions/1", json={"recruiterId": None}))["id"] == 1
        assert (await client.delete("/recruiters/1")).status_code == 204
