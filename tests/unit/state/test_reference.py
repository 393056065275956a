"""The API reference: examples hold the reader's own ids, and nobody else's."""

from __future__ import annotations

import pytest

from app.identity.permissions import Role
from app.interviews.models import InterviewKind, InterviewStatus
from state.reference import NO_INTERVIEW, NO_POSITION, ReferenceState
from tests.support.browser_tab import Browser
from tests.support.interviews import make_position
from tests.support.people import make_actor
from tests.support.rows import add_interviews, completed

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


async def loaded(monkeypatch, actor) -> tuple[Browser, ReferenceState]:
    browser = Browser(monkeypatch, actor).at("/settings/reference")
    await browser.call(ReferenceState, "load")
    return browser, browser.state(ReferenceState)


async def test_a_reader_finds_their_own_ids(database, monkeypatch) -> None:
    admin = await make_actor()
    reader = await make_actor(Role.READONLY, admin.organization_id)
    await make_position(admin, opened=False)
    position = await make_position(admin)
    reported, unreported, waiting, _trial = await add_interviews(
        admin,
        position,
        completed(),
        {"status": InterviewStatus.COMPLETED},
        {"status": InterviewStatus.SCHEDULED},
        {"kind": InterviewKind.TRIAL},
    )

    _, state = await loaded(monkeypatch, reader)

    assert [choice.value for choice in state.choices] == [str(position.id)]
    assert state.position_id == str(position.id)
    assert state.interview_id == str(waiting.id)
    assert state.reported_id == str(reported.id) != str(unreported.id)
    assert state.loaded


async def test_with_nothing_there_the_examples_say_what_to_put_in(database, monkeypatch) -> None:
    stranger = await make_actor()
    await add_interviews(stranger, await make_position(stranger), completed())

    _, state = await loaded(monkeypatch, await make_actor())

    assert state.choices == []
    assert state.position_id == NO_POSITION
    assert (state.interview_id, state.reported_id) == (NO_INTERVIEW, NO_INTERVIEW)


async def test_only_a_position_that_is_offered_can_be_chosen(database, monkeypatch) -> None:
    actor = await make_actor()
    first, second = await make_position(actor), await make_position(actor)
    foreign = await make_position(await make_actor())
    browser, state = await loaded(monkeypatch, actor)

    for wanted in (first, second):
        await browser.call(ReferenceState, "choose_position", str(wanted.id))
        assert state.position_id == str(wanted.id)
    for wrong in (str(foreign.id), "x", None, {"a": 1}):
        await browser.call(ReferenceState, "choose_position", wrong)
        assert state.position_id == str(second.id)

    await browser.call(ReferenceState, "load")
    assert state.position_id == str(second.id)


async def test_only_a_language_there_is_can_be_chosen(database, monkeypatch) -> None:
    browser, state = await loaded(monkeypatch, await make_actor())

    await browser.call(ReferenceState, "choose_language", "python")
    for wrong in ("cobol", None, ["python"]):
        await browser.call(ReferenceState, "choose_language", wrong)

    assert state.language == "python"
