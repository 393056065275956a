"""The queue over the API."""

from __future__ import annotations

import pytest

from app.core.database import unit_of_work
from app.identity.permissions import Role
from app.queue import running
from app.queue.models import JobType
from app.queue.outcomes import Failure
from app.queue.service import add
from tests.support.people import make_actor
from tests.support.recruiting import (
    client_of,
    data_of,
    failure_of,
    made_application,
    made_requisition,
)

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


async def failed(actor, **values: object) -> int:
    """An item that is dead."""
    async with unit_of_work() as session:
        item = await add(
            session, organization_id=actor.organization_id, job_type=JobType.SYNC, **values
        )
    async with unit_of_work() as session:
        work = await running.begin(session, item.id, item.run)
        await running.fail(session, work, Failure("Workday said no.", is_final=True))
    return item.number


async def test_the_documents_examples(database: str) -> None:
    actor = await make_actor()
    requisition = await made_requisition(actor, external_id="R-1", name="Senior Engineer")
    async with await client_of(actor) as client:
        body = {"jobType": "sync", "requisitionId": requisition.number, "priority": 10}
        added = data_of(await client.post("/queue", json=body), 201)
        answer = await client.get("/queue")
        shown = data_of(answer)
        assert {key: shown[key] for key in ("pending", "running", "failed", "dead")} == {
            "pending": 1,
            "running": 0,
            "failed": 0,
            "dead": 0,
        }
        assert shown["items"] == [added]
        assert answer.json()["meta"] == {"page": 1, "perPage": 20, "total": 1, "totalPages": 1}
        assert {key: added[key] for key in body} == body
        assert (added["requisitionName"], added["status"]) == ("Senior Engineer", "pending")
        assert (added["attempts"], added["startedAt"], added["applicationId"]) == (0, None, None)
        assert added["createdAt"].endswith("Z")

        number = await failed(actor, key="sync:dead", requisition_id=requisition.id)
        dead = data_of(await client.get("/queue", params={"status": "dead"}))["items"]
        assert [(one["id"], one["problem"]) for one in dead] == [(number, "Workday said no.")]
        again = await client.post(f"/queue/{number}/retry")
        failure_of(again, 409, "CONFLICT")
        assert (await client.delete("/queue/completed")).status_code == 204
        assert (await client.delete("/queue")).status_code == 204
        assert data_of(await client.get("/queue"))["items"] == []
        number = await failed(actor)
        assert data_of(await client.post(f"/queue/{number}/retry"))["status"] == "pending"


async def test_what_is_refused(database: str) -> None:
    actor = await make_actor()
    requisition = await made_requisition(actor)
    other = await make_actor()
    theirs = await failed(other, key="k")
    async with await client_of(actor) as client:
        for body, status, field in (
            ({}, 400, "jobType"),
            ({"jobType": "bake"}, 400, "jobType"),
            ({"jobType": "sync", "requisitionId": "1"}, 400, "requisitionId"),
            ({"jobType": "sync", "requisitionId": 2**31}, 400, "requisitionId"),
            ({"jobType": "sync", "requisitionId": 1, "priority": 101}, 400, "priority"),
            ({"jobType": "sync", "surprise": 1}, 400, "surprise"),
            ({"jobType": "sync"}, 422, "requisitionId"),
            ({"jobType": "analyze"}, 422, "applicationId"),
            ({"jobType": "sync", "requisitionId": requisition.number}, 422, "requisitionId"),
            ({"jobType": "sync", "requisitionId": 77}, 422, "requisitionId"),
            ({"jobType": "analyze", "applicationId": 77}, 422, "applicationId"),
        ):
            error = failure_of(await client.post("/queue", json=body), status)
            assert error["details"]["field"] == field, body
        for path in (f"/queue/{theirs}/retry", "/queue/99/retry", f"/queue/{2**31}/retry"):
            failure_of(await client.post(path), 404)
        failure_of(await client.post("/queue/x/retry"), 400)
        for params in ({"status": "lost"}, {"job_type": "bake"}, {"perPage": 101}, {"page": 0}):
            failure_of(await client.get("/queue", params=params), 400)
        failure_of(await client.patch("/queue", json={}), 405)


async def test_only_administrators_modify(database: str) -> None:
    admin = await make_actor()
    number = await failed(admin)
    application = await made_application(admin, await made_requisition(admin))
    for role in (Role.RECRUITER, Role.READONLY):
        who = await make_actor(role, admin.organization_id)
        async with await client_of(who) as client:
            assert len(data_of(await client.get("/queue"))["items"]) == 1
            order = {"jobType": "invite", "applicationId": application.number}
            for method, path, body in (
                ("POST", "/queue", order),
                ("POST", f"/queue/{number}/retry", None),
                ("DELETE", "/queue/completed", None),
                ("DELETE", "/queue", None),
            ):
                failure_of(await client.request(method, path, json=body), 403)
