"""When an interview is paid back, and when it is not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.core import clock
from app.core.database import unit_of_work
from app.core.errors import PaymentRequiredError
from app.interviews import service as interviews
from app.room import conduct
from app.room import service as room
from tests.support.interviews import begun, engine, interview_of, invite, make_position, take_whole
from tests.support.people import CREDIT_CENTS, make_actor
from tests.unit.billing import books

PRICE = 1_800


@pytest.fixture(autouse=True)
def scripted(database: str):
    with engine() as evaluator:
        yield evaluator


async def balance(actor) -> int:
    return (await books.check(actor.organization_id)).balance_cents


async def cancel(actor, interview_id) -> None:
    async with unit_of_work() as session:
        await interviews.cancel(session, actor, interview_id)


async def test_cancelling_before_the_start_gives_the_money_back(database: str) -> None:
    actor = await make_actor()
    invitation = await invite(actor, await make_position(actor))
    assert await balance(actor) == CREDIT_CENTS - PRICE
    await cancel(actor, invitation.interview_id)
    assert await balance(actor) == CREDIT_CENTS


async def test_an_invitation_that_runs_out_gives_the_money_back_once(database: str) -> None:
    actor = await make_actor()
    await invite(actor, await make_position(actor))
    with clock.at(clock.now() + timedelta(days=60)):
        await conduct.sweep()
        await conduct.sweep()
    assert await balance(actor) == CREDIT_CENTS


@pytest.mark.parametrize("started", [False, True])
async def test_deleting_a_candidate_gives_back_what_never_began(
    database: str, started: bool
) -> None:
    actor = await make_actor()
    invitation = await invite(actor, await make_position(actor))
    if started:
        await room.start(invitation.token, room.CONSENT_VERSION)
    candidate_id = (await interview_of(invitation.token)).candidate_id
    async with unit_of_work() as session:
        await interviews.delete_candidate(session, actor, candidate_id)
    assert await balance(actor) == CREDIT_CENTS - (PRICE if started else 0)


async def test_cancelling_after_the_start_gives_nothing_back(database: str) -> None:
    actor = await make_actor()
    interview = await interview_of(await begun(actor))
    await cancel(actor, interview.id)
    assert await balance(actor) == CREDIT_CENTS - PRICE


async def test_an_interview_that_was_held_stays_paid(database: str) -> None:
    actor = await make_actor()
    await take_whole(await begun(actor))
    assert await balance(actor) == CREDIT_CENTS - PRICE


async def test_a_trial_costs_nothing(database: str) -> None:
    actor = await make_actor()
    position = await make_position(actor)
    async with unit_of_work() as session:
        await interviews.start_trial(session, actor, position_id=position.id)
    assert await balance(actor) == CREDIT_CENTS


async def test_without_enough_money_nothing_is_scheduled_and_the_lack_is_said(
    database: str,
) -> None:
    actor = await make_actor()
    position = await make_position(actor)
    await books.charge(actor.organization_id, minutes=(CREDIT_CENTS - 1_000) // 40)
    with pytest.raises(PaymentRequiredError, match=r"costs \$18\.00 .* holds \$10\.00.*\$8\.00"):
        await invite(actor, position)
    assert await balance(actor) == 1_000
