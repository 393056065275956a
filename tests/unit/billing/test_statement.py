"""The ledger as it is read."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.billing import service as billing
from app.billing.ledger_csv import COLUMNS, ledger_csv
from app.billing.models import TransactionKind
from app.billing.statement import PER_PAGE, filters_of, ledger_page
from app.core import clock
from app.core.database import reading, unit_of_work
from app.core.errors import NotPermittedError
from app.core.ids import new_id
from app.core.spreadsheets import safe_cell
from app.identity.permissions import Role
from tests.support.people import CREDIT_CENTS, make_actor


async def charged(actor, *titles: str) -> list:
    """Interviews of 45 minutes charged one after another; their ids."""
    ids = []
    for title in titles:
        ids.append(new_id())
        async with unit_of_work() as session:
            await billing.charge_interview(
                session,
                organization_id=actor.organization_id,
                interview_id=ids[-1],
                duration_min=45,
                title=title,
            )
    return ids


async def page_of(actor, **filters):
    async with reading() as session:
        return await ledger_page(session, actor, **filters)


async def csv_of(actor, **filters) -> list[dict[str, str]]:
    async with reading() as session:
        text = "".join([part async for part in ledger_csv(session, actor, filters_of(**filters))])
    return list(csv.DictReader(io.StringIO(text)))


async def test_lines_are_newest_first_each_with_the_balance_after_it(database: str) -> None:
    actor = await make_actor()
    await charged(actor, "First", "Second")
    page = await page_of(actor)
    assert [(row.amount_cents, row.balance_cents) for row in page.rows] == [
        (-1_800, CREDIT_CENTS - 3_600),
        (-1_800, CREDIT_CENTS - 1_800),
        (CREDIT_CENTS, CREDIT_CENTS),
    ]
    assert "Second" in page.rows[0].memo
    assert (page.total_words, page.has_next) == ("3", False)


async def test_filters_leave_lines_out_and_balances_as_they_are(database: str) -> None:
    actor = await make_actor()
    first, _, third = await charged(actor, "Cellist", "Juggler 100%", "Cellist")
    whole = {row.id: row.balance_cents for row in (await page_of(actor)).rows}

    async def found(**filters) -> list:
        rows = (await page_of(actor, **filters)).rows
        assert all(row.balance_cents == whole[row.id] for row in rows)
        written = [row["transaction_id"] for row in await csv_of(actor, **filters)]
        assert written == [str(row.id) for row in rows]
        return [row.interview_id for row in rows]

    assert await found(search="cellist") == [third, first]
    assert await found(search="100% jugg") != []
    assert await found(search="_") == []
    assert await found(search=str(first)) == [first]
    assert await found(kind="credit") == [None]
    assert await found(kind="nonsense") == await found()
    assert await found(since=clock.now() + timedelta(hours=1)) == []
    assert await found(until=clock.now() - timedelta(hours=1)) == []
    assert len(await found(since=clock.now() - timedelta(hours=1))) == 4


async def test_a_later_page_goes_on_where_the_one_before_ended(database: str) -> None:
    actor = await make_actor()
    await charged(actor, *(f"Number {number}" for number in range(PER_PAGE + 3)))
    first, second = await page_of(actor), await page_of(actor, page=2)
    assert (first.has_next, second.has_next) == (True, False)
    assert len(second.rows) == 4
    assert second.rows[0].balance_cents == first.rows[-1].balance_cents + 1_800
    assert second.rows[-1].balance_cents == CREDIT_CENTS
    lines = await csv_of(actor)
    assert len(lines) == PER_PAGE + 4
    assert lines[-1]["balance"] == "10000.00"


async def test_lines_of_the_same_moment_keep_their_balances(database: str) -> None:
    actor = await make_actor()
    with clock.at(clock.now()):
        await charged(actor, "One", "Two", "Three")
        balances = [row.balance_cents for row in (await page_of(actor)).rows]
    assert balances == [CREDIT_CENTS - 1_800 * number for number in (3, 2, 1, 0)]


async def test_another_organisation_sees_nothing_of_it(database: str) -> None:
    await charged(await make_actor(), "Secret")
    rows = (await page_of(await make_actor())).rows
    assert [row.kind for row in rows] == [TransactionKind.CREDIT]


@pytest.mark.parametrize("role", [Role.RECRUITER, Role.READONLY])
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_only_those_who_pay_may_look(database: str, role: Role) -> None:
    actor = await make_actor(role)
    with pytest.raises(NotPermittedError):
        await page_of(actor)
    with pytest.raises(NotPermittedError):
        await csv_of(actor)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_no_cell_of_the_csv_is_a_formula(database: str) -> None:
    actor = await make_actor()
    async with unit_of_work() as session:
        await billing.give_credit(
            session,
            organization_id=actor.organization_id,
            amount_cents=100,
            reference="x",
            memo='=HYPERLINK("https://example.com")',
        )
    newest = (await csv_of(actor))[0]
    assert tuple(newest) == COLUMNS
    assert newest["description"] == '\'=HYPERLINK("https://example.com")'
    assert newest["amount"] == "1.00"


@given(st.text())
def test_a_safe_cell_begins_with_no_sign_of_a_formula(text: str) -> None:
    cell = safe_cell(text)
    assert cell.lstrip(" ")[:1] not in {"=", "+", "-", "@", "\t", "\r"}
    assert cell.removeprefix("'") == text.removeprefix("'")
