"""Writing a persona, and hearing how the interviewer would speak as it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import reflex as rx

from app.core.errors import InvalidInputError, ProblemError
from app.identity.permissions import Actor, Permission
from app.personas import service as personas
from app.personas.service import VARIABLES
from app.room import trying
from state.guard import member
from state.persona_rows import (
    PERSONAS,
    PersonaFields,
    Said,
    built_in_says,
    model_says,
    style_of,
)
from state.template_edit import Kind, TemplateEditing
from state.template_form import variable_rows

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from app.personas.service import PersonaView

KIND = Kind(
    "persona",
    PERSONAS,
    personas,
    PersonaFields,
    kept="Interviews already scheduled keep it as it was.",
)
NOT_HEARD = "The engine could not be asked. Try again, or look at Assessment for what it says."
SAME = (
    "The engine gave nothing that could be used, so a candidate would hear what the built-in "
    "interviewer says."
)


class PersonaEditState(TemplateEditing, rx.State):
    """One persona in the browser."""

    fields: PersonaFields = PersonaFields()
    says: list[Said] = []
    told: str = ""
    told_problem: str = ""
    can_try: bool = False
    trying: bool = False
    heard: list[Said] = []
    heard_problem: str = ""

    @rx.event
    @member(Permission.VIEW)
    async def show_persona(self, actor: Actor, visit: Any) -> Any:
        """Show the persona of the address, or an empty form."""
        self.variables = variable_rows(VARIABLES)
        self.trying = False
        await self._open(actor, visit)

    def _what(self) -> Kind:
        return KIND

    async def _read_beside(
        self, session: AsyncSession, actor: Actor, view: PersonaView | None
    ) -> None:
        self.can_try = self.editable and await trying.can_be_heard(session, actor)

    async def _changed(self, actor: Actor, name: str) -> None:
        if name in {"style", "template"}:
            await self._preview(actor)

    async def _preview(self, actor: Actor) -> None:
        fields: PersonaFields = self.get_value("fields")
        self.says = built_in_says(style_of(fields.style))
        self.heard, self.heard_problem = [], ""
        self.told = self.told_problem = ""
        if fields.template.strip():
            try:
                self.told = trying.told(actor, fields.template)
            except InvalidInputError as problem:
                self.told_problem = problem.message

    @rx.event(background=True)
    @member(Permission.EDIT_PROMPTS)
    async def try_it(self, actor: Actor) -> Any:
        """Have the organisation's own engine say three things as this persona."""
        async with self:
            if self.trying:
                return
            fields: PersonaFields = self.get_value("fields")
            self.trying, self.heard, self.heard_problem = True, [], ""
        said: list[Said] = []
        words = NOT_HEARD
        try:
            heard = await trying.hear(actor, style=style_of(fields.style), template=fields.template)
            said, words = model_says(heard), "" if heard.is_own else SAME
        except ProblemError as problem:
            words = problem.message
        finally:
            async with self:
                self.trying, self.heard, self.heard_problem = False, said, words
