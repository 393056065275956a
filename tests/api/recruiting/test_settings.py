"""The settings of the Recruiting contract, called as its document calls them."""

from __future__ import annotations

import pytest

from api.web.application import create_application
from app.core.database import unit_of_work
from app.identity.permissions import Role
from app.recruiters import service as recruiters
from tests.support.people import make_actor
from tests.support.recruiting import client_of, data_of, failure_of


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_settings_are_read_by_all_and_changed_by_administrators(database: str) -> None:
    served = create_application()
    actor = await make_actor()
    viewer = await make_actor(Role.RECRUITER, actor.organization_id)
    async with unit_of_work() as session:
        for number in (1, 2):
            values = {"name": "Sam Example", "email": f"sam{number}@example.com"}
            await recruiters.create(session, actor, values)
    async with await client_of(actor, served) as client:
        first = await client.get("/settings")
        assert data_of(first) == {
            "lookbackHoursDefault": 24,
            "lookbackHoursMin": 1,
            "lookbackHoursMax": 168,
            "interviewTokenExpiryDays": 7,
            "emailFromAddress": None,
            "emailFromName": None,
            "defaultRecruiterId": None,
            "autoSendMaxRisk": 0.5,
            "version": 1,
            "updatedAt": None,
        }
        assert first.headers["ETag"] == '"1"'
        documented = {"lookbackHoursDefault": 48, "defaultRecruiterId": 2}
        changed = await client.patch("/settings", json=documented, headers={"If-Match": '"1"'})
        found = data_of(changed)
        assert {name: found[name] for name in documented} == documented
        stale = await client.patch("/settings", json=documented, headers={"If-Match": '"1"'})
        failure_of(stale, 409, "CONFLICT")
        sender = {"emailFromAddress": "noreply@company.com", "emailFromName": "AIRecruiter"}
        assert data_of(await client.patch("/settings", json=sender)).items() >= sender.items()
        risk = await client.patch("/settings", json={"autoSendMaxRisk": 1})
        assert data_of(risk)["autoSendMaxRisk"] == 1
        for status, field, body in (
            (400, "interviewTokenExpiryDays", {"interviewTokenExpiryDays": 91}),
            (400, "lookbackHoursDefault", {"lookbackHoursDefault": None}),
            (400, "lookbackHoursDefault", {"lookbackHoursDefault": "48"}),
            (400, "clientSecret", {"clientSecret": "x"}),
            (400, "defaultRecruiterId", {"defaultRecruiterId": 2**31}),
            (422, "defaultRecruiterId", {"defaultRecruiterId": 3}),
            (422, "lookbackHoursMin", {"lookbackHoursMin": 200}),
            (422, "lookbackHoursDefault", {"lookbackHoursDefault": 169}),
            (422, "emailFromAddress", {"emailFromAddress": "us"}),
        ):
            error = failure_of(await client.patch("/settings", json=body), status)
            assert error["details"]["field"] == field
    async with await client_of(viewer, served) as client:
        assert data_of(await client.get("/settings"))["lookbackHoursDefault"] == 48
        failure_of(await client.patch("/settings", json={}), 403)
