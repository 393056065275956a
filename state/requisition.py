"""A requisition on its page: where its applications stand, its settings, its synchronisation."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC
from typing import TYPE_CHECKING, Any

import reflex as rx
from sqlalchemy.ext.asyncio import AsyncSession

from app.activity import view as activity
from app.applications import counts
from app.applications.models import ApplicationStatus
from app.applications.status import WORDS
from app.core import clock
from app.core.database import reading, unit_of_work
from app.core.errors import ConflictError, InvalidInputError, NotFoundError
from app.core.numbers import number_in
from app.core.paging import MOST_PER_PAGE, Wish
from app.hiring_settings import service as hiring_settings
from app.identity.permissions import Actor, Permission
from app.interviews import hiring
from app.personas import service as personas
from app.positions import service as positions
from app.requisitions import service as requisitions
from app.requisitions.interviewing import ensure_position
from components.dialog import open_dialog
from state import requisition_sync as syncing
from state.applications import ApplicationsState
from state.developers import ago_words
from state.guard import blank, member
from state.looking import look_again_soon
from state.requisition_fields import (
    Fields,
    automatic_words,
    blank_errors,
    changed,
    entered,
    field_of,
    fields_of,
    listed,
    looking_words,
    under_words,
    values_of,
)
from state.requisition_sync import Sync
from state.requisitions import HERE, recruiter_choices
from state.tables import Choice

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from app.activity.view import LogView
    from app.hiring_settings.service import HiringSettingsView
    from app.requisitions.values import RequisitionView

REFRESH = "refresh-requisition"
DELETING = "delete-requisition"
APPLICATIONS, SETTINGS = "applications", "settings"
WORKDAY = "workday"
FOCUS_ERROR = (
    "setTimeout(() => document.querySelector('main [aria-invalid=\"true\"]')?.focus(), 80)"
)


@dataclass(frozen=True)
class Stage:
    """A status, and how many of the requisition's applications stand there."""

    words: str
    count: str
    width: str
    href: str
    some: bool


@dataclass(frozen=True)
class Head:
    """What is said of a requisition above everything else."""

    number: int = 0
    name: str = ""
    under: str = ""
    active: bool = True
    gone: bool = False
    of_workday: bool = False
    synced: str = ""
    workday_data: str = ""
    edited: str = ""
    built: bool = False


class RequisitionState(rx.State):
    """One requisition in the browser. What is entered is stored by `save` alone."""

    loaded: bool = False
    missing: bool = False
    view: str = APPLICATIONS
    head: Head = Head()
    stages: list[Stage] = []
    total: str = "0"
    sync_state: Sync = Sync()
    sync_log: list[str] = []
    fields: Fields = Fields()
    errors: dict[str, str] = blank_errors()
    form_key: int = 0
    dirty: bool = False
    saved: bool = False
    conflict: str = ""
    automatic: str = ""
    looking: str = ""
    recruiters: list[Choice] = []
    personas: list[Choice] = []
    positions: list[Choice] = []
    loss: str = ""

    _shown: int = 0
    _base: Fields = Fields()
    _version: int = 0
    _item: int = 0
    _settings: Any = None

    @rx.event
    @member(Permission.VIEW)
    async def load(self, actor: Actor) -> Any:
        """Show the requisition of the address; what is being edited stays as it is."""
        number = number_in(self.router.url.path.rstrip("/").rpartition("/")[2])
        wanted = self.router.url.query_parameters.get("view", "")
        if not number or number != self._shown:
            blank(self)
            self._shown = number
        self.view = SETTINGS if wanted == SETTINGS else APPLICATIONS
        return await self._read(actor)

    @rx.event
    @member(Permission.VIEW)
    async def refresh(self, actor: Actor) -> Any:
        """Look again, as the browser does while a synchronisation is on its way."""
        return await self._read(actor)

    @rx.event
    @member(Permission.EDIT_REQUISITIONS)
    async def sync(self, actor: Actor) -> Any:
        """Have the requisition synchronised with Workday now, and follow it."""
        self._item = await syncing.order(actor, self._shown)
        return await self._read(actor)

    @rx.event
    @member(Permission.EDIT_REQUISITIONS)
    async def edit(self, _actor: Actor, name: Any, value: Any) -> Any:
        """Take over what was entered into a field."""
        field, entry = entered(name, value)
        self.fields = replace(self.get_value("fields"), **{field: entry})
        self.errors = {**self.errors, field: ""}
        self.saved = False
        self._explain()

    @rx.event
    @member(Permission.EDIT_REQUISITIONS)
    async def save(self, actor: Actor) -> Any:
        """Save what was changed here, unless somebody else has changed something meanwhile."""
        return await self._save(actor)

    @rx.event
    @member(Permission.EDIT_REQUISITIONS)
    async def save_over(self, actor: Actor) -> Any:
        """Save what was changed here on top of what somebody else has changed meanwhile."""
        async with reading() as session:
            view = await requisitions.get(session, actor, self._shown)
        self._version = view.version
        return await self._save(actor)

    @rx.event
    @member(Permission.VIEW)
    async def discard(self, actor: Actor) -> Any:
        """Drop what is not saved, and show what is."""
        self.dirty, self.conflict = False, ""
        return await self._read(actor, anew=True)

    @rx.event
    @member(Permission.EDIT_REQUISITIONS)
    async def build(self, actor: Actor) -> Any:
        """Build the position that candidates are interviewed for from the text that is saved."""
        async with unit_of_work() as session:
            held = await requisitions.held(session, actor, self._shown)
            position = str(await ensure_position(session, actor, held))
        self._base = replace(self._base, position_id=position)
        self.fields = replace(self.get_value("fields"), position_id=position)
        self.form_key += 1
        return [
            await self._read(actor),
            rx.toast.success("The position is built and open.", close_button=True),
        ]

    @rx.event
    @member(Permission.EDIT_REQUISITIONS)
    async def ask_delete(self, actor: Actor) -> Any:
        """Ask whether the requisition shall be deleted, saying what goes with it."""
        async with reading() as session:
            self.loss = (await hiring.lost_with(session, actor, self._shown)).words
        return open_dialog(DELETING)

    @rx.event
    @member(Permission.EDIT_REQUISITIONS)
    async def delete(self, actor: Actor) -> Any:
        """Delete the requisition, unless interviews are under way."""
        name = self.get_value("head").name
        async with unit_of_work() as session:
            await hiring.delete_requisition(session, actor, self._shown)
        self.dirty = False
        return [
            rx.redirect(HERE, replace=True),
            rx.toast.success(f"{name} is deleted.", close_button=True),
        ]

    async def _save(self, actor: Actor) -> Any:
        fields = self.get_value("fields")
        changes = changed(self._base, fields)
        self.errors, self.conflict = blank_errors(), ""
        try:
            async with unit_of_work() as session:
                await requisitions.update(
                    session, actor, self._shown, values_of(changes), self._version
                )
        except InvalidInputError as error:
            if not (name := field_of(error)):
                raise
            self.errors = {**self.errors, name: error.message}
            return rx.call_script(FOCUS_ERROR)
        except ConflictError:
            self.conflict = await self._what_they_did(actor, changes)
            return None
        self.dirty, self.saved = False, True
        return await self._read(actor, anew=True)

    async def _what_they_did(self, actor: Actor, ours: Mapping[str, str]) -> str:
        """What somebody else has changed since this form was filled."""
        async with reading() as session:
            theirs = changed(
                self._base, fields_of(await requisitions.get(session, actor, self._shown))
            )
        if not theirs:
            return "Somebody else has saved this requisition in the meantime."
        said = f"Somebody else has changed the {listed(list(theirs))} in the meantime."
        both = [name for name in theirs if name in ours]
        return f"{said} You both changed the {listed(both)}." if both else said

    async def _read(self, actor: Actor, *, anew: bool = False) -> Any:
        try:
            async with reading() as session:
                view = await requisitions.get(session, actor, self._shown)
                by_status = await counts.by_status(session, actor.organization_id, view.id)
                self._settings = await hiring_settings.get(session, actor)
                sync = await self._follow(session, actor, view)
                log = await activity.listing(
                    session, actor, activity.LogQuery(requisition=view.number, per_page=20)
                )
                await self._offer(session, actor, view)
        except NotFoundError:
            self.loaded = self.missing = True
            return None
        was_moving = self.get_value("sync_state").moving
        self._show(view, by_status, log.rows)
        self.sync_state = sync
        if anew or not self.dirty:
            self._fill(view)
        self._explain()
        self.loaded, self.missing = True, False
        if sync.moving:
            return look_again_soon(REFRESH)
        return ApplicationsState.refresh if was_moving else None

    async def _follow(self, session: AsyncSession, actor: Actor, view: RequisitionView) -> Sync:
        found = (await syncing.under_way(session, actor, [view.id])).get(view.id)
        if found is not None:
            self._item = found.item
            return found
        return await syncing.outcome(session, actor, self._item) if self._item else Sync()

    async def _offer(self, session: AsyncSession, actor: Actor, view: RequisitionView) -> None:
        """What can be chosen: what is chosen already is among it, whatever has become of it."""
        self.recruiters = await recruiter_choices(session, actor)
        wish = Wish(sort="name", per_page=MOST_PER_PAGE)
        self.personas = [
            Choice(str(one.number), one.name)
            for one in (await personas.listing(session, actor, wish)).rows
        ]
        opened = await positions.open_positions(session, actor)
        self.positions = [Choice(str(one.id), one.title) for one in opened]
        known = {one.id for one in opened}
        if view.position_id and view.position_id not in known:
            self.positions = [await _closed(session, actor, view.position_id), *self.positions]

    def _show(
        self,
        view: RequisitionView,
        by_status: Mapping[ApplicationStatus, int],
        log: tuple[LogView, ...],
    ) -> None:
        most = max(*by_status.values(), 1)
        here = f"{HERE}/{view.number}"
        self.stages = [
            Stage(
                words=words,
                count=f"{by_status[status]:,}",
                width=f"{round(by_status[status] / most * 100)}%",
                href=f"{here}?status={status.value}",
                some=by_status[status] > 0,
            )
            for status, words in WORDS.items()
        ]
        self.total = f"{sum(by_status.values()):,}"
        data = view.workday_data
        self.head = Head(
            number=view.number,
            name=view.name,
            under=under_words(view),
            active=view.is_active,
            gone=view.removed_at is not None,
            of_workday=view.external_id is not None,
            synced=ago_words(view.last_synced_at, clock.now(), UTC),
            workday_data=json.dumps(data, indent=2, ensure_ascii=False) if data else "",
            edited=listed(list(view.edited)) if view.edited else "",
            built=view.position_id is not None,
        )
        self.sync_log = [one.message for one in log if one.source == WORKDAY][:3]

    def _fill(self, view: RequisitionView) -> None:
        self._base, self._version = fields_of(view), view.version
        if self.get_value("fields") != self._base:
            self.fields = self._base
            self.form_key += 1
        self.errors = blank_errors()

    def _explain(self) -> None:
        fields: Fields = self.get_value("fields")
        settings: HiringSettingsView | None = self._settings
        self.dirty = fields != self._base
        if settings is not None:
            of_workday = self.get_value("head").of_workday
            self.automatic = automatic_words(fields, settings, of_workday=of_workday)
            self.looking = looking_words(fields, settings)


async def _closed(session: AsyncSession, actor: Actor, position_id: UUID) -> Choice:
    position = await positions.get(session, actor, position_id)
    return Choice(str(position.id), f"{position.title} ({position.status.value})")
