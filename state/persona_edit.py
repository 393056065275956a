"""Writing a persona, and hearing how the interviewer would speak as it."""

from __future__ import annotations

from typing import Any

import reflex as rx
import structlog
from sqlalchemy.exc import SQLAlchemyError

from app.core import clock
from app.core.database import reading, unit_of_work
from app.core.errors import ConflictError, InvalidInputError, NotFoundError, ProblemError
from app.identity.permissions import Actor, Permission
from app.personas import service as personas
from app.personas.service import VARIABLES, PersonaView
from app.room import trying
from components.dialog import close_dialog, open_dialog
from state.assessment_engine import FOCUS_ERROR
from state.developers import FAILED, LOADING, READY, moment_words
from state.guard import member
from state.invite import zone_of
from state.persona_rows import (
    PERSONAS,
    Fields,
    Said,
    built_in_says,
    changed,
    fields_of,
    model_says,
    style_of,
    submitted,
    values_of,
)
from state.prompt_edit import GO_TO_LINE, MISSING, NEW, TEMPLATE
from state.prompt_form import number_in
from state.prompt_rows import VariableRow, line_of, variable_rows

FORM, DELETE_DIALOG = "persona-form", "delete-persona"
NOT_HEARD = "The engine could not be asked. Try again, or look at Assessment for what it says."
SAME = (
    "The engine gave nothing that could be used, so a candidate would hear what the built-in "
    "interviewer says."
)
_FIELDS = {
    "name": "name",
    "description": "description",
    "system_prompt_template": "template",
    "style": "style",
}
_BLANK_ERRORS = dict.fromkeys((*_FIELDS.values(), "all"), "")
_SEND = f"setTimeout(() => document.getElementById('{FORM}')?.requestSubmit(), 50)"

log = structlog.get_logger(__name__)


class PersonaEditState(rx.State):
    """One persona in the browser."""

    phase: str = LOADING
    editable: bool = False
    is_new: bool = True
    title: str = ""
    edited: str = ""
    form_key: int = 0
    fields: Fields = Fields()
    errors: dict[str, str] = _BLANK_ERRORS
    error_line: int = 0
    dirty: bool = False
    conflict: str = ""
    variables: list[VariableRow] = []
    says: list[Said] = []
    told: str = ""
    told_problem: str = ""
    can_try: bool = False
    trying: bool = False
    heard: list[Said] = []
    heard_problem: str = ""

    _number: int = 0
    _version: int = 0
    _theirs: int = 0
    _stored: Fields = Fields()
    _zone: str = ""

    @rx.event
    @member(Permission.VIEW)
    async def show_persona(self, actor: Actor, zone: Any) -> Any:
        """Show the persona of the address, or an empty form."""
        self._zone = zone_of(zone)[1]
        self.variables = variable_rows(VARIABLES)
        self.trying = False
        await self._load(actor)

    @rx.event
    @member(Permission.VIEW)
    async def reload(self, actor: Actor) -> Any:
        """Show it as it is stored, and give up what was typed."""
        await self._load(actor)

    async def _load(self, actor: Actor) -> None:
        self.editable = actor.can(Permission.EDIT_PROMPTS)
        wanted = self.router.url.path.rstrip("/").rpartition("/")[2]
        self.is_new = wanted == NEW
        self.errors, self.error_line = dict(_BLANK_ERRORS), 0
        if self.is_new and not self.editable:
            self.phase = MISSING
            return
        view: PersonaView | None = None
        try:
            async with reading() as session:
                if not self.is_new:
                    view = await personas.get(session, actor, number_in(wanted))
                self.can_try = self.editable and await trying.can_be_heard(session, actor)
        except NotFoundError:
            self.phase = MISSING
            return
        except SQLAlchemyError:
            log.exception("persona_not_loaded")
            self.phase = FAILED
            return
        self.fields = fields_of(view) if view else Fields()
        self._take(view)
        self._preview(actor)
        self.form_key += 1
        self.phase = READY

    def _take(self, view: PersonaView | None) -> None:
        """Take what is stored as what the form is measured against."""
        self._stored = (fields_of(view) if view else Fields()).same
        self._number, self._version = (view.number, view.version) if view else (0, 0)
        self.title = view.name if view else "New persona"
        when = moment_words(view.updated_at, clock.now(), zone_of(self._zone)[0]) if view else ""
        self.edited = f"Version {view.version}, {when}" if view else ""
        self.conflict, self._theirs, self.dirty = "", 0, False

    def _preview(self, actor: Actor) -> None:
        fields: Fields = self.get_value("fields")
        self.says = built_in_says(style_of(fields.style))
        self.heard, self.heard_problem = [], ""
        self.told = self.told_problem = ""
        if fields.template.strip():
            try:
                self.told = trying.told(actor, fields.template)
            except InvalidInputError as problem:
                self.told_problem = problem.message

    @rx.event
    @member(Permission.EDIT_PROMPTS)
    async def edit_persona(self, actor: Actor, name: Any, value: Any) -> Any:
        """Take over what was typed or chosen, and show how it would sound."""
        self.fields = changed(self.get_value("fields"), name, value)
        self.dirty = self.fields.same != self._stored
        errors: dict[str, str] = self.get_value("errors")
        if errors.get(name) or errors.get("all"):
            self.errors, self.error_line = {**errors, name: "", "all": ""}, 0
        if name in {"style", "template"}:
            self._preview(actor)

    @rx.event
    @member(Permission.EDIT_PROMPTS)
    async def save_persona(self, actor: Actor, form: Any) -> Any:
        """Store the form. What is wrong shows in place."""
        self.fields = submitted(self.get_value("fields"), form)
        self.errors, self.error_line = dict(_BLANK_ERRORS), 0
        values = values_of(self.get_value("fields"))
        try:
            async with unit_of_work() as session:
                view = (
                    await personas.create(session, actor, values)
                    if self.is_new
                    else await personas.update(session, actor, self._number, values, self._version)
                )
        except InvalidInputError as problem:
            return self._refuse(problem)
        except ConflictError:
            await self._collide(actor)
            return None
        told = rx.toast.success(
            "The persona is saved. Interviews already scheduled keep it as it was.",
            close_button=True,
        )
        if self.is_new:
            self.dirty = False
            return [rx.redirect(f"{PERSONAS}/{view.number}", replace=True), told]
        self._take(view)
        return told

    def _refuse(self, problem: InvalidInputError) -> Any:
        name = _FIELDS.get(str(problem.field), "all")
        self.errors = {**_BLANK_ERRORS, name: problem.message}
        self.dirty = True
        fields: Fields = self.get_value("fields")
        if name == "template":
            self.error_line = line_of(problem.message, fields.template)
        if self.error_line:
            return rx.call_script(GO_TO_LINE % (TEMPLATE, self.error_line))
        return rx.call_script(FOCUS_ERROR)

    async def _collide(self, actor: Actor) -> None:
        """Say that somebody was first; what was typed stays."""
        async with reading() as session:
            view = await personas.get(session, actor, self._number)
        self._theirs, self.dirty = view.version, True
        self.conflict = (
            f"Somebody else saved version {view.version} while you were editing. What you typed "
            "is still here, and not saved."
        )

    @rx.event
    @member(Permission.EDIT_PROMPTS)
    async def save_over(self, _actor: Actor) -> Any:
        """Save what is in the form after all."""
        if not self._theirs:
            return None
        self._version, self.conflict, self._theirs = self._theirs, "", 0
        return rx.call_script(_SEND)

    @rx.event
    @member(Permission.VIEW)
    async def go_to_line(self, _actor: Actor) -> Any:
        """Choose the line that an error is about."""
        return rx.call_script(GO_TO_LINE % (TEMPLATE, self.error_line))

    @rx.event(background=True)
    @member(Permission.EDIT_PROMPTS)
    async def try_it(self, actor: Actor) -> Any:
        """Have the organisation's own engine say three things as this persona."""
        async with self:
            if self.trying:
                return
            fields: Fields = self.get_value("fields")
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

    @rx.event
    @member(Permission.EDIT_PROMPTS)
    async def ask_delete_persona(self, _actor: Actor) -> Any:
        """Ask whether it shall be deleted."""
        return open_dialog(DELETE_DIALOG)

    @rx.event
    @member(Permission.EDIT_PROMPTS)
    async def delete_persona(self, actor: Actor) -> Any:
        """Delete the persona as it was shown, and go to the list."""
        try:
            async with unit_of_work() as session:
                await personas.delete(session, actor, self._number, self._version)
        except ConflictError:
            await self._collide(actor)
            return close_dialog(DELETE_DIALOG)
        self.dirty = False
        return [
            close_dialog(DELETE_DIALOG),
            rx.redirect(PERSONAS),
            rx.toast.success("The persona is deleted.", close_button=True),
        ]
