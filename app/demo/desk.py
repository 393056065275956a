"""Doing at once what the product would do by itself a moment later: its queue, and its e-mails.

The seed runs before the server, which is to find nothing left over that it would do all at once.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlmodel import col, select

from app.core import clock, durable
from app.core.database import reading
from app.jobs.mail import make_attempt
from app.mail import service as mails
from app.mail.models import Mail, MailStatus
from app.mail.transport import lay_out
from app.pipeline.working import work_on
from app.queue.models import QueueItem, QueueStatus
from app.queue.service import workflow_id

if TYPE_CHECKING:
    from uuid import UUID

_A_MOMENT = timedelta(seconds=7)


class Desk:
    """What there is to do for one organisation."""

    def __init__(self, organization_id: UUID) -> None:
        self._organization_id = organization_id
        self._done: list[str] = []

    async def work_off(self) -> None:
        """Do all that is pending, each by the clock of its own time, and what follows from it."""
        while pending := await self._pending():
            for item in pending:
                await self.attempt(item)
        await self._post()

    async def attempt(self, item: QueueItem) -> None:
        """Make the attempt at an item that is due."""
        self._done.append(workflow_id(item))
        with clock.at(item.due_at + _A_MOMENT):
            await work_on(item.id, item.run)

    async def clear(self) -> None:
        """Take back the orders of what was done here."""
        await durable.take_back(self._done)
        self._done.clear()

    async def _pending(self) -> list[QueueItem]:
        query = (
            select(QueueItem)
            .where(
                col(QueueItem.organization_id) == self._organization_id,
                col(QueueItem.status) == QueueStatus.PENDING,
            )
            .order_by(col(QueueItem.due_at), col(QueueItem.id))
        )
        async with reading() as session:
            return list((await session.execute(query)).scalars())

    async def _post(self) -> None:
        """Lay what was written into the outbox: invented people have no mail server."""
        query = select(Mail).where(
            col(Mail.organization_id) == self._organization_id,
            col(Mail.status) == MailStatus.PENDING,
        )
        async with reading() as session:
            written = list((await session.execute(query.order_by(col(Mail.id)))).scalars())
        for mail in written:
            self._done.append(f"{mails.WORKFLOW}:{mail.id}")
            with clock.at(mail.created_at + _A_MOMENT):
                await make_attempt(mail.id, mail.attempts + 1, lay_out)
