"""Interview × scope of the key × organisation: each request gives exactly the documented status."""

from __future__ import annotations

import pytest

from app.core.database import unit_of_work
from app.core.ids import new_id
from app.identity.permissions import Role, Scope
from app.interviews import service as interviews
from app.practice import service as practice
from tests.support.agent import agent_key, client_with, created, wanted
from tests.support.integrations import issue_key
from tests.support.interviews import invite, make_position
from tests.support.people import make_actor

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
async def held(actor, client) -> dict[str, str]:
    """Interviews of every kind, by whose they are; `own` and `ended` alone are to be seen."""
    own, _ = await created(client)
    ended, _ = await created(client)
    await client.post(f"/interviews/{ended}/end")
    async with client_with(await agent_key(await make_actor())) as theirs:
        foreign, _ = await created(theirs)
    position = await make_position(actor)
    invitation = await invite(actor, position)
    async with unit_of_work() as session:
        trial = await interviews.start_trial(session, actor, position_id=position.id)
    member = await make_actor(Role.READONLY, actor.organization_id)
    private = await practice.create_session(member, practice.parse_config(**wanted()))
    return {
        "own": own,
        "ended": ended,
        "foreign": foreign,
        "of a candidate": str(invitation.interview_id),
        "trial": str(trial.interview_id),
        "of a member": str(private.id),
        "unknown": str(new_id()),
        "malformed": "not-an-id",
    }


async def test_every_combination_has_its_documented_status(actor, held) -> None:
    for scope in Scope:
        may = scope is Scope.AGENT
        async with client_with(await issue_key(actor, [scope.value])) as client:
            made = await client.post("/interviews", json=wanted())
            assert made.status_code == (201 if may else 403)
            for name, interview_id in held.items():
                path = f"/interviews/{interview_id}"
                there = name in {"own", "ended"}
                body = {"question_id": str(new_id()), "answer": "full marks"}
                statuses = (
                    (await client.get(path)).status_code,
                    (await client.post(f"{path}/answers", json=body)).status_code,
                    (await client.post(f"{path}/end")).status_code,
                )
                expected = (200, 400, 200) if there else (404, 404, 404)
                assert statuses == (expected if may else (403, 403, 403)), (scope, name)


async def test_what_may_not_be_seen_and_what_is_not_there_are_told_apart_to_nobody(
    client, held
) -> None:
    hidden = [one for name, one in held.items() if name not in {"own", "ended"}]
    answers = [(await client.get(f"/interviews/{one}")).json() for one in hidden]
    assert all(answer == answers[0] for answer in answers)
