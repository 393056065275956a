"""The field mapping: edited, checked field by field, and tried before it counts."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import reflex as rx
import structlog
from sqlalchemy.exc import SQLAlchemyError

from app.core.database import reading, unit_of_work
from app.core.errors import NotAuthenticatedError, ProblemError
from app.identity.permissions import Actor, Permission
from app.workday import settling, trying
from app.workday.mapping import REPORTS, FieldMapping, problems
from state.developers import FAILED, LOADING, READY, focus
from state.forms import fields_of, words_of
from state.guard import blank, member
from state.moments import day_and_time
from state.settings_workday_fields import NAMES, errors_of, typed_of, values_of

if TYPE_CHECKING:
    from app.workday.settling import MappingView
    from app.workday.trying import Sample

PRESETS = {"rest": FieldMapping(), "report": REPORTS}
_MAX_ID, _MAX_TEXT = 120, 240

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Read:
    """What was read of one field; `words` is empty where nothing was."""

    name: str
    words: str


def requisition_read(sample: Sample) -> list[Read]:
    """A requisition as it was read."""
    one = sample.requisition
    if one is None:
        return []
    return [
        Read("Id", one.external_id),
        Read("Name", one.name),
        Read("Status", "Open" if one.is_active else "Closed"),
        Read("Location", one.location or ""),
        Read("Description", _short(one.description)),
        Read("Detailed description", _short(one.detailed_description)),
    ]


def application_read(sample: Sample) -> list[Read]:
    """An application as it was read."""
    one = sample.application
    if one is None:
        return []
    meaning = "withdrawn" if one.withdrawn else "rejected" if one.rejected else "goes on"
    return [
        Read("Id", one.external_id),
        Read("Candidate", one.full_name),
        Read("E-mail", one.email or ""),
        Read("Phone", one.phone or ""),
        Read("Status", f"{one.workday_status} ({meaning})" if one.workday_status else ""),
        Read("Applied on", day_and_time(one.applied_at) if one.applied_at else ""),
        Read("Résumé", sample.resume or ""),
    ]


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _MAX_TEXT else f"{words[:_MAX_TEXT]} …"


class MappingState(rx.State):
    """The mapping as the form begins with it, and what was read when it was tried."""

    mapping_phase: str = LOADING
    values: dict[str, str] = dict.fromkeys(NAMES, "")
    errors: dict[str, str] = dict.fromkeys(NAMES, "")
    is_default: bool = True
    form_key: int = 0
    problem: str = ""
    trying: bool = False
    tried: str = ""
    requisition: list[Read] = []
    application: list[Read] = []
    warnings: list[str] = []

    _version: int = 0
    _tries: bool = False
    # As JSON: what a background event reads of a state is wrapped, and no mapping to be checked.
    _draft: str = ""
    _wanted: str = ""

    @rx.event
    @member(Permission.VIEW)
    async def show_mapping(self, actor: Actor) -> Any:
        """Show the mapping that holds, to those who may change it."""
        if not actor.can(Permission.MANAGE_CREDENTIALS):
            blank(self)
            return
        self._forget()
        try:
            async with reading() as session:
                view = await settling.view(session, actor)
        except SQLAlchemyError:
            log.exception("mapping_not_loaded")
            self.mapping_phase = FAILED
            return
        self._show(view)

    def _show(self, view: MappingView) -> None:
        self._version, self.is_default = view.version, view.version == 0
        self._fill(view.mapping)
        self.mapping_phase = READY

    def _fill(self, mapping: FieldMapping) -> None:
        self.values, self.errors, self.problem = values_of(mapping), errors_of({}), ""
        self.form_key += 1

    def _forget(self) -> None:
        self.tried, self.requisition, self.application, self.warnings = "", [], [], []

    @rx.event
    @member(Permission.MANAGE_CREDENTIALS)
    async def begin_with(self, _actor: Actor, preset: Any) -> Any:
        """Fill the form with one of the presets; nothing is kept yet."""
        mapping = PRESETS.get(preset) if isinstance(preset, str) else None
        if mapping is None:
            return None
        self._fill(mapping)
        return focus("mapping-title")

    @rx.event
    @member(Permission.MANAGE_CREDENTIALS)
    async def mean_to_sample(self, _actor: Actor, tries: Any) -> Any:
        """Remember which button sends the form: the browser's event does not say."""
        self._tries = tries is True

    @rx.event
    @member(Permission.MANAGE_CREDENTIALS)
    async def send_mapping(self, actor: Actor, form: Any) -> Any:
        """Keep the mapping that was typed, or try it; say beside each field what is at fault."""
        given = fields_of(form)
        tries, self._tries = self._tries, False
        typed = typed_of(given)
        self.errors, self.problem = errors_of(problems(typed)), ""
        at_fault = next((name for name, words in self.errors.items() if words), None)
        if at_fault:
            return focus(f"mapping-{at_fault}")
        if tries:
            self._draft = json.dumps(typed)
            self._wanted = words_of(given, "sample").strip()[:_MAX_ID]
            return MappingState.sample
        try:
            async with unit_of_work() as session:
                view = await settling.save(session, actor, typed, self._version)
        except NotAuthenticatedError:
            raise
        except ProblemError as problem:
            self.problem = problem.message
            return focus("mapping-problem")
        self._show(view)
        return rx.toast.success(
            "The field mapping is saved. The next synchronisation goes by it.", close_button=True
        )

    @rx.event(background=True)
    @member(Permission.MANAGE_CREDENTIALS)
    async def sample(self, actor: Actor) -> Any:
        """Read a requisition and an application by what was typed, and show them."""
        async with self:
            if self.trying:
                return
            self._forget()
            self.trying, draft, wanted = True, self._draft, self._wanted
        found, words = None, "It could not be tried. Try again."
        try:
            found = await trying.sample(actor, json.loads(draft or "{}"), wanted)
            words = found.problem
        except ProblemError as problem:
            words = problem.message
        finally:
            async with self:
                self.trying, self.tried = False, words
                if found is not None:
                    self.requisition = requisition_read(found)
                    self.application = application_read(found)
                    self.warnings = list(found.warnings)
