"""What the wallet does not hold is not sold, however many ask at once."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest
from sqlalchemy import func
from sqlmodel import col, select

from app.billing import service as billing
from app.billing.models import LedgerEntry
from app.core.database import reading
from app.interviews.models import Interview
from app.settings import get_settings
from tests.support.integrations import client_with, issue_key, order
from tests.support.interviews import make_position
from tests.support.people import CREDIT_CENTS, make_actor

ASKED, COVERED = 500, 100
on_postgresql = pytest.mark.parametrize("database", ["postgresql"], indirect=True)
CENTS_PER_MINUTE = CREDIT_CENTS // (COVERED * 45)


@on_postgresql
async def test_500_at_once_on_a_balance_for_100_get_100_interviews(database, monkeypatch) -> None:
    monkeypatch.setenv("VIVAVOCE_API_BURST", "100000")
    monkeypatch.setenv("VIVAVOCE_CENTS_PER_MINUTE", str(CENTS_PER_MINUTE))
    get_settings.cache_clear()
    actor = await make_actor()
    position = await make_position(actor)
    async with client_with(await issue_key(actor)) as client:

        async def schedule() -> int:
            return (await client.post("/interviews", json=order(position.id))).status_code

        statuses = Counter(await asyncio.gather(*[schedule() for _ in range(ASKED)]))
    assert statuses == {201: COVERED, 402: ASKED - COVERED}
    ours = col(Interview.organization_id) == actor.organization_id
    async with reading() as session:
        held = await billing.balance_of(session, actor.organization_id)
        counted = select(func.count()).select_from(Interview).where(ours)
        assert (await session.execute(counted)).scalar_one() == COVERED
        total = select(func.sum(LedgerEntry.amount_cents))
        assert (await session.execute(total)).scalar_one() == 0
    assert held == CREDIT_CENTS - COVERED * 45 * CENTS_PER_MINUTE
