"""The organisation's own items: kept, found again, and told apart from those of others."""

from __future__ import annotations

import pytest

from app.assessment.generic import generic_items
from app.core.database import reading, unit_of_work
from app.core.errors import InvalidInputError
from app.question_bank import service
from tests.support.people import make_actor

ITEMS = generic_items("Tea ceremony")


async def test_generated_items_are_kept_once_and_for_one_organisation(database: str) -> None:
    actor, other = await make_actor(), await make_actor()

    async def store() -> int:
        async with unit_of_work() as session:
            return await service.store_generated(
                session, actor.organization_id, "tea-ceremony", "Tea ceremony", ITEMS
            )

    assert await store() == len(ITEMS)
    assert await store() == 0
    async with reading() as session:
        ours = await service.items_of(session, actor.organization_id, ["tea-ceremony", "caching"])
        theirs = await service.items_of(session, other.organization_id, ["tea-ceremony"])
    assert ours["tea-ceremony"].active == ITEMS
    assert list(ours) == ["tea-ceremony"]
    assert not theirs
    async with unit_of_work() as session:
        with pytest.raises(InvalidInputError, match="kettles-3a"):
            await service.store_generated(
                session, actor.organization_id, "kettles", "Kettles", ITEMS
            )
