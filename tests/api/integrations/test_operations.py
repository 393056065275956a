"""The four operations, as a client that behaves itself sees them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from cryptography.fernet import Fernet
from sqlmodel import select

from app.billing import service as billing
from app.core import clock
from app.core.database import reading, unit_of_work
from app.interviews import service as interviews
from app.interviews.models import Interview
from app.positions import service as positions
from app.reports.service import dismiss_signal
from app.room import service as room
from tests.support.integrations import client_with, data_of, failure_of, issue_key, order
from tests.support.interviews import (
    engine,
    interview_of,
    invite,
    make_position,
    send,
    signals_of,
)
from tests.support.people import CREDIT_CENTS, make_actor
from tests.support.reports import reported


async def balance(actor) -> int:
    async with reading() as session:
        return await billing.balance_of(session, actor.organization_id)


async def test_only_open_positions_are_listed_and_only_four_members_of_them(
    client, actor, position
) -> None:
    await make_position(actor, opened=False, title="A draft")
    closed = await make_position(actor, title="A closed one")
    async with unit_of_work() as session:
        await positions.close_position(session, actor, closed.id)
    await make_position(await make_actor(), title="Somebody else's")
    other = await make_position(actor, title="another tea master", seniority="mid")
    assert data_of(await client.get("/positions")) == [
        {"id": str(one.id), "title": one.title, "seniority": one.seniority, "status": "open"}
        for one in (other, position)
    ]


async def test_more_positions_than_a_page_of_the_screens_holds_are_all_listed(
    client, actor
) -> None:
    for number in range(30):
        await make_position(actor, title=f"Position {number}")
    assert len(data_of(await client.get("/positions"))) == 30


async def test_scheduling_gives_the_candidates_way_in_and_charges_for_it(
    client, actor, position
) -> None:
    candidate = {"phone": "+44 20 7946 0000", "resume_url": "https://example.com/cv.pdf"}
    body = order(position.id, candidate=candidate)
    made = data_of(await client.post("/interviews", json=body), 201)
    assert made["candidate"] == body["candidate"]
    assert (made["status"], made["role"]) == ("scheduled", "Tea master")
    assert (made["seniority"], made["duration_min"]) == ("senior", 45)
    assert made["invite_url"].endswith(f"/interview/{made['invite_token']}")
    assert "scheduled_at" not in made
    assert (await room.view(made["invite_token"])).status is room.RoomStatus.READY
    assert await balance(actor) == CREDIT_CENTS - 45 * 40
    assert data_of(await client.get(f"/interviews/{made['id']}")) == made


async def test_members_without_a_value_are_left_out(client, position) -> None:
    made = data_of(await client.post("/interviews", json=order(position.id)), 201)
    assert set(made["candidate"]) == {"email", "full_name"}
    assert None not in made.values()


async def test_times_are_honoured_and_given_back_in_utc(client, position) -> None:
    start = (clock.now() + timedelta(days=2)).replace(microsecond=0)
    body = order(
        position.id,
        scheduled_at=start.astimezone().isoformat(),
        expires_at=(start + timedelta(days=1)).isoformat(),
        round_number=3,
    )
    made = data_of(await client.post("/interviews", json=body), 201)
    assert made["scheduled_at"] == start.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert datetime.fromisoformat(made["expires_at"]) == start + timedelta(days=1)
    assert made["created_at"].endswith("Z")


async def test_another_interview_of_a_known_candidate_needs_no_new_candidate(
    client, position
) -> None:
    body = order(position.id)
    first = data_of(await client.post("/interviews", json=body), 201)
    second = data_of(await client.post("/interviews", json=body), 201)
    assert first["id"] != second["id"]
    assert first["candidate"] == second["candidate"]


async def test_an_empty_wallet_is_402_and_says_what_is_missing(position, actor, client) -> None:
    dear = await make_position(actor, title="A long one", duration_min=180)
    while await balance(actor) >= 180 * 40:
        data_of(await client.post("/interviews", json=order(dear.id)), 201)
    held = await balance(actor)
    error = failure_of(
        await client.post("/interviews", json=order(dear.id)), 402, "insufficient_balance"
    )
    assert error["details"] == {"balance_cents": held, "missing_cents": 180 * 40 - held}
    assert await balance(actor) == held


async def test_the_status_follows_the_interview_in_the_contracts_spelling(
    client, actor, position
) -> None:
    invitation = await invite(actor, position)
    address = f"/interviews/{invitation.interview_id}"
    assert data_of(await client.get(address))["status"] == "scheduled"
    async with unit_of_work() as session:
        await interviews.cancel(session, actor, invitation.interview_id)
    assert data_of(await client.get(address))["status"] == "canceled"


async def test_trials_do_not_exist_here(client, actor, position) -> None:
    async with unit_of_work() as session:
        trial = await interviews.start_trial(session, actor, position_id=position.id)
    for path in ("", "/report"):
        answer = await client.get(f"/interviews/{trial.interview_id}{path}")
        failure_of(answer, 404, "not_found")


async def test_a_report_has_every_member_of_its_schema(client, actor, position) -> None:
    invitation = await invite(actor, position)
    address = f"/interviews/{invitation.interview_id}/report"
    with engine():
        await room.start(invitation.token, room.CONSENT_VERSION)
        for kind in ("paste", "copy"):
            await room.record_signal(invitation.token, kind, {"characters": 9})
        await send(invitation.token, "full marks")
        failure_of(await client.get(address), 404, "not_found")
        await room.end(invitation.token)
    signal = (await signals_of(invitation.token))[0]
    async with unit_of_work() as session:
        await dismiss_signal(session, actor, signal.id, reason="Pasted their own notes.")
    report = data_of(await client.get(address))
    assert set(report) == {
        "interview_id",
        "overall_score",
        "recommendation",
        "summary",
        "knowledge_summary",
        "questions_asked",
        "duration_min",
        "proctor_flags",
        "completed_at",
        "concept_depth",
        "report_url",
    }
    assert report["interview_id"] == str(invitation.interview_id)
    assert report["proctor_flags"] == 1
    assert report["overall_score"] > 0
    assert report["report_url"].endswith(f"/interviews/{invitation.interview_id}")
    ended = (await interview_of(invitation.token)).ended_at
    assert datetime.fromisoformat(report["completed_at"]) == ended
    (entry,) = report["concept_depth"]
    assert entry["depth"] > 0
    quoted = entry["evidence"][0]
    assert quoted["quote"] == "full"
    assert {"turn_id", "start", "end", "point", "credit"} < set(quoted)


async def test_where_nothing_could_be_graded_the_report_is_whole_all_the_same(
    client, actor
) -> None:
    interview = await reported(actor, ("I do not know",))
    report = data_of(await client.get(f"/interviews/{interview.id}/report"))
    (entry,) = report["concept_depth"]
    assert None not in report.values()
    assert None not in entry.values()
    assert isinstance(report["overall_score"], float)
    assert {"concept", "depth", "evidence"} <= set(entry)


async def test_a_report_without_an_answer_scores_nothing(client, actor) -> None:
    interview = await reported(actor, ())
    report = data_of(await client.get(f"/interviews/{interview.id}/report"))
    assert report["overall_score"] == 0.0
    assert [entry["depth"] for entry in report["concept_depth"]] == [0.0]
    assert [entry["evidence"] for entry in report["concept_depth"]] == [[]]


async def test_minutes_are_the_candidates_whole_ones(client, actor, position) -> None:
    begun = datetime(2026, 11, 21, 9, tzinfo=UTC)
    with engine(), clock.at(begun):
        invitation = await invite(actor, position)
        await room.start(invitation.token, room.CONSENT_VERSION)
        for _ in range(10):
            clock.advance(timedelta(seconds=15))
            await room.touch(invitation.token)
        await room.end(invitation.token)
    used = (await interview_of(invitation.token)).time_used_s
    report = data_of(await client.get(f"/interviews/{invitation.interview_id}/report"))
    assert used == pytest.approx(150)
    assert report["duration_min"] == 2


async def test_an_interview_whose_link_was_made_under_another_key_is_still_told_of(
    client, position
) -> None:
    made = data_of(await client.post("/interviews", json=order(position.id)), 201)
    async with unit_of_work() as session:
        (interview,) = (await session.execute(select(Interview))).scalars()
        interview.token_sealed = Fernet(Fernet.generate_key()).encrypt(b"token").decode()
    told = data_of(await client.get(f"/interviews/{made['id']}"))
    assert {"invite_token", "invite_url"} == set(made) - set(told)


async def test_keys_of_one_scope_do_what_it_says(actor, position) -> None:
    async with client_with(await issue_key(actor, ["interviews:write"])) as writer:
        made = data_of(await writer.post("/interviews", json=order(position.id)), 201)
        failure_of(await writer.get(f"/interviews/{made['id']}"), 403, "forbidden")
