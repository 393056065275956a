"""Filling the position builder from a role template, and taking that back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import reflex as rx

from app.core.errors import InvalidInputError
from app.identity.permissions import Actor, Permission
from app.positions.inputs import PositionInput, parse_position
from app.positions.models import PositionStatus, Seniority
from app.positions.templates import load_templates
from state.builder import (
    ConceptRow,
    Fields,
    QuestionRow,
    blank_errors,
    concept_row,
    new_key,
    question_row,
)
from state.guard import member
from state.position import PositionState

DIALOG = "templates-dialog"
CLOSE = f"document.getElementById('{DIALOG}')?.close()"


@dataclass(frozen=True)
class RoleRow:
    """A role that a position can start from."""

    role: str
    name: str
    summary: str


@dataclass(frozen=True)
class _Before:
    """What the builder held before it was filled."""

    key: str
    fields: Fields
    types: list[str]
    concepts: list[ConceptRow]
    questions: list[QuestionRow]
    dirty: bool


class TemplatesState(rx.State):
    """The dialog "Start from a role"."""

    roles: list[RoleRow] = []
    level: str = Seniority.MID.value
    asking: str = ""
    filled_from: str = ""
    filled_key: str = ""

    _before: _Before | None = None

    @rx.event
    @member(Permission.VIEW)
    async def forget(self, _actor: Actor) -> Any:
        """Another position is shown: there is nothing to undo."""
        self.filled_from, self.asking, self._before = "", "", None

    @rx.event
    @member(Permission.EDIT_POSITIONS)
    async def begin(self, _actor: Actor) -> Any:
        """Offer the roles at the seniority entered."""
        position = await self.get_state(PositionState)
        self.level, self.asking = position.get_value("fields").seniority, ""
        self.roles = [RoleRow(one.role, one.name, one.summary) for one in load_templates().values()]

    @rx.event
    @member(Permission.EDIT_POSITIONS)
    async def pick_level(self, _actor: Actor, level: str) -> Any:
        """Choose the seniority."""
        self.level, self.asking = _level(level).value, ""

    @rx.event
    @member(Permission.EDIT_POSITIONS)
    async def use(self, _actor: Actor, role: str) -> Any:
        """Fill the builder, or ask first where something would be replaced."""
        if not isinstance(role, str) or role not in load_templates():
            raise InvalidInputError("There is no such role.")
        position = await self.get_state(PositionState)
        if position.get_value("concepts") or position.get_value("questions") or position.dirty:
            self.asking = role
            return None
        return self._fill(position, role)

    @rx.event
    @member(Permission.EDIT_POSITIONS)
    async def replace_all(self, _actor: Actor) -> Any:
        """Fill the builder in place of what was entered."""
        if self.asking not in load_templates():
            return None
        return self._fill(await self.get_state(PositionState), self.asking)

    @rx.event
    @member(Permission.EDIT_POSITIONS)
    async def keep(self, _actor: Actor) -> Any:
        """Leave everything as it was entered."""
        self.asking = ""
        return rx.call_script(CLOSE)

    @rx.event
    @member(Permission.EDIT_POSITIONS)
    async def undo(self, _actor: Actor) -> Any:
        """Bring back what the builder held before."""
        position = await self.get_state(PositionState)
        before, self._before, self.filled_from = self._before, None, ""
        # What was discarded or reloaded meanwhile has another key.
        if before is None or before.key != position.form_key:
            return None
        position.fields, position.interview_types = before.fields, before.types
        position.concepts, position.questions = before.concepts, before.questions
        position.dirty, position.form_key = before.dirty or position.stored, new_key()
        return PositionState.refresh_plan

    def _fill(self, position: PositionState, role: str) -> list[Any]:
        if not position.editable or position.status != PositionStatus.DRAFT.value:
            raise InvalidInputError("Only a draft can be filled from a role.")
        template, level = load_templates()[role], _level(self.level)
        data = parse_position(template.filled(level))
        key = new_key()
        self._before = _Before(
            key=key,
            fields=position.get_value("fields"),
            types=list(position.interview_types),
            concepts=list(position.get_value("concepts")),
            questions=list(position.get_value("questions")),
            dirty=position.dirty,
        )
        position.fields = _fields(position.get_value("fields"), data)
        position.interview_types = [one.value for one in data.interview_types]
        position.concepts = [concept_row(one) for one in data.concepts]
        position.questions = [question_row(one.question, one.ideal_answer) for one in data.must_ask]
        position.errors, position.form_key = blank_errors(), key
        self.asking, self.filled_key = "", key
        self.filled_from = f"{template.name}, {level.value}"
        return [position._changed("concepts"), rx.call_script(CLOSE)]


def _fields(fields: Fields, data: PositionInput) -> Fields:
    return replace(
        fields,
        title=data.title,
        seniority=data.seniority.value,
        difficulty=data.difficulty.value,
        duration_min=str(data.duration_min),
    )


def _level(value: object) -> Seniority:
    known = {one.value: one for one in Seniority}
    if not isinstance(value, str) or value not in known:
        raise InvalidInputError("There is no such seniority.")
    return known[value]
