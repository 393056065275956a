"""Settings → Recruiters, Members, Single sign-on and Hiring on the screen."""

from __future__ import annotations

import json

import pytest

from app.core.database import reading, unit_of_work
from app.hiring_settings import service as hiring_settings
from app.identity import connections, members
from app.identity.models import AccessRequest, FirstSignIn
from app.identity.permissions import Role
from app.recruiters import service as recruiters
from app.requisitions import service as requisitions
from state import settings_hiring, settings_members, settings_recruiters, settings_sso
from state.developers import REFUSED
from state.settings_hiring import HiringState
from state.settings_members import MembersState
from state.settings_recruiters import RecruitersState
from state.settings_sso import SignOnState
from tests.support.people import make_actor
from tests.support.screens import Screen, cookie_of

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
ROBIN = {
    "name": "Robin Example",
    "email": "robin@example.com",
    "phone": "",
    "title": "Talent partner",
    "public_contact_info": "Weekdays, 9 to 17",
}
PROVIDER = {
    "name": "Example Works",
    "slug": "example-works",
    "discovery_url": "https://login.example.com",
    "client_id": "vivavoce",
    "client_secret": "kept-and-never-shown",
    "email_domains": "example.com, example.org\n",
    "first_sign_in": "recruiter",
    "is_enabled": "on",
}


async def screen_of(kind, path, actor, show, *arguments):
    screen = Screen(kind, path, await cookie_of(actor))
    await getattr(screen, show)(*arguments)
    return screen


async def recruiters_of(actor, query=""):
    path = settings_recruiters.HERE + query
    return await screen_of(RecruitersState, path, actor, "load")


async def members_of(actor):
    return await screen_of(MembersState, settings_members.HERE, actor, "show_members", "UTC")


async def sign_on_of(actor):
    return await screen_of(SignOnState, settings_sso.HERE, actor, "show_sign_on")


async def hiring_of(actor):
    return await screen_of(HiringState, settings_hiring.HERE, actor, "show_hiring")


@on_sqlite
async def test_a_recruiter_is_added_changed_and_deleted_once_nobody_needs_them(database):
    actor = await make_actor()
    screen = await recruiters_of(actor)
    assert screen.none_yet
    await screen.begin_recruiter("")
    await screen.keep_recruiter({**ROBIN, "email": "nowhere"})
    assert screen.errors["email"]
    await screen.keep_recruiter(ROBIN)
    [row] = screen.rows
    assert (row.name, row.contact, row.requisitions) == (
        "Robin Example",
        "Weekdays, 9 to 17",
        "No requisition",
    )
    async with unit_of_work() as session:
        await requisitions.create(
            session, actor, {"name": "Engineer", "recruiter": int(row.number)}
        )
    await screen.ask_delete_recruiter(row.number)
    assert screen.doomed.standing == 1
    await screen.delete_recruiter()
    assert "give them to another recruiter first" in screen.delete_problem
    async with unit_of_work() as session:
        found = await requisitions.listing(session, actor)
        await requisitions.update(session, actor, found.rows[0].number, {"recruiter": None})
    await screen.ask_delete_recruiter(row.number)
    await screen.delete_recruiter()
    assert screen.rows == []


@on_sqlite
async def test_of_two_edits_of_a_recruiter_the_second_is_told(database):
    actor = await make_actor()
    async with unit_of_work() as session:
        made = await recruiters.create(session, actor, ROBIN)
    first, second = await recruiters_of(actor), await recruiters_of(actor)
    for screen in (first, second):
        await screen.begin_recruiter(str(made.number))
    await first.keep_recruiter({**ROBIN, "title": "Head of talent"})
    await second.keep_recruiter({**ROBIN, "phone": "0123456"})
    assert "changed by somebody else" in second.problem
    assert (await recruiters_of(actor)).rows[0].title == "Head of talent"
    assert (await recruiters_of(actor, "?q=robin")).rows
    assert not (await recruiters_of(actor, "?q=sam")).none_yet


@on_sqlite
async def test_roles_change_but_for_the_last_administrators(database):
    actor = await make_actor()
    other = await make_actor(Role.RECRUITER, actor.organization_id)
    screen = await members_of(actor)
    assert {row.name: row.role for row in screen.rows} == {
        actor.name: "admin",
        other.name: "recruiter",
    }
    await screen.pick_role(str(actor.user_id), "readonly")
    assert screen.own_role == "readonly"
    await screen.change_own_role()
    assert "last administrator" in screen.problem
    await screen.ask_deactivate(str(actor.user_id))
    await screen.deactivate()
    assert "last administrator" in screen.problem
    await screen.pick_role(str(other.user_id), "admin")
    await screen.ask_deactivate(str(other.user_id))
    await screen.deactivate()
    row = next(row for row in screen.rows if row.name == other.name)
    assert (row.role, row.is_active) == ("admin", False)
    await screen.reactivate(str(other.user_id))
    assert all(row.is_active for row in screen.rows)
    assert "no such role" in str(await screen.pick_role(str(other.user_id), {"role": "admin"}))
    stranger = await make_actor()
    assert "no such member" in str(await screen.pick_role(str(stranger.user_id), "admin"))


@on_sqlite
async def test_who_asks_is_let_in_or_not(database):
    actor = await make_actor()
    async with unit_of_work() as session:
        for name in ("ada", "ben"):
            session.add(
                AccessRequest(
                    organization_id=actor.organization_id,
                    issuer="https://login.example.com",
                    subject=name,
                    email=f"{name}.new@example.com",
                    name=name.title(),
                )
            )
    screen = await members_of(actor)
    ada, ben = sorted(screen.waiting, key=lambda row: row.name)
    await screen.grant(ada.id)
    await screen.decline(ben.id)
    assert screen.waiting == []
    assert "answered already" in str(await screen.grant(ben.id))
    async with reading() as session:
        names = {one.name: one.role for one in await members.members(session, actor)}
    assert names == {actor.name: Role.ADMIN, "Ada": Role.RECRUITER}


@on_sqlite
async def test_a_single_sign_on_is_kept_without_showing_its_secret(database):
    actor = await make_actor()
    screen = await sign_on_of(actor)
    assert screen.redirect_uri.endswith("/auth/sso/callback")
    for field, wrong in (("slug", "a b"), ("email_domains", ""), ("discovery_url", "ftp://x")):
        await screen.send_sign_on({**PROVIDER, field: wrong})
        assert [name for name, words in screen.errors.items() if words] == [field]
    await screen.send_sign_on(PROVIDER)
    assert screen.has_secret
    assert screen.email_domains == "example.com\nexample.org"
    assert PROVIDER["client_secret"] not in json.dumps(screen.shown())
    elsewhere = await sign_on_of(actor)
    await screen.send_sign_on({**PROVIDER, "client_secret": "", "is_enabled": ""})
    assert (screen.has_secret, screen.is_enabled) == (True, False)
    await elsewhere.send_sign_on(PROVIDER)
    assert "Somebody else" in elsewhere.problem
    await screen.send_sign_on({**PROVIDER, "client_secret": "", "forget_secret": "on"})
    async with reading() as session:
        kept = await connections.connection_of(session, actor)
    assert kept
    assert (kept.has_secret, kept.first_sign_in) == (False, FirstSignIn.RECRUITER)
    await screen.mean_to_try(True)
    await screen.send_sign_on({**PROVIDER, "discovery_url": "https://10.0.0.1", "name": "Other"})
    await screen.try_sign_on()
    assert (screen.works, screen.trying) == (False, False)
    assert screen.tried or screen.errors["discovery_url"]
    assert screen.name == PROVIDER["name"]
    await screen.remove_sign_on()
    assert not screen.is_set_up


@on_sqlite
async def test_the_hiring_settings_are_kept_or_refused_beside_their_field(database):
    actor = await make_actor()
    async with unit_of_work() as session:
        robin = await recruiters.create(session, actor, ROBIN)
    screen, elsewhere = await hiring_of(actor), await hiring_of(actor)
    typed = {
        **screen.values,
        "auto_send_max_risk": "0,25",
        "default_recruiter_id": str(robin.number),
        "email_from_address": "jobs@elsewhere.example.com",
    }
    for field, wrong in (
        ("auto_send_max_risk", "2"),
        ("auto_send_max_risk", "low"),
        ("interview_token_expiry_days", "100"),
        ("lookback_hours_min", "9999"),
        ("lookback_hours_default", "1.5"),
        ("email_from_address", "nowhere"),
        ("default_recruiter_id", "77"),
    ):
        await screen.keep_hiring({**typed, field: wrong})
        assert [name for name, words in screen.errors.items() if words] == [field]
    await screen.keep_hiring(typed)
    assert (screen.values["auto_send_max_risk"], screen.recruiter_name) == ("0.25", "Robin Example")
    await elsewhere.keep_hiring({**typed, "auto_send_max_risk": "0.9"})
    assert "changed by somebody else" in elsewhere.problem
    async with reading() as session:
        kept = await hiring_settings.get(session, actor)
    assert (kept.auto_send_max_risk, kept.default_recruiter_number) == (0.25, robin.number)


@on_sqlite
async def test_a_recruiter_reads_what_they_may_and_changes_nothing(database):
    admin = await make_actor()
    reader = await make_actor(Role.RECRUITER, admin.organization_id)
    async with unit_of_work() as session:
        await recruiters.create(session, admin, ROBIN)
    people = await recruiters_of(reader)
    assert (len(people.rows), people.may_manage) == (1, False)
    hiring = await hiring_of(reader)
    assert (hiring.values["auto_send_max_risk"], hiring.may_manage) == ("0.5", False)
    members_seen, sign_on = await members_of(reader), await sign_on_of(reader)
    assert (members_seen.phase, sign_on.phase) == (REFUSED, REFUSED)
    for shown in (members_seen.shown(), sign_on.shown()):
        assert admin.email not in json.dumps(shown)
    for told in (
        await people.keep_recruiter(ROBIN),
        await people.ask_delete_recruiter(people.rows[0].number),
        await hiring.keep_hiring(hiring.values),
        await members_seen.pick_role(str(reader.user_id), "admin"),
        await sign_on.send_sign_on(PROVIDER),
        await sign_on.remove_sign_on(),
    ):
        assert "role does not allow" in str(told)
