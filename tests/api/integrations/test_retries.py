"""An interview is scheduled and paid for once, however often the request for it is sent."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import func
from sqlmodel import col, select

from app.billing import service as billing
from app.billing.models import LedgerEntry
from app.core import clock, database
from app.core.database import reading, unit_of_work
from app.idempotency.models import IdempotencyRecord
from app.interviews import service as interviews
from app.interviews.models import Interview
from app.settings import get_settings
from app.webhooks.models import EventType, WebhookEvent
from tests.support.api_server import ApiServer
from tests.support.integrations import (
    PREFIX,
    client_with,
    data_of,
    failure_of,
    fields_of,
    issue_key,
    order,
)
from tests.support.interviews import make_position
from tests.support.people import CREDIT_CENTS, make_actor

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("database", ["postgresql"], indirect=True)
PRICE = 45 * 40
# Where requests truly run side by side; on the other they queue for the one writer.
MANY = {"postgresql": 200, "sqlite": 60}
OPEN_GATES = {"VIVAVOCE_API_BURST": "100000"}


def keyed(key: str) -> dict[str, str]:
    return {"Idempotency-Key": key}


def many_at_once() -> int:
    return MANY[database.get_engine().dialect.name]


async def done(actor) -> tuple[int, int, int]:
    """How many interviews there are, what they cost, and how many events tell of them."""
    async with reading() as session:
        ours = col(Interview.organization_id) == actor.organization_id
        count = select(func.count()).select_from(Interview).where(ours)
        told = select(func.count()).select_from(WebhookEvent)
        told = told.where(
            col(WebhookEvent.organization_id) == actor.organization_id,
            col(WebhookEvent.type) == EventType.INTERVIEW_SCHEDULED,
        )
        spent = CREDIT_CENTS - await billing.balance_of(session, actor.organization_id)
        total = (await session.execute(select(func.sum(LedgerEntry.amount_cents)))).scalar_one()
        assert total == 0
        made = (await session.execute(count)).scalar_one()
        return made, spent, (await session.execute(told)).scalar_one()


async def test_a_retry_gets_the_first_answer_and_says_so(client, actor, position) -> None:
    body = order(position.id)
    first = await client.post("/interviews", json=body, headers=keyed("a"))
    again = await client.post("/interviews", json=body, headers=keyed("a"))
    assert "idempotent-replayed" not in first.headers
    assert again.headers["idempotent-replayed"] == "true"
    assert data_of(again, 201) == data_of(first, 201)
    assert await done(actor) == (1, PRICE, 1)


async def test_the_same_body_written_differently_is_the_same(client, actor, position) -> None:
    body = order(position.id)
    data_of(await client.post("/interviews", json=body, headers=keyed("a")), 201)
    turned = dict(reversed(body.items()))
    again = await client.post("/interviews", json=turned, headers=keyed("a"))
    assert again.headers["idempotent-replayed"] == "true"
    assert await done(actor) == (1, PRICE, 1)


async def test_another_body_under_the_key_is_409(client, actor, position) -> None:
    body = order(position.id)
    data_of(await client.post("/interviews", json=body, headers=keyed("a")), 201)
    for other in (order(position.id), body | {"round_number": 2}, body | {"note": "unknown"}):
        answer = await client.post("/interviews", json=other, headers=keyed("a"))
        failure_of(answer, 409, "idempotency_key_reused")
    assert await done(actor) == (1, PRICE, 1)


async def test_keys_are_the_organisations_own(client, position) -> None:
    other = await make_actor()
    place = await make_position(other)
    first = data_of(
        await client.post("/interviews", json=order(position.id), headers=keyed("a")), 201
    )
    async with client_with(await issue_key(other)) as foreign:
        second = await foreign.post("/interviews", json=order(place.id), headers=keyed("a"))
    assert data_of(second, 201)["id"] != first["id"]
    assert "idempotent-replayed" not in second.headers


async def test_two_keys_of_an_organisation_share_what_they_have_done(
    client, actor, position
) -> None:
    body = order(position.id)
    data_of(await client.post("/interviews", json=body, headers=keyed("a")), 201)
    async with client_with(await issue_key(actor)) as colleague:
        again = await colleague.post("/interviews", json=body, headers=keyed("a"))
    assert again.headers["idempotent-replayed"] == "true"


async def test_what_was_refused_does_not_use_up_its_key(client, actor, position) -> None:
    dear = await make_position(actor, duration_min=180, title="Dear")
    body = order(position.id)
    past = {"scheduled_at": "2020-01-01T00:00:00Z"}
    fields_of(await client.post("/interviews", json=body | past, headers=keyed("a")))
    fields_of(await client.post("/interviews", json={}, headers=keyed("a")))
    data_of(await client.post("/interviews", json=body, headers=keyed("a")), 201)

    async with reading() as session:
        held = await billing.balance_of(session, actor.organization_id)
    for _ in range(held // (180 * 40)):
        data_of(await client.post("/interviews", json=order(dear.id)), 201)
    wanted = order(dear.id)
    answer = await client.post("/interviews", json=wanted, headers=keyed("b"))
    failure_of(answer, 402, "insufficient_balance")
    async with unit_of_work() as session:
        await billing.give_credit(
            session,
            organization_id=actor.organization_id,
            amount_cents=180 * 40,
            reference="more",
            memo="More",
        )
    answer = await client.post("/interviews", json=wanted, headers=keyed("b"))
    assert "idempotent-replayed" not in answer.headers
    data_of(answer, 201)


@pytest.mark.parametrize("key", ["k", "k" * 255, "clé", "{}", "a b"])
async def test_a_key_may_be_anything_of_up_to_255_characters(client, actor, position, key) -> None:
    body, headers = order(position.id), {"Idempotency-Key": key.encode("latin-1")}
    for _ in range(2):
        data_of(await client.post("/interviews", json=body, headers=headers), 201)
    assert (await done(actor))[0] == 1


async def test_a_longer_key_is_refused_and_so_are_two(client, actor, position) -> None:
    for headers in (
        [("Idempotency-Key", "k" * 256)],
        [("Idempotency-Key", "a"), ("Idempotency-Key", "b")],
    ):
        answer = await client.post("/interviews", json=order(position.id), headers=headers)
        assert fields_of(answer) == ["Idempotency-Key"]
    assert (await done(actor))[0] == 0


async def test_an_empty_key_counts_as_none(client, actor, position) -> None:
    body = order(position.id)
    for _ in range(2):
        data_of(await client.post("/interviews", json=body, headers=keyed("")), 201)
    assert (await done(actor))[0] == 2


async def test_after_a_day_the_key_is_free_again(client, actor, position) -> None:
    body = order(position.id)
    data_of(await client.post("/interviews", json=body, headers=keyed("a")), 201)
    with clock.at(clock.now() + timedelta(hours=24)):
        again = await client.post("/interviews", json=body, headers=keyed("a"))
    data_of(again, 201)
    assert "idempotent-replayed" not in again.headers
    assert (await done(actor))[0] == 2


async def test_the_start_may_be_over_by_the_time_of_the_retry(client, actor, position) -> None:
    start = clock.now() + timedelta(hours=1)
    body = order(position.id, scheduled_at=start.isoformat())
    first = data_of(await client.post("/interviews", json=body, headers=keyed("a")), 201)
    with clock.at(start + timedelta(hours=1)):
        again = await client.post("/interviews", json=body, headers=keyed("a"))
    assert data_of(again, 201) == first


async def test_with_the_candidate_goes_the_answer_that_told_of_them(
    client, actor, position
) -> None:
    body = order(position.id)
    data_of(await client.post("/interviews", json=body, headers=keyed("a")), 201)
    async with reading() as session:
        (interview,) = (await session.execute(select(Interview))).scalars()
        (record,) = (await session.execute(select(IdempotencyRecord))).scalars()
    assert body["candidate"]["email"] not in str(record.model_dump())
    async with unit_of_work() as session:
        await interviews.delete_candidate(session, actor, interview.candidate_id)
    async with reading() as session:
        assert (await session.execute(select(IdempotencyRecord))).scalars().all() == []


async def insist(client: httpx.AsyncClient, body, statuses: Counter) -> dict:
    """Send the request until it is answered with an interview."""
    while True:
        answer = await client.post("/interviews", json=body, headers=keyed("once"))
        statuses[answer.status_code] += 1
        if answer.status_code == 201:
            return data_of(answer, 201)
        failure_of(answer, 409, "idempotency_in_flight")
        await asyncio.sleep(0.25)


async def test_200_retries_at_once_make_one_interview_and_one_debit(
    actor, position, monkeypatch
) -> None:
    monkeypatch.setenv("VIVAVOCE_API_BURST", "100000")
    get_settings.cache_clear()
    body, statuses, many = order(position.id), Counter(), many_at_once()
    async with client_with(await issue_key(actor)) as client:
        made = await asyncio.gather(*[insist(client, body, statuses) for _ in range(many)])
    assert len({one["id"] for one in made}) == 1
    assert statuses[201] == many
    assert await done(actor) == (1, PRICE, 1)


@on_postgresql
async def test_so_they_do_in_two_processes_that_share_a_database(actor, position) -> None:
    body, statuses = order(position.id), Counter()
    headers = {"Authorization": f"Bearer {await issue_key(actor)}"}
    await database.dispose()
    with ApiServer(**OPEN_GATES) as first, ApiServer(**OPEN_GATES) as second:
        limits = httpx.Limits(max_connections=25)
        async with (
            httpx.AsyncClient(
                base_url=first.url + PREFIX, headers=headers, limits=limits, timeout=60
            ) as one,
            httpx.AsyncClient(
                base_url=second.url + PREFIX, headers=headers, limits=limits, timeout=60
            ) as other,
        ):
            made = await asyncio.gather(
                *[insist((one, other)[n % 2], body, statuses) for n in range(many_at_once())]
            )
    assert len({one["id"] for one in made}) == 1
    assert await done(actor) == (1, PRICE, 1)


@on_postgresql
async def test_a_crash_between_charge_and_answer_charges_once(actor, position) -> None:
    """The server is killed once the interview is stored and before its answer is out."""
    body = order(position.id)
    headers = {"Authorization": f"Bearer {await issue_key(actor)}"} | keyed("once")
    await database.dispose()
    with ApiServer(**OPEN_GATES, VIVAVOCE_TEST_CRASH="before the answer") as doomed:
        async with httpx.AsyncClient(base_url=doomed.url + PREFIX, headers=headers) as client:
            with pytest.raises(httpx.TransportError):
                await client.post("/interviews", json=body)
    assert await done(actor) == (1, PRICE, 1)
    with ApiServer(**OPEN_GATES) as server:
        async with httpx.AsyncClient(base_url=server.url + PREFIX, headers=headers) as client:
            answer = await client.post("/interviews", json=body)
    assert answer.headers["idempotent-replayed"] == "true"
    data_of(answer, 201)
    assert await done(actor) == (1, PRICE, 1)


@on_sqlite
async def test_a_crash_before_the_commit_leaves_nothing_and_the_key_free(actor, position) -> None:
    body = order(position.id)
    headers = {"Authorization": f"Bearer {await issue_key(actor)}"} | keyed("once")
    await database.dispose()
    with ApiServer(**OPEN_GATES, VIVAVOCE_TEST_CRASH="before the commit") as doomed:
        async with httpx.AsyncClient(base_url=doomed.url + PREFIX, headers=headers) as client:
            with pytest.raises(httpx.TransportError):
                await client.post("/interviews", json=body)
    assert await done(actor) == (0, 0, 0)
    with ApiServer(**OPEN_GATES) as server:
        async with httpx.AsyncClient(base_url=server.url + PREFIX, headers=headers) as client:
            answer = await client.post("/interviews", json=body)
    assert "idempotent-replayed" not in answer.headers
    data_of(answer, 201)
    assert await done(actor) == (1, PRICE, 1)
