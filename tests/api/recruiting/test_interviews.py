"""Interviews of the Recruiting contract, called as its document calls them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from app.core.database import reading, unit_of_work
from app.evaluations import service as evaluations
from app.hiring_settings import service as hiring_settings
from app.identity.permissions import Role
from app.mail.models import Mail
from app.personas import service as personas
from app.room import service as room
from app.settings import get_settings
from tests.support.interviews import engine, interview_of, invite, make_position, take_whole
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
SHOWN = {
    "id": int,
    "applicationId": int | None,
    "candidateName": str,
    "requisitionName": str | None,
    "interviewType": str,
    "status": str,
    "token": str | None,
    "tokenExpiresAt": str,
    "humanRequested": bool,
    "createdAt": str,
    "startedAt": str | None,
    "completedAt": str | None,
    "messageCount": int,
}


def fits(value: dict) -> None:
    for name, kind in SHOWN.items():
        assert isinstance(value[name], kind), (name, value[name])


async def mails() -> int:
    async with reading() as session:
        return len((await session.execute(select(Mail))).all())


async def applied(actor):
    requisition = await made_requisition(actor, description="You tune SQL queries and indexes.")
    return await made_application(actor, requisition)


async def test_an_applicant_is_invited_interviewed_and_read_as_documented() -> None:
    actor = await make_actor(Role.ADMIN)
    application = await applied(actor)
    async with unit_of_work() as session:
        persona = await personas.create(
            session,
            actor,
            {"name": "Friendly Interviewer", "system_prompt_template": "You are friendly."},
        )
        await hiring_settings.update(session, actor, {"interview_token_expiry_days": 3})
    async with await client_of(actor) as client:
        body = {"applicationId": application.number, "personaId": persona.number}
        made = data_of(await client.post("/interviews", json=body), 201)
        fits(made)
        assert (made["applicationId"], made["status"], made["interviewType"]) == (
            application.number,
            "scheduled",
            "self_service",
        )
        runs_out = datetime.fromisoformat(made["tokenExpiresAt"]) - datetime.fromisoformat(
            made["createdAt"]
        )
        assert abs(runs_out - timedelta(days=3)) < timedelta(minutes=1)
        assert (await interview_of(made["token"])).persona["name"] == "Friendly Interviewer"
        assert await mails() == 1
        failure_of(await client.post("/interviews", json=body), 409, "CONFLICT")
        # Once more within half a minute is the same letter.
        path = f"/interviews/{made['id']}"
        assert data_of(await client.post(f"{path}/send-invite")) == made
        assert await mails() == 1
        with engine():
            await room.start(made["token"], room.CONSENT_VERSION)
            await take_whole(made["token"])
        shown = data_of(await client.get(path))
        fits(shown)
        assert (shown["status"], shown["completedAt"] is None) == ("completed", False)
        messages = (await client.get(f"{path}/messages")).json()
        assert messages["meta"]["total"] == shown["messageCount"] == len(messages["data"])
        assert [one["id"] for one in messages["data"]] == list(range(1, shown["messageCount"] + 1))
        assert [one["role"] for one in messages["data"][:2]] == ["assistant", "user"]
        assert set(messages["data"][0]) == {"id", "role", "content", "createdAt"}
        part = data_of(await client.get(f"{path}/messages?perPage=2&page=2"))
        assert part == messages["data"][2:4]
        failure_of(await client.post(f"{path}/send-invite"), 409, "CONFLICT")
        application_shown = data_of(await client.get(f"/applications/{application.number}"))
        assert application_shown["interview"] == shown
        assert application_shown["status"] == "complete"
        assert application_shown["evaluation"] is None
        async with unit_of_work() as session:
            interview = await interview_of(made["token"])
            await evaluations.evaluate(session, actor.organization_id, interview.id)
        evaluation = data_of(await client.get(f"{path}/evaluation"))
        application_shown = data_of(await client.get(f"/applications/{application.number}"))
        assert application_shown["evaluation"] == evaluation


async def test_a_list_is_narrowed_and_shows_ways_in_to_those_who_may_invite() -> None:
    actor = await make_actor(Role.RECRUITER)
    reader = await make_actor(Role.READONLY, actor.organization_id)
    application = await applied(actor)
    outside = await invite(actor, await make_position(actor))
    stranger = await make_actor()
    await invite(stranger, await make_position(stranger))
    async with await client_of(actor) as client, await client_of(reader) as other:
        body = {"applicationId": application.number}
        made = data_of(await client.post("/interviews", json=body), 201)
        newest, oldest = data_of(await client.get("/interviews"))
        assert newest == made
        assert oldest["token"] == outside.token
        assert (oldest["applicationId"], oldest["requisitionName"]) == (None, None)
        assert [one["token"] for one in data_of(await other.get("/interviews"))] == [None, None]
        assert data_of(await other.get(f"/interviews/{made['id']}"))["token"] is None
        asked = {
            "status=completed": 0,
            "status=scheduled": 2,
            "requisition_id=1": 1,
            "requisition_id=7": 0,
            "date_to=2001-01-01": 0,
            "perPage=1&page=2": 1,
            "page=5": 0,
        }
        for query, number in asked.items():
            assert len(data_of(await client.get(f"/interviews?{query}"))) == number, query
        for query in ("status=canceled", "sort=score", "requisition_id=x"):
            failure_of(await client.get(f"/interviews?{query}"), 400)
        for path in ("/interviews/99", "/interviews/99/messages", "/interviews/4294967296"):
            failure_of(await client.get(path), 404)


async def test_what_cannot_be_invited_is_refused_in_words(monkeypatch) -> None:
    actor = await make_actor()
    application = await applied(actor)
    async with await client_of(actor) as client:
        body = {"applicationId": application.number}
        for more, status, field in (
            ({"applicationId": 99}, 422, "applicationId"),
            ({"personaId": 99}, 422, "personaId"),
            ({"applicationId": 0}, 400, "applicationId"),
            ({"personaId": "1"}, 400, "personaId"),
        ):
            answer = await client.post("/interviews", json=body | more)
            assert failure_of(answer, status)["details"]["field"] == field
        monkeypatch.setattr(get_settings(), "cents_per_minute", 100_000)
        error = failure_of(await client.post("/interviews", json=body), 422)
        assert "wallet" in error["message"]
        assert await mails() == 0
        assert data_of(await client.get("/interviews")) == []
