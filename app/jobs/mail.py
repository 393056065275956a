"""E-mails on their way: attempt after attempt, until one leaves or is given up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

import structlog
from dbos import DBOS

from app.core.database import reading, unit_of_work
from app.core.secrets import SealError, unseal
from app.interviews import letters
from app.mail import service as mails
from app.mail.message import Letter, UnusableSenderError, compose
from app.mail.transport import NotSentError, Way, carry

if TYPE_CHECKING:
    from datetime import datetime

    from dbos import ScheduleInput

    from app.mail.models import Mail

log = structlog.get_logger(__name__)


@DBOS.step(name="count_mail_attempts")
async def attempts_made(mail_id: str) -> int | None:
    """How many attempts there were, or None where the e-mail has left, failed or gone."""
    async with reading() as session:
        mail = await mails.pending(session, UUID(mail_id))
        return None if mail is None else mail.attempts


# Only what nobody has foreseen makes this raise, such as a database that restarts.
@DBOS.step(name="attempt_mail", retries_allowed=True, max_attempts=4, interval_seconds=2)
async def attempt(mail_id: str, number: int) -> str | None:
    """One attempt, counted from 1; gives how the e-mail stands after it.

    A crash between the mail server's yes and our note of it sends the e-mail again, with the same
    Message-ID.
    """
    return await make_attempt(UUID(mail_id), number, carry)


async def make_attempt(mail_id: UUID, number: int, way: Way) -> str | None:
    """The same by a way of the caller's choice."""
    async with reading() as session:
        mail = await mails.pending(session, mail_id)
        if mail is None or mail.attempts != number - 1:
            return None
        departure = await letters.departure(session, mail)
    try:
        if departure.hindrance:
            raise NotSentError(departure.hindrance, is_final=True)
        await way(
            compose(_letter(mail, departure)),
            name=f"{mail.created_at:%Y%m%dT%H%M%S.%fZ}-{mail.id}",
        )
    except (NotSentError, UnusableSenderError, ValueError, SealError) as error:
        words, is_final = _failure(error)
        async with unit_of_work() as session:
            status = await mails.note_failure(
                session, mail_id, attempt=number, words=words, is_final=is_final
            )
        log.warning("mail_not_sent", mail_id=str(mail_id), attempt=number, final=is_final)
        return status and status.value
    async with unit_of_work() as session:
        await mails.note_sent(session, mail_id, attempt=number)
    return "sent"


def _letter(mail: Mail, departure: letters.Departure) -> Letter:
    return Letter(
        id=mail.id,
        written_at=mail.created_at,
        recipient=mail.recipient,
        subject=mail.subject,
        text=unseal(mail.text_sealed),
        reply_to=departure.reply_to,
        sender_name=departure.sender_name,
        sender_address=departure.sender_address,
    )


def _failure(error: Exception) -> tuple[str, bool]:
    """The words for members, and whether trying again is in vain."""
    if isinstance(error, NotSentError):
        return error.words, error.is_final
    if isinstance(error, UnusableSenderError):
        return f"{error}.", False
    if isinstance(error, SealError):
        return "It was written under another secret key and cannot be read any more.", True
    return f"It cannot be sent: {error}", True


@DBOS.workflow(name=mails.WORKFLOW)
async def send_mail(mail_id: str) -> str | None:
    """Make the next attempt at an e-mail; one that fails for now orders another run."""
    made = await attempts_made(mail_id)
    return None if made is None else await attempt(mail_id, made + 1)


@DBOS.step(name="purge_mail")
async def purge_mail() -> None:
    """Forget old e-mails."""
    async with unit_of_work() as session:
        await mails.purge(session)


@DBOS.workflow(name="purge_mail_daily")
async def purge_mail_daily(_due: datetime, _context: Any) -> None:  # noqa: ANN401 - DBOS's shape
    """The upkeep of the table of e-mails."""
    await purge_mail()


SCHEDULES: list[ScheduleInput] = [
    {
        "schedule_name": "purge_mail_daily",
        "workflow_fn": purge_mail_daily,
        "schedule": "23 3 * * *",
        "context": None,
    },
]
