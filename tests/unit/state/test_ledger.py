"""The ledger on the screen: what its address says is what it shows, to those who may see it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reflex.istate.data import ReflexURL
from sqlalchemy.exc import OperationalError

from app.billing import service as billing
from app.billing.statement import MAX_PAGE, PER_PAGE
from app.core.database import unit_of_work
from app.core.ids import new_id
from app.identity.permissions import Role
from state.ledger import LedgerState, Query, csv_address
from state.tables import FAILED, LOADING, READY
from tests.support.people import make_actor
from tests.support.screens import ORIGIN, Screen, cookie_of

sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
NOW = datetime(2026, 3, 15, 12, tzinfo=UTC)


def parameters_of(address: str) -> dict[str, str]:
    return dict(ReflexURL(ORIGIN + address).query_parameters)


async def charge(actor, title: str, minutes: int = 45):
    interview = new_id()
    async with unit_of_work() as session:
        await billing.charge_interview(
            session,
            organization_id=actor.organization_id,
            interview_id=interview,
            duration_min=minutes,
            title=title,
        )
    return interview


async def shown(actor, path: str = "/settings/billing") -> Screen:
    screen = Screen(LedgerState, path, await cookie_of(actor))
    await screen.load()
    return screen


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(
        st.sampled_from(["q", *Query().filters, "page", "payments"]),
        st.text(max_size=40)
        | st.dates().map(str)
        | st.sampled_from(["top_up", "days", "last-year", "9999-12-31", "3"]),
    )
)
def test_an_address_is_read_the_same_when_it_is_written_again(parameters) -> None:
    query = Query.of(parameters)
    assert 1 <= query.page <= MAX_PAGE
    assert Query.of(parameters_of(query.address(page=query.page))) == query
    since, until = query.bounds(NOW)
    assert all(moment is None or moment.tzinfo for moment in (since, until))
    assert csv_address(query, NOW)


@pytest.mark.parametrize(
    ("parameters", "since", "until"),
    [
        ({}, None, None),
        ({"period": "30"}, (2026, 2, 13), None),
        ({"period": "month"}, (2026, 3, 1), None),
        ({"period": "last-month"}, (2026, 2, 1), (2026, 3, 1)),
        ({"period": "year"}, (2026, 1, 1), None),
        ({"period": "last-year"}, (2025, 1, 1), (2026, 1, 1)),
        (
            {"period": "days", "since": "2026-02-02", "until": "2026-02-03"},
            (2026, 2, 2),
            (2026, 2, 4),
        ),
        ({"period": "days", "until": "9999-12-31"}, None, None),
        ({"since": "2026-02-02"}, None, None),
    ],
)
def test_a_period_holds_whole_days(parameters, since, until) -> None:
    moments = [datetime(*day, tzinfo=UTC) if day else None for day in (since, until)]
    assert list(Query.of(parameters).bounds(NOW)) == moments


def test_the_file_holds_the_same_part_of_the_ledger() -> None:
    query = Query.of({"q": "data", "kind": "interview", "period": "last-month", "page": "3"})
    assert csv_address(query, NOW) == (
        "/files/ledger.csv?kind=interview&since=2026-02-01&until=2026-02-28&search=data"
    )
    assert csv_address(Query(), NOW) == "/files/ledger.csv"


def test_each_table_turns_its_own_pages() -> None:
    query = Query(kind="interview", page=4, payments=2)
    assert Query.of(parameters_of(query.address(page=5))) == Query(
        kind="interview", page=5, payments=2
    )
    assert Query.of(parameters_of(query.address(payments=3))).page == 4
    assert Query.of(parameters_of(query.address(kind="top_up"))).page == 1
    assert query.address(page=5).endswith("#ledger")
    assert query.address(payments=3).endswith("#payments")


@sqlite
async def test_each_line_leads_to_its_interview_and_tells_the_balance(database: str) -> None:
    actor = await make_actor()
    interview = await charge(actor, "Data engineer")
    screen = await shown(actor)
    charged, credit = screen.rows
    assert (charged.kind, charged.amount, charged.balance) == ("Interview", "−$18.00", "$9,982.00")
    assert charged.href == f"/interviews/{interview}"
    assert (credit.amount, credit.href, credit.comes_in) == ("+$10,000.00", "", True)
    assert screen.range_words == "1 to 2 of 2"


@sqlite
async def test_the_ledger_shows_what_its_address_asks_for(database: str) -> None:
    actor = await make_actor()
    for number in range(PER_PAGE + 1):
        await charge(actor, f"Engineer {number}", 5)
    for path, count in (
        ("", PER_PAGE),
        ("?page=2", 2),
        ("?kind=credit", 1),
        ("?kind=interview&q=engineer+21", 1),
        ("?kind=dispute", 0),
        ("?period=last-year", 0),
        ("?period=month", PER_PAGE),
        ("?period=days&until=2020-01-01", 0),
        ("?kind=nonsense&page=%00&period=x", PER_PAGE),
    ):
        screen = await shown(actor, f"/settings/billing{path}")
        assert screen.phase == READY
        assert len(screen.rows) == count, path
    assert (await shown(actor)).following.startswith("/settings/billing?page=2")
    assert (await shown(actor, "/settings/billing?kind=dispute")).filtered


@sqlite
async def test_a_page_beyond_the_last_leads_to_the_first(database: str) -> None:
    screen = Screen(
        LedgerState, "/settings/billing?q=credit&page=7", await cookie_of(await make_actor())
    )
    (gone,) = await screen.load()
    assert "page=" not in str(gone.args)
    assert "q=credit" in str(gone.args)


@sqlite
async def test_a_filter_changes_the_address_and_nothing_else_does(database: str) -> None:
    cookie = await cookie_of(await make_actor())
    screen = Screen(LedgerState, "/settings/billing?q=data&page=3", cookie)
    (gone,) = await screen.narrow("kind", "top_up")
    assert "q=data&kind=top_up" in str(gone.args)
    assert "page=" not in str(gone.args)
    assert await screen.narrow("kind", ["top_up"]) == []
    assert await screen.narrow("page", "2") == []
    for name in Query().filters:
        (gone,) = await screen.narrow(name, "nonsense")
        assert "nonsense" not in str(gone.args)
    (gone,) = await screen.clear()
    assert "q=" not in str(gone.args)
    for typed in (None, {"q": "data"}):
        screen = Screen(LedgerState, "/settings/billing?q=data", cookie)
        (gone,) = await screen.find(typed)
        assert "q=" not in str(gone.args)


@sqlite
@pytest.mark.parametrize("role", [Role.RECRUITER, Role.READONLY])
async def test_nothing_of_it_reaches_those_who_may_not_see_it(database: str, role: Role) -> None:
    admin = await make_actor()
    await charge(admin, "Data engineer")
    screen = await shown(await make_actor(role, admin.organization_id))
    assert (screen.phase, screen.rows, screen.range_words) == (LOADING, [], "")
    assert "Your role does not allow this" in str(await screen.narrow("kind", "top_up"))


@sqlite
async def test_another_organisation_s_money_is_not_in_it(database: str) -> None:
    owner = await make_actor()
    await charge(owner, "Data engineer")
    other = await shown(await make_actor())
    assert [row.kind for row in other.rows] == ["Credit"]


@sqlite
async def test_a_database_that_fails_is_said_and_can_be_tried_again(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object, **__: object) -> None:
        raise OperationalError("SELECT", {}, RuntimeError())

    screen = Screen(LedgerState, "/settings/billing", await cookie_of(await make_actor()))
    with monkeypatch.context() as broken:
        broken.setattr("state.ledger.ledger_page", fail)
        await screen.load()
    assert screen.phase == FAILED
    await screen.load()
    assert screen.phase == READY
