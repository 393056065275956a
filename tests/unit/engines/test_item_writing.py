"""Items a model writes for concepts outside the bank: checked, kept once, and asked."""

from __future__ import annotations

import pytest
from dbos import DBOS
from sqlalchemy import text

from app.core.database import reading, unit_of_work
from app.engines.openai.item_writer import kept
from app.engines.openai.schemas import WrittenItem
from app.jobs import runner
from app.jobs.item_generation import find_missing, write_depth
from app.positions import service as positions
from app.question_bank import service as question_bank
from tests.support.interviews import concept, invite, make_position
from tests.unit.engines.teas import Bench


def written(**fields) -> WrittenItem:
    return WrittenItem.model_validate(
        {
            "question": "How would you welcome a guest?",
            "rephrase": "What do you do when a guest comes?",
            "points": [
                {"text": "The host bows at the door.", "also": [], "essential": True},
                {"text": "Shoes stay outside the room.", "also": [""], "essential": False},
            ],
            "misconceptions": ["Guests seat themselves."],
            "follow_ups": [{"question": "What about footwear?", "points": [2, 9]}],
        }
        | fields
    )


def test_a_sound_item_is_kept_with_ids_of_its_concept() -> None:
    (item,) = kept([written()], concept="tea-ceremony", depth=3)
    assert (item.id, item.depth, item.generic) == ("tea-ceremony-3g1", 3, False)
    assert [(one.id, one.weight) for one in item.points] == [("point-1", 2.0), ("point-2", 1.0)]
    assert item.follow_ups[0].points == ("point-2",)


@pytest.mark.parametrize(
    "fields",
    [
        {"question": ""},
        {"question": "Why so? " * 30},
        {"question": "Why do shoes stay outside the room when the host bows at the door?"},
        {"points": [{"text": "The host bows at the door.", "also": [], "essential": True}] * 3},
        {"points": []},
    ],
)
def test_an_item_that_breaks_a_rule_is_dropped(fields: dict) -> None:
    assert kept([written(**fields)], concept="tea", depth=1) == ()


def test_of_items_that_are_alike_one_is_kept() -> None:
    assert len(kept([written(), written()], concept="tea", depth=1)) == 1


async def ordered() -> list[str]:
    async with reading() as session:
        try:
            rows = await session.execute(
                text("SELECT workflow_uuid FROM workflow_status WHERE name = 'write_items'")
            )
        except Exception:
            rows = await session.execute(
                text("SELECT workflow_uuid FROM dbos.workflow_status WHERE name = 'write_items'")
            )
        return [row[0] for row in rows]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_opening_a_position_has_missing_items_written_once(
    bench: Bench, database: str
) -> None:
    bench.model = f"able-{bench.model}"
    bench.set(model=bench.model)
    position = await make_position(bench.actor, concepts=[concept("Tea ceremony")])
    (order,) = await ordered()
    assert str(position.id) in order
    wanted = await find_missing(str(position.id))
    assert [one["depth"] for one in wanted] == [1, 2, 3, 4, 5]
    async with runner.running():
        assert await (await DBOS.retrieve_workflow_async(order)).get_result() == 10
        assert await write_depth(wanted[0]) == 0
    assert await find_missing(str(position.id)) == []
    await invite(bench.actor, position)
    assert await ordered() == [order]
    async with reading() as session:
        ours = await question_bank.items_of(session, bench.actor.organization_id, ["tea-ceremony"])
        _, plan = await positions.plan_of(
            session, organization_id=bench.actor.organization_id, position_id=position.id
        )
    assert not any(item.generic for item in plan.items_by_concept(ours)["tea-ceremony"])
    assert {one.purpose.value for one in await bench.calls()} == {"items"}


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_with_the_built_in_engine_nothing_is_ordered(bench: Bench, database: str) -> None:
    bench.set(api_key="")
    position = await make_position(bench.actor, concepts=[concept("Tea ceremony")])
    assert await ordered() == []
    async with unit_of_work() as session:
        await positions.close_position(session, bench.actor, position.id)
