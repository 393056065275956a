"""The dialog in which candidates are invited."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from app.billing import ledger
from app.billing.models import Account, TransactionKind
from app.core import clock
from app.core.database import reading, unit_of_work
from app.core.errors import InvalidInputError
from app.identity.permissions import Role
from app.interviews.listing import list_interviews
from app.mail.models import Mail
from app.settings import get_settings
from state.invite import InviteState, end_of_day, zone_of
from tests.support.browser_tab import Browser
from tests.support.interviews import make_position
from tests.support.people import make_actor

NOW = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
FORM = {"full_name": "Ada Example", "email": "ada@example.com", "phone": "", "expires_at": ""}
sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


async def count(actor) -> int:
    async with reading() as session:
        return (await list_interviews(session, actor)).total.count


async def written() -> list[str]:
    """To whom e-mails were written."""
    async with reading() as session:
        return list((await session.execute(select(Mail.recipient))).scalars())


async def leave_in_wallet(actor, cents: int) -> None:
    """Take money out of the wallet until it holds that much."""
    async with unit_of_work() as session:
        wallet = await ledger.wallet_of(session, actor.organization_id, lock=True)
        spent = wallet.balance_cents - cents
        await ledger.post(
            session,
            wallet,
            TransactionKind.INTERVIEW,
            {Account.WALLET: -spent, Account.REVENUE: spent},
            reference="spent in a test",
            memo="Spent",
        )


def test_a_link_is_valid_to_the_end_of_the_day_where_the_recruiter_is() -> None:
    zone, name = zone_of("Asia/Tokyo")

    moment = end_of_day("2026-12-05", zone)

    assert name == "Asia/Tokyo"
    assert moment == datetime(2026, 12, 5, 14, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize("name", ["", "UTC", "Nowhere/Land", "../../etc/passwd", None, 7, "a\0b"])
def test_an_unknown_time_zone_is_read_as_utc(name: object) -> None:
    assert zone_of(name) == (UTC, "UTC")


@pytest.mark.parametrize("value", ["soon", "2026-13-01", 7, {"a": 1}, "9999-12-31"])
def test_what_is_no_date_is_refused(value: object) -> None:
    with pytest.raises(InvalidInputError) as caught:
        end_of_day(value, UTC)
    assert caught.value.field == "expires_at"


@sqlite
async def test_an_invitation_gives_a_link(database, monkeypatch) -> None:
    actor = await make_actor(Role.RECRUITER)
    position = await make_position(actor)
    browser = Browser(monkeypatch, actor).at("/positions")
    with clock.at(NOW):
        outcome = await browser.call(InviteState, "begin", str(position.id))
        await browser.call(InviteState, "set_zone", "Asia/Tokyo")
        state = browser.state(InviteState)
        assert "showModal" in outcome
        assert (state.first_day, state.last_day) == ("2026-11-22", "2026-12-06")
        await browser.call(InviteState, "create", FORM | {"expires_at": "2026-12-01"})

    assert "/interview/" in state.link
    assert (state.name, state.until) == ("Ada Example", "1 December 2026")
    assert await count(actor) == 1

    await browser.call(InviteState, "another")
    assert (state.link, state.position) == ("", str(position.id))


@sqlite
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"full_name": ""}, "full_name"),
        ({"email": "nobody"}, "email"),
        ({"phone": "1" * 31}, "phone"),
        ({"expires_at": "2020-01-01"}, "expires_at"),
        ({"full_name": {"a": 1}}, "full_name"),
    ],
)
async def test_a_problem_shows_beside_its_field(database, monkeypatch, changes, field) -> None:
    actor = await make_actor()
    position = await make_position(actor)
    browser = Browser(monkeypatch, actor).at("/positions")
    await browser.call(InviteState, "begin", str(position.id))
    await browser.call(InviteState, "create", FORM | changes)

    state = browser.state(InviteState)
    assert {name for name, words in state.errors.items() if words} == {field}
    assert state.link == ""
    assert await count(actor) == 0


@sqlite
async def test_only_open_positions_of_ones_own_are_offered(database, monkeypatch) -> None:
    actor = await make_actor()
    opened = await make_position(actor)
    draft = await make_position(actor, opened=False)
    await make_position(await make_actor())
    browser = Browser(monkeypatch, actor).at("/dashboard")
    await browser.call(InviteState, "begin", "")

    state = browser.state(InviteState)
    assert [one.value for one in state.choices] == [str(opened.id)]
    await browser.call(InviteState, "create", FORM)
    assert state.errors["position_id"]
    await browser.call(InviteState, "create", FORM | {"position_id": str(draft.id)})
    assert "is a draft" in state.errors["position_id"]
    await browser.call(InviteState, "create", FORM | {"position_id": str(opened.id)})
    assert state.link


@sqlite
async def test_a_foreign_position_takes_no_invitation(database, monkeypatch) -> None:
    position = await make_position(await make_actor())
    actor = await make_actor()
    browser = Browser(monkeypatch, actor).at("/dashboard")

    assert "no such position" in await browser.call(InviteState, "begin", str(position.id))
    await browser.call(InviteState, "create", FORM | {"position_id": str(position.id)})
    assert "no such position" in browser.state(InviteState).errors["position_id"]
    assert await count(actor) == 0


@sqlite
async def test_copying_says_how_it_went(database, monkeypatch) -> None:
    browser = Browser(monkeypatch, await make_actor()).at("/dashboard")
    await browser.call(InviteState, "tell_copied", True)
    assert browser.state(InviteState).copied == "The link is copied."
    await browser.call(InviteState, "tell_copied", {"forged": timedelta})
    assert "Copying failed" in browser.state(InviteState).copied


@sqlite
async def test_the_link_is_e_mailed_where_that_is_ticked_and_the_dialog_says_where_to(
    database, monkeypatch
) -> None:
    actor = await make_actor(Role.RECRUITER)
    position = await make_position(actor)
    browser = Browser(monkeypatch, actor).at("/positions")
    await browser.call(InviteState, "begin", str(position.id))
    state = browser.state(InviteState)

    await browser.call(InviteState, "create", FORM)
    assert state.link
    assert (state.sent_to, await written()) == ("", [])

    await browser.call(InviteState, "another")
    await browser.call(InviteState, "create", FORM | {"email": "Zoe@Example.com", "notify": "on"})
    assert state.link
    assert (state.sent_to, await written()) == ("zoe@example.com", ["zoe@example.com"])
    assert state.is_kept_here

    monkeypatch.setattr(get_settings(), "smtp_host", "mail.example.com")
    await browser.call(InviteState, "another")
    assert state.sent_to == ""
    await browser.call(InviteState, "create", FORM | {"email": "a@example.com", "notify": "on"})
    assert not state.is_kept_here


@sqlite
async def test_a_double_click_invites_pays_and_writes_once(database, monkeypatch) -> None:
    actor = await make_actor()
    position = await make_position(actor)
    browser = Browser(monkeypatch, actor).at("/positions")
    await browser.call(InviteState, "begin", str(position.id))
    for _ in range(2):
        await browser.call(InviteState, "create", FORM | {"notify": "on"})
    assert await count(actor) == 1
    assert await written() == ["ada@example.com"]


@sqlite
async def test_the_price_is_named_before_it_is_paid(database, monkeypatch) -> None:
    actor = await make_actor()
    long = await make_position(actor, title="Long", duration_min=90)
    short = await make_position(actor, title="Short", duration_min=15)
    browser = Browser(monkeypatch, actor).at("/dashboard")
    state = browser.state(InviteState)
    await browser.call(InviteState, "begin", str(long.id))
    assert state.price == "$36.00"
    await browser.call(InviteState, "begin", "")
    assert state.price == ""
    await browser.call(InviteState, "choose", str(short.id))
    assert state.price == "$6.00"
    for forged in ("", "elsewhere", 7, {"a": 1}, None):
        await browser.call(InviteState, "choose", forged)
        assert state.price == ""
    monkeypatch.setattr(get_settings(), "cents_per_minute", 0)
    await browser.call(InviteState, "begin", str(long.id))
    assert state.price == ""


@sqlite
@pytest.mark.parametrize("role", [Role.ADMIN, Role.RECRUITER])
async def test_what_the_wallet_does_not_cover_is_said_with_a_way_out(
    database, monkeypatch, role: Role
) -> None:
    actor = await make_actor(role)
    position = await make_position(actor)
    await leave_in_wallet(actor, 1_000)
    browser = Browser(monkeypatch, actor).at("/positions")
    await browser.call(InviteState, "begin", str(position.id))
    await browser.call(InviteState, "create", FORM | {"notify": "on"})
    state = browser.state(InviteState)
    assert "$18.00" in state.problem
    assert "$10.00" in state.problem
    assert state.unpaid
    assert state.may_pay is (role is Role.ADMIN)
    assert (state.link, await count(actor), await written()) == ("", 0, [])

    await browser.call(InviteState, "create", FORM | {"email": "nobody"})
    assert not state.unpaid
