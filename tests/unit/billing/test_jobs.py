"""The hourly look at the books."""

from __future__ import annotations

from datetime import timedelta

from dbos import DBOS
from sqlalchemy import text
from sqlmodel import select
from structlog.testing import capture_logs

from app.billing import repository
from app.billing.models import StripeEvent
from app.core import clock
from app.core.database import get_engine, reading, unit_of_work
from app.jobs import payments, runner
from tests.unit.billing import books


async def test_books_that_do_not_agree_are_logged_and_those_that_do_are_not(database: str) -> None:
    sound, broken = await books.make_organization(), await books.make_organization()
    for one in (sound, broken):
        await books.give(one, 100)
    assert await payments.check_books() == 0
    async with get_engine().begin() as connection:
        await connection.execute(
            text("UPDATE wallet SET balance_cents = 130 WHERE organization_id = :id"),
            {"id": broken.hex},
        )
    with capture_logs() as logged:
        assert await payments.check_books() == 1
    assert [(one["event"], one["organization_id"], one["balance"]) for one in logged] == [
        ("books_do_not_agree", str(broken), 30)
    ]


async def test_the_hourly_job_forgets_events_that_cannot_come_again(database: str) -> None:
    for name, age in (("evt_old", payments.KEEP_EVENTS * 2), ("evt_new", timedelta())):
        with clock.at(clock.now() - age):
            async with unit_of_work() as session:
                assert await repository.first_time(session, name, "charge.refunded")
    async with runner.running():
        handle = await DBOS.start_workflow_async(payments.hourly_books, clock.now(), None)
        await handle.get_result()
    async with reading() as session:
        left = (await session.execute(select(StripeEvent.id))).scalars().all()
    assert left == ["evt_new"]
