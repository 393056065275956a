"""Writing items for the concepts of a position that there are no questions for yet."""

from __future__ import annotations

from typing import TypedDict
from uuid import UUID

import structlog
from dbos import DBOS

from app.core.database import reading, unit_of_work
from app.core.errors import NotFoundError
from app.engines import service as engines
from app.engines.errors import EngineError, Failure
from app.positions import repository
from app.positions.item_orders import missing_depths
from app.positions.service import plan_of
from app.question_bank import service as question_bank
from app.question_bank.values import NOTHING

log = structlog.get_logger(__name__)

_IN_VAIN = {Failure.REJECTED, Failure.BUDGET, Failure.REFUSED}


class Wanted(TypedDict):
    """One depth of a concept that has no items."""

    organization_id: str
    concept: str
    name: str
    focus: list[str]
    depth: int


@DBOS.step(name="find_missing_items", retries_allowed=True, max_attempts=4, interval_seconds=2)
async def find_missing(position_id: str) -> list[Wanted]:
    """What is missing for a position; nothing for one that is gone."""
    async with reading() as session:
        position = await repository.by_own_id(session, UUID(position_id))
        if position is None:
            return []
        organization_id = position.organization_id
        try:
            _, plan = await plan_of(
                session, organization_id=organization_id, position_id=position.id
            )
        except NotFoundError:
            return []
        outside = [concept for concept in plan.targets if not concept.in_bank]
        ours = await question_bank.items_of(
            session, organization_id, [concept.slug for concept in outside]
        )
    return [
        Wanted(
            organization_id=str(organization_id),
            concept=concept.slug,
            name=concept.name,
            focus=list(concept.focus_areas),
            depth=depth,
        )
        for concept in outside
        for depth in missing_depths(concept.slug, ours.get(concept.slug, NOTHING))
    ]


# Raises while another attempt may help; an item that is there already is left as it is.
@DBOS.step(
    name="write_depth", retries_allowed=True, max_attempts=4, interval_seconds=20, backoff_rate=3
)
async def write_depth(wanted: Wanted) -> int:
    """Write and keep the items of one depth; gives how many are new."""
    organization_id = UUID(wanted["organization_id"])
    try:
        items = await engines.write_items(
            organization_id,
            concept=wanted["concept"],
            name=wanted["name"],
            focus=wanted["focus"],
            depth=wanted["depth"],
        )
    except EngineError as error:
        if error.failure not in _IN_VAIN:
            raise
        log.warning("items_not_written", concept=wanted["concept"], reason=error.failure.value)
        return 0
    async with unit_of_work() as session:
        return await question_bank.store_generated(
            session, organization_id, wanted["concept"], wanted["name"], items
        )


@DBOS.workflow(name=engines.ITEMS_WORKFLOW)
async def write_items(position_id: str) -> int:
    """Write all items that a position lacks; gives how many are new.

    A depth that cannot be written is asked about in general terms until the next order.
    """
    new = 0
    for wanted in await find_missing(position_id):
        try:
            new += await write_depth(wanted)
        except Exception:
            log.exception("items_not_written", concept=wanted["concept"], depth=wanted["depth"])
    return new
