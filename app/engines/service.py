"""Engines, as the rest of the product uses them: one for an interview, and what its calls cost.

Giving an engine is quick. What the engine then does may take seconds and goes to a provider:
never call one inside a transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.assessment import registry
from app.core.database import reading
from app.engines import choices
from app.engines.choices import ChoiceView, choice_of, choose
from app.engines.ledger import Cost, Spent, cost_of, spending
from app.identity.permissions import Permission
from app.settings import EngineName

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.assessment.items import Item
    from app.assessment.registry import Engine
    from app.engines.instructions import Instructions
    from app.engines.openai.analyst import Analyst
    from app.identity.permissions import Actor

__all__ = [
    "ITEMS_QUEUE",
    "ITEMS_WORKFLOW",
    "ChoiceView",
    "Cost",
    "Spent",
    "TryOut",
    "analyst_for",
    "choice_of",
    "choose",
    "cost_of",
    "engine_for",
    "engine_named",
    "spending",
    "try_out",
    "write_items",
    "writes_items",
]

ITEMS_WORKFLOW = "write_items"
ITEMS_QUEUE = "items"
"""How a position's missing items are ordered; the subject is the position's id."""

BUILT_IN_WORKS = "The built-in engine works: it needs no key and no network."


@dataclass(frozen=True, slots=True)
class TryOut:
    """Whether the engine in use works, in words for whoever set it up."""

    works: bool
    words: str


async def engine_for(organization_id: UUID, interview_id: UUID | None = None) -> Engine:
    """The engine of an organisation, for that interview; its calls are booked under both.

    The built-in one, unless the organisation's choice or else the settings say otherwise and there
    is a key. What `registry.use` put in place comes before any choice.
    """
    put_in_place = registry.replaced()
    if put_in_place is not None:
        return put_in_place
    async with reading() as session:
        configuration = await choices.configuration_of(session, organization_id)
    if configuration is None:
        return registry.built_in()
    # Loaded only where it is used: the SDK takes a second and some memory.
    from app.engines.openai.engine import make_engine  # noqa: PLC0415

    return make_engine(configuration, organization_id, interview_id)


def engine_named(name: str) -> Engine:
    """An engine by its name, with what the settings alone say, for measuring it.

    Its calls are booked nowhere. Raises LookupError, with words, for one that there is not.
    """
    found = registry.engine()
    if found.evaluator.name == name:
        return found
    configuration = choices.operators_configuration()
    if name != EngineName.OPENAI:
        raise LookupError(f"There is no engine “{name}”.")
    if configuration is None:
        raise LookupError("The engine “openai” needs VIVAVOCE_OPENAI_API_KEY.")
    from app.engines.openai.engine import make_engine  # noqa: PLC0415 - as above

    return make_engine(configuration, None, None)


async def writes_items(session: AsyncSession, organization_id: UUID) -> bool:
    """Whether the organisation's engine can write items for concepts outside the bank."""
    if registry.replaced() is not None:
        return False
    return await choices.configuration_of(session, organization_id) is not None


async def write_items(
    organization_id: UUID, *, concept: str, name: str, focus: Sequence[str], depth: int
) -> tuple[Item, ...]:
    """Items for a concept outside the bank at one depth, written by the organisation's engine.

    None where that is the built-in one. Raises `EngineError` where the model gave nothing usable;
    trying again later may help.
    """
    async with reading() as session:
        configuration = await choices.configuration_of(session, organization_id)
    if configuration is None:
        return ()
    from app.engines.openai.item_writer import ItemWriter  # noqa: PLC0415 - as above

    writer = ItemWriter(configuration, organization_id)
    return await writer.write(concept=concept, name=name, focus=focus, depth=depth)


async def analyst_for(
    organization_id: UUID, instructions: Instructions | None = None
) -> Analyst | None:
    """What reads résumés for an organisation, or None where its engine is the built-in one."""
    if registry.replaced() is not None:
        return None
    async with reading() as session:
        configuration = await choices.configuration_of(session, organization_id)
    if configuration is None:
        return None
    from app.engines.openai.analyst import Analyst  # noqa: PLC0415 - as above

    return Analyst(configuration, organization_id, instructions)


async def try_out(actor: Actor) -> TryOut:
    """Make one small call with the organisation's engine. Never inside a transaction.

    Raises NotPermittedError; whatever the provider does comes back in words.
    """
    actor.require(Permission.MANAGE_ASSESSMENT)
    async with reading() as session:
        configuration = await choices.configuration_of(session, actor.organization_id)
    if configuration is None:
        return TryOut(True, BUILT_IN_WORKS)
    from app.engines.openai.trial import trial  # noqa: PLC0415 - as above

    works, words = await trial(configuration, actor.organization_id)
    return TryOut(works, words)
