"""The steps of an application that are asked about first: inviting, rejecting, withdrawing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import reflex as rx

from app.applications import service as applications
from app.applications.models import ApplicationStatus as Status
from app.core.database import reading, unit_of_work
from app.core.errors import NotAuthenticatedError, PaymentRequiredError, ProblemError
from app.core.paging import Wish
from app.identity.permissions import Actor, Permission
from app.interviews import hiring
from app.interviews.invitation_preview import preview_for
from app.personas import service as personas
from app.requisitions import service as requisitions
from components.dialog import close_dialog, open_dialog
from state.guard import member
from state.invite import price_words

INVITE_DIALOG, OUT_DIALOG = "invite-application", "application-out"
MOST_PERSONAS = 100
OUTS = {Status.REJECTED.value: "Reject", Status.WITHDRAWN.value: "Withdraw"}


@dataclass(frozen=True)
class PersonaChoice:
    """A persona one can choose."""

    value: str
    words: str


class ApplicationStepsState(rx.State):
    """The dialogs, on whichever screen they are opened."""

    name: str = ""
    recipient: str = ""
    subject: str = ""
    text: str = ""
    price: str = ""
    blocked: str = ""
    usual: str = ""
    choices: list[PersonaChoice] = []
    out: str = ""
    out_words: str = ""
    problem: str = ""
    unpaid: bool = False
    may_pay: bool = False
    form_key: int = 0

    _number: int = 0
    _version: int = 0

    @rx.event
    @member(Permission.INVITE)
    async def ask_invite(self, actor: Actor, number: Any) -> Any:
        """Open the dialog with the e-mail as it would be sent, and the personas."""
        async with reading() as session:
            view = await applications.get(session, actor, number)
            seen = await preview_for(session, actor, number)
            known = (await personas.listing(session, actor, Wish(per_page=MOST_PERSONAS))).rows
            own = (
                await requisitions.get(session, actor, view.row.requisition_number)
            ).persona_number
        self._begin(view.row.number, view.row.candidate_name, view.version)
        self.recipient, self.subject, self.text = seen.recipient, seen.subject, seen.text
        self.price = price_words(seen.duration_min) if seen.duration_min else ""
        self.blocked = seen.blocked
        usual = next(
            (one for one in known if one.number == own),
            next((one for one in known if one.is_default), None),
        )
        self.usual = f"As usual: {usual.name}" if usual else "As usual: plainly"
        self.choices = [
            PersonaChoice(str(one.number), one.name) for one in known if one is not usual
        ]
        return open_dialog(INVITE_DIALOG)

    @rx.event
    @member(Permission.INVITE)
    async def invite(self, actor: Actor, form: dict[str, Any]) -> Any:
        """Invite the candidate; the dialog closes, or says why not and keeps what was chosen."""
        given = form if isinstance(form, dict) else {}
        self.problem, self.unpaid = "", False
        try:
            async with unit_of_work() as session:
                application = await applications.by_number(session, actor, self._number)
                chosen = str(given.get("persona") or "")
                persona = (
                    await personas.get(session, actor, int(chosen))
                    if chosen in {one.value for one in self.choices}
                    else None
                )
                await hiring.invite_application(
                    session,
                    actor,
                    application.id,
                    persona_id=persona.id if persona else None,
                    notify=bool(given.get("notify")),
                )
        except NotAuthenticatedError:
            raise
        except PaymentRequiredError as problem:
            self.problem, self.unpaid = problem.message, True
            self.may_pay = actor.can(Permission.MANAGE_BILLING)
            return None
        except ProblemError as problem:
            # A message outside the dialog would be hidden behind it.
            self.problem = problem.message
            return None
        return [close_dialog(INVITE_DIALOG), rx.toast.success(f"{self.name} is invited.")]

    @rx.event
    @member(Permission.EDIT_APPLICATIONS)
    async def ask_out(self, actor: Actor, number: Any, to: Any) -> Any:
        """Open the dialog in which an application is rejected or withdrawn."""
        wanted = to if to in OUTS else Status.REJECTED.value
        async with reading() as session:
            view = await applications.get(session, actor, number)
        self._begin(view.row.number, view.row.candidate_name, view.version)
        self.out, self.out_words = wanted, OUTS[wanted]
        return open_dialog(OUT_DIALOG)

    @rx.event
    @member(Permission.EDIT_APPLICATIONS)
    async def leave(self, actor: Actor, form: dict[str, Any]) -> Any:
        """Reject or withdraw with the reason; what was typed stays where that is refused."""
        given = form if isinstance(form, dict) else {}
        self.problem = ""
        try:
            async with unit_of_work() as session:
                await hiring.move_application(
                    session,
                    actor,
                    self._number,
                    self.out,
                    reason=given.get("reason") or "",
                    expected_version=self._version,
                )
        except NotAuthenticatedError:
            raise
        except ProblemError as problem:
            self.problem = problem.message
            return None
        return close_dialog(OUT_DIALOG)

    def _begin(self, number: int, name: str, version: int) -> None:
        self._number, self._version, self.name = number, version, name
        self.problem, self.unpaid = "", False
        self.form_key += 1
