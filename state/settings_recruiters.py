"""The recruiters: a page of them as its address says, and the dialogs about one of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import reflex as rx
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import reading, unit_of_work
from app.core.errors import ConflictError, NotAuthenticatedError, ProblemError
from app.core.paging import PER_PAGE, Wish
from app.identity.permissions import Actor, Permission
from app.recruiters import service as recruiters
from components.dialog import close_dialog, open_dialog
from state import table_query
from state.developers import focus
from state.forms import fields_of, no_errors, words_of
from state.guard import member
from state.tables import Part, Table, finding, loading, refreshing

if TYPE_CHECKING:
    from app.recruiters.service import RecruiterView

HERE = "/settings/recruiters"
EDIT_DIALOG, DELETE_DIALOG, TITLE_ID = "edit-recruiter", "delete-recruiter", "recruiters-title"
FIELDS = ("name", "email", "phone", "title", "public_contact_info")


@dataclass(frozen=True)
class RecruiterRow:
    """A recruiter in words. `requisitions` is for how many they stand."""

    number: str = ""
    name: str = ""
    email: str = ""
    phone: str = ""
    title: str = ""
    contact: str = ""
    signs_in: bool = False
    standing: int = 0
    requisitions: str = ""
    href: str = ""


@dataclass(frozen=True, kw_only=True)
class Query(table_query.Query):
    """What the address asks for."""

    HERE = HERE


def row_of(view: RecruiterView, standing: int) -> RecruiterRow:
    """A recruiter in words."""
    if not standing:
        requisitions = "No requisition"
    else:
        requisitions = "1 requisition" if standing == 1 else f"{standing:,} requisitions"
    return RecruiterRow(
        number=str(view.number),
        name=view.name,
        email=view.email,
        phone=view.phone or "",
        title=view.title or "",
        contact=view.public_contact_info or "",
        signs_in=view.user_id is not None,
        standing=standing,
        requisitions=requisitions,
        href=f"/requisitions?recruiter={view.number}",
    )


class RecruitersState(Table, rx.State):
    """A page of recruiters. `edited` is whose form is open, and `card` what candidates read."""

    QUERY = Query
    NOTHING = "No recruiters"

    rows: list[RecruiterRow] = []
    may_manage: bool = False
    none_yet: bool = False

    edited: RecruiterRow = RecruiterRow()
    edit_key: int = 0
    errors: dict[str, str] = no_errors(FIELDS)
    problem: str = ""
    card_name: str = ""
    card_contact: str = ""

    doomed: RecruiterRow = RecruiterRow()
    delete_problem: str = ""

    _version: int = 0

    load = loading(Permission.VIEW)
    refresh = refreshing(Permission.VIEW)
    find = finding(Permission.VIEW)

    async def _found(
        self, session: AsyncSession, actor: Actor, query: Query
    ) -> tuple[Part, list[RecruiterRow]]:
        self.may_manage = actor.can(Permission.MANAGE_RECRUITERS)
        wish = Wish(page=query.page, per_page=PER_PAGE, search=query.search)
        page = await recruiters.listing(session, actor, wish)
        ids = [view.id for view in page.rows]
        standing = await recruiters.requisition_counts(session, actor, ids)
        self.none_yet = not page.total and not query.search
        return page, [row_of(view, standing.get(view.id, 0)) for view in page.rows]

    @rx.event
    @member(Permission.MANAGE_RECRUITERS)
    async def begin_recruiter(self, actor: Actor, number: Any) -> Any:
        """Open the form, for the recruiter of that number or for a new one."""
        if number == "":
            self._edit(RecruiterRow(), 0)
        else:
            view = await self._of(actor, number)
            self._edit(row_of(view, 0), view.version)
        return open_dialog(EDIT_DIALOG)

    def _edit(self, row: RecruiterRow, version: int) -> None:
        self.edited, self._version = row, version
        self.card_name, self.card_contact = row.name, row.contact
        self.errors, self.problem = no_errors(FIELDS), ""
        self.edit_key += 1

    @rx.event(supersedes=True)
    @member(Permission.MANAGE_RECRUITERS)
    async def preview_name(self, _actor: Actor, typed: Any) -> Any:
        """Show the name as it is typed as candidates would read it."""
        self.card_name = typed[: recruiters.MAX_NAME] if isinstance(typed, str) else ""

    @rx.event(supersedes=True)
    @member(Permission.MANAGE_RECRUITERS)
    async def preview_contact(self, _actor: Actor, typed: Any) -> Any:
        """Show the contact as it is typed as candidates would read it."""
        self.card_contact = typed[: recruiters.MAX_CONTACT] if isinstance(typed, str) else ""

    @rx.event
    @member(Permission.MANAGE_RECRUITERS)
    async def keep_recruiter(self, actor: Actor, form: Any) -> Any:
        """Add the recruiter, or change them; what was typed stays where that is refused."""
        given = fields_of(form)
        values = {name: words_of(given, name) for name in FIELDS}
        self.errors, self.problem = no_errors(FIELDS), ""
        try:
            async with unit_of_work() as session:
                if self.edited.number:
                    kept = await recruiters.update(
                        session, actor, int(self.edited.number), values, self._version
                    )
                else:
                    kept = await recruiters.create(session, actor, values)
        except NotAuthenticatedError:
            raise
        except ProblemError as problem:
            # A message outside the dialog would be hidden behind it.
            if problem.field in self.errors:
                self.errors = {**self.errors, problem.field: problem.message}
                return focus(f"recruiter-{problem.field}")
            self.problem = problem.message
            return None
        done = "changed" if self.edited.number else "added"
        told = rx.toast.success(f"{kept.name} is {done}.", close_button=True)
        return [close_dialog(EDIT_DIALOG), told, *await self._look(actor)]

    @rx.event
    @member(Permission.MANAGE_RECRUITERS)
    async def ask_delete_recruiter(self, actor: Actor, number: Any) -> Any:
        """Ask whether that recruiter shall be deleted, or say why they cannot be."""
        view = await self._of(actor, number)
        async with reading() as session:
            standing = await recruiters.requisition_counts(session, actor, [view.id])
        self.doomed, self.delete_problem = row_of(view, standing.get(view.id, 0)), ""
        return open_dialog(DELETE_DIALOG)

    @rx.event
    @member(Permission.MANAGE_RECRUITERS)
    async def delete_recruiter(self, actor: Actor) -> Any:
        """Delete the recruiter who was asked about."""
        number = int(self.doomed.number) if self.doomed.number else None
        try:
            async with unit_of_work() as session:
                await recruiters.delete(session, actor, number)
        except ConflictError as problem:
            self.delete_problem = problem.message
            return None
        name, self.doomed = self.doomed.name, RecruiterRow()
        return [
            close_dialog(DELETE_DIALOG),
            focus(TITLE_ID),
            rx.toast.success(f"{name} is deleted.", close_button=True),
            *await self._look(actor),
        ]

    async def _of(self, actor: Actor, number: object) -> RecruiterView:
        is_number = isinstance(number, str) and number.isascii() and number.isdigit()
        async with reading() as session:
            return await recruiters.get(session, actor, int(str(number)) if is_number else None)
