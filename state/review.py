"""What a member adds to a report: a decision, notes, and signals waved through."""

from __future__ import annotations

from typing import Any

import reflex as rx

from app.core.database import unit_of_work
from app.core.errors import InvalidInputError
from app.identity.permissions import Actor, Permission
from app.interviews import service as interviews
from app.reports import service as reports
from components.dialog import close_dialog, open_dialog
from state.guard import member
from state.interview import InterviewState

DISMISS_DIALOG = "dismiss-signal"
DECISION_FORM, NOTE_FORM, DISMISS_FORM = "decision-form", "note-form", "dismiss-form"


class ReviewState(InterviewState):
    """The forms of a report page. What is typed stays in the browser until it is sent."""

    errors: dict[str, str] = {"recommendation": "", "reason": "", "note": "", "dismissal": ""}
    dismissing: str = ""
    dismissing_words: str = ""
    said: str = ""

    @rx.event
    @member(Permission.REVIEW)
    async def decide(self, actor: Actor, form: dict[str, Any]) -> Any:
        """Record a decision with its reason."""
        given = _given(form)
        try:
            async with unit_of_work() as session:
                await reports.decide(
                    session,
                    actor,
                    self._wanted(),
                    recommendation=given.get("recommendation"),
                    reason=given.get("reason", ""),
                )
        except InvalidInputError as problem:
            self._blame(problem.field or "reason", problem.message)
            return None
        return await self._done(actor, "Decision recorded.", DECISION_FORM)

    @rx.event
    @member(Permission.REVIEW)
    async def add_note(self, actor: Actor, form: dict[str, Any]) -> Any:
        """Add a note to the report."""
        try:
            async with unit_of_work() as session:
                await reports.add_note(
                    session, actor, self._wanted(), text=_given(form).get("note", "")
                )
        except InvalidInputError as problem:
            self._blame("note", problem.message)
            return None
        return await self._done(actor, "Note added.", NOTE_FORM)

    @rx.event
    @member(Permission.REVIEW)
    async def ask_dismissal(self, _actor: Actor, signal_id: str) -> Any:
        """Ask for the reason why a signal means nothing."""
        signal = next((one for one in self.signals if one.signal_id == signal_id), None)
        if signal is None:
            return None
        self.dismissing = signal.signal_id
        self.dismissing_words = f"{signal.at} {signal.words}"
        self._blame()
        return [_reset(DISMISS_FORM), open_dialog(DISMISS_DIALOG)]

    @rx.event
    @member(Permission.REVIEW)
    async def dismiss(self, actor: Actor, form: dict[str, Any]) -> Any:
        """Wave the signal through, with the reason."""
        try:
            async with unit_of_work() as session:
                await reports.dismiss_signal(
                    session, actor, self.dismissing, reason=_given(form).get("dismissal", "")
                )
        except InvalidInputError as problem:
            self._blame("dismissal", problem.message)
            return None
        done = await self._done(actor, "Signal dismissed.", DISMISS_FORM)
        return [close_dialog(DISMISS_DIALOG), done]

    @rx.event
    @member(Permission.REVIEW)
    async def restore(self, actor: Actor, signal_id: str) -> Any:
        """Take a dismissal back."""
        async with unit_of_work() as session:
            await reports.restore_signal(session, actor, signal_id)
        await self._reload(actor)
        self.said = "The dismissal is taken back."

    @rx.event
    @member(Permission.REVIEW)
    async def resolve_human(self, actor: Actor) -> Any:
        """Note that somebody has got in touch with the candidate."""
        async with unit_of_work() as session:
            await interviews.resolve_human_request(session, actor, self._wanted())
        await self._reload(actor)
        self.said = "Marked as handled."

    async def _done(self, actor: Actor, words: str, form: str) -> Any:
        await self._reload(actor)
        self._blame()
        self.said = words
        return _reset(form)

    def _blame(self, field: str = "", message: str = "") -> None:
        """Show a message beside one field, and none beside the others."""
        self.errors = {name: message if name == field else "" for name in self.errors}


def _given(form: object) -> dict[str, Any]:
    """What a form sent, or nothing where that is no form."""
    return form if isinstance(form, dict) else {}


def _reset(form: str) -> Any:
    return rx.call_script(f"document.getElementById('{form}')?.reset()")
