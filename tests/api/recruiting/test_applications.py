"""Applications of the Recruiting contract, called as its document calls them."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from app.applications import service as applications
from app.applications.models import Application
from app.core.database import unit_of_work
from app.identity.permissions import Role
from tests.support.people import make_actor
from tests.support.recruiting import (
    client_of,
    data_of,
    failure_of,
    made_application,
    made_requisition,
)

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
pytestmark = [on_sqlite, pytest.mark.usefixtures("database")]
ENTRY = {
    "id": int,
    "requisitionId": int,
    "requisitionName": str,
    "externalApplicationId": str | None,
    "candidateName": str,
    "candidateEmail": str,
    "status": str,
    "workdayStatus": str | None,
    "hasAnalysis": bool,
    "hasInterview": bool,
    "hasReport": bool,
    "riskScore": float | None,
    "humanRequested": bool,
    "complianceReview": bool,
    "createdAt": str,
}


async def with_resume(application) -> None:
    """Note that it has one; what stands in it is of no matter here."""
    async with unit_of_work() as session:
        await session.execute(
            update(Application).where(Application.id == application.id).values(has_resume=True)
        )


async def test_the_documents_examples_are_answered_as_it_says() -> None:
    actor = await make_actor(Role.RECRUITER)
    requisition = await made_requisition(actor, name="Senior Software Engineer")
    application = await made_application(
        actor, requisition, external_application_id="APP-12345", workday_status="Screen"
    )
    async with await client_of(actor) as client:
        listed = await client.get("/applications", params={"requisition_id": requisition.number})
        (row,) = data_of(listed)
        assert set(row) == set(ENTRY)
        for name, kind in ENTRY.items():
            assert isinstance(row[name], kind), name
        assert listed.json()["meta"] == {"page": 1, "perPage": 20, "total": 1, "totalPages": 1}
        answer = await client.get(f"/applications/{application.number}")
        shown = data_of(answer)
        assert {name: shown[name] for name in ENTRY} == row
        assert (shown["analysis"], shown["interview"]) == (None, None)
        assert (answer.headers["etag"], shown["mayBecome"]) == ('"1"', ["rejected", "withdrawn"])
        path = f"/applications/{application.number}/reprocess"
        failure_of(await client.post(path), 422)
        await with_resume(application)
        first, second = [data_of(await client.post(path)) for _ in range(2)]
        assert first == second
        assert first["status"] == "queued"
        failure_of(await client.post("/applications/99/reprocess"), 404)


async def test_an_application_is_added_once_and_moved_by_people() -> None:
    actor = await make_actor(Role.RECRUITER)
    requisition = await made_requisition(actor)
    given = {
        "requisitionId": requisition.number,
        "candidateName": "Ada Example",
        "candidateEmail": "ada@example.com",
    }
    async with await client_of(actor) as client:
        made, again = [
            data_of(await client.post("/applications", json=given), 201) for _ in range(2)
        ]
        assert made == again
        path = f"/applications/{made['id']}"
        seen = {"If-Match": '"1"'}
        out = await client.patch(
            path, json={"status": "rejected", "reason": "Filled."}, headers=seen
        )
        shown = data_of(out)
        assert (shown["status"], out.headers["etag"]) == ("rejected", '"2"')
        assert [(one["toStatus"], one["by"], one["reason"]) for one in shown["history"]] == [
            ("new", actor.name, ""),
            ("rejected", actor.name, "Filled."),
        ]
        failure_of(await client.patch(path, json={"status": "new"}, headers=seen), 409)
        failure_of(await client.post(f"{path}/reprocess"), 422)
        error = failure_of(await client.patch(path, json={"status": "invited"}), 409, "CONFLICT")
        assert error["details"]["field"] == "status"
        assert data_of(await client.patch(path, json={"status": "new"}))["status"] == "new"
        for field, value, status in (
            ("requisitionId", 99, 422),
            ("candidateEmail", "nobody", 422),
            ("candidateName", "", 400),
            ("extra", 1, 400),
        ):
            answer = await client.post("/applications", json=given | {field: value})
            assert failure_of(answer, status)["details"]["field"] == field
        failure_of(await client.patch(path, json={"status": "analysed"}), 400)


async def test_a_list_is_narrowed_as_documented() -> None:
    actor = await make_actor()
    requisition = await made_requisition(actor)
    for name in ("Ada Lovely", "Bea Lind"):
        await made_application(actor, requisition, full_name=name)
    out = await made_application(actor, await made_requisition(actor), full_name="Cleo Lovell")
    async with unit_of_work() as session:
        await applications.move_by_person(session, actor, out.number, "withdrawn")
    asked = {
        "search=LOV&sort=candidate_name": ["Ada Lovely", "Cleo Lovell"],
        "search=lov&status=withdrawn": ["Cleo Lovell"],
        "status=new&sort=candidateName&order=desc": ["Bea Lind", "Ada Lovely"],
        "requisition_id=2": ["Cleo Lovell"],
        "requisition_id=99": [],
        "date_from=2000-01-01&date_to=2001-01-01": [],
        "date_from=2000-01-01": ["Cleo Lovell", "Bea Lind", "Ada Lovely"],
        "perPage=2&page=2": ["Ada Lovely"],
    }
    async with await client_of(actor) as client:
        for query, expected in asked.items():
            answer = await client.get(f"/applications?{query}")
            assert [row["candidateName"] for row in data_of(answer)] == expected, query
        for query in (
            "sort=salary",
            "order=up",
            "status=analysed",
            "requisition_id=4294967296",
            "date_from=2001-01-01&date_to=2000-01-01",
            "date_from=yesterday",
            "perPage=0",
        ):
            failure_of(await client.get(f"/applications?{query}"), 400)


async def test_nothing_of_another_organisation_is_seen_or_touched() -> None:
    actor, stranger = await make_actor(), await make_actor()
    await made_requisition(stranger)
    requisition = await made_requisition(stranger)
    application = await made_application(stranger, requisition)
    reader = await make_actor(Role.READONLY, stranger.organization_id)
    number = application.number
    calls = [
        ("GET", f"/applications/{number}", None, 200),
        ("PATCH", f"/applications/{number}", {"status": "rejected"}, 403),
        ("POST", f"/applications/{number}/reprocess", None, 403),
        ("GET", f"/requisitions/{requisition.number}", None, 200),
        ("PATCH", f"/requisitions/{requisition.number}", {"name": "Theirs"}, 403),
        ("POST", f"/requisitions/{requisition.number}/sync", None, 403),
        ("DELETE", f"/requisitions/{requisition.number}", None, 403),
    ]
    async with await client_of(actor) as outside, await client_of(reader) as inside:
        for method, path, body, status in calls:
            answer = await outside.request(method, path, json=body)
            failure_of(answer, 404)
            assert (await inside.request(method, path, json=body)).status_code == status
        invited = {"applicationId": number}
        failure_of(await outside.post("/interviews", json=invited), 422)
        failure_of(await inside.post("/interviews", json=invited), 403)
        assert data_of(await outside.get("/applications")) == []
        assert (
            data_of(await outside.get(f"/applications?requisition_id={requisition.number}")) == []
        )
