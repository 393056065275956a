"""Workday credentials over the Recruiting contract: kept, tried, forgotten, never shown."""

from __future__ import annotations

import json
import logging
from datetime import datetime
from functools import cache

import pytest
from sqlmodel import select

from api.web.application import create_application
from app.core import clock
from app.core.audit import AuditEntry
from app.core.database import reading
from app.identity.permissions import Role
from app.settings import get_settings
from app.simulators.workday.faults import Faults
from app.simulators.workday.tenant import CLIENT_SECRET, TENANT
from app.simulators.workday.tokens import FIRST
from app.workday.models import WorkdayCredential
from app.workday.vault import open_secrets
from tests.support.people import make_actor
from tests.support.recruiting import client_of, data_of, failure_of
from tests.support.workday import entered, office

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
EXAMPLE = {
    "tenantUrl": "https://services1.wd503.myworkday.com",
    "tenantId": "ccfs",
    "clientId": "...",
    "clientSecret": "...",
    "refreshToken": "...",
}
STATUS = {
    "hasCredentials": bool,
    "isValid": bool,
    "tenantId": str | None,
    "lastValidated": str | None,
    "expiresAt": str | None,
}


@cache
def application():
    """The contract's application, made once: it takes longer than most of these tests."""
    return create_application()


@pytest.fixture(autouse=True)
def _often(monkeypatch):
    monkeypatch.setenv("VIVAVOCE_CREDENTIALS_REQUESTS_PER_MINUTE", "1000")


def given(url: str) -> dict[str, str]:
    names = {
        "tenant_url": "tenantUrl",
        "tenant_id": "tenantId",
        "client_id": "clientId",
        "client_secret": "clientSecret",
        "refresh_token": "refreshToken",
    }
    return {names[name]: value for name, value in entered(url).items()}


def check_status(shown: dict, **values) -> None:
    for name, kind in STATUS.items():
        assert isinstance(shown[name], kind), name
    assert {name: shown[name] for name in values} == values


async def test_the_documents_example_is_kept_and_its_secrets_are_not_shown(database):
    actor = await make_actor()
    client = await client_of(actor, application())
    check_status(data_of(await client.get("/credentials/status")), hasCredentials=False)
    saved = await client.post("/credentials", json=EXAMPLE)
    check_status(data_of(saved, 201), hasCredentials=True, isValid=False, tenantId="ccfs")
    shown = await client.get("/credentials/status")
    check_status(data_of(shown), hasCredentials=True, isValid=False, lastValidated=None)
    assert "clientSecret" not in shown.text + saved.text
    assert (await client.delete("/credentials")).status_code == 204
    failure_of(await client.delete("/credentials"), 404)
    failure_of(await client.post("/credentials/test"), 404)
    async with reading() as session:
        told = (await session.execute(select(AuditEntry).order_by(AuditEntry.id))).scalars()
        acts = [(one.action, one.details) for one in told if "credential" in one.action]
    assert acts == [
        ("workday_credentials.saved", {"tenant": "ccfs"}),
        ("workday_credentials.deleted", {"tenant": "ccfs"}),
    ]


async def test_they_are_tried_in_earnest_and_never_leave(database, monkeypatch, caplog, capfd):
    caplog.set_level(logging.INFO)
    async with office(monkeypatch) as there:
        actor = await make_actor()
        client = await client_of(actor, application())
        answers = [await client.post("/credentials", json=given(there.url))]
        answers.append(await client.post("/credentials/test"))
        tried = data_of(answers[-1])
        assert (tried["isValid"], tried["warnings"]) == (True, [])
        assert tried["message"]
        answers.append(await client.get("/credentials/status"))
        check_status(data_of(answers[-1]), isValid=True, tenantId=TENANT)
        now = clock.now()
        times = [data_of(answers[-1])[name] for name in ("lastValidated", "expiresAt")]
        validated, expires = map(datetime.fromisoformat, times)
        assert validated <= now < expires
        async with reading() as session:
            row = (await session.execute(select(WorkdayCredential))).scalar_one()
        secrets = open_secrets(row)
        assert secrets.refresh_token != FIRST
        there.tenant.tokens.revoke()
        answers.append(await client.post("/credentials/test"))
        assert not data_of(answers[-1])["isValid"]
        assert "refresh token" in data_of(answers[-1])["message"]
        answers.append(await client.get("/credentials/status"))
        check_status(data_of(answers[-1]), isValid=False, expiresAt=None)
    out = capfd.readouterr()
    everywhere = caplog.text + out.out + out.err + "".join(one.text for one in answers)
    everywhere += json.dumps(row.model_dump(mode="json")) + repr(secrets)
    for secret in (CLIENT_SECRET, FIRST, secrets.refresh_token, secrets.access_token):
        assert secret not in everywhere


async def test_what_a_trial_finds_is_said_in_words(database, monkeypatch):
    async with office(monkeypatch) as there:
        client = await client_of(await make_actor(), application())
        await client.post("/credentials", json=given(there.url))
        # That Workday is down for a moment says nothing of the credentials.
        for troubles, is_valid, word, remains in (
            ({}, True, "lets us in", True),
            ({"status": 503, "count": 99}, False, "503", True),
            ({"forbidden": {"jobApplications"}}, False, "domain permission", False),
        ):
            there.tenant.faults = Faults(**troubles)
            tried = data_of(await client.post("/credentials/test"))
            assert tried["isValid"] is is_valid
            assert word in tried["message"]
            check_status(data_of(await client.get("/credentials/status")), isValid=remains)


async def test_what_cannot_be_credentials_is_refused(database):
    client = await client_of(await make_actor(), application())
    for changes, status, field in (
        ({"tenantUrl": None}, 400, "tenantUrl"),
        ({"tenantUrl": "http://services1.example.com"}, 422, "tenantUrl"),
        ({"tenantUrl": "https://127.0.0.1"}, 422, "tenantUrl"),
        ({"tenantUrl": "https://10.0.0.1"}, 422, "tenantUrl"),
        ({"tenantUrl": "https://me:you@services1.example.com"}, 422, "tenantUrl"),
        ({"tenantUrl": "https://services1.example.com/ccx"}, 422, "tenantUrl"),
        ({"tenantId": "../other"}, 422, "tenantId"),
        ({"clientSecret": ""}, 400, "clientSecret"),
        ({"clientSecret": 7}, 400, "clientSecret"),
        ({"nonsense": "x"}, 400, "nonsense"),
    ):
        error = failure_of(await client.post("/credentials", json=EXAMPLE | changes), status)
        assert error["details"]["field"] == field
    assert not data_of(await client.get("/credentials/status"))["hasCredentials"]


async def test_only_administrators_of_the_organisation_come_near(database):
    admin = await make_actor()
    await (await client_of(admin, application())).post("/credentials", json=EXAMPLE)
    calls = [
        ("GET", "/credentials/status"),
        ("POST", "/credentials"),
        ("POST", "/credentials/test"),
        ("DELETE", "/credentials"),
        ("GET", "/credentials/mapping"),
        ("PUT", "/credentials/mapping"),
    ]
    for role in (Role.RECRUITER, Role.READONLY):
        client = await client_of(await make_actor(role, admin.organization_id), application())
        for method, path in calls:
            failure_of(await client.request(method, path), 403)
    other = await client_of(await make_actor(), application())
    assert not data_of(await other.get("/credentials/status"))["hasCredentials"]
    failure_of(await other.delete("/credentials"), 404)


async def test_ten_requests_a_minute_are_enough(database, monkeypatch):
    monkeypatch.delenv("VIVAVOCE_CREDENTIALS_REQUESTS_PER_MINUTE")
    get_settings.cache_clear()
    client = await client_of(await make_actor(), create_application())
    answers = [await client.get("/credentials/status") for _ in range(11)]
    assert [one.status_code for one in answers] == [200] * 10 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0


async def test_a_field_mapping_is_shown_saved_and_checked(database):
    client = await client_of(await make_actor(), application())
    shown = await client.get("/credentials/mapping")
    mapping = data_of(shown)["mapping"]
    assert mapping["application"]["email"] == "candidate.email"
    mapping["application"]["email"] = "contact.mails.0.address"
    tag = {"If-Match": shown.headers["ETag"]}
    saved = await client.put("/credentials/mapping", json={"mapping": mapping}, headers=tag)
    assert data_of(saved)["mapping"] == mapping
    assert data_of(await client.get("/credentials/mapping")) == data_of(saved)
    failure_of(await client.put("/credentials/mapping", json={"mapping": {}}, headers=tag), 409)
    wrong = {"mapping": {"application": {"id": "a..b"}}}
    failure_of(await client.put("/credentials/mapping", json=wrong), 422)
