"""Writing e-mails: the row now, the sending in a durable job."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core import durable
from app.core.ids import new_id
from app.core.secrets import seal
from app.mail.models import Mail

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.mail.models import MailKind

QUEUE, WORKFLOW = "mail", "send_mail"


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
        subject=subject[:200],
        text_sealed=seal(text),
    )
    session.add(mail)
    await session.flush()
    await durable.enqueue(session, WORKFLOW, mail.id, queue=QUEUE)
    return mail
