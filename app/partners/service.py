"""What an organisation connects its applicant tracking system with, and how that goes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.api_keys import service as api_keys
from app.core import audit, clock
from app.core.errors import InvalidInputError
from app.core.ids import new_id
from app.core.secrets import SealError, seal, unseal
from app.core.text import clean_line
from app.identity.permissions import Permission
from app.partners import repository
from app.partners.models import Partner, PartnerConnection
from app.webhooks import callbacks
from app.webhooks.models import EndpointFormat

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.permissions import Actor

LONGEST_KEY = 200
_HINT = 4
# It is sent as the user of HTTP Basic authentication, where a colon would end it.
_KEY = re.compile(r"[!-9;-~]{8,}")


@dataclass(frozen=True, slots=True)
class ConnectionView:
    """How things stand with a partner.

    Ashby is connected while we hold a key of its own to call it with. Greenhouse needs none, and
    counts as connected once it has ordered an interview; we can be told the API key of ours that
    it was given. `hint` is how the key ends. `last_error` is what the partner last complained
    about, if it did, and `last_error_interview_id` of which interview.
    """

    partner: Partner
    is_connected: bool
    hint: str
    updated_at: datetime | None
    orders: int
    last_error: str | None
    last_error_interview_id: UUID | None


async def connect(session: AsyncSession, actor: Actor, partner: object, api_key: object) -> None:
    """Keep, or replace, the key by which we call the partner.

    For Ashby it is a key of Ashby's. For Greenhouse it is the API key of ours that Greenhouse was
    given: its call-back is told who we are by that.
    Raises InvalidInputError naming `partner` or `api_key`.
    """
    actor.require(Permission.MANAGE_DEVELOPERS)
    wanted = _partner(partner)
    key = clean_line(api_key, field="api_key", name="API key", longest=LONGEST_KEY)
    await _check_key(session, actor, wanted, key)
    known = await repository.connection(session, actor.organization_id, wanted, lock=True)
    if known is None:
        known = PartnerConnection(
            id=new_id(), organization_id=actor.organization_id, partner=wanted, api_key_sealed=""
        )
        session.add(known)
    known.api_key_sealed = seal(key)
    known.created_by = actor.user_id
    known.updated_at = clock.now()
    await session.flush()
    if wanted is Partner.ASHBY:
        await callbacks.renew(
            session,
            organization_id=actor.organization_id,
            format_=EndpointFormat.ASHBY,
            credential=key,
        )
    _record(session, actor, known, "partner.connected")


async def disconnect(session: AsyncSession, actor: Actor, partner: object) -> None:
    """Forget the partner's key; without one, nothing changes. Raises InvalidInputError.

    Ashby hears no more of the interviews it ordered; Greenhouse does, without a key.
    """
    actor.require(Permission.MANAGE_DEVELOPERS)
    wanted = _partner(partner)
    known = await repository.connection(session, actor.organization_id, wanted, lock=True)
    if known is None:
        return
    _record(session, actor, known, "partner.disconnected")
    await session.delete(known)
    await session.flush()
    if wanted is Partner.ASHBY:
        await callbacks.stop(
            session,
            organization_id=actor.organization_id,
            format_=EndpointFormat.ASHBY,
            reason="Ashby was disconnected.",
        )
    else:
        await callbacks.renew(
            session,
            organization_id=actor.organization_id,
            format_=EndpointFormat.GREENHOUSE,
            credential="",
        )


async def connections(session: AsyncSession, actor: Actor) -> list[ConnectionView]:
    """How things stand with each partner, in their order."""
    actor.require(Permission.MANAGE_DEVELOPERS)
    counts = await repository.order_counts(session, actor.organization_id)
    return [await _view(session, actor, partner, counts.get(partner, 0)) for partner in Partner]


async def key_of(session: AsyncSession, organization_id: UUID, partner: Partner) -> str | None:
    """The key by which we call the partner, or None where none can be used."""
    known = await repository.connection(session, organization_id, partner)
    try:
        return unseal(known.api_key_sealed) if known else None
    except SealError:
        return None


async def _view(
    session: AsyncSession, actor: Actor, partner: Partner, orders: int
) -> ConnectionView:
    known = await repository.connection(session, actor.organization_id, partner)
    key = await key_of(session, actor.organization_id, partner)
    failed = await repository.last_failed(session, actor.organization_id, partner)
    return ConnectionView(
        partner=partner,
        is_connected=orders > 0 if partner is Partner.GREENHOUSE else key is not None,
        hint=key[-_HINT:] if key else "",
        updated_at=known.updated_at if known else None,
        orders=orders,
        last_error=failed.last_error if failed else None,
        last_error_interview_id=failed.interview_id if failed else None,
    )


async def _check_key(session: AsyncSession, actor: Actor, partner: Partner, key: str) -> None:
    if partner is Partner.ASHBY:
        if not _KEY.fullmatch(key):
            raise InvalidInputError("This is not an API key of Ashby's.", field="api_key")
        return
    holder = await api_keys.authenticate(session, key)
    if holder is None or holder.organization_id != actor.organization_id:
        raise InvalidInputError(
            "This is not an API key of your organisation that can be used.", field="api_key"
        )


def _partner(value: object) -> Partner:
    known = {partner.value: partner for partner in Partner}
    if not isinstance(value, str) or value not in known:
        raise InvalidInputError("There is no such partner.", field="partner")
    return known[value]


def _record(session: AsyncSession, actor: Actor, known: PartnerConnection, action: str) -> None:
    audit.record(
        session,
        action,
        subject_type="partner_connection",
        subject_id=known.id,
        organization_id=actor.organization_id,
        user_id=actor.user_id,
        partner=known.partner.value,
    )
