"""Adding applications: by hand, or from résumés whose names and addresses a person confirms."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

import reflex as rx

from app.applications import service as applications
from app.core import clock
from app.core.database import unit_of_work
from app.core.errors import NotAuthenticatedError, ProblemError
from app.identity.permissions import Actor, Permission
from components.dialog import close_dialog
from state.guard import member
from state.numbered import number_of

ADD_DIALOG, READ, FILES = "add-applications", "board-read", "board-files"
MOST_FILES = 20
_MAX_TEXT = 300
_OPEN = (
    f"(() => {{ const box = document.getElementById('{ADD_DIALOG}'); "
    "box?.open || box?.showModal() })()"
)
_UPLOAD = "window.vivavoceBoard.upload(%s)"


@dataclass(frozen=True)
class AddRow:
    """An application to be. `file` is empty for one without a résumé; `href` leads there after."""

    key: str = ""
    file: str = ""
    name: str = ""
    email: str = ""
    name_error: str = ""
    email_error: str = ""
    problem: str = ""
    href: str = ""
    told: str = ""
    can_add: bool = True


class BoardAddState(rx.State):
    """The dialog in which applications are added."""

    rows: list[AddRow] = []
    told: str = ""
    can_add: bool = False
    working: bool = False

    _next: int = 0

    @rx.event
    @member(Permission.EDIT_APPLICATIONS)
    async def begin(self, _actor: Actor) -> Any:
        """Open the dialog with nothing in it yet."""
        self._set([])
        self.told, self.working = "", False
        return rx.call_script(_OPEN)

    @rx.event
    @member(Permission.EDIT_APPLICATIONS)
    async def one_more(self, _actor: Actor) -> Any:
        """One without a résumé."""
        if len(self.rows) < MOST_FILES:
            self._set([*self.rows, AddRow(key=self._key())])

    @rx.event
    @member(Permission.EDIT_APPLICATIONS)
    async def take_out(self, _actor: Actor, key: Any) -> Any:
        """Not this one after all."""
        self._set([row for row in self.rows if row.key != key])

    @rx.event
    @member(Permission.EDIT_APPLICATIONS)
    async def files_read(self, _actor: Actor, answers: Any) -> Any:
        """Propose an application for each file the browser has had read; anything may come here."""
        self.working = False
        told = answers if isinstance(answers, list) else []
        given = [one for one in told if isinstance(one, dict)]
        kept = list(self.rows)
        for one in given[: max(0, MOST_FILES - len(kept))]:
            problem = _text(one.get("problem"))
            kept.append(
                AddRow(
                    key=_text(one.get("key")) or self._key(),
                    file=_text(one.get("file")),
                    name=_text(one.get("name")),
                    email=_text(one.get("email")),
                    problem=problem,
                    can_add=not problem,
                )
            )
        self._set(kept)
        count = len(given)
        self.told = f"{count} {'file was' if count == 1 else 'files were'} read. Check the names."
        return rx.call_script(_OPEN)

    @rx.event
    @member(Permission.EDIT_APPLICATIONS)
    async def add(self, actor: Actor, form: dict[str, Any]) -> Any:
        """Add those that can be; the others stay with what is the matter."""
        given = form if isinstance(form, dict) else {}
        requisition = number_of(str(self.router.url.path))
        began, rows, files = clock.now(), [], []
        for row in self.rows:
            if not row.can_add:
                rows.append(row)
                continue
            typed = replace(
                row,
                name=_text(given.get(f"name-{row.key}")),
                email=_text(given.get(f"email-{row.key}")),
                name_error="",
                email_error="",
            )
            try:
                async with unit_of_work() as session:
                    made = await applications.create(
                        session,
                        actor,
                        requisition=requisition,
                        full_name=typed.name,
                        email=typed.email,
                    )
                    number, is_new = made.number, made.created_at >= began
            except NotAuthenticatedError:
                raise
            except ProblemError as problem:
                rows.append(_refused(typed, problem))
                continue
            told = "Added." if is_new else "Has applied already: see there."
            rows.append(replace(typed, href=f"/applications/{number}", told=told, can_add=False))
            if row.file:
                files.append([row.key, number])
        self._set(rows)
        if files:
            self.working = True
            script = _UPLOAD % json.dumps(files)
            return rx.call_script(script, callback=BoardAddState.files_sent)
        return self._finish()

    @rx.event
    @member(Permission.EDIT_APPLICATIONS)
    async def files_sent(self, _actor: Actor, answers: Any) -> Any:
        """Say which résumés did not arrive; their applications are there all the same."""
        self.working = False
        given = answers if isinstance(answers, dict) else {}
        self._set(
            [
                replace(row, problem=problem, told=f"{row.told} Its résumé is missing.")
                if (problem := _text(given.get(row.key))) and row.href
                else row
                for row in self.rows
            ]
        )
        return self._finish()

    def _finish(self) -> Any:
        done = [row for row in self.rows if row.href and not row.problem]
        count = len(done)
        words = "1 application is" if count == 1 else f"{count} applications are"
        self.told = f"{words} on the board."
        if len(done) == len(self.rows) and all(row.told == "Added." for row in done):
            return [close_dialog(ADD_DIALOG), rx.toast.success(self.told)]
        return None

    def _set(self, rows: list[AddRow]) -> None:
        self.rows = rows
        self.can_add = any(row.can_add for row in rows)

    def _key(self) -> str:
        self._next += 1
        return f"hand{self._next}"


def _text(value: object) -> str:
    return value[:_MAX_TEXT] if isinstance(value, str) else ""


def _refused(row: AddRow, problem: ProblemError) -> AddRow:
    if problem.field == "full_name":
        return replace(row, name_error=problem.message)
    if problem.field == "email":
        return replace(row, email_error=problem.message)
    return replace(row, problem=problem.message)
