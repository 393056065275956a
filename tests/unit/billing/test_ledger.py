"""The ledger's laws, whatever happens in whatever order."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.billing import ledger, reconcile
from app.billing.models import Account, TransactionKind, Wallet
from app.core.database import get_engine, reading, unit_of_work
from app.core.errors import PaymentRequiredError
from app.core.ids import new_id
from app.identity import service as identity
from tests.unit.billing import books

# What can happen, to which payment or interview, and how much.
ACTS = st.tuples(
    st.sampled_from(
        ["credit", "charge", "unused", "order", "pay", "refund", "dispute", "win", "again"]
    ),
    st.integers(0, 3),
    st.integers(1, 5_000),
)


class Model:
    """What an organisation should have, counted by hand: the wallet less what is owed."""

    def __init__(self, organization_id) -> None:
        self.organization_id = organization_id
        self.worth = 0
        self.interviews: dict = {}
        self.payments: list = []

    async def act(self, name: str, which: int, cents: int) -> None:
        await getattr(self, name)(which, cents)

    async def credit(self, _: int, cents: int) -> None:
        await books.give(self.organization_id, cents)
        self.worth += cents

    async def charge(self, _: int, cents: int) -> None:
        interview_id, minutes = new_id(), cents % 60 + 1
        before = (await books.wallet(self.organization_id)).balance_cents
        if before < minutes * 40:
            with pytest.raises(PaymentRequiredError) as caught:
                await books.charge(self.organization_id, interview_id, minutes)
            assert caught.value.missing_cents == minutes * 40 - before
            return
        price = await books.charge(self.organization_id, interview_id, minutes)
        assert price == minutes * 40
        self.interviews[interview_id] = price
        self.worth -= price

    async def unused(self, which: int, _: int) -> None:
        interviews = list(self.interviews)
        wanted = interviews[which % len(interviews)] if interviews else new_id()
        given_back = await books.unused(self.organization_id, wanted)
        assert given_back == self.interviews.get(wanted, 0)
        if interviews:
            self.interviews[wanted] = 0
        self.worth += given_back

    async def order(self, _: int, cents: int) -> None:
        target = await books.ordered(self.organization_id, cents)
        self.payments.append(
            {"target": target, "amount": cents, "refunded": 0}
            | dict.fromkeys(("paid", "disputed", "won"), False)
        )

    def _payment(self, which: int):
        return self.payments[which % len(self.payments)] if self.payments else None

    async def pay(self, which: int, _: int) -> None:
        if payment := self._payment(which):
            await books.pay(payment["target"], payment["amount"])
            self.worth += 0 if payment["paid"] else payment["amount"]
            payment["paid"] = True

    async def refund(self, which: int, cents: int) -> None:
        if payment := self._payment(which):
            total = min(cents, payment["amount"])
            await books.refund(payment["target"], total)
            self.worth -= max(total - payment["refunded"], 0)
            payment["refunded"] = max(total, payment["refunded"])

    async def dispute(self, which: int, _: int) -> None:
        if payment := self._payment(which):
            await books.dispute(payment["target"], payment["amount"])
            self.worth -= 0 if payment["disputed"] else payment["amount"]
            payment["disputed"] = True

    async def win(self, which: int, _: int) -> None:
        if payment := self._payment(which):
            await books.dispute(payment["target"], payment["amount"], won=True)
            if payment["disputed"] and not payment["won"]:
                self.worth += payment["amount"]
            payment["disputed"] = payment["won"] = True

    async def again(self, which: int, cents: int) -> None:
        """Everything about a payment is told once more."""
        for act in (self.pay, self.dispute, self.win):
            await act(which, cents)


@given(acts=st.lists(ACTS, max_size=14))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_the_books_agree_after_anything(database: str, acts: list) -> None:
    model = Model(await books.make_organization())
    for act in acts:
        await model.act(*act)
        held = await books.check(model.organization_id)
        assert held.balance_cents - held.owed_cents == model.worth
        assert not (held.balance_cents and held.owed_cents)


@given(balance=st.integers(0, 10**6), owed=st.integers(0, 10**6), amount=st.integers(1, 10**6))
def test_money_in_settles_debts_first_and_money_out_becomes_one_last(
    balance: int, owed: int, amount: int
) -> None:
    wallet = Wallet(organization_id=new_id(), balance_cents=balance, owed_cents=owed)
    coming = ledger.incoming(wallet, Account.PAYMENTS, amount)
    going = ledger.outgoing(wallet, Account.PAYMENTS, amount)
    assert sum(coming.values()) == sum(going.values()) == 0
    assert coming[Account.RECEIVABLE] == min(owed, amount)
    assert going[Account.WALLET] == -min(balance, amount)


@pytest.mark.parametrize(
    "entries",
    [
        {Account.WALLET: 5},
        {Account.WALLET: -5, Account.REVENUE: 5},
        {Account.RECEIVABLE: 5, Account.PAYMENTS: -5},
    ],
    ids=["uneven", "more than there is", "a debt below zero"],
)
async def test_what_would_break_the_books_is_not_booked(database: str, entries: dict) -> None:
    organization_id = await books.make_organization()
    async with unit_of_work() as session:
        held = await ledger.wallet_of(session, organization_id, lock=True)
        with pytest.raises(ValueError, match=r"zero|cover"):
            await ledger.post(
                session, held, TransactionKind.CREDIT, entries, reference="x", memo="x"
            )
    assert (await books.check(organization_id)).balance_cents == 0


@pytest.mark.parametrize("table", ["ledger_transaction", "ledger_entry"])
@pytest.mark.parametrize("act", ["UPDATE {} SET created_at = created_at", "DELETE FROM {}"])
async def test_the_database_refuses_to_change_what_was_booked(
    database: str, table: str, act: str
) -> None:
    organization_id = await books.make_organization()
    await books.give(organization_id, 100)
    with pytest.raises(DBAPIError, match="append-only"):
        async with get_engine().begin() as connection:
            await connection.execute(text(act.format(table)))
    assert (await books.check(organization_id)).balance_cents == 100


async def test_the_database_refuses_a_negative_balance(database: str) -> None:
    organization_id = await books.make_organization()
    await books.give(organization_id, 100)
    with pytest.raises(DBAPIError):
        async with get_engine().begin() as connection:
            await connection.execute(text("UPDATE wallet SET balance_cents = -1"))


async def test_an_organisation_takes_its_ledger_along(database: str) -> None:
    organization_id, other = await books.make_organization(), await books.make_organization()
    for one in (organization_id, other):
        await books.give(one, 100)
    async with unit_of_work() as session:
        await identity.remove_organization(session, organization_id)
    async with reading() as session:
        left = (await session.execute(text("SELECT count(*) FROM ledger_entry"))).scalar_one()
    assert left == 2
    assert (await books.check(other)).balance_cents == 100


async def test_the_same_cause_is_booked_once(database: str) -> None:
    organization_id, interview_id = await books.make_organization(), new_id()
    await books.give(organization_id, 10_000)
    await books.charge(organization_id, interview_id)
    with pytest.raises(DBAPIError):
        await books.charge(organization_id, interview_id)
    assert await books.unused(organization_id, interview_id) == 1_800
    assert await books.unused(organization_id, interview_id) == 0
    assert (await books.check(organization_id)).balance_cents == 10_000


async def test_a_wallet_that_does_not_match_its_entries_is_found(database: str) -> None:
    organization_id = await books.make_organization()
    await books.give(organization_id, 100)
    async with get_engine().begin() as connection:
        await connection.execute(text("UPDATE wallet SET balance_cents = 130, owed_cents = 7"))
    async with reading() as session:
        found = await reconcile.discrepancies(session)
    assert found == [reconcile.Discrepancy(organization_id, balance=30, owed=7, ledger=0)]


async def test_an_entry_without_its_other_side_is_found(database: str) -> None:
    organization_id = await books.make_organization()
    await books.give(organization_id, 100)
    async with get_engine().begin() as connection:
        await connection.execute(
            text(
                "INSERT INTO ledger_entry (id, organization_id, transaction_id, account,"
                " amount_cents, created_at) SELECT :id, organization_id, transaction_id,"
                " 'revenue', 5, created_at FROM ledger_entry LIMIT 1"
            ),
            {"id": new_id().hex},
        )
    async with reading() as session:
        found = await reconcile.discrepancies(session)
    assert [one.ledger for one in found] == [5]
