"""What is sent and shown of personas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from api.common.formats import Instant  # noqa: TC001 - pydantic reads it from the annotation
from api.recruiting.answers import Shown
from api.recruiting.bodies import Given, may_lack
from app.assessment.manner import Style  # noqa: TC001 - the same
from app.core.templating import LONGEST_TEMPLATE
from app.personas.service import MAX_DESCRIPTION, MAX_NAME, VARIABLES

if TYPE_CHECKING:
    from app.personas.service import PersonaView

_Name = Annotated[str, Field(min_length=1, max_length=MAX_NAME)]
_Template = Annotated[
    str,
    Field(
        min_length=1,
        max_length=LONGEST_TEMPLATE,
        description=(
            "How the interviewer is to sound, for an interviewer that can read. It may name "
            f"{', '.join(one.name for one in VARIABLES)}, in double braces."
        ),
    ),
]


class _Fields(Given):
    description: Annotated[str, Field(max_length=MAX_DESCRIPTION)] | None = None
    style: Style = may_lack(
        description="How the built-in interviewer sounds; told by the words where it is left out."
    )
    is_default: bool = may_lack(description="Whether it speaks where none is chosen.")


class PersonaChanges(_Fields):
    """What to change of a persona; what is left out stays."""

    name: _Name = may_lack()
    system_prompt_template: _Template = may_lack()


class NewPersona(_Fields):
    """A way for the interviewer to speak."""

    name: _Name
    system_prompt_template: _Template


class PersonaShown(Shown):
    """A persona."""

    id: int
    name: str
    description: str
    system_prompt_template: str
    style: Style
    is_default: bool
    version: int
    created_at: Instant
    updated_at: Instant


def persona_of(view: PersonaView) -> PersonaShown:
    """A persona as the contract shows it."""
    return PersonaShown(id=view.number, **view.model_dump(exclude={"id", "number"}))
