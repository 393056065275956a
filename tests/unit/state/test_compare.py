from __future__ import annotations

import pytest

from app.core.ids import new_id
from state.compare import CompareState, ids_of
from tests.support.interviews import concept, invite, make_position
from tests.support.people import make_actor
from tests.support.reports import reported
from tests.support.screens import Screen, cookie_of

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


async def opened(actor, ids: str) -> Screen:
    screen = Screen(CompareState, f"/candidates/compare?ids={ids}", await cookie_of(actor))
    await screen.load()
    return screen


@on_sqlite
async def test_shared_concepts_come_first_and_gaps_are_said(database):
    actor = await make_actor()
    one = await make_position(actor, concepts=[concept("Tea ceremony"), concept("Kettles")])
    two = await make_position(actor, concepts=[concept("Cups"), concept("Kettles")])
    first = await reported(actor, ["full marks"] * 9, position=one, full_name="Ada Example")
    second = await reported(actor, ["no idea"] * 9, position=two, full_name="Ben Example")
    screen = await opened(actor, f"{first.id},{second.id}")
    assert screen.problem == ""
    assert [(one.name, one.says) for one in screen.columns] == [
        ("Ada Example", "hire"),
        ("Ben Example", "no_hire"),
    ]
    assert screen.lines[0].name == "Kettles"
    states = {line.name: [cell.state for cell in line.cells] for line in screen.lines}
    assert states["Kettles"] == ["graded", "graded"]
    assert states["Cups"][0] == "not_planned"
    cell = screen.lines[0].cells[0]
    assert "target 3" in cell.words
    assert cell.target == "60.0%"
    assert all(0 <= float(place[:-1]) <= 100 for place in (cell.at, cell.low, cell.width))


@on_sqlite
async def test_what_cannot_be_compared_says_why(database):
    actor = await make_actor()
    done = await reported(actor)
    foreign = await reported(await make_actor())
    waiting = await invite(actor, await make_position(actor), full_name="Cy Example")
    for ids, words in (
        ("", "Choose 2 to 4"),
        (str(done.id), "Choose 2 to 4"),
        (",".join([str(done.id)] * 5), "Choose 2 to 4"),
        (f"{done.id},{done.id}", "once"),
        (f"{done.id},nonsense", "no such interview"),
        (f"{done.id},{new_id()}", "no such interview"),
        (f"{done.id},{foreign.id}", "no such interview"),
        (f"{done.id},{waiting.interview_id}", "no report on Cy Example yet"),
    ):
        screen = await opened(actor, ids)
        assert words in screen.problem
        assert (screen.loaded, screen.columns, screen.lines) == (True, [], [])


def test_an_endless_address_is_cut():
    assert len(ids_of({"ids": "a," * 10_000})) == 5
    assert ids_of({"ids": " a , ,b "}) == ["a", "b"]
