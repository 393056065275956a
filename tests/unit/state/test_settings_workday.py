"""Settings → Workday on the screen, against the simulator."""

from __future__ import annotations

import json

import pytest

from app.core.database import reading
from app.identity.permissions import Role
from app.simulators.workday.tenant import CLIENT_SECRET
from app.simulators.workday.tokens import FIRST
from app.workday import settling
from app.workday.mapping import REPORTS, FieldMapping, check
from state.developers import REFUSED
from state.settings_workday import HERE, WorkdayState
from state.settings_workday_fields import typed_of, values_of
from state.settings_workday_mapping import MappingState
from tests.support.people import make_actor
from tests.support.screens import Screen, cookie_of
from tests.support.workday import entered, office

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


async def workday_of(actor):
    screen = Screen(WorkdayState, HERE, await cookie_of(actor))
    await screen.show_workday("UTC")
    return screen


async def mapping_of(actor):
    screen = Screen(MappingState, HERE, await cookie_of(actor))
    await screen.show_mapping()
    return screen


@pytest.mark.parametrize(
    "mapping",
    [FieldMapping(), REPORTS, FieldMapping(resume=None, candidate=None, closed_statuses=[])],
)
def test_a_mapping_comes_back_from_the_form_as_it_went_in(mapping):
    assert check(typed_of(values_of(mapping))) == mapping


@on_sqlite
async def test_credentials_are_kept_tried_and_forgotten_and_never_shown(database, monkeypatch):
    async with office(monkeypatch, requisitions=1, applications=2) as there:
        actor = await make_actor()
        screen = await workday_of(actor)
        assert (screen.standing, screen.is_entering) == ("", True)
        typed = entered(there.url)
        for field in typed:
            await screen.keep_credentials({**typed, field: " "})
            assert [name for name, words in screen.errors.items() if words] == [field]
        await screen.keep_credentials(typed)
        assert (screen.standing, screen.is_entering) == ("untried", False)
        await screen.try_credentials()
        assert (screen.standing, screen.works, screen.warnings) == ("works", True, [])
        for secret in (CLIENT_SECRET, FIRST):
            assert secret not in json.dumps(screen.shown())
        await screen.enter(True)
        await screen.keep_credentials({**typed, "client_secret": "another"})
        await screen.try_credentials()
        assert (screen.standing, screen.works) == ("refused", False)
        assert screen.stored_problem == screen.tried
        await screen.delete_credentials()
        assert (screen.standing, screen.is_entering) == ("", True)
        assert "no Workday credentials" in str(await screen.delete_credentials())


@on_sqlite
async def test_a_mapping_is_tried_before_it_is_kept(database, monkeypatch):
    async with office(monkeypatch, requisitions=2, applications=4) as there:
        actor = await there.connected()
        screen, elsewhere = await mapping_of(actor), await mapping_of(actor)
        form = {**screen.values, "application.phone": "nowhere.at.all"}
        await screen.mean_to_sample(True)
        assert await screen.send_mapping(form)
        await screen.sample()
        read = {one.name: one.words for one in (*screen.requisition, *screen.application)}
        assert read["Candidate"]
        assert "@" in read["E-mail"]
        assert read["Phone"] == ""
        assert ["nowhere.at.all" in words for words in screen.warnings] == [True]
        await screen.mean_to_sample(True)
        await screen.send_mapping({**screen.values, "sample": "REQ-none"})
        await screen.sample()
        assert "no requisition “REQ-none”" in screen.tried
        assert screen.requisition == []
        async with reading() as session:
            assert (await settling.view(session, actor)).version == 0

        await screen.begin_with("report")
        await screen.send_mapping(screen.values)
        assert not screen.is_default
        await elsewhere.send_mapping(elsewhere.values)
        assert "changed by somebody else" in elsewhere.problem
        async with reading() as session:
            assert (await settling.view(session, actor)).mapping == REPORTS


@on_sqlite
async def test_every_field_at_fault_is_told_beside_it(database):
    actor = await make_actor()
    screen = await mapping_of(actor)
    wrong = {
        "requisitions.resource": "",
        "applications.sinceParameter": "two words",
        "application.email": "a..b",
        "candidate": "candidates/{who}",
        "closedStatuses": "x" * 61,
    }
    await screen.send_mapping({**screen.values, **wrong})
    assert {name for name, words in screen.errors.items() if words} == set(wrong)
    assert screen.errors["requisitions.resource"] == "It is needed."
    for nonsense in (None, "x", {"requisitions.kind": ["rest"]}):
        await screen.send_mapping(nonsense)
        assert any(screen.errors.values())
    await screen.begin_with({"rest": 1})


@on_sqlite
async def test_only_administrators_see_and_steer_it(database):
    reader = await make_actor(Role.RECRUITER)
    screen, mapping = await workday_of(reader), await mapping_of(reader)
    assert screen.phase == REFUSED
    assert not any(mapping.values.values())
    for told in (
        await screen.keep_credentials({}),
        await screen.try_credentials(),
        await screen.delete_credentials(),
        await screen.fill_in_simulator(),
        await mapping.send_mapping({}),
        await mapping.sample(),
    ):
        assert "role does not allow" in str(told)
