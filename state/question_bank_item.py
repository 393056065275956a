"""Writing an item: a new one, or one's own version of what there is. Stored when one says so."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import reflex as rx

from app.core.database import reading, unit_of_work
from app.core.errors import ConflictError, InvalidInputError, NotFoundError
from app.identity.permissions import Actor, Permission
from app.question_bank import editing
from app.question_bank import reading as bank
from app.question_bank.inputs import MAX_FOLLOW_UPS, MAX_POINTS
from app.question_bank.trying import try_answer
from state.guard import member
from state.question_bank_form import (
    BLANK_ERRORS,
    FollowEdit,
    ItemFields,
    PointEdit,
    Tried,
    added_point,
    fields_of,
    follow_ups_of,
    numbered,
    place_error,
    points_of,
    toggled,
    tried_of,
    values_of,
    with_choices,
)

NEW = "new"
_MAX_TYPED = 8_000
FOCUS_ERROR = (
    "setTimeout(() => document.querySelector('main [aria-invalid=\"true\"], main .row-error')"
    "?.focus(), 80)"
)


class ItemState(rx.State):
    """One item in the browser."""

    loaded: bool = False
    missing: bool = False
    editable: bool = False
    is_new: bool = True
    is_built_in: bool = False
    concept: str = ""
    form_key: int = 0
    fields: ItemFields = ItemFields()
    points: list[PointEdit] = []
    follow_ups: list[FollowEdit] = []
    errors: dict[str, str] = BLANK_ERRORS
    conflict: str = ""
    dirty: bool = False
    answer: str = ""
    tried: Tried = Tried()
    try_problem: str = ""
    trying: bool = False

    _item: str = ""
    _version: int = 0

    @rx.event
    @member(Permission.VIEW)
    async def load(self, actor: Actor) -> Any:
        """Show the item of the address, or an empty form."""
        parts = self.router.url.path.strip("/").split("/")
        self.editable = actor.can(Permission.EDIT_ITEMS)
        self.is_new = parts[-1] == NEW
        self.missing = False
        self._clear()
        try:
            await self._read(actor, parts)
        except NotFoundError:
            self.missing = True
        self.form_key += 1
        self.loaded = True

    async def _read(self, actor: Actor, parts: list[str]) -> None:
        if self.is_new:
            wanted = self.router.url.query_parameters.get("concept", "")
            name = ""
            if wanted:
                async with reading() as session:
                    name = (await bank.concept_page(session, actor, wanted)).row.name
            self.concept, self._item, self._version = wanted, "", 0
            self.is_built_in = False
            self.fields = ItemFields(concept_name=name)
            self.points, self.follow_ups = added_point(added_point([])), []
            return
        async with reading() as session:
            page = await bank.concept_page(session, actor, parts[-2])
        view = next((one for one in page.items if one.item.id == parts[-1]), None)
        if view is None:
            raise NotFoundError("There is no such item.")
        self.concept, self._item, self._version = view.concept, view.item.id, view.version
        self.is_built_in = not view.version
        self.fields = fields_of(view.item, view.concept_name)
        self.points = points_of(view.item)
        self.follow_ups = follow_ups_of(view.item, self.points)
        self.answer = view.item.sample_answer

    def _clear(self) -> None:
        self.errors, self.conflict, self.dirty = dict(BLANK_ERRORS), "", False
        self.answer, self.tried, self.try_problem, self.trying = "", Tried(), "", False

    @rx.event
    @member(Permission.EDIT_ITEMS)
    async def edit(self, _actor: Actor, name: str, value: Any) -> Any:
        """Take over what was typed into one of the plain fields."""
        if not isinstance(name, str) or name not in ItemFields.__dataclass_fields__:
            raise InvalidInputError("There is no such field.")
        self.fields = replace(self.get_value("fields"), **{name: _typed(value)})
        self._changed(name)

    @rx.event
    @member(Permission.EDIT_ITEMS)
    async def edit_point(self, _actor: Actor, key: str, name: str, value: Any) -> Any:
        """Take over what was typed into a reference point."""
        if not isinstance(name, str) or name not in {"text", "weight", "also"}:
            raise InvalidInputError("There is no such field.")
        rows: list[PointEdit] = self.get_value("points")
        changes = {name: _typed(value), "error": ""}
        self.points = [replace(row, **changes) if row.key == key else row for row in rows]
        self._changed("points")

    @rx.event
    @member(Permission.EDIT_ITEMS)
    async def add_point(self, _actor: Actor) -> Any:
        """Add a blank reference point."""
        rows: list[PointEdit] = self.get_value("points")
        if len(rows) >= MAX_POINTS:
            raise InvalidInputError(f"An item can have {MAX_POINTS} reference points at most.")
        self._set_points(added_point(rows))
        focus = f"document.getElementById('point-{self.points[-1].key}')?.focus()"
        return rx.call_script(f"setTimeout(() => {focus}, 80)")

    @rx.event
    @member(Permission.EDIT_ITEMS)
    async def remove_point(self, _actor: Actor, key: str) -> Any:
        """Take a reference point out."""
        rows: list[PointEdit] = self.get_value("points")
        self._set_points(numbered([row for row in rows if row.key != key]))
        return rx.call_script("document.getElementById('add-point')?.focus()")

    def _set_points(self, rows: list[PointEdit]) -> None:
        self.points = rows
        follow_ups: list[FollowEdit] = self.get_value("follow_ups")
        self.follow_ups = [with_choices(row, rows) for row in follow_ups]
        self._changed("points")

    @rx.event
    @member(Permission.EDIT_ITEMS)
    async def edit_follow_up(self, _actor: Actor, key: str, value: Any) -> Any:
        """Take over the words of a follow-up."""
        rows: list[FollowEdit] = self.get_value("follow_ups")
        words = _typed(value)
        self.follow_ups = [
            replace(row, question=words, error="") if row.key == key else row for row in rows
        ]
        self._changed("follow_ups")

    @rx.event
    @member(Permission.EDIT_ITEMS)
    async def toggle_follow_up(self, _actor: Actor, key: str, point_id: str) -> Any:
        """Choose a point that a follow-up is about, or no longer."""
        rows: list[FollowEdit] = self.get_value("follow_ups")
        self.follow_ups = [toggled(row, point_id) if row.key == key else row for row in rows]
        self._changed("follow_ups")

    @rx.event
    @member(Permission.EDIT_ITEMS)
    async def add_follow_up(self, _actor: Actor) -> Any:
        """Add a blank follow-up."""
        rows: list[FollowEdit] = self.get_value("follow_ups")
        if len(rows) >= MAX_FOLLOW_UPS:
            raise InvalidInputError(f"An item can have {MAX_FOLLOW_UPS} follow-ups at most.")
        blank = FollowEdit(uuid4().hex)
        self.follow_ups = [*rows, with_choices(blank, self.get_value("points"), set())]
        self._changed("follow_ups")

    @rx.event
    @member(Permission.EDIT_ITEMS)
    async def remove_follow_up(self, _actor: Actor, key: str) -> Any:
        """Take a follow-up out."""
        rows: list[FollowEdit] = self.get_value("follow_ups")
        self.follow_ups = [row for row in rows if row.key != key]
        self._changed("follow_ups")
        return rx.call_script("document.getElementById('add-follow-up')?.focus()")

    @rx.event
    @member(Permission.EDIT_ITEMS)
    async def save(self, actor: Actor) -> Any:
        """Store the item and go to its concept; what is wrong shows beside its field."""
        fields: ItemFields = self.get_value("fields")
        try:
            async with unit_of_work() as session:
                if self.is_new:
                    stored = await editing.add(
                        session,
                        actor,
                        concept="",
                        concept_name=fields.concept_name,
                        values=self._values(),
                    )
                else:
                    stored = await editing.edit(
                        session,
                        actor,
                        self.concept,
                        self._item,
                        self._values(),
                        version=self._version,
                    )
        except InvalidInputError as problem:
            self._show(problem)
            return rx.call_script(FOCUS_ERROR)
        except ConflictError as problem:
            self.conflict = problem.message
            return None
        self.dirty, self.conflict = False, ""
        return [
            rx.redirect(f"/questions/{quote(stored.concept)}"),
            rx.toast.success("The question is saved. It is asked from now on."),
        ]

    @rx.event
    @member(Permission.EDIT_ITEMS)
    async def type_answer(self, _actor: Actor, value: Any) -> Any:
        """Take over the answer to try."""
        self.answer, self.try_problem = _typed(value), ""

    @rx.event(background=True)
    @member(Permission.EDIT_ITEMS)
    async def try_it(self, _actor: Actor) -> Any:
        """Grade the answer by the item as it stands in the form."""
        async with self:
            if self.trying:
                return
            values, answer = self._values(), self.answer
            self.trying, self.tried, self.try_problem = True, Tried(), ""
        try:
            item, grade = await try_answer(values, answer)
        except InvalidInputError as problem:
            async with self:
                self.trying = False
                if problem.field == "answer":
                    self.try_problem = problem.message
                else:
                    self._show(problem)
                    self.try_problem = "Put right what is marked in the question first."
            return
        except Exception:
            async with self:
                self.trying = False
            raise
        async with self:
            self.trying, self.tried = False, tried_of(item, grade)

    def _values(self) -> dict[str, object]:
        return values_of(
            self.get_value("fields"), self.get_value("points"), self.get_value("follow_ups")
        )

    def _show(self, problem: InvalidInputError) -> None:
        self.errors, self.points, self.follow_ups = place_error(
            problem, self.get_value("points"), self.get_value("follow_ups")
        )

    def _changed(self, name: str) -> None:
        self.dirty = True
        errors: dict[str, str] = self.get_value("errors")
        if errors.get(name) or errors.get("all"):
            self.errors = {**errors, name: "", "all": ""}


def _typed(value: object) -> str:
    """What was typed, cut to a length; the check says where it is too long for its field."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:g}"
    if not isinstance(value, str):
        raise InvalidInputError("This must be text.")
    return value[:_MAX_TYPED]
