"""The interview that is built for a requisition from its text."""

from __future__ import annotations

import pytest

from app.core.database import reading, unit_of_work
from app.core.errors import InvalidInputError
from app.positions import service as positions
from app.positions.models import PositionStatus, Seniority
from app.requisitions import service as requisitions
from app.requisitions.interviewing import ensure_position, seniority_of
from tests.support.interviews import make_position
from tests.support.people import make_actor
from tests.support.recruiting import made_requisition

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


async def ensure(actor, requisition):
    async with unit_of_work() as session:
        held = await requisitions.held(session, actor, requisition.number)
        return await ensure_position(session, actor, held)


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("Senior Software Engineer", Seniority.SENIOR),
        ("Principal Engineer", Seniority.PRINCIPAL),
        ("Tech Lead, payments", Seniority.LEAD),
        ("Graduate developer", Seniority.JUNIOR),
        ("Internal tools engineer", Seniority.MID),
        ("Staffing coordinator", Seniority.MID),
    ],
)
def test_a_name_says_the_level(name, level) -> None:
    assert seniority_of(name) is level


@on_sqlite
async def test_the_text_says_what_is_asked_and_it_is_built_once(database) -> None:
    actor = await make_actor()
    requisition = await made_requisition(
        actor,
        name="Senior Software Engineer",
        description="Must have deep knowledge of database transactions and SQL query tuning.",
    )
    first, second = [await ensure(actor, requisition) for _ in range(2)]
    assert first == second
    async with reading() as session:
        detail = await positions.get(session, actor, first)
        (one,) = await positions.open_positions(session, actor)
    assert (detail.status, detail.seniority) == (PositionStatus.OPEN, Seniority.SENIOR)
    assert {"transactions", "sql-queries"} & {concept.slug for concept in detail.concepts}
    assert (one.title, one.id) == ("Senior Software Engineer", first)


@on_sqlite
async def test_a_name_alone_is_enough_where_it_is_a_role_s(database) -> None:
    actor = await make_actor()
    requisition = await made_requisition(
        actor, name="QA engineer", description="We're looking for...", detailed_description=""
    )
    async with reading() as session:
        detail = await positions.get(session, actor, await ensure(actor, requisition))
    assert len(detail.concepts) >= 3


@on_sqlite
async def test_the_chosen_position_is_taken_if_it_takes_interviews(database) -> None:
    actor = await make_actor()
    requisition = await made_requisition(actor)
    chosen, draft = await make_position(actor), await make_position(actor, opened=False)
    for position, expected in ((chosen, chosen.id), (draft, "draft")):
        async with unit_of_work() as session:
            await requisitions.update(
                session, actor, requisition.number, {"position_id": str(position.id)}
            )
        if position is chosen:
            assert await ensure(actor, requisition) == expected
        else:
            with pytest.raises(InvalidInputError, match=expected):
                await ensure(actor, requisition)
