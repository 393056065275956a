"""The first answer is kept, and given again to every retry."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from app.core import clock
from app.core.database import unit_of_work
from app.core.ids import new_id
from app.idempotency import service
from app.idempotency.models import IdempotencyRecord
from app.idempotency.service import Answer, InFlightError, KeyReusedError, key_of
from tests.support.people import make_actor

BODY = {"position_id": "p", "candidate": {"email": "ada@example.com"}}
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=8,
)


async def a_key(body: object = BODY, key: str = "k"):
    return key_of((await make_actor()).organization_id, "test", key, body)


async def test_the_first_answer_is_given_again(database: str) -> None:
    key, answer = await a_key(), Answer(201, {"id": "i", "title": "Ωmega"})
    async with unit_of_work() as session:
        assert await service.earlier_answer(session, key) is None
        service.remember(session, key, answer)
    async with unit_of_work() as session:
        assert await service.earlier_answer(session, key) == answer


async def test_what_is_rolled_back_was_never_answered(database: str) -> None:
    key = await a_key()

    async def broken_off() -> None:
        async with unit_of_work() as session:
            await service.earlier_answer(session, key)
            service.remember(session, key, Answer(201, {}))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await broken_off()
    async with unit_of_work() as session:
        assert await service.earlier_answer(session, key) is None


async def test_organisation_operation_and_key_are_each_their_own(database: str) -> None:
    organization_id = (await make_actor()).organization_id
    key = key_of(organization_id, "test", "k", BODY)
    async with unit_of_work() as session:
        service.remember(session, key, Answer(201, {}))
    async with unit_of_work() as session:
        for other in (
            key_of((new_id()), "test", "k", BODY),
            key_of(organization_id, "other", "k", BODY),
            key_of(organization_id, "test", "K", BODY),
        ):
            assert await service.earlier_answer(session, other) is None


async def test_another_body_is_refused(database: str) -> None:
    organization_id = (await make_actor()).organization_id
    async with unit_of_work() as session:
        service.remember(session, key_of(organization_id, "test", "k", BODY), Answer(201, {}))
    other = key_of(organization_id, "test", "k", BODY | {"round_number": 1})
    async with unit_of_work() as session:
        with pytest.raises(KeyReusedError):
            await service.earlier_answer(session, other)


async def test_neither_key_nor_body_nor_answer_can_be_read_in_the_database(database: str) -> None:
    key = await a_key(key="order of Ada Example")
    async with unit_of_work() as session:
        service.remember(session, key, Answer(201, {"invite_token": "way in"}))
    async with unit_of_work() as session:
        (record,) = (await session.execute(select(IdempotencyRecord))).scalars()
    stored = str(record.model_dump())
    for secret in ("Ada", "ada@", "way in"):
        assert secret not in stored


async def test_after_a_day_it_is_forgotten_also_before_it_is_purged(database: str) -> None:
    key, begun = await a_key(), clock.now()
    async with unit_of_work() as session:
        service.remember(session, key, Answer(201, {}))
    with clock.at(begun + timedelta(hours=23)):
        async with unit_of_work() as session:
            await service.purge_expired(session)
            assert await service.earlier_answer(session, key) is not None
    with clock.at(begun + timedelta(hours=25)):
        async with unit_of_work() as session:
            assert await service.earlier_answer(session, key) is None
            service.remember(session, key, Answer(201, {"new": True}))
    with clock.at(begun + timedelta(hours=50)):
        async with unit_of_work() as session:
            await service.purge_expired(session)
    async with unit_of_work() as session:
        assert (await session.execute(select(IdempotencyRecord))).first() is None


async def test_while_the_first_is_worked_on_others_are_told_to_wait(database: str) -> None:
    key = await a_key()
    async with service.alone(key):
        with pytest.raises(InFlightError):
            async with service.alone(key):
                pass
    with pytest.raises(RuntimeError):
        async with service.alone(key):
            raise RuntimeError
    async with service.alone(key):
        pass


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_so_they_are_in_other_processes(database: str) -> None:
    """Two units of work stand for two processes: the database keeps them apart."""
    key = await a_key()
    async with unit_of_work() as first, unit_of_work() as second:
        assert await service.earlier_answer(first, key) is None
        with pytest.raises(InFlightError):
            await service.earlier_answer(second, key)
    async with unit_of_work() as session:
        assert await service.earlier_answer(session, key) is None


async def test_of_many_at_once_one_is_the_first(database: str) -> None:
    key, worked = await a_key(), []

    async def attempt(number: int) -> object:
        try:
            async with service.alone(key), unit_of_work() as session:
                earlier = await service.earlier_answer(session, key)
                if earlier is None:
                    worked.append(number)
                    service.remember(session, key, Answer(201, number))
                return earlier and earlier.body
        except InFlightError:
            return "wait"

    await asyncio.gather(*map(attempt, range(50)))
    assert len(worked) == 1
    assert await attempt(99) == worked[0]


@given(values, values)
def test_two_bodies_are_the_same_where_their_json_is(one, other) -> None:
    organization_id = new_id()
    same = key_of(organization_id, "t", "k", one) == key_of(organization_id, "t", "k", other)
    assert same is (json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True))


@given(st.dictionaries(st.text(max_size=3), values, max_size=4))
def test_the_order_of_members_means_nothing(body) -> None:
    organization_id = new_id()
    turned = dict(reversed(body.items()))
    assert key_of(organization_id, "t", "k", body) == key_of(organization_id, "t", "k", turned)
