"""Personas: how the interviewer speaks. None has a say in what is asked or how it is graded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict

from app.assessment.manner import Style
from app.core import audit, clock, numbers
from app.core.errors import ConflictError, InvalidInputError, NotFoundError
from app.core.paging import Page, Wish
from app.core.templating import Variable, VariableType, check
from app.core.text import clean_line, clean_text
from app.identity.models import Organization
from app.identity.permissions import Permission
from app.personas import repository
from app.personas.models import Persona
from app.personas.styles import style_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.permissions import Actor

NO_SUCH_PERSONA = "There is no such persona."
CHANGED = (
    "This persona was changed by somebody else in the meantime. Reload to see their changes, "
    "then make yours again."
)
MAX_NAME, MAX_DESCRIPTION = 120, 1_000
VARIABLES = (
    Variable("position_title", VariableType.TEXT, "The position's title", "Software Engineer"),
    Variable("company_name", VariableType.TEXT, "Your organisation's name", "Example Works"),
    Variable("seniority", VariableType.TEXT, "The position's seniority", "senior"),
    Variable("duration_min", VariableType.NUMBER, "The interview's length in minutes", 45),
)
"""What a persona's template may name. There is nothing of the candidate's in it."""


class PersonaView(BaseModel):
    """A persona. `version` goes back with the edit that begins here."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: UUID
    number: int
    name: str
    description: str
    system_prompt_template: str
    style: Style
    is_default: bool
    version: int
    created_at: AwareDatetime
    updated_at: AwareDatetime


async def listing(
    session: AsyncSession, actor: Actor, wish: Wish | None = None
) -> Page[PersonaView]:
    """A page of the personas. Raises InvalidInputError for a field that nothing is sorted by."""
    actor.require(Permission.VIEW)
    found = await repository.page(session, actor.organization_id, wish or Wish())
    rows = tuple(PersonaView.model_validate(row) for row in found.rows)
    return Page(rows, found.total, found.page, found.per_page)


async def get(session: AsyncSession, actor: Actor, number: object) -> PersonaView:
    """A persona. Raises NotFoundError."""
    actor.require(Permission.VIEW)
    return PersonaView.model_validate(await by_number(session, actor.organization_id, number))


async def by_number(session: AsyncSession, organization_id: UUID, number: object) -> Persona:
    """The organisation's persona of that number, as stored. Raises NotFoundError."""
    found = await repository.by_number(session, organization_id, number)
    if found is None:
        raise NotFoundError(NO_SUCH_PERSONA)
    return found


async def snapshot(
    session: AsyncSession,
    organization_id: UUID,
    persona_id: UUID | None,
    *,
    instructions: str | None = None,
) -> dict[str, Any] | None:
    """How the interviewer is to speak, as `Interview.persona` keeps it, or None for plainly.

    Of the persona with that id of our own, or where there is none (any more) of the organisation's
    default. `instructions` are a requisition's, for what to dwell on.
    """
    found = await repository.by_id(session, organization_id, persona_id) if persona_id else None
    if found is None:
        found = next(iter(await repository.defaults(session, organization_id)), None)
    if found is None and not instructions:
        return None
    organization = await session.get(Organization, organization_id)
    return {
        "number": found.number if found else None,
        "name": found.name if found else None,
        "version": found.version if found else None,
        "prompt": found.system_prompt_template if found else "",
        "style": (found.style if found else Style.NEUTRAL).value,
        "company_name": organization.name if organization else "",
        "instructions": instructions or "",
    }


async def create(session: AsyncSession, actor: Actor, values: Mapping[str, Any]) -> PersonaView:
    """A new persona, of `name`, `system_prompt_template`, `description`, `style`, `is_default`.

    Where no style is given, the words of the persona say which. Raises InvalidInputError naming
    the field.
    """
    actor.require(Permission.EDIT_PROMPTS)
    columns = _parse({"name": None, "system_prompt_template": None, **values})
    said = f"{columns.get('description', '')} {columns['system_prompt_template']}"
    persona = Persona(
        organization_id=actor.organization_id,
        number=await numbers.take(session, actor.organization_id, numbers.Series.PERSONA),
        **{"style": style_of(said)} | columns,
    )
    await _only_default(session, persona)
    session.add(persona)
    await session.flush()
    _record(session, actor, persona, "persona.created")
    return PersonaView.model_validate(persona)


async def update(
    session: AsyncSession,
    actor: Actor,
    number: object,
    changes: Mapping[str, Any],
    expected_version: int | None = None,
) -> PersonaView:
    """Change what is named; interviews already scheduled keep the persona as it was.

    Raises NotFoundError, InvalidInputError, and ConflictError for a version that is no longer the
    newest.
    """
    actor.require(Permission.EDIT_PROMPTS)
    persona = await _held(session, actor, number, expected_version)
    columns = _parse(changes)
    changed = {name: value for name, value in columns.items() if getattr(persona, name) != value}
    if changed:
        for name, value in changed.items():
            setattr(persona, name, value)
        _edited(persona)
        await _only_default(session, persona)
        await session.flush()
        _record(session, actor, persona, "persona.updated", fields=sorted(changed))
    return PersonaView.model_validate(persona)


async def delete(
    session: AsyncSession, actor: Actor, number: object, expected_version: int | None = None
) -> None:
    """Delete a persona; interviews already scheduled keep it. Raises as `update` does."""
    actor.require(Permission.EDIT_PROMPTS)
    persona = await _held(session, actor, number, expected_version)
    persona.deleted_at, persona.is_default = clock.now(), False
    _edited(persona)
    _record(session, actor, persona, "persona.deleted")


async def _held(
    session: AsyncSession, actor: Actor, number: object, expected_version: int | None
) -> Persona:
    # Whoever changes personas does so alone, so that two defaults at once end as one.
    await numbers.take(session, actor.organization_id, numbers.Series.PERSONA, count=0)
    persona = await repository.by_number(session, actor.organization_id, number, lock=True)
    if persona is None:
        raise NotFoundError(NO_SUCH_PERSONA)
    if expected_version is not None and persona.version != expected_version:
        raise ConflictError(CHANGED)
    return persona


async def _only_default(session: AsyncSession, persona: Persona) -> None:
    """Where this is to be the default, no other is any more."""
    if not persona.is_default:
        return
    for other in await repository.defaults(session, persona.organization_id):
        if other.id != persona.id:
            other.is_default = False
            _edited(other)


def _edited(persona: Persona) -> None:
    persona.version += 1
    persona.updated_at = clock.now()


def _parse(values: Mapping[str, Any]) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    for field, value in values.items():
        if field == "name":
            columns[field] = clean_line(value, field=field, name="Name", longest=MAX_NAME)
        elif field == "description":
            columns[field] = clean_text(
                value or "", field=field, name="Description", longest=MAX_DESCRIPTION
            )
        elif field == "system_prompt_template":
            columns[field] = check(value, VARIABLES, field=field)
        elif field == "style":
            columns[field] = _style(value)
        elif field == "is_default" and isinstance(value, bool):
            columns[field] = value
        else:
            raise InvalidInputError(f"A persona has no such “{field}”.", field=field)
    return columns


def _style(value: object) -> Style:
    known = {one.value: one for one in Style}
    if not isinstance(value, str) or value not in known:
        raise InvalidInputError(f"The style is one of {', '.join(known)}.", field="style")
    return known[value]


def _record(
    session: AsyncSession, actor: Actor, persona: Persona, action: str, **details: object
) -> None:
    audit.record(
        session,
        action,
        subject_type="persona",
        subject_id=persona.id,
        organization_id=actor.organization_id,
        user_id=actor.user_id,
        number=persona.number,
        version=persona.version,
        **details,
    )
