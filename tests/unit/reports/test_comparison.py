"""Candidates side by side."""

from __future__ import annotations

import pytest

from app.core.database import reading
from app.core.errors import ConflictError, InvalidInputError, NotFoundError
from app.core.ids import new_id
from app.reports.comparison import compare
from tests.support.interviews import concept, invite, make_position
from tests.support.people import make_actor
from tests.support.reports import reported


async def compared(actor, *ids: object):
    async with reading() as session:
        return await compare(session, actor, list(ids))


async def test_concepts_of_either_plan_stand_side_by_side(database: str) -> None:
    actor = await make_actor()
    both = await make_position(actor, concepts=[concept("Tea ceremony"), concept("Kettles")])
    one = await make_position(actor, concepts=[concept("Cups"), concept("Kettles")])
    first = await reported(actor, ["full marks"] * 9, position=both, full_name="Ada Example")
    second = await reported(actor, ["no idea"] * 9, position=one, full_name="Ben Example")
    found = await compared(actor, first.id, str(second.id))
    assert [column.candidate_name for column in found.columns] == ["Ada Example", "Ben Example"]
    assert [row.name for row in found.rows] == ["Tea ceremony", "Kettles", "Cups"]
    tea, kettles, cups = found.rows
    assert tea.cells[1] is None
    assert cups.cells[0] is None
    assert kettles.cells[0].depth > kettles.cells[1].depth
    assert found.columns[0].score > found.columns[1].score


async def test_a_candidate_stands_for_their_newest_report(database: str) -> None:
    actor = await make_actor()
    position = await make_position(actor)
    old = await reported(actor, [], position=position, email="ada@example.com")
    new = await reported(actor, ["full marks"], position=position, email="ada@example.com")
    await invite(actor, position, email="ada@example.com")
    found = await compared(actor, old.id, new.candidate_id)
    assert [column.interview_id for column in found.columns] == [old.id, new.id]


async def test_what_cannot_be_compared_is_refused(database: str) -> None:
    actor, stranger = await make_actor(), await make_actor()
    first, second = await reported(actor, ["half"]), await reported(actor, ["full"])
    foreign = await reported(stranger, ["full"])
    invited = await invite(actor, await make_position(actor))
    refused = [
        (InvalidInputError, [first.id]),
        (InvalidInputError, [first.id, second.id] * 3),
        (InvalidInputError, [first.id, first.id]),
        (InvalidInputError, [first.id, first.candidate_id]),
        (NotFoundError, [first.id, foreign.id]),
        (NotFoundError, [first.id, foreign.candidate_id]),
        (NotFoundError, [first.id, new_id()]),
        (NotFoundError, [first.id, "x"]),
        (NotFoundError, [first.id, None]),
        (ConflictError, [first.id, invited.interview_id]),
    ]
    for error, ids in refused:
        with pytest.raises(error):
            await compared(actor, *ids)
    for forged in (None, "ab", 7, {}):
        async with reading() as session:
            with pytest.raises(InvalidInputError):
                await compare(session, actor, forged)
