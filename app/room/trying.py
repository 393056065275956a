"""How an organisation's own engine would speak as a persona, before a candidate hears it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.assessment.bank import load_bank
from app.assessment.interviewer import BuiltInInterviewer
from app.assessment.manner import Manner, Mannered, Style
from app.core.errors import ConflictError, InvalidInputError
from app.core.templating import RenderError, check, render
from app.engines import service as engines
from app.identity.permissions import Permission
from app.personas.service import VARIABLES

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from app.assessment.engines import Interviewer
    from app.assessment.items import Item
    from app.identity.permissions import Actor

NO_MODEL = (
    "Your engine is the built-in one, which goes by the style alone. Choose another in Assessment."
)
ASKED_BACK = "Could you say that more simply?"
_SAMPLE_CONCEPT = "caching"


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said. `is_own` says whether any of it is in the model's words."""

    opening: str
    second: str
    clarification: str
    is_own: bool


async def can_be_heard(session: AsyncSession, actor: Actor) -> bool:
    """Whether the organisation's engine makes something of a persona's words."""
    return await engines.writes_items(session, actor.organization_id)


def told(actor: Actor, template: object) -> str:
    """What a model is told with the examples of the variables. Raises InvalidInputError."""
    field = "system_prompt_template"
    text = check(template, VARIABLES, field=field)
    values = {one.name: one.example for one in VARIABLES}
    try:
        return render(text, VARIABLES, {**values, "company_name": actor.organization_name})
    except RenderError as error:
        raise InvalidInputError(str(error), field=field) from None


def samples() -> tuple[Item, Item]:
    """Two items of the built-in bank to be asked with."""
    first, second = load_bank()[_SAMPLE_CONCEPT].items[:2]
    return first, second


async def hear(actor: Actor, *, style: Style, template: object) -> Heard:
    """Three turns from the organisation's engine: calls to a model, never inside a transaction.

    Raises InvalidInputError for a template that cannot be used, and ConflictError where the engine
    does not read.
    """
    actor.require(Permission.EDIT_PROMPTS)
    words = told(actor, template)
    interviewer = (await engines.engine_for(actor.organization_id)).interviewer
    if not isinstance(interviewer, Mannered) or not interviewer.reads:
        raise ConflictError(NO_MODEL)
    opening = Manner(style=style, words=words, is_opening=True)
    later = Manner(style=style, words=words)
    first = await _turns(interviewer.speaking(opening), interviewer.speaking(later))
    plain = await _turns(BuiltInInterviewer(opening), BuiltInInterviewer(later))
    return Heard(*first, is_own=any(a != b for a, b in zip(first, plain, strict=True)))


async def _turns(opening: Interviewer, later: Interviewer) -> tuple[str, str, str]:
    first, second = samples()
    return (
        "".join([piece async for piece in opening.ask(first)]).strip(),
        "".join([piece async for piece in later.ask(second)]).strip(),
        await later.clarify(second, ASKED_BACK),
    )
