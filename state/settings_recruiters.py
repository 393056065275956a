"""The recruiters: a page of them as its address says, and the dialogs about one of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import reflex as rx
import structlog
from sqlalchemy.exc import SQLAlchemyError

from app.core.database import reading, unit_of_work
from app.core.errors import ConflictError, NotAuthenticatedError, ProblemError
from app.core.paging import PER_PAGE, Wish
from app.identity.permissions import Actor, Permission
from app.recruiters import service as recruiters
from components.dialog import close_dialog, open_dialog
from state.developers import FAILED, LOADING, READY, focus
from state.forms import fields_of, no_errors, words_of
from state.guard import member
from state.paging import range_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.recruiters.service import RecruiterView

HERE = "/settings/recruiters"
EDIT_DIALOG, DELETE_DIALOG, TITLE_ID = "edit-recruiter", "delete-recruiter", "recruiters-title"
FIELDS = ("name", "email", "phone", "title", "public_contact_info")
_MAX_SEARCH, _MAX_PAGE = 120, 9_999

log = structlog.get_logger(__name__)


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


@dataclass(frozen=True)
class Query:
    """What the address asks for."""

    search: str = ""
    page: int = 1

    def address(self, **changes: Any) -> str:
        """The address of this list with something changed; any change but of page goes to 1."""
        wanted = replace(self, **{"page": 1, **changes})
        query = {"q": wanted.search, "page": "" if wanted.page == 1 else str(wanted.page)}
        written = urlencode({name: value for name, value in query.items() if value})
        return f"{HERE}?{written}" if written else HERE


def query_of(parameters: Mapping[str, str]) -> Query:
    """The query an address holds."""
    page = parameters.get("page", "")
    is_page = page.isascii() and page.isdigit() and len(page) <= len(str(_MAX_PAGE))
    return Query(_search(parameters.get("q", "")), max(int(page), 1) if is_page else 1)


def _search(text: object) -> str:
    return " ".join(text.split())[:_MAX_SEARCH] if isinstance(text, str) else ""


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


class RecruitersState(rx.State):
    """A page of recruiters. `edited` is whose form is open, and `card` what candidates read."""

    phase: str = LOADING
    may_manage: bool = False
    rows: list[RecruiterRow] = []
    none_yet: bool = False
    search: str = ""
    form_key: int = 0
    range_words: str = ""
    previous: str = ""
    following: str = ""

    edited: RecruiterRow = RecruiterRow()
    edit_key: int = 0
    errors: dict[str, str] = no_errors(FIELDS)
    problem: str = ""
    card_name: str = ""
    card_contact: str = ""

    doomed: RecruiterRow = RecruiterRow()
    delete_problem: str = ""

    _typed: str = ""
    _version: int = 0

    @rx.event
    @member(Permission.VIEW)
    async def show_recruiters(self, actor: Actor) -> Any:
        """Show what the address asks for."""
        self.may_manage = actor.can(Permission.MANAGE_RECRUITERS)
        return await self._read(actor)

    async def _read(self, actor: Actor) -> Any:
        query = query_of(self.router.url.query_parameters)
        try:
            async with reading() as session:
                wish = Wish(page=query.page, per_page=PER_PAGE, search=query.search)
                found = await recruiters.listing(session, actor, wish)
                ids = [view.id for view in found.rows]
                standing = await recruiters.requisition_counts(session, actor, ids)
        except SQLAlchemyError:
            log.exception("recruiters_not_loaded")
            self.phase = FAILED
            return None
        if not found.rows and query.page > 1:
            return rx.redirect(query.address(), replace=True)
        self.rows = [row_of(view, standing.get(view.id, 0)) for view in found.rows]
        self.none_yet = not found.rows and not query.search
        self.range_words = range_words(
            page=query.page,
            per_page=PER_PAGE,
            shown=len(self.rows),
            total=f"{found.total:,}",
            nothing="No recruiters",
        )
        if query.search != self._typed:
            # The field keeps what is being typed; an address that says otherwise fills it anew.
            self._typed = query.search
            self.form_key += 1
        self.search = query.search
        self.previous = query.address(page=query.page - 1) if query.page > 1 else ""
        has_next = query.page * PER_PAGE < found.total
        self.following = query.address(page=query.page + 1) if has_next else ""
        self.phase = READY
        return None

    @rx.event(supersedes=True)
    @member(Permission.VIEW)
    async def find_recruiter(self, _actor: Actor, search: Any) -> Any:
        """Go to the address of that search."""
        query = query_of(self.router.url.query_parameters)
        wanted = self._typed = _search(search)
        if wanted == query.search:
            return None
        return rx.redirect(query.address(search=wanted), replace=True)

    @rx.event
    @member(Permission.MANAGE_RECRUITERS)
    async def begin_recruiter(self, actor: Actor, number: Any) -> Any:
        """Open the form, for the recruiter of that number or for a new one."""
        if number == "":
            self._edit(RecruiterRow(), 0)
        else:
            view = await self._found(actor, number)
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
        gone = await self._read(actor)
        told = rx.toast.success(f"{kept.name} is {done}.", close_button=True)
        return [close_dialog(EDIT_DIALOG), told, *([gone] if gone else [])]

    @rx.event
    @member(Permission.MANAGE_RECRUITERS)
    async def ask_delete_recruiter(self, actor: Actor, number: Any) -> Any:
        """Ask whether that recruiter shall be deleted, or say why they cannot be."""
        view = await self._found(actor, number)
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
        gone = await self._read(actor)
        return [
            close_dialog(DELETE_DIALOG),
            focus(TITLE_ID),
            rx.toast.success(f"{name} is deleted.", close_button=True),
            *([gone] if gone else []),
        ]

    async def _found(self, actor: Actor, number: object) -> RecruiterView:
        is_number = isinstance(number, str) and number.isascii() and number.isdigit()
        async with reading() as session:
            return await recruiters.get(session, actor, int(str(number)) if is_number else None)
