"""The dialog "New requisition", for what is not in Workday, or not yet."""

from __future__ import annotations

from typing import Any

import reflex as rx

from app.core.database import reading, unit_of_work
from app.core.errors import NotAuthenticatedError, ProblemError
from app.core.numbers import number_in
from app.hiring_settings import service as settings
from app.identity.permissions import Actor, Permission
from app.requisitions import service as requisitions
from components.dialog import close_dialog, open_dialog
from state.guard import member
from state.requisitions import HERE, recruiter_choices
from state.tables import Choice

DIALOG = "new-requisition"
LINES = ("name", "external_id", "location", "description")


def blank_errors() -> dict[str, str]:
    """No error beside any field of the dialog."""
    return dict.fromkeys((*LINES, "recruiter_id"), "")


class NewRequisitionState(rx.State):
    """A requisition while it is being made."""

    errors: dict[str, str] = blank_errors()
    problem: str = ""
    form_key: int = 0
    recruiters: list[Choice] = []
    recruiter: str = ""

    @rx.event
    @member(Permission.EDIT_REQUISITIONS)
    async def begin(self, actor: Actor) -> Any:
        """Open the dialog with an empty form."""
        async with reading() as session:
            self.recruiters = await recruiter_choices(session, actor)
            usual = (await settings.get(session, actor)).default_recruiter_number
        self.recruiter = str(usual or "")
        self.errors, self.problem = blank_errors(), ""
        self.form_key += 1
        return open_dialog(DIALOG)

    @rx.event
    @member(Permission.EDIT_REQUISITIONS)
    async def create(self, actor: Actor, form: Any) -> Any:
        """Make the requisition, and go to its settings."""
        given = form if isinstance(form, dict) else {}
        values: dict[str, Any] = {
            name: said
            for name in LINES
            if isinstance(said := given.get(name), str) and said.strip()
        }
        recruiter = number_in(str(given.get("recruiter_id", "")))
        values |= {
            "name": given.get("name", ""),
            "recruiter": recruiter or None,
        }
        self.errors, self.problem = blank_errors(), ""
        try:
            async with unit_of_work() as session:
                made = await requisitions.create(session, actor, values)
        except NotAuthenticatedError:
            raise
        except ProblemError as problem:
            if problem.field in self.errors:
                self.errors = {**self.errors, str(problem.field): problem.message}
            else:
                self.problem = problem.message
            return None
        return [close_dialog(DIALOG), rx.redirect(f"{HERE}/{made.number}?view=settings")]
