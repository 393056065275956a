"""The invitation of an interview that has not ended: its link, how long it lasts, its end."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import reflex as rx

from app.core import clock
from app.core.database import reading, unit_of_work
from app.core.errors import ConflictError, InvalidInputError, TooManyRequestsError
from app.identity.permissions import Actor, Permission
from app.interviews import letters, record
from app.interviews import service as interviews
from app.interviews.lifecycle import LIVE
from app.mail.models import MailStatus
from app.mail.service import MailView
from app.reports import service as reports
from app.settings import get_settings
from components.dialog import close_dialog
from state.guard import member
from state.interview import InterviewState
from state.moments import day_and_time
from state.report_rows import InvitationRow, LetterRow

CANCEL_DIALOG = "cancel-invitation"
BAD_DAY = "Choose a day."
LOOK_BUTTON = "look-after-mail"
SOON_MS, LATER_MS = 1_500, 15_000


class InvitationState(InterviewState):
    """The link, for those who may invite, and what can be done about it."""

    invitation: InvitationRow = InvitationRow()
    letter: LetterRow = LetterRow()
    sending: bool = False
    extend_error: str = ""
    told: str = ""

    _followed_by: tuple[str, str] = ("", "")

    @rx.event
    @member(Permission.VIEW)
    async def load_link(self, actor: Actor) -> Any:
        """Show the link to those who may invite; others see none."""
        self.told = self.extend_error = ""
        self.sending = False
        await self._load_link(actor)
        return self._look_later()

    @rx.event
    @member(Permission.VIEW)
    async def look_after_mail(self, actor: Actor) -> Any:
        """See whether the e-mail has left by now, as the page does by itself while it waits."""
        await self._load_link(actor)
        return self._look_later()

    @rx.event
    @member(Permission.INVITE)
    async def send_mail(self, actor: Actor) -> Any:
        """Send the candidate the link by e-mail."""
        self.sending, self.told = True, ""
        yield
        try:
            async with unit_of_work() as session:
                await interviews.resend(session, actor, self._wanted(), notify=True)
        except TooManyRequestsError as problem:
            # As after a double click, which is no mistake to be told of in red.
            self.told = problem.message
        finally:
            self.sending = False
            await self._load_link(actor)
        yield self._look_later()

    @rx.event
    @member(Permission.INVITE)
    async def extend(self, actor: Actor, form: dict[str, Any]) -> Any:
        """Let the link last until the end of the day chosen."""
        try:
            until = _end_of_day(form.get("until") if isinstance(form, dict) else None)
            async with unit_of_work() as session:
                await interviews.extend(session, actor, self._wanted(), expires_at=until)
        except InvalidInputError as problem:
            self.extend_error = problem.message
            return
        self.extend_error = ""
        await self._reload(actor)
        await self._load_link(actor)
        self.told = f"The link now works until {self.invitation.expires}."

    @rx.event
    @member(Permission.INVITE)
    async def cancel(self, actor: Actor) -> Any:
        """Cancel the interview; its link then says so."""
        async with unit_of_work() as session:
            await interviews.cancel(session, actor, self._wanted())
        await self._reload(actor)
        self.invitation = InvitationRow()
        return close_dialog(CANCEL_DIALOG)

    @rx.event
    @member(Permission.INVITE)
    async def invite_again(self, actor: Actor) -> Any:
        """E-mail a new invitation for the same candidate and position, and go to it, once."""
        before, after = self._followed_by
        if before == self._wanted():
            return rx.redirect(f"/interviews/{after}")
        async with unit_of_work() as session:
            head = (await reports.report_view(session, actor, self._wanted())).header
            if head.candidate_id is None:
                raise ConflictError("A trial is begun anew from its position.")
            invitation = await interviews.invite(
                session,
                actor,
                position_id=head.position_id,
                full_name=head.candidate_name,
                email=head.candidate_email,
                notify=True,
            )
        self._followed_by = (self._wanted(), str(invitation.interview_id))
        return rx.redirect(f"/interviews/{invitation.interview_id}")

    @rx.event
    @member(Permission.INVITE)
    async def copied(self, _actor: Actor) -> Any:
        """Say that the link is in the clipboard."""
        self.told = "Link copied."

    def _look_later(self) -> Any:
        if not self.letter.is_waiting:
            return None
        wait = SOON_MS if self.letter.tone == "" else LATER_MS
        return rx.call_script(
            "clearTimeout(window.vivavoceMail); window.vivavoceMail = setTimeout(() => "
            f"document.getElementById('{LOOK_BUTTON}')?.click(), {wait})"
        )

    async def _load_link(self, actor: Actor) -> None:
        self.invitation, self.letter = InvitationRow(), LetterRow()
        if not actor.can(Permission.INVITE):
            return
        async with reading() as session:
            interview = await record.interview_of(
                session, organization_id=actor.organization_id, interview_id=self._wanted()
            )
            if interview is None or interview.status not in LIVE:
                return
            mail = await letters.last_invitation(
                session, organization_id=actor.organization_id, interview_id=interview.id
            )
        url, problem = "", ""
        try:
            url = interviews.invitation_url(interview)
        except ConflictError as error:
            problem = error.message
        today = clock.now().date()
        self.invitation = InvitationRow(
            url=url,
            problem=problem,
            expires=day_and_time(interview.expires_at),
            expires_day=max(interview.expires_at.date(), today).isoformat(),
            earliest_day=(today + timedelta(days=1)).isoformat(),
        )
        if not self.head.trial:
            self.letter = letter_row(mail, self.head.email)


def letter_row(mail: MailView | None, address: str) -> LetterRow:
    """Where the e-mail with the link stands, in words. `address` is the candidate's now."""
    if mail is None:
        return LetterRow(
            words=f"Nothing was sent to {address}.", may_send=True, action="E-mail the link"
        )
    to, is_waiting = mail.recipient, mail.status is MailStatus.PENDING
    if mail.status is MailStatus.SENT and mail.sent_at is not None:
        label, tone, words = "Sent", "good", f"To {to} on {day_and_time(mail.sent_at)}."
        if not get_settings().smtp_host:
            words += " There is no mail server set up here: it lies in the folder var/outbox."
    elif mail.status is MailStatus.FAILED:
        label, tone, words = "Not sent", "bad", f"To {to}: {_ended(mail.error)}"
    elif mail.attempts:
        label, tone = "Delayed", "warn"
        words = f"To {to}, and tried again by itself: {_ended(mail.error)}"
    else:
        label, tone = "On its way", ""
        words = f"To {to} since {day_and_time(mail.created_at)}."
    return LetterRow(
        label=label,
        tone=tone,
        words=words,
        is_waiting=is_waiting,
        may_send=not is_waiting or to != address,
        action="E-mail it again",
    )


def _ended(words: str | None) -> str:
    """As a sentence; what a mail server says may or may not end with a full stop."""
    return f"{(words or 'nobody knows why').rstrip('. ')}."


def _end_of_day(value: object) -> datetime:
    """The last minute of a day as a date field sends it. Raises InvalidInputError."""
    try:
        chosen = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        chosen = None
    if chosen is None:
        raise InvalidInputError(BAD_DAY, field="expires_at")
    return datetime.combine(chosen, time(23, 59), tzinfo=UTC)
