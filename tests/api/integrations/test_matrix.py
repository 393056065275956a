"""Position × scope of the key × organisation: each request gives exactly the documented status."""

from __future__ import annotations

import pytest

from app.core.database import unit_of_work
from app.core.ids import new_id
from app.identity.permissions import Scope
from app.interviews import service as interviews
from app.positions import service as positions
from tests.support.integrations import client_with, fields_of, issue_key, order
from tests.support.interviews import invite, make_position
from tests.support.people import make_actor
from tests.support.reports import reported

POSITIONS = {"open": 201, "draft": 422, "closed": 422, "foreign": 422, "unknown": 422}
INTERVIEWS = ("own", "reported", "trial", "foreign", "foreign reported", "unknown", "malformed")


async def of_an_organisation(actor) -> tuple[dict[str, object], dict[str, object]]:
    opened = await make_position(actor)
    draft = await make_position(actor, opened=False)
    closed = await make_position(actor)
    async with unit_of_work() as session:
        await positions.close_position(session, actor, closed.id)
        trial = await interviews.start_trial(session, actor, position_id=opened.id)
    invitation = await invite(actor, opened)
    done = await reported(actor, position=opened)
    return (
        {"open": opened.id, "draft": draft.id, "closed": closed.id},
        {"own": invitation.interview_id, "reported": done.id, "trial": trial.interview_id},
    )


def expected(scope: Scope, needed: Scope, status: int) -> int:
    return status if scope is needed else 403


@pytest.mark.parametrize("scope", list(Scope))
async def test_every_combination_has_its_documented_status(database: str, scope: Scope) -> None:
    ours, theirs = await make_actor(), await make_actor()
    places, held = await of_an_organisation(ours)
    foreign_places, foreign_held = await of_an_organisation(theirs)
    places |= {"foreign": foreign_places["open"], "unknown": new_id()}
    held |= {
        "foreign": foreign_held["own"],
        "foreign reported": foreign_held["reported"],
        "unknown": new_id(),
        "malformed": "not-an-id",
    }
    seen: dict[tuple[str, ...], int] = {}
    wanted: dict[tuple[str, ...], int] = {}
    async with client_with(await issue_key(ours, [scope.value])) as client:
        answer = await client.get("/positions")
        seen["list",] = answer.status_code
        wanted["list",] = expected(scope, Scope.INTERVIEWS_READ, 200)
        if answer.status_code == 200:
            assert [one["id"] for one in answer.json()["data"]] == [str(places["open"])]
        for name, status in POSITIONS.items():
            answer = await client.post("/interviews", json=order(places[name]))
            seen["schedule", name] = answer.status_code
            wanted["schedule", name] = expected(scope, Scope.INTERVIEWS_WRITE, status)
            if answer.status_code == 422:
                assert fields_of(answer) == ["position_id"]
        for name in INTERVIEWS:
            address = f"/interviews/{held[name]}"
            seen["interview", name] = (await client.get(address)).status_code
            wanted["interview", name] = expected(
                scope, Scope.INTERVIEWS_READ, 200 if name in {"own", "reported"} else 404
            )
            seen["report", name] = (await client.get(f"{address}/report")).status_code
            wanted["report", name] = expected(
                scope, Scope.REPORTS_READ, 200 if name == "reported" else 404
            )
    assert seen == wanted


async def test_what_is_foreign_and_what_is_not_there_are_told_apart_to_nobody(database) -> None:
    ours, theirs = await make_actor(), await make_actor()
    foreign_places, foreign_held = await of_an_organisation(theirs)
    async with client_with(await issue_key(ours)) as client:
        for path in ("", "/report"):
            answers = [
                (await client.get(f"/interviews/{one}{path}")).json()
                for one in (foreign_held["own"], foreign_held["reported"], new_id(), "nonsense")
            ]
            assert all(answer == answers[0] for answer in answers)
        answers = [
            (await client.post("/interviews", json=order(one))).json()
            for one in (foreign_places["open"], foreign_places["draft"], new_id())
        ]
        assert all(answer == answers[0] for answer in answers)
