"""The position builder: one position as it is being edited, saved when the person says so."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

import reflex as rx

from app.core.database import reading, unit_of_work
from app.core.errors import ConflictError, InvalidInputError, NotFoundError
from app.identity.permissions import Actor, Permission
from app.interviews import service as interviews
from app.positions import building
from app.positions import service as positions
from app.positions.inputs import MAX_DESCRIPTION, parse_position
from app.positions.models import InterviewType, Position, PositionStatus
from state.builder import (
    ConceptRow,
    Fields,
    PlanView,
    QuestionRow,
    added_concept,
    blank_errors,
    changed_concept,
    concept_values,
    fields_of,
    moved,
    new_key,
    place_error,
    plan_view,
    question_values,
    rows_of,
)
from state.guard import member
from state.invite import InviteState
from state.visits import SAME_VISIT, visit_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

NEW = "new"
# So long must a person pause before the plan is worked out anew.
PAUSE_S = 0.25
FOCUS_ERROR = (
    "setTimeout(() => document.querySelector('main [aria-invalid=\"true\"], main .row-error')"
    "?.focus(), 80)"
)
# A draft gets an address with its first save. The page stays as it is: a redirect would build it
# anew, and lose what is being typed at that moment.
ADDRESS = f"window.history.replaceState(window.history.state, '', '/positions/%s'); {SAME_VISIT}"
# What is removed takes the focus with it: it goes to where another is added.
FOCUS_ADD = "document.getElementById('add-%s')?.focus()"


class PositionState(rx.State):
    """One position in the browser. Nothing is stored before `save`."""

    loaded: bool = False
    missing: bool = False
    stored: bool = False
    editable: bool = False
    status: str = PositionStatus.DRAFT.value
    position: str = ""
    form_key: str = ""
    fields: Fields = Fields()
    interview_types: list[str] = []
    concepts: list[ConceptRow] = []
    questions: list[QuestionRow] = []
    errors: dict[str, str] = blank_errors()
    conflict: str = ""
    dirty: bool = False
    saved: bool = False
    plan: PlanView = PlanView()
    trial_url: str = ""

    _shown: str = ""
    _version: int = 0
    _trial: str = ""

    @rx.event
    @member(Permission.VIEW)
    async def load(self, actor: Actor, visit: Any = None) -> Any:
        """Show the position of the address, or an empty draft, unless it is being edited there."""
        wanted = self.router.url.path.rstrip("/").rpartition("/")[2]
        if visit_of(visit)[1] and self.loaded and wanted == self._shown:
            return
        if wanted != self._shown:
            self.loaded = False
            yield
        await self._read(actor, wanted)
        yield PositionState.refresh_plan

    @rx.event
    @member(Permission.VIEW)
    async def discard(self, actor: Actor) -> Any:
        """Drop what is not saved, and show what is."""
        await self._read(actor, self._shown or NEW)
        return PositionState.refresh_plan

    @rx.event
    @member(Permission.EDIT_POSITIONS)
    async def edit(self, _actor: Actor, name: str, value: Any) -> Any:
        """Take over what was typed into one of the plain fields."""
        if not isinstance(name, str) or name not in Fields.__dataclass_fields__:
            raise InvalidInputError("There is no such field.")
        if not isinstance(value, str):
            raise InvalidInputError("This must be text.")
        entered = value[: MAX_DESCRIPTION + 1]
        self.fields = replace(self.get_value("fields"), **{name: entered})
        return self._changed(name)

    @rx.event
    @member(Permission.EDIT_POSITIONS)
    async def toggle_type(self, _actor: Actor, name: str, chosen: bool) -> Any:
        """Tick or untick an interview type."""
        offered = [member.value for member in InterviewType]
        self.interview_types = [
            one for one in offered if (bool(chosen) if one == name else one in self.interview_types)
        ]
        return self._changed("interview_types")

    @rx.event
    @member(Permission.EDIT_POSITIONS)
    async def edit_concept(self, _actor: Actor, key: str, name: str, value: Any) -> Any:
        """Change the weight, target depth or must-have of a concept."""
        if not isinstance(name, str) or name not in {"weight", "target_depth", "must_have"}:
            raise InvalidInputError("There is no such field.")
        self.concepts = changed_concept(self.get_value("concepts"), key, {name: value})
        return self._changed("concepts")

    @rx.event
    @member(Permission.EDIT_POSITIONS)
    async def add_focus(self, _actor: Actor, key: str, area: str) -> Any:
        """Add a focus area that the bank suggests to a concept."""
        return self._set_focus(key, lambda areas: [*areas, area])

    @rx.event
    @member(Permission.EDIT_POSITIONS)
    async def type_focus(self, _actor: Actor, form: dict[str, Any]) -> Any:
        """Add a focus area that was typed, to the concept whose key came with it."""
        given = form if isinstance(form, dict) else {}
        area = given.get("area")
        if not isinstance(area, str) or not area.strip():
            return None
        return self._set_focus(given.get("key"), lambda areas: [*areas, area])

    @rx.event
    @member(Permission.EDIT_POSITIONS)
    async def remove_focus(self, _actor: Actor, key: str, area: str) -> Any:
        """Take a focus area away from a concept."""
        return self._set_focus(key, lambda areas: [one for one in areas if one != area])

    @rx.event
    @member(Permission.EDIT_POSITIONS)
    async def move_concept(self, _actor: Actor, key: str, step: int) -> Any:
        """Move a concept up (-1) or down (1)."""
        rows: list[ConceptRow] = self.get_value("concepts")
        self.concepts = [rows[at] for at in moved([row.key for row in rows], key, step)]
        return self._changed("concepts")

    @rx.event
    @member(Permission.EDIT_POSITIONS)
    async def remove_concept(self, _actor: Actor, key: str) -> Any:
        """Take a concept out."""
        self.concepts = [row for row in self.get_value("concepts") if row.key != key]
        return [self._changed("concepts"), rx.call_script(FOCUS_ADD % "concept")]

    @rx.event
    @member(Permission.EDIT_POSITIONS)
    async def move_question(self, _actor: Actor, key: str, step: int) -> Any:
        """Move a must-ask question up (-1) or down (1)."""
        rows: list[QuestionRow] = self.get_value("questions")
        self.questions = [rows[at] for at in moved([row.key for row in rows], key, step)]
        return self._changed("must_ask")

    @rx.event
    @member(Permission.EDIT_POSITIONS)
    async def remove_question(self, _actor: Actor, key: str) -> Any:
        """Take a must-ask question out."""
        self.questions = [row for row in self.get_value("questions") if row.key != key]
        return [self._changed("must_ask"), rx.call_script(FOCUS_ADD % "question")]

    @rx.event
    @member(Permission.EDIT_POSITIONS)
    async def save(self, actor: Actor) -> Any:
        """Store what was entered; problems show beside their fields."""
        return await self._store(actor)

    @rx.event
    @member(Permission.EDIT_POSITIONS)
    async def open_position(self, actor: Actor) -> Any:
        """Store what was entered and let candidates be invited."""
        events = await self._store(actor, positions.open_position)
        if self.status == PositionStatus.OPEN:
            words = "The position is open. You can invite candidates now."
            events.append(rx.toast.success(words))
        return events

    @rx.event
    @member(Permission.EDIT_POSITIONS)
    async def close_position(self, actor: Actor) -> Any:
        """Take no further invitations, for good."""
        async with unit_of_work() as session:
            await positions.close_position(session, actor, self._shown)
        await self._read(actor, self._shown)
        return [PositionState.refresh_plan, rx.toast.success("The position is closed.")]

    @rx.event
    @member(Permission.EDIT_POSITIONS)
    async def duplicate(self, actor: Actor) -> Any:
        """Go on from a copy, as a new draft."""
        async with unit_of_work() as session:
            copy = await positions.duplicate(session, actor, self._shown)
        self.dirty = False
        return rx.redirect(f"/positions/{copy.id}")

    @rx.event
    @member(Permission.EDIT_POSITIONS)
    async def delete_draft(self, actor: Actor) -> Any:
        """Delete a draft that was never used."""
        async with unit_of_work() as session:
            await positions.delete_draft(session, actor, self._shown)
        self.dirty = False
        return [rx.redirect("/positions"), rx.toast.success("The draft is deleted.")]

    @rx.event
    @member(Permission.EDIT_POSITIONS)
    async def try_it(self, actor: Actor) -> Any:
        """Open the room for oneself, on the position as it stands."""
        events: list[Any] = []
        if self.dirty or not self.stored:
            if self.status == PositionStatus.OPEN:
                raise ConflictError("Save your changes first: a trial runs the position as saved.")
            events = await self._store(actor)
            if self.dirty:
                return events
        async with unit_of_work() as session:
            trial = await interviews.start_trial(session, actor, position_id=self._shown)
        self._trial = trial.url
        opening = f"!!window.open({json.dumps(trial.url)}, '_blank')"
        return [*events, rx.call_script(opening, callback=PositionState.trial_opened)]

    @rx.event
    @member(Permission.INVITE)
    async def invite(self, _actor: Actor) -> Any:
        """Open the dialog in which a candidate is invited."""
        if self.dirty:
            raise ConflictError(
                "Save your changes first: an invitation takes along the position as saved."
            )
        return cast("Any", InviteState).begin(self._shown)

    @rx.event
    @member(Permission.EDIT_POSITIONS)
    async def trial_opened(self, _actor: Actor, opened: Any) -> Any:
        """Offer a link where the browser would not open a tab by itself."""
        self.trial_url = "" if opened is True else self._trial

    @rx.event(background=True, supersedes=True)
    @member(Permission.VIEW)
    async def refresh_plan(self, actor: Actor) -> Any:
        """Work out the plan once nothing has changed for a moment."""
        await asyncio.sleep(PAUSE_S)
        async with self:
            rows: list[ConceptRow] = list(self.get_value("concepts"))
            # The plan does not depend on these, so it need not wait for them.
            entered = {**self._entered(), "title": "-", "job_description": ""}
            entered["interview_types"] = [InterviewType.TECHNICAL.value]
        try:
            data = parse_position(entered)
            async with reading() as session:
                ours = await building.own_items(session, actor, data.concepts)
            shown = (
                plan_view(await building.preview(data, ours), rows, data.duration_min)
                if rows
                else PlanView(problem="Add a concept to see the plan.")
            )
        except InvalidInputError as problem:
            shown = PlanView(problem=problem.message)
        async with self:
            self.plan = shown

    def _changed(self, name: str) -> Any:
        """Note that something is not saved yet; the plan follows."""
        self.dirty, self.saved = True, False
        if self.errors.get(name):
            self.errors = {**self.get_value("errors"), name: ""}
        return PositionState.refresh_plan

    def _set_focus(self, key: object, change: Callable[[list[str]], list[Any]]) -> Any:
        rows: list[ConceptRow] = self.get_value("concepts")
        for row in rows:
            if row.key == key:
                changes: dict[str, object] = {"focus_areas": change(row.focus)}
                self.concepts = changed_concept(rows, key, changes)
        return self._changed("concepts")

    def _add_concept(self, values: dict[str, object]) -> Any:
        """Add a concept. Raises InvalidInputError where it cannot be."""
        rows: list[ConceptRow] = self.get_value("concepts")
        self.concepts = added_concept(rows, values, self.get_value("fields").seniority)
        return self._changed("concepts")

    def _entered(self) -> dict[str, object]:
        """Everything entered, as `parse_position` takes it."""
        fields: Fields = self.get_value("fields")
        return {
            **{name: getattr(fields, name) for name in Fields.__dataclass_fields__},
            "interview_types": list(self.interview_types),
            "concepts": [concept_values(row) for row in self.get_value("concepts")],
            "must_ask": [question_values(row) for row in self.get_value("questions")],
        }

    async def _read(self, actor: Actor, wanted: str) -> None:
        """Show what is stored under the id, or an empty draft for `new`."""
        self._shown = wanted
        self.stored = wanted != NEW
        self.missing = False
        if self.stored:
            try:
                async with reading() as session:
                    detail = await positions.get(session, actor, wanted)
            except NotFoundError:
                self.missing, self.loaded = True, True
                return
            self.status, self._version = detail.status.value, detail.version
            self.fields = fields_of(detail)
            self.interview_types = [one.value for one in detail.interview_types]
            self.concepts, self.questions = rows_of(detail)
        else:
            self.status, self._version = PositionStatus.DRAFT.value, 0
            self.fields = Fields()
            self.interview_types = [InterviewType.TECHNICAL.value]
            self.concepts, self.questions = [], []
        self.position = wanted if self.stored else ""
        self.editable = (
            actor.can(Permission.EDIT_POSITIONS) and self.status != PositionStatus.CLOSED
        )
        self.errors, self.conflict, self.trial_url = blank_errors(), "", ""
        self.dirty, self.saved, self.plan = False, False, PlanView()
        self.form_key, self.loaded = new_key(), True

    async def _store(
        self, actor: Actor, then: Callable[..., Awaitable[Position]] | None = None
    ) -> list[Any]:
        """Store what was entered, and in the same unit of work do what comes `then`."""
        created = not self.stored
        position: Position | None = None
        try:
            data = parse_position(self._entered())
            async with unit_of_work() as session:
                if created:
                    position = await positions.create(session, actor, data)
                elif self.dirty:
                    position = await positions.update(
                        session, actor, self._shown, data, version=self._version
                    )
                if then:
                    position = await then(session, actor, position.id if position else self._shown)
        except InvalidInputError as problem:
            self.errors, self.concepts, self.questions = place_error(
                problem, self.get_value("concepts"), self.get_value("questions")
            )
            return [rx.call_script(FOCUS_ERROR)]
        except ConflictError as problem:
            self.conflict = problem.message
            return []
        self.dirty, self.saved = False, True
        self.errors, self.conflict = blank_errors(), ""
        if position:
            self._version, self.status = position.version, position.status.value
            self._shown = self.position = str(position.id)
        if not created or not position:
            return []
        self.stored = True
        return [rx.call_script(ADDRESS % position.id)]
