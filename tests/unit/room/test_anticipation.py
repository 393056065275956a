"""The evaluator hears of each item as it is asked, before the answer comes."""

from __future__ import annotations

import asyncio

from tests.support.interviews import begun, concept, engine, take_whole
from tests.support.people import make_actor


async def test_every_item_is_prepared_before_it_is_graded(database: str) -> None:
    actor = await make_actor()
    with engine() as evaluator:
        token = await begun(actor, concepts=[concept("Kettles")])
        await asyncio.sleep(0)
        assert len(evaluator.prepared) == 1
        assert evaluator.graded == []
        await take_whole(token, "full marks")
    asked = {item.id for item, _ in evaluator.graded}
    assert asked <= {item.id for item in evaluator.prepared}
