"""Writing a prompt: template, schema, scope; its versions; and what it comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import reflex as rx

from app.core import clock
from app.core.database import reading, unit_of_work
from app.core.errors import ConflictError, NotFoundError
from app.identity.permissions import Actor, Permission
from app.prompts import service as prompts
from app.prompts.service import VARIABLES, PromptVersionView
from app.prompts.uses import UNUSED, USES
from app.requisitions.listing import listing as requisitions
from state.guard import member
from state.invite import zone_of
from state.prompt_form import TYPES_BY_VALUE, PromptFields
from state.prompt_rows import (
    ALL,
    PROMPTS,
    Choice,
    DiffRow,
    VersionRow,
    difference,
    takes_schema,
    version_rows,
)
from state.prompt_trial import FoundRow, Tried, find_applications, try_prompt
from state.template_edit import Kind, TemplateEditing
from state.template_form import SHORT, TemplateFields, variable_rows

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from app.prompts.service import PromptView

KIND = Kind("prompt", PROMPTS, prompts, PromptFields)
MOST_REQUISITIONS = 100


class PromptEditState(TemplateEditing, rx.State):
    """One prompt in the browser."""

    fields: PromptFields = PromptFields()
    type_about: str = ""
    is_used: bool = True
    with_schema: bool = True
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

    @rx.event
    @member(Permission.VIEW)
    async def show_prompt(self, actor: Actor, visit: Any) -> Any:
        """Show the prompt of the address, or an empty form."""
        if await self._open(actor, visit):
            self.chosen, self.tried, self.trial_problem = FoundRow(), Tried(), ""
            self.found, self.found_words = await find_applications(actor, "")
            self.search_key += 1

    def _what(self) -> Kind:
        return KIND

    def _blank(self) -> PromptFields:
        type_ = self.router.url.query_parameters.get("type", "")
        return PromptFields(type=type_ if type_ in TYPES_BY_VALUE else PromptFields.type)

    async def _read_beside(
        self, session: AsyncSession, actor: Actor, view: PromptView | None
    ) -> None:
        kept = await prompts.history(session, actor, view.number) if view else []
        self.versions = version_rows(kept, clock.now(), zone_of(self._zone)[0])
        self._author = kept[0].author if kept else ""
        self.scopes = await _scopes(session, actor, view)

    def _taken(self, fields: TemplateFields) -> None:
        self.compared, self.changes = 0, []
        self._show_type()

    def _show_type(self) -> None:
        fields: PromptFields = self.get_value("fields")
        type_ = TYPES_BY_VALUE[fields.type]
        self.type_about, self.is_used = USES[type_], type_ not in UNUSED
        self.with_schema = takes_schema(fields.type)
        self.variables = variable_rows(VARIABLES[type_])

    async def _changed(self, actor: Actor, name: str) -> None:
        if name == "type":
            self._show_type()
        if name in {"type", "template"}:
            await self._preview(actor)
        if self.compared and name in {"schema", "template"}:
            await self._compare(actor, self.compared)

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
        fields: PromptFields = self.get_value("fields")
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
        except ConflictError:
            await self._collide(actor)
            return None
        await self._load(actor)
        words = f"Version {then.version} is restored as version {view.version}."
        return rx.toast.success(words, close_button=True)

    @rx.event(supersedes=True)
    @member(Permission.VIEW)
    async def find_trial(self, actor: Actor, typed: Any) -> Any:
        """Find applications by the candidate's name or address."""
        search = " ".join(typed.split())[:SHORT] if isinstance(typed, str) else ""
        self.found, self.found_words = await find_applications(actor, search)

    @rx.event
    @member(Permission.VIEW)
    async def try_with(self, actor: Actor, number: Any) -> Any:
        """Try the prompt with one of the applications found."""
        rows: list[FoundRow] = self.get_value("found")
        self.chosen = next((row for row in rows if row.number == number), FoundRow())
        await self._preview(actor)
        there = "trial-change" if self.chosen.number else "trial-search"
        return rx.call_script(f"setTimeout(() => document.getElementById('{there}')?.focus(), 80)")

    async def _preview(self, actor: Actor) -> None:
        fields: PromptFields = self.get_value("fields")
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
