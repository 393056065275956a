"""Writing a prompt: template, schema, scope; its versions; and what it comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import reflex as rx
import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from app.core import clock
from app.core.database import reading, unit_of_work
from app.core.errors import ConflictError, InvalidInputError, NotFoundError
from app.identity.permissions import Actor, Permission
from app.prompts import service as prompts
from app.prompts.service import VARIABLES, PromptVersionView, PromptView
from app.requisitions.listing import listing as requisitions
from components.dialog import close_dialog, open_dialog
from state.assessment_engine import FOCUS_ERROR
from state.developers import FAILED, LOADING, READY, moment_words
from state.guard import member
from state.invite import zone_of
from state.prompt_form import (
    TYPES_BY_VALUE,
    Fields,
    changed,
    fields_of,
    number_in,
    submitted,
    values_of,
)
from state.prompt_rows import (
    ALL,
    PROMPTS,
    Choice,
    DiffRow,
    VariableRow,
    VersionRow,
    difference,
    line_of,
    takes_schema,
    variable_rows,
    version_rows,
)
from state.prompt_trial import FoundRow, Tried, find_applications, try_prompt

if TYPE_CHECKING:
    from collections.abc import Sequence

MISSING = "missing"
NEW = "new"
FORM, TEMPLATE, DELETE_DIALOG = "prompt-form", "template", "delete-prompt"
MOST_REQUISITIONS = 100
_SHORT = 300
_FIELDS = {
    "name": "name",
    "prompt_type": "type",
    "requisition_id": "scope",
    "template_content": "template",
    "schema_content": "schema",
}
_BLANK_ERRORS = dict.fromkeys((*_FIELDS.values(), "all"), "")
# The line is chosen where it stands, so that it is seen and can be typed over.
GO_TO_LINE = """setTimeout(() => {
  const box = document.getElementById('%s');
  if (!box) return;
  const lines = box.value.split('\\n'), line = Math.min(%d, lines.length) - 1;
  const from = lines.slice(0, line).reduce((sum, one) => sum + one.length + 1, 0);
  box.focus();
  box.setSelectionRange(from, from + lines[line].length);
  box.scrollTop = Math.max(0, (line - 3) * parseFloat(getComputedStyle(box).lineHeight));
}, 80)"""
_SEND = f"setTimeout(() => document.getElementById('{FORM}')?.requestSubmit(), 50)"

log = structlog.get_logger(__name__)


class PromptEditState(rx.State):
    """One prompt in the browser."""

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
    theirs: int = 0
    with_schema: bool = True
    variables: list[VariableRow] = []
    scopes: list[Choice] = []
    versions: list[VersionRow] = []
    compared: int = 0
    changes: list[DiffRow] = []
    search_key: int = 0
    found: list[FoundRow] = []
    found_words: str = ""
    chosen: FoundRow = FoundRow()
    tried: Tried = Tried()
    trial_problem: str = ""

    _number: int = 0
    _version: int = 0
    _stored: Fields = Fields()
    _zone: str = ""

    @rx.event
    @member(Permission.VIEW)
    async def show_prompt(self, actor: Actor, zone: Any) -> Any:
        """Show the prompt of the address, or an empty form."""
        self._zone = zone_of(zone)[1]
        self.chosen, self.tried, self.trial_problem = FoundRow(), Tried(), ""
        await self._load(actor)
        self.found, self.found_words = await find_applications(actor, "")
        self.search_key += 1

    @rx.event
    @member(Permission.VIEW)
    async def reload(self, actor: Actor) -> Any:
        """Show it as it is stored, and give up what was typed."""
        await self._load(actor)
        await self._try(actor)

    async def _load(self, actor: Actor) -> None:
        self.editable = actor.can(Permission.EDIT_PROMPTS)
        wanted = self.router.url.path.rstrip("/").rpartition("/")[2]
        self.is_new = wanted == NEW
        self.errors, self.error_line = dict(_BLANK_ERRORS), 0
        if self.is_new and not self.editable:
            self.phase = MISSING
            return
        view: PromptView | None = None
        kept: list[PromptVersionView] = []
        try:
            async with reading() as session:
                if not self.is_new:
                    view = await prompts.get(session, actor, number_in(wanted))
                    kept = await prompts.history(session, actor, number_in(wanted))
                self.scopes = await _scopes(session, actor, view)
        except NotFoundError:
            self.phase = MISSING
            return
        except SQLAlchemyError:
            log.exception("prompt_not_loaded")
            self.phase = FAILED
            return
        type_ = self.router.url.query_parameters.get("type", "")
        fields = (
            fields_of(view)
            if view
            else Fields(type=type_ if type_ in TYPES_BY_VALUE else Fields.type)
        )
        self.fields = fields
        self._take(view, fields, kept)
        self.form_key += 1
        self.phase = READY

    def _take(
        self, view: PromptView | None, fields: Fields, kept: Sequence[PromptVersionView]
    ) -> None:
        """Take what is stored as what the form is measured against."""
        now, zone = clock.now(), zone_of(self._zone)[0]
        self._stored = fields.same
        self._number, self._version = (view.number, view.version) if view else (0, 0)
        self.title = view.name if view else "New prompt"
        self.edited = (
            f"Version {view.version}, {moment_words(view.updated_at, now, zone)}" if view else ""
        )
        self.versions = version_rows(kept, now, zone)
        self.conflict, self.theirs, self.dirty = "", 0, False
        self.compared, self.changes = 0, []
        self._show_type(fields.type)

    def _show_type(self, type_: str) -> None:
        self.with_schema = takes_schema(type_)
        self.variables = variable_rows(VARIABLES[TYPES_BY_VALUE[type_]])

    @rx.event
    @member(Permission.EDIT_PROMPTS)
    async def edit_prompt(self, actor: Actor, name: Any, value: Any) -> Any:
        """Take over what was typed or chosen, and show what it comes to."""
        before: Fields = self.get_value("fields")
        self.fields = changed(before, name, value)
        self.dirty = self.fields.same != self._stored
        errors: dict[str, str] = self.get_value("errors")
        if errors.get(name) or errors.get("all"):
            self.errors, self.error_line = {**errors, name: "", "all": ""}, 0
        if name == "type":
            self._show_type(self.fields.type)
        if name in {"type", "template"}:
            await self._try(actor)
        if self.compared and name in {"schema", "template"}:
            await self._compare(actor, self.compared)

    @rx.event
    @member(Permission.EDIT_PROMPTS)
    async def save_prompt(self, actor: Actor, form: Any) -> Any:
        """Store the form: as a new prompt, or as a new version. What is wrong shows in place."""
        self.fields = submitted(self.get_value("fields"), form)
        self.errors, self.error_line = dict(_BLANK_ERRORS), 0
        try:
            return await self._save(actor)
        except InvalidInputError as problem:
            return self._refuse(problem)
        except ConflictError as problem:
            await self._collide(actor, problem)
            return None

    async def _save(self, actor: Actor) -> Any:
        fields: Fields = self.get_value("fields")
        async with unit_of_work() as session:
            if self.is_new:
                view = await prompts.create(session, actor, values_of(fields))
            else:
                view = await prompts.update(
                    session, actor, self._number, values_of(fields), self._version
                )
            kept = await prompts.history(session, actor, view.number)
        saved = "The prompt is saved." if self.is_new else f"Saved as version {view.version}."
        if not self.is_new and view.version == self._version:
            saved = "There is nothing to save: it is stored like this."
        told = rx.toast.success(saved, close_button=True)
        if self.is_new:
            self.dirty = False
            return [rx.redirect(f"{PROMPTS}/{view.number}", replace=True), told]
        self._take(view, fields_of(view), kept)
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

    async def _collide(self, actor: Actor, problem: ConflictError) -> None:
        """Say who was first; what was typed stays."""
        async with reading() as session:
            kept = await prompts.history(session, actor, self._number)
        newest = kept[0]
        now, zone = clock.now(), zone_of(self._zone)[0]
        self.versions = version_rows(kept, now, zone)
        self.theirs, self.dirty = newest.version, True
        self.conflict = (
            f"{newest.author or 'Somebody else'} saved version {newest.version} while you were "
            "editing. What you typed is still here, and not saved."
        )
        log.info("prompt_conflict", number=self._number, told=problem.message)

    @rx.event
    @member(Permission.EDIT_PROMPTS)
    async def save_over(self, _actor: Actor) -> Any:
        """Save what is in the form after all, as the version after theirs."""
        if not self.theirs:
            return None
        self._version, self.conflict, self.theirs = self.theirs, "", 0
        return rx.call_script(_SEND)

    @rx.event
    @member(Permission.VIEW)
    async def go_to_line(self, _actor: Actor) -> Any:
        """Choose the line that an error is about."""
        return rx.call_script(GO_TO_LINE % (TEMPLATE, self.error_line))

    @rx.event
    @member(Permission.VIEW)
    async def compare(self, actor: Actor, version: Any) -> Any:
        """Show what has changed from a version to the form; once more hides it."""
        if version == self.compared or not isinstance(version, int):
            self.compared, self.changes = 0, []
            return
        await self._compare(actor, version)

    async def _compare(self, actor: Actor, version: int) -> None:
        then = await self._version_of(actor, version)
        fields: Fields = self.get_value("fields")
        self.changes = difference(
            (then.template_content, then.schema_content or ""), (fields.template, fields.schema)
        )
        self.compared = then.version

    async def _version_of(self, actor: Actor, version: object) -> PromptVersionView:
        async with reading() as session:
            kept = await prompts.history(session, actor, self._number)
        found = next((one for one in kept if one.version == version), None)
        if found is None:
            raise NotFoundError("There is no such version.")
        return found

    @rx.event
    @member(Permission.EDIT_PROMPTS)
    async def restore(self, actor: Actor, version: Any) -> Any:
        """Store the text of an old version as the newest; nothing unsaved gives way to it."""
        if self.dirty:
            raise ConflictError("Save or discard your changes first: this would replace them.")
        then = await self._version_of(actor, version)
        changes = {
            "template_content": then.template_content,
            "schema_content": then.schema_content,
        }
        try:
            async with unit_of_work() as session:
                view = await prompts.update(session, actor, self._number, changes, self._version)
        except ConflictError as problem:
            await self._collide(actor, problem)
            return None
        await self._load(actor)
        await self._try(actor)
        words = f"Version {then.version} is restored as version {view.version}."
        return rx.toast.success(words, close_button=True)

    @rx.event
    @member(Permission.EDIT_PROMPTS)
    async def ask_delete_prompt(self, _actor: Actor) -> Any:
        """Ask whether it shall be deleted."""
        return open_dialog(DELETE_DIALOG)

    @rx.event
    @member(Permission.EDIT_PROMPTS)
    async def delete_prompt(self, actor: Actor) -> Any:
        """Delete the prompt as it was shown, and go to the list."""
        try:
            async with unit_of_work() as session:
                await prompts.delete(session, actor, self._number, self._version)
        except ConflictError as problem:
            await self._collide(actor, problem)
            return close_dialog(DELETE_DIALOG)
        self.dirty = False
        return [
            close_dialog(DELETE_DIALOG),
            rx.redirect(PROMPTS),
            rx.toast.success("The prompt is deleted.", close_button=True),
        ]

    @rx.event(supersedes=True)
    @member(Permission.VIEW)
    async def find_trial(self, actor: Actor, typed: Any) -> Any:
        """Find applications by the candidate's name or address."""
        search = " ".join(typed.split())[:_SHORT] if isinstance(typed, str) else ""
        self.found, self.found_words = await find_applications(actor, search)

    @rx.event
    @member(Permission.VIEW)
    async def try_with(self, actor: Actor, number: Any) -> Any:
        """Try the prompt with one of the applications found."""
        rows: list[FoundRow] = self.get_value("found")
        self.chosen = next((row for row in rows if row.number == number), FoundRow())
        await self._try(actor)
        there = "trial-change" if self.chosen.number else "trial-search"
        return rx.call_script(f"setTimeout(() => document.getElementById('{there}')?.focus(), 80)")

    async def _try(self, actor: Actor) -> None:
        fields: Fields = self.get_value("fields")
        number = self.chosen.number
        self.tried, self.trial_problem = Tried(), ""
        if number and fields.template.strip():
            self.tried, self.trial_problem = await try_prompt(
                actor, number, fields.type, fields.template
            )


async def _scopes(session: AsyncSession, actor: Actor, view: PromptView | None) -> list[Choice]:
    """All, and the newest requisitions, with the prompt's own in any case."""
    page = await requisitions(session, actor, per_page=MOST_REQUISITIONS)
    known = {str(row.number): row.name for row in page.rows}
    if view is not None and view.requisition_number is not None:
        known.setdefault(str(view.requisition_number), view.requisition_name or "A requisition")
    return [
        Choice(ALL, "All requisitions"),
        *[Choice(number, f"{name} (no. {number})") for number, name in known.items()],
    ]
