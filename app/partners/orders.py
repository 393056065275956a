"""Interviews that partners order: each order once, paid, and called back about."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.core.errors import NotFoundError
from app.core.ids import new_id, parse_id
from app.core.text import clean_line
from app.interviews import record
from app.interviews import service as interviews
from app.interviews.models import InterviewStatus
from app.partners import repository
from app.partners.models import PartnerOrder
from app.webhooks import callbacks

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.permissions import Actor
    from app.interviews.models import Interview
    from app.partners.models import Partner
    from app.webhooks.models import EndpointFormat, EventType

VOID = frozenset({InterviewStatus.CANCELLED, InterviewStatus.EXPIRED})
"""An interview that came to nothing; the same order after that is a new one."""


LONGEST_DETAIL = 500


@dataclass(frozen=True, slots=True)
class Person:
    """A candidate as a partner names one; what is wrong with it, `interviews.invite` says."""

    first_name: str | None
    last_name: str | None
    email: str | None
    phone: str | None = None
    resume_url: str | None = None

    @property
    def full_name(self) -> str:
        """Both names in one."""
        return f"{self.first_name or ''} {self.last_name or ''}".strip()


@dataclass(frozen=True, slots=True)
class CallBack:
    """How the partner is told of the interview. `credential` is empty where there is none."""

    format: EndpointFormat
    url: str
    credential: str
    event_types: Collection[EventType]


@dataclass(frozen=True, slots=True)
class Order:
    """What a partner wants. `identity` is what tells a retry from another order.

    `details` are the partner's own names for things, kept to be found again.
    """

    partner: Partner
    identity: tuple[str, ...]
    position_id: str
    person: Person
    call_back: CallBack
    details: dict[str, str | None] = field(default_factory=dict)

    @property
    def reference(self) -> str:
        """The identity in 64 hex digits."""
        return hashlib.sha256(json.dumps(self.identity).encode()).hexdigest()


async def place(session: AsyncSession, actor: Actor, order: Order) -> UUID:
    """The interview of an order: the candidate is invited by e-mail, and the wallet pays.

    The same order again gives the same interview, unless that was cancelled or has expired.
    Raises as `interviews.service.invite` does.
    """
    reference = order.reference
    await repository.hold(session, actor.organization_id, order.partner, reference)
    known = await repository.by_reference(session, actor.organization_id, order.partner, reference)
    if known is not None:
        if (await _interview(session, actor, known)).status not in VOID:
            return known.interview_id
        known.reference = f"{reference}:{known.id}"
        await session.flush()
    person = order.person
    invitation = await interviews.invite(
        session,
        actor,
        position_id=order.position_id,
        full_name=person.full_name,
        email=person.email,
        phone=person.phone,
        resume_url=person.resume_url,
        notify=True,
    )
    session.add(
        PartnerOrder(
            id=new_id(),
            organization_id=actor.organization_id,
            partner=order.partner,
            reference=reference,
            interview_id=invitation.interview_id,
            details={name: _kept(value) for name, value in order.details.items() if value},
        )
    )
    await callbacks.add(
        session,
        organization_id=actor.organization_id,
        interview_id=invitation.interview_id,
        format_=order.call_back.format,
        url=order.call_back.url,
        credential=order.call_back.credential,
        event_types=order.call_back.event_types,
    )
    return invitation.interview_id


async def ordered(
    session: AsyncSession, actor: Actor, partner: Partner, interview_id: object, *, field: str
) -> tuple[PartnerOrder, Interview]:
    """What that partner ordered under that id. Raises NotFoundError naming the field."""
    wanted = parse_id(interview_id)
    order = wanted and await repository.by_interview(
        session, actor.organization_id, partner, wanted
    )
    if not order:
        raise NotFoundError("No such interview was ordered.", field=field)
    return order, await _interview(session, actor, order)


async def call_off(
    session: AsyncSession, actor: Actor, partner: Partner, interview_id: object, *, field: str
) -> UUID:
    """Cancel an interview that was ordered; one that has come to nothing already stays so.

    Raises NotFoundError, and ConflictError for an interview that was held.
    """
    order, _ = await ordered(session, actor, partner, interview_id, field=field)
    interview = await record.interview_of(
        session,
        organization_id=actor.organization_id,
        interview_id=order.interview_id,
        lock=True,
    )
    if interview is not None and interview.status not in VOID:
        await interviews.cancel(session, actor, interview.id)
    return order.interview_id


def _kept(value: str) -> str:
    return clean_line(value[:LONGEST_DETAIL], field="", name="", longest=LONGEST_DETAIL)


async def _interview(session: AsyncSession, actor: Actor, order: PartnerOrder) -> Interview:
    found = await record.interview_of(
        session, organization_id=actor.organization_id, interview_id=order.interview_id
    )
    if found is None:
        raise NotFoundError("No such interview was ordered.")
    return found
