"""A member's practice so far: attempts, progress by skill, and whole practice interviews."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import reflex as rx

from app.core.errors import InvalidInputError
from app.identity.permissions import Actor, Permission
from app.practice import attempts
from app.practice import service as practice
from app.practice.attempts import PER_PAGE
from components.dialog import close_dialog, open_dialog
from state.guard import member
from state.paging import range_words
from state.practice_rows import (
    AttemptRow,
    ProgressRow,
    SessionRow,
    attempt_row,
    progress_row,
    session_row,
)

HERE = "/practice"
DELETE_DIALOG = "delete-attempt"
_FIELDS = ("job_role", "experience_level", "skills", "interview_type", "duration", "all")


class PracticeHistoryState(rx.State):
    """What was practised, and the form that begins a whole practice interview."""

    loaded: bool = False
    rows: list[AttemptRow] = []
    progress: list[ProgressRow] = []
    sessions: list[SessionRow] = []
    range_words: str = ""
    previous: str = ""
    following: str = ""
    doomed: str = ""
    doomed_question: str = ""
    starting: bool = False
    errors: dict[str, str] = dict.fromkeys(_FIELDS, "")

    @rx.event
    @member(Permission.PRACTISE)
    async def load(self, actor: Actor) -> Any:
        """Show the page of attempts that the address names."""
        page = _page_of(self.router.url.query_parameters.get("page", ""))
        found = await attempts.history(actor, page=page)
        if not found.attempts and page > 1:
            return rx.redirect(HERE, replace=True)
        self.rows = [
            attempt_row(one, f"{HERE}?{urlencode({'attempt': str(one.id)})}")
            for one in found.attempts
        ]
        self.progress = [progress_row(one) for one in found.progress]
        self.sessions = [session_row(one) for one in found.sessions]
        self.range_words = range_words(
            page=page,
            per_page=PER_PAGE,
            shown=len(self.rows),
            total=f"{found.total:,}",
            nothing="No attempts",
        )
        self.previous = _address(page - 1) if page > 1 else ""
        self.following = _address(page + 1) if page * PER_PAGE < found.total else ""
        self.starting = False
        self.loaded = True
        return None

    @rx.event
    @member(Permission.PRACTISE)
    async def ask_delete(self, actor: Actor, attempt_id: str) -> Any:
        """Ask whether that attempt is really to be deleted."""
        view = await attempts.attempt(actor, attempt_id)
        self.doomed, self.doomed_question = str(view.id), view.question
        return open_dialog(DELETE_DIALOG)

    @rx.event
    @member(Permission.PRACTISE)
    async def delete(self, actor: Actor) -> Any:
        """Delete the attempt that was asked about."""
        await attempts.delete(actor, self.doomed)
        self.doomed, self.doomed_question = "", ""
        return [
            close_dialog(DELETE_DIALOG),
            PracticeHistoryState.load,
            rx.toast.success("The attempt is deleted."),
        ]

    @rx.event
    @member(Permission.PRACTISE)
    async def start(self, actor: Actor, form: dict[str, Any]) -> Any:
        """Begin a whole practice interview, and go into its room."""
        given = form if isinstance(form, dict) else {}
        self.errors = dict.fromkeys(_FIELDS, "")
        minutes = str(given.get("duration", ""))
        skills = [one.strip() for one in str(given.get("skills", "")).split(",")]
        try:
            config = practice.parse_config(
                job_role=given.get("job_role"),
                experience_level=given.get("experience_level"),
                skills=[one for one in skills if one],
                interview_type=given.get("interview_type"),
                duration=int(minutes) if minutes.isascii() and minutes.isdigit() else None,
            )
        except InvalidInputError as problem:
            field = (problem.field or "all").partition(".")[0]
            self.errors = {**self.errors, field if field in self.errors else "all": problem.message}
            return
        self.starting = True
        yield
        try:
            made = await practice.create_session(actor, config)
            found = await attempts.history(actor)
        finally:
            self.starting = False
        yield rx.redirect(
            next(_path(one.url) for one in found.sessions if one.id == made.id),
        )


def _page_of(given: str) -> int:
    return int(given) if given.isascii() and given.isdigit() and 0 < int(given) < 1000 else 1  # noqa: PLR2004


def _address(page: int) -> str:
    return HERE if page == 1 else f"{HERE}?page={page}"


def _path(url: str) -> str:
    """The path of an address of ours, which the app follows without leaving itself."""
    return "/" + url.partition("://")[2].partition("/")[2]
