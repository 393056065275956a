"""Requisitions of the Recruiting contract, called as its document calls them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.applications.models import ApplicationStatus
from app.core import clock
from app.core.database import unit_of_work
from app.identity.permissions import Role
from app.interviews import hiring
from app.recruiters import service as recruiters
from app.requisitions import service as requisitions
from app.requisitions.values import ExternalRequisition
from app.workday.models import WorkdayCredential
from tests.support.people import make_actor
from tests.support.recruiting import (
    client_of,
    data_of,
    failure_of,
    made_application,
    made_invitation,
    made_requisition,
)

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
pytestmark = pytest.mark.usefixtures("database")
ENTRY = {
    "id": int,
    "externalId": str | None,
    "name": str,
    "location": str | None,
    "recruiterId": int | None,
    "recruiterName": str | None,
    "isActive": bool,
    "autoSendInterview": bool,
    "applicationCount": int,
    "pendingCount": int,
    "lastSyncedAt": str | None,
    "createdAt": str,
}
DETAIL = {
    "id": int,
    "externalId": str | None,
    "name": str,
    "description": str,
    "detailedDescription": str,
    "location": str | None,
    "recruiterId": int | None,
    "isActive": bool,
    "minCheckInterval": int,
    "lookbackHours": int | None,
    "interviewInstructions": str | None,
    "autoSendInterview": bool,
    "autoSendOnStatus": str | None,
    "lastSyncedAt": str | None,
    "workdayData": dict | None,
    "createdAt": str,
    "updatedAt": str,
}


def fits(value: dict, shape: dict) -> None:
    for name, kind in shape.items():
        assert isinstance(value[name], kind), (name, value[name])


async def taken_over(actor, **fields):
    async with unit_of_work() as session:
        return await requisitions.upsert_from_workday(
            session,
            actor.organization_id,
            ExternalRequisition(**{"external_id": "REQ-1", "name": "Cook"} | fields),
        )


@on_sqlite
async def test_the_documents_examples_are_answered_as_it_says() -> None:
    actor = await make_actor(Role.ADMIN)
    synced = await taken_over(actor, data={"id": "REQ-1"})
    async with unit_of_work() as session:
        recruiter = await recruiters.create(
            session, actor, {"name": "Jane Example", "email": "jane@example.com"}
        )
    async with await client_of(actor) as client:
        body = {
            "isActive": True,
            "recruiterId": recruiter.number,
            "minCheckInterval": 30,
            "interviewInstructions": "Updated instructions...",
            "autoSendInterview": True,
        }
        changed = data_of(await client.patch(f"/requisitions/{synced.number}", json=body))
        fits(changed, DETAIL)
        assert {name: changed[name] for name in body} == body
        assert data_of(await client.get(f"/requisitions/{synced.number}")) == changed
        (row,) = data_of(
            await client.get("/requisitions", params={"recruiter_id": recruiter.number})
        )
        fits(row, ENTRY)
        assert set(row) == set(ENTRY)
        assert row["recruiterName"] == "Jane Example"

        failure_of(await client.post(f"/requisitions/{synced.number}/sync"), 422)
        async with unit_of_work() as session:
            session.add(
                WorkdayCredential(
                    organization_id=actor.organization_id,
                    tenant_url="https://workday.example.com",
                    tenant_id="example",
                    client_id="c",
                    key_id="k",
                    wrapped_key="w",
                    sealed="s",
                )
            )
        first, second = [
            data_of(await client.post(f"/requisitions/{synced.number}/sync")) for _ in range(2)
        ]
        assert first == second
        assert first["status"] == "queued"
        assert isinstance(first["queueItemId"], int)


@on_sqlite
async def test_a_requisition_is_made_changed_and_deleted() -> None:
    actor = await make_actor(Role.RECRUITER)
    async with await client_of(actor) as client:
        answer = await client.post("/requisitions", json={"name": " Cook ", "location": "Remote"})
        made = data_of(answer, 201)
        fits(made, DETAIL)
        assert (made["name"], answer.headers["etag"]) == ("Cook", '"1"')
        path = f"/requisitions/{made['id']}"
        seen = {"If-Match": '"1"'}
        changed = await client.patch(path, json={"location": None}, headers=seen)
        assert (data_of(changed)["location"], changed.headers["etag"]) == (None, '"2"')
        stale = await client.patch(path, json={"name": "Baker"}, headers=seen)
        failure_of(stale, 409, "CONFLICT")
        failure_of(await client.delete(path, headers=seen), 409, "CONFLICT")
        # Without a tag the last write wins, and one that changes nothing is none.
        assert data_of(await client.patch(path, json={"name": "Cook"}))["version"] == 2
        failure_of(await client.post(f"{path}/sync"), 422)
        assert (await client.delete(path)).status_code == 204
        failure_of(await client.get(path), 404)


@on_sqlite
@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({"name": ""}, 400, "name"),
        ({"name": "\u0007"}, 422, "name"),
        ({"isActive": None}, 400, "isActive"),
        ({"minCheckInterval": 4}, 400, "minCheckInterval"),
        ({"minCheckInterval": "30"}, 400, "minCheckInterval"),
        ({"lookbackHours": 169}, 422, "lookbackHours"),
        ({"recruiterId": 99}, 422, "recruiterId"),
        ({"personaId": 99}, 422, "personaId"),
        ({"positionId": "00000000-0000-7000-8000-000000000000"}, 422, "positionId"),
        ({"unknown": 1}, 400, "unknown"),
    ],
)
async def test_what_cannot_be_is_refused_by_its_field(body, status, field) -> None:
    actor = await make_actor()
    made = await made_requisition(actor)
    async with await client_of(actor) as client:
        answer = await client.patch(f"/requisitions/{made.number}", json=body)
        assert failure_of(answer, status)["details"]["field"] == field
        assert data_of(await client.get(f"/requisitions/{made.number}"))["version"] == 1


@on_sqlite
async def test_a_list_is_searched_filtered_sorted_and_paged() -> None:
    actor = await make_actor()
    names = ["Pastry cook", "Baker", "Head cook"]
    made = {name: await made_requisition(actor, name=name, description="") for name in names}
    await made_requisition(await make_actor(), name="Cook elsewhere")
    async with unit_of_work() as session:
        await requisitions.update(session, actor, made["Baker"].number, {"is_active": False})
        stored = await requisitions.by_id(session, actor.organization_id, made["Head cook"].id)
        stored.last_synced_at = clock.now() - timedelta(hours=1)
    first = await made_application(actor, made["Baker"])
    await made_application(actor, made["Baker"])
    async with unit_of_work() as session:
        await hiring.move_application(session, actor, first.number, ApplicationStatus.REJECTED)
    asked = {
        "": ["Head cook", "Baker", "Pastry cook"],
        "sort=name": ["Baker", "Head cook", "Pastry cook"],
        "sort=name&order=desc": ["Pastry cook", "Head cook", "Baker"],
        "sort=last_synced_at": ["Head cook", "Baker", "Pastry cook"],
        "search=COOK head": ["Head cook"],
        "search=%25": [],
        "is_active=false": ["Baker"],
        "perPage=2&page=2": ["Pastry cook"],
        "page=9": [],
        "recruiter_id=77": [],
    }
    async with await client_of(actor) as client:
        for query, expected in asked.items():
            answer = await client.get(f"/requisitions?{query}")
            assert [row["name"] for row in data_of(answer)] == expected, query
        rows = data_of(await client.get("/requisitions?search=baker"))
        assert [(row["applicationCount"], row["pendingCount"]) for row in rows] == [(2, 1)]
        meta = (await client.get("/requisitions?per_page=2")).json()["meta"]
        assert meta == {"page": 1, "perPage": 2, "total": 3, "totalPages": 2}
        for query in ("sort=salary", "is_active=yes", "perPage=101", "recruiter_id=0"):
            failure_of(await client.get(f"/requisitions?{query}"), 400)


async def test_one_with_interviews_under_way_is_not_deleted() -> None:
    actor = await make_actor()
    requisition = await made_requisition(actor, description="You tune SQL queries and indexes.")
    application = await made_application(actor, requisition)
    await made_invitation(actor, application)
    async with await client_of(actor) as client:
        path = f"/requisitions/{requisition.number}"
        error = failure_of(await client.delete(path), 409, "CONFLICT")
        assert "its 1 application with" in error["message"]
        out = {"status": "rejected", "reason": "The job is gone."}
        data_of(await client.patch(f"/applications/{application.number}", json=out))
        assert (await client.delete(path)).status_code == 204
        failure_of(await client.get(f"/applications/{application.number}"), 404)
        (left,) = data_of(await client.get("/interviews"))
        assert (left["status"], left["applicationId"], left["requisitionName"]) == (
            "cancelled",
            None,
            None,
        )
