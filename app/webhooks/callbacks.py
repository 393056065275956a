"""Endpoints that the product makes by itself, to call a partner back about one interview."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import update
from sqlmodel import col

from app.core import clock
from app.core.ids import new_id
from app.core.secrets import seal
from app.webhooks.models import EndpointStatus, WebhookEndpoint

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.webhooks.models import EndpointFormat, EventType


async def add(
    session: AsyncSession,
    *,
    organization_id: UUID,
    interview_id: UUID,
    format_: EndpointFormat,
    url: str,
    credential: str,
    event_types: Collection[EventType],
) -> None:
    """Tell that address of those events of one interview from now on.

    `credential` is what the partner knows us by, and empty where there is nothing. The address
    has been checked by `core.outbound.check_host`.
    """
    session.add(
        WebhookEndpoint(
            id=new_id(),
            organization_id=organization_id,
            interview_id=interview_id,
            format=format_,
            url=url,
            event_types=[type_.value for type_ in event_types],
            secret_sealed=seal(credential),
        )
    )
    await session.flush()


async def renew(
    session: AsyncSession, *, organization_id: UUID, format_: EndpointFormat, credential: str
) -> None:
    """Call a partner with another credential, also where calls were given up before."""
    await _change(
        session,
        organization_id,
        format_,
        secret_sealed=seal(credential),
        status=EndpointStatus.ENABLED,
        disabled_at=None,
        disabled_reason=None,
        failures_in_a_row=0,
        failing_since=None,
    )


async def stop(
    session: AsyncSession, *, organization_id: UUID, format_: EndpointFormat, reason: str
) -> None:
    """Call a partner no more, and forget what it knows us by."""
    await _change(
        session,
        organization_id,
        format_,
        secret_sealed=seal(""),
        status=EndpointStatus.DISABLED,
        disabled_at=clock.now(),
        disabled_reason=reason,
    )


async def _change(
    session: AsyncSession, organization_id: UUID, format_: EndpointFormat, **values: object
) -> None:
    await session.execute(
        update(WebhookEndpoint)
        .where(
            col(WebhookEndpoint.organization_id) == organization_id,
            col(WebhookEndpoint.format) == format_,
            col(WebhookEndpoint.interview_id).is_not(None),
        )
        .values(**values)
    )
