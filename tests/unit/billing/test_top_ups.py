"""Top-ups as they are listed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.billing import top_ups
from app.billing.models import TopUpStatus
from app.core import clock
from app.core.database import reading
from app.core.errors import NotFoundError, NotPermittedError
from app.identity.permissions import Role
from tests.support.people import make_actor
from tests.unit.billing import books


async def listed(actor, page: int = 1):
    async with reading() as session:
        return await top_ups.top_ups(session, actor, page=page)


async def test_they_come_newest_first_and_in_pages(database: str) -> None:
    actor = await make_actor()
    for number in range(top_ups.PER_PAGE + 2):
        await books.ordered(actor.organization_id, 1_000 + number, created_by=actor.user_id)
    first, second = await listed(actor), await listed(actor, page=2)
    assert [row.amount_cents for row in first.rows] == list(range(1_011, 1_001, -1))
    assert [row.amount_cents for row in second.rows] == [1_001, 1_000]
    assert (first.has_next, second.has_next) == (True, False)
    assert first.rows[0].by == actor.name


async def test_a_page_nobody_paid_on_is_shown_as_not_paid_after_a_day(database: str) -> None:
    actor = await make_actor()
    await books.ordered(actor.organization_id, 1_000)
    await books.ordered(actor.organization_id, 2_000, payment_intent_id="pi_on_its_way")
    with clock.at(clock.now() + timedelta(days=2)):
        rows = (await listed(actor)).rows
    assert [row.status for row in rows] == [TopUpStatus.PENDING, TopUpStatus.EXPIRED]


async def test_another_organisation_s_is_not_found(database: str) -> None:
    target = await books.ordered(await books.make_organization(), 1_000)
    actor = await make_actor()
    assert (await listed(actor)).rows == ()
    for wanted in (target.top_up_id, "nonsense", None):
        with pytest.raises(NotFoundError):
            async with reading() as session:
                await top_ups.top_up(session, actor, wanted)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_only_those_who_pay_see_them(database: str) -> None:
    with pytest.raises(NotPermittedError):
        await listed(await make_actor(Role.RECRUITER))
