"""Writing e-mails: the row now, the sending in a durable job; and what has become of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from app.core import clock, durable
from app.core.ids import new_id
from app.core.secrets import seal
from app.mail import repository
from app.mail.models import Mail, MailStatus

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.mail.models import MailKind

QUEUE, WORKFLOW = "mail", "send_mail"
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 4, 15, 40))
"""How long to wait after each attempt that failed for now; one attempt more than pauses."""

KEEP = timedelta(days=90)
LONGEST_SUBJECT, LONGEST_ERROR = 200, 300


@dataclass(frozen=True, slots=True)
class MailView:
    """Where an e-mail stands. `error` says in words what went wrong with the last attempt."""

    recipient: str
    status: MailStatus
    attempts: int
    error: str | None
    created_at: datetime
    sent_at: datetime | None


async def send(
    session: AsyncSession,
    kind: MailKind,
    *,
    organization_id: UUID,
    recipient: str,
    subject: str,
    text: str,
    interview_id: UUID | None = None,
) -> Mail:
    """Have an e-mail sent once this transaction commits. `text` is plain text."""
    mail = Mail(
        id=new_id(),
        organization_id=organization_id,
        interview_id=interview_id,
        kind=kind,
        recipient=recipient,
        subject=subject[:LONGEST_SUBJECT],
        text_sealed=seal(text),
    )
    session.add(mail)
    await session.flush()
    await durable.enqueue(session, WORKFLOW, mail.id, queue=QUEUE)
    return mail


async def latest(
    session: AsyncSession, *, organization_id: UUID, interview_id: UUID, kind: MailKind
) -> MailView | None:
    """Where the last e-mail of that kind about an interview stands, if there is one."""
    mail = await repository.newest(
        session, organization_id=organization_id, interview_id=interview_id, kind=kind
    )
    if mail is None:
        return None
    return MailView(
        recipient=mail.recipient,
        status=mail.status,
        attempts=mail.attempts,
        error=mail.error,
        created_at=mail.created_at,
        sent_at=mail.sent_at,
    )


async def seconds_since_last(
    session: AsyncSession,
    *,
    organization_id: UUID,
    interview_id: UUID,
    kind: MailKind,
    recipient: str,
) -> float | None:
    """How long ago such an e-mail was written to that address, leaving out those that failed."""
    last = await repository.last_not_failed(
        session,
        organization_id=organization_id,
        interview_id=interview_id,
        kind=kind,
        recipient=recipient,
    )
    return None if last is None else (clock.now() - last).total_seconds()


async def pending(session: AsyncSession, mail_id: UUID) -> Mail | None:
    """The e-mail if it has still to leave. For the job that sends it."""
    mail = await repository.by_id(session, mail_id)
    return mail if mail and mail.status is MailStatus.PENDING else None


async def note_sent(session: AsyncSession, mail_id: UUID, *, attempt: int) -> None:
    """Note that the attempt of that number, counted from 1, took the e-mail away.

    Its text is forgotten. An attempt noted before is not noted again.
    """
    mail = await _under_way(session, mail_id, attempt)
    if mail is not None:
        mail.attempts = attempt
        mail.status, mail.sent_at, mail.error = MailStatus.SENT, clock.now(), None
        mail.text_sealed = ""


async def note_failure(
    session: AsyncSession, mail_id: UUID, *, attempt: int, words: str, is_final: bool
) -> MailStatus | None:
    """Note that the attempt of that number, counted from 1, failed, and order the next.

    There is none after a final failure or the last attempt: the e-mail has failed then, and its
    text is forgotten. Gives how it stands, or None for an attempt noted before.
    """
    mail = await _under_way(session, mail_id, attempt)
    if mail is None:
        return None
    mail.attempts, mail.error = attempt, words[:LONGEST_ERROR]
    if is_final or attempt > len(PAUSES):
        mail.status, mail.text_sealed = MailStatus.FAILED, ""
    else:
        # A run of its own for each attempt: one that slept through the pause would hold its place
        # in the queue all the while.
        await durable.enqueue(
            session,
            WORKFLOW,
            mail_id,
            queue=QUEUE,
            delay=PAUSES[attempt - 1],
            run=str(attempt + 1),
        )
    return mail.status


async def purge(session: AsyncSession) -> int:
    """Delete e-mails of more than 90 days ago; gives how many."""
    return await repository.purge(session, before=clock.now() - KEEP)


async def _under_way(session: AsyncSession, mail_id: UUID, attempt: int) -> Mail | None:
    mail = await repository.by_id(session, mail_id, lock=True)
    if mail is None or mail.status is not MailStatus.PENDING or mail.attempts != attempt - 1:
        return None
    return mail
