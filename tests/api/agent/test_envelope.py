"""Every answer is in the contract's envelope, whatever is sent and whatever goes wrong."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from app.api_keys import service as api_keys
from app.core import clock
from app.core.database import unit_of_work
from app.core.ids import new_id
from tests.support.agent import client_with, created, data_of, failure_of, wanted
from tests.support.integrations import issue_key

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
ADDRESSES = (
    ("POST", "/interviews"),
    ("GET", f"/interviews/{new_id()}"),
    ("POST", f"/interviews/{new_id()}/answers"),
    ("POST", f"/interviews/{new_id()}/end"),
)


async def test_without_a_key_that_opens_it_everything_is_401(actor, client) -> None:
    with clock.at(clock.now()):
        past = await issue_key(actor, ["agent"], expires_at=clock.now() + timedelta(minutes=1))
    async with unit_of_work() as session:
        gone = await api_keys.issue(session, actor, name="Revoked", scopes=["agent"])
        await api_keys.revoke(session, actor, gone.id)
    headers = (
        {},
        {"Authorization": ""},
        {"Authorization": "Basic abc"},
        {"Authorization": "Bearer hia_nonsense"},
        {"Authorization": f"Bearer {gone.plain}"},
        {"Authorization": f"Bearer {past}"},
    )
    async with client_with(None) as stranger:
        with clock.at(clock.now() + timedelta(hours=1)):
            for method, path in ADDRESSES:
                for one in headers:
                    # What is sent is not looked at before the key is.
                    answer = await stranger.request(method, path, headers=one, content=b"{")
                    failure_of(answer, 401)
                    assert answer.headers["www-authenticate"] == "Bearer"


async def test_addresses_and_methods_that_are_not_there(client) -> None:
    for path in ("", "/", "/nothing", "/interviews/", f"/interviews/{new_id()}/nothing"):
        failure_of(await client.get(path), 404)
    for method, path in ADDRESSES:
        refused = await client.request("DELETE", path)
        assert refused.headers["allow"] == method
        failure_of(refused, 405)


@pytest.mark.parametrize(
    "sent",
    [
        {"content": b""},
        {"content": b"{"},
        {"content": b"\xff"},
        {"content": b"[]"},
        {"content": b"null"},
        {"content": b'{"a": 1, "a": 2}'},
        {"content": b"[" * 100_000},
        {"content": json.dumps(wanted(job_role="x" * 1_100_000)).encode()},
        {"content": json.dumps(wanted()).encode(), "headers": {"Content-Type": "text/plain"}},
        {"data": {"job_role": "Tea master"}},
    ],
)
async def test_what_is_no_json_object_is_400(client, sent) -> None:
    headers = {"Content-Type": "application/json"} if "data" not in sent else {}
    sent = {**sent, "headers": {**headers, **sent.get("headers", {})}}
    error = failure_of(await client.post("/interviews", **sent), 400)
    assert error["details"]["field"] == "body"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *[(field, None) for field in wanted()],
        *[(field, ["x"]) for field in ("job_role", "experience_level", "interview_type")],
        ("job_role", " "),
        ("job_role", "x" * 121),
        ("experience_level", "purple"),
        ("interview_type", "purple"),
        ("skills", "Python"),
        ("skills", [7]),
        ("skills", ["x"] * 11),
        ("skills", ["Python", " "]),
        ("duration", "30"),
        ("duration", True),
        ("duration", 30.5),
        ("duration", 4),
        ("duration", 181),
        ("duration", 10**30),
    ],
)
async def test_a_session_that_breaks_a_rule_is_400_and_names_the_field(
    client, field, value
) -> None:
    error = failure_of(await client.post("/interviews", json=wanted(**{field: value})), 400)
    assert error["details"]["field"].split(".")[0] == field
    assert list(error["details"]["fields"]) == [error["details"]["field"]]


async def test_what_is_missing_is_named(client) -> None:
    for field in wanted():
        body = wanted()
        del body[field]
        error = failure_of(await client.post("/interviews", json=body), 400)
        assert error["details"]["field"] == field
    error = failure_of(await client.post("/interviews", json={}), 400)
    assert list(error["details"]["fields"]) == list(wanted())


async def test_an_unknown_level_or_type_is_told_what_is_known(client) -> None:
    error = failure_of(await client.post("/interviews", json=wanted(experience_level="?")), 400)
    assert error["details"]["accepted"] == ["junior", "mid", "senior", "staff", "lead", "principal"]
    error = failure_of(await client.post("/interviews", json=wanted(interview_type="?")), 400)
    assert "behavioural" in error["details"]["accepted"]


async def test_what_the_contract_does_not_name_passes_by(client) -> None:
    data_of(await client.post("/interviews", json=wanted(duration=30.0, colour="red")), 201)


async def test_a_failure_of_ours_is_500_and_tells_nothing(client, monkeypatch) -> None:
    interview_id, _ = await created(client)

    async def fail(*_: object) -> None:
        raise RuntimeError("the secret")

    monkeypatch.setattr("app.practice.service.session_view", fail)
    answer = await client.get(f"/interviews/{interview_id}", headers={"X-Request-ID": "mine"})
    body = answer.json()
    assert (answer.status_code, body["error"]["code"]) == (500, "server_error")
    assert body["error"]["details"] == {}
    assert "secret" not in answer.text
    assert "mine" in body["error"]["message"]
    assert answer.headers["x-request-id"] == "mine"
