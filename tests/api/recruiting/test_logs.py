"""The activity log over the API."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.activity import service
from app.activity.models import LogLevel
from app.core import clock
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

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


async def test_the_log_as_documented(database: str) -> None:
    admin = await make_actor()
    requisition = await made_requisition(admin)
    application = await made_application(admin, requisition)
    moment = clock.now().replace(microsecond=0) - timedelta(days=3)
    async with unit_of_work() as session:
        for message, subject in (("Processed", {"requisition_id": requisition.id}), ("Began", {})):
            with clock.at(moment):
                service.log(
                    session,
                    message,
                    organization_id=admin.organization_id,
                    source="processor",
                    level=LogLevel.WARNING,
                    duration_ms=1500,
                    **subject,
                )
    day = f"{moment:%Y-%m-%d}"
    async with await client_of(admin) as client:
        wanted = {"level": "WARNING", "requisition_id": requisition.number, "search": "PROCESS"}
        answer = await client.get("/logs", params=wanted)
        [entry] = data_of(answer)
        assert answer.json()["meta"] == {"page": 1, "perPage": 20, "total": 1, "totalPages": 1}
        assert isinstance(entry.pop("id"), int)
        assert entry == {
            "level": "WARNING",
            "message": "Processed",
            "source": "processor",
            "requisitionId": requisition.number,
            "applicationId": None,
            "extra": {"duration_ms": 1500},
            "createdAt": f"{moment:%Y-%m-%dT%H:%M:%SZ}",
        }
        span = {"date_from": day, "date_to": day}
        assert len(data_of(await client.get("/logs", params=span))) == 2
        page = await client.get("/logs", params=span | {"perPage": 1, "page": 2})
        assert page.json()["meta"] == {"page": 2, "perPage": 1, "total": 2, "totalPages": 2}
        of_application = {"application_id": application.number}
        shown = data_of(await client.get("/logs", params=of_application))
        assert {one["applicationId"] for one in shown} <= {application.number}
        for params in (
            {"level": "LOUD"},
            {"requisition_id": 0},
            {"requisition_id": 2**31},
            {"date_from": "yesterday"},
            {"date_from": "2026-02-01", "date_to": "2026-01-01"},
            {"perPage": 101},
            {"search": "x" * 201},
        ):
            failure_of(await client.get("/logs", params=params), 400)
    recruiter = await make_actor(Role.RECRUITER, admin.organization_id)
    async with await client_of(recruiter) as client:
        assert [one["message"] for one in data_of(await client.get("/logs", params=span))] == [
            "Processed"
        ]
    async with await client_of(await make_actor()) as client:
        assert data_of(await client.get("/logs", params=wanted)) == []
