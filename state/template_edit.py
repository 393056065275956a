"""Writing a template, a prompt's or a persona's: its form, saving it, and two tabs at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import reflex as rx
import structlog
from sqlalchemy.exc import SQLAlchemyError

from app.core import clock
from app.core.database import reading, unit_of_work
from app.core.errors import ConflictError, InvalidInputError, NotFoundError
from app.core.numbers import number_in
from app.identity.permissions import Actor, Permission
from components.dialog import close_dialog, open_dialog
from state.assessment_engine import FOCUS_ERROR
from state.developers import FAILED, LOADING, READY, moment_words
from state.forms import no_errors
from state.guard import member
from state.invite import zone_of
from state.template_form import TemplateFields, VariableRow, line_of
from state.visits import visit_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.ext.asyncio import AsyncSession

MISSING = "missing"
NEW = "new"
# The line is chosen where it stands, so that it is seen and can be typed over.
_GO_TO_LINE = """setTimeout(() => {
  const box = document.getElementById('template');
  if (!box) return;
  const lines = box.value.split('\\n'), line = Math.min(%d, lines.length) - 1;
  const from = lines.slice(0, line).reduce((sum, one) => sum + one.length + 1, 0);
  box.focus();
  box.setSelectionRange(from, from + lines[line].length);
  box.scrollTop = Math.max(0, (line - 3) * parseFloat(getComputedStyle(box).lineHeight));
}, 80)"""
_SEND = "setTimeout(() => document.getElementById('%s')?.requestSubmit(), 50)"

log = structlog.get_logger(__name__)


class Service(Protocol):
    """What stores what is written, as its views and by its numbers."""

    async def get(self, session: AsyncSession, actor: Actor, number: object, /) -> Any:
        """Its view. Raises NotFoundError."""

    async def create(
        self, session: AsyncSession, actor: Actor, values: Mapping[str, Any], /
    ) -> Any:
        """A new one's view. Raises InvalidInputError."""

    async def update(
        self,
        session: AsyncSession,
        actor: Actor,
        number: object,
        changes: Mapping[str, Any],
        expected_version: int | None,
        /,
    ) -> Any:
        """Its view once changed. Raises InvalidInputError and ConflictError."""

    async def delete(
        self, session: AsyncSession, actor: Actor, number: object, expected_version: int | None, /
    ) -> None:
        """Delete it. Raises ConflictError."""


@dataclass(frozen=True)
class Kind:
    """What is written. `kept` says what goes on as it was once that is saved."""

    noun: str
    list_href: str
    service: Service
    fields: type[TemplateFields]
    kept: str = ""

    @property
    def form_id(self) -> str:
        """The form's id."""
        return f"{self.noun}-form"

    @property
    def dialog_id(self) -> str:
        """The id of the dialog that asks before it is deleted."""
        return f"delete-{self.noun}"


class TemplateEditing(rx.State, mixin=True):
    """One template in the browser. A state says by the hooks below what is written with it."""

    phase: str = LOADING
    editable: bool = False
    is_new: bool = True
    title: str = ""
    edited: str = ""
    form_key: int = 0
    fields: TemplateFields = TemplateFields()
    errors: dict[str, str] = {}
    error_line: int = 0
    dirty: bool = False
    conflict: str = ""
    theirs: int = 0
    variables: list[VariableRow] = []

    _number: int = 0
    _made: int = 0
    _shown: str = ""
    _version: int = 0
    _author: str = ""
    _stored: TemplateFields = TemplateFields()
    _zone: str = ""

    def _what(self) -> Kind:
        """What is written."""
        raise NotImplementedError

    def _blank(self) -> TemplateFields:
        """The form of a new one."""
        return self._what().fields()

    async def _read_beside(self, session: AsyncSession, actor: Actor, view: Any) -> None:
        """Read what stands beside the form; None is shown of a new one. May set `_author`."""

    def _taken(self, fields: TemplateFields) -> None:
        """Show what goes with those fields, once they are what is stored."""

    async def _changed(self, actor: Actor, name: str) -> None:
        """Show what comes of a change of that field."""

    async def _preview(self, actor: Actor) -> None:
        """Show what the form comes to."""

    @rx.event
    @member(Permission.VIEW)
    async def reload(self, actor: Actor) -> Any:
        """Show it as it is stored, and give up what was typed."""
        await self._load(actor)

    async def _open(self, actor: Actor, visit: object) -> bool:
        """Show what the address names, unless the form is there already and may be typed into.

        `visit` is what VISIT gives, or a time zone alone. Gives whether it was shown anew.
        """
        zone, again = visit_of(visit)
        self._zone = zone_of(zone)[1]
        made, self._made = self._made, 0
        is_made = made > 0 and number_in(self._address()) == made
        is_same = again and self.phase == READY and self._shown == self._address()
        self._shown = self._address()
        if is_made or is_same:
            return False
        await self._load(actor)
        return True

    def _address(self) -> str:
        return self.router.url.path.rstrip("/").rpartition("/")[2]

    async def _load(self, actor: Actor) -> None:
        self.editable = actor.can(Permission.EDIT_PROMPTS)
        wanted = self._address()
        self.is_new = wanted == NEW
        self._forgive()
        if self.is_new and not self.editable:
            self.phase = MISSING
            return
        kind, view = self._what(), None
        try:
            async with reading() as session:
                if not self.is_new:
                    view = await kind.service.get(session, actor, number_in(wanted))
                await self._read_beside(session, actor, view)
        except NotFoundError:
            self.phase = MISSING
            return
        except SQLAlchemyError:
            log.exception("template_not_loaded", kind=kind.noun)
            self.phase = FAILED
            return
        self.fields = kind.fields.of(view) if view else self._blank()
        self._take(view, self.get_value("fields"))
        await self._preview(actor)
        self.form_key += 1
        self.phase = READY

    def _take(self, view: Any, fields: TemplateFields) -> None:
        """Take what is stored as what the form is measured against."""
        self._stored = fields.same
        self._number, self._version = (view.number, view.version) if view else (0, 0)
        self.title = view.name if view else f"New {self._what().noun}"
        when = moment_words(view.updated_at, clock.now(), zone_of(self._zone)[0]) if view else ""
        self.edited = f"Version {view.version}, {when}" if view else ""
        self.conflict, self.theirs, self.dirty = "", 0, False
        self._taken(fields)

    def _forgive(self) -> None:
        names = (*self._what().fields.COLUMNS.values(), "all")
        self.errors, self.error_line = no_errors(names), 0

    @rx.event
    @member(Permission.EDIT_PROMPTS)
    async def edit(self, actor: Actor, name: Any, value: Any) -> Any:
        """Take over what was typed or chosen, and show what comes of it."""
        before: TemplateFields = self.get_value("fields")
        self.fields = fields = before.changed(name, value)
        self.dirty = fields.same != self._stored
        errors: dict[str, str] = self.get_value("errors")
        if errors.get(name) or errors.get("all"):
            self.errors, self.error_line = {**errors, name: "", "all": ""}, 0
        await self._changed(actor, name)

    @rx.event
    @member(Permission.EDIT_PROMPTS)
    async def save(self, actor: Actor, form: Any) -> Any:
        """Store the form. What is wrong shows in place."""
        before: TemplateFields = self.get_value("fields")
        self.fields = fields = before.submitted(form)
        self._forgive()
        try:
            return await self._store(actor, fields)
        except InvalidInputError as problem:
            return self._refuse(problem, fields)
        except ConflictError:
            await self._collide(actor)
            return None

    async def _store(self, actor: Actor, fields: TemplateFields) -> Any:
        kind, was_new, before = self._what(), self.is_new, self._version
        async with unit_of_work() as session:
            view = (
                await kind.service.create(session, actor, fields.values())
                if was_new
                else await kind.service.update(
                    session, actor, self._number, fields.values(), before
                )
            )
        async with reading() as session:
            await self._read_beside(session, actor, view)
        # From here on the form changes what it has made, also where it is sent twice.
        self.is_new = False
        self._take(view, kind.fields.of(view))
        told = rx.toast.success(self._saved_words(was_new, view.version == before), **_CLOSES)
        if was_new:
            self._made = view.number
            return [rx.redirect(f"{kind.list_href}/{view.number}", replace=True), told]
        return told

    def _saved_words(self, was_new: bool, is_same: bool) -> str:
        if is_same:
            return "There is nothing to save: it is stored like this."
        kind = self._what()
        said = f"The {kind.noun} is saved." if was_new else f"Saved as version {self._version}."
        return f"{said} {kind.kept}".strip()

    def _refuse(self, problem: InvalidInputError, fields: TemplateFields) -> Any:
        name = fields.COLUMNS.get(str(problem.field), "all")
        self.errors = {**self.get_value("errors"), name: problem.message}
        self.dirty = True
        if name == "template":
            self.error_line = line_of(problem.message, fields.template)
        return rx.call_script(_GO_TO_LINE % self.error_line if self.error_line else FOCUS_ERROR)

    async def _collide(self, actor: Actor) -> None:
        """Say who was first; what was typed stays."""
        kind = self._what()
        async with reading() as session:
            view = await kind.service.get(session, actor, self._number)
            await self._read_beside(session, actor, view)
        self.theirs, self.dirty = view.version, True
        self.conflict = (
            f"{self._author or 'Somebody else'} saved version {view.version} while you were "
            "editing. What you typed is still here, and not saved."
        )
        log.info("template_conflict", kind=kind.noun, number=self._number)

    @rx.event
    @member(Permission.EDIT_PROMPTS)
    async def save_over(self, _actor: Actor) -> Any:
        """Save what is in the form after all, as the version after theirs."""
        if not self.theirs:
            return None
        self._version, self.conflict, self.theirs = self.theirs, "", 0
        return rx.call_script(_SEND % self._what().form_id)

    @rx.event
    @member(Permission.VIEW)
    async def go_to_line(self, _actor: Actor) -> Any:
        """Choose the line that an error is about."""
        return rx.call_script(_GO_TO_LINE % self.error_line)

    @rx.event
    @member(Permission.EDIT_PROMPTS)
    async def ask_delete(self, _actor: Actor) -> Any:
        """Ask whether it shall be deleted."""
        return open_dialog(self._what().dialog_id)

    @rx.event
    @member(Permission.EDIT_PROMPTS)
    async def delete(self, actor: Actor) -> Any:
        """Delete it as it was shown, and go to the list."""
        kind = self._what()
        try:
            async with unit_of_work() as session:
                await kind.service.delete(session, actor, self._number, self._version)
        except ConflictError:
            await self._collide(actor)
            return close_dialog(kind.dialog_id)
        self.dirty = False
        return [
            close_dialog(kind.dialog_id),
            rx.redirect(kind.list_href),
            rx.toast.success(f"The {kind.noun} is deleted.", **_CLOSES),
        ]


_CLOSES = {"close_button": True}
