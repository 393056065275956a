"""Queries of billing."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select

from app.billing.models import StripeEvent, TopUp, TopUpStatus
from app.core import clock

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession


HEARD_OF_WITHIN = timedelta(days=4)
"""Stripe sends an event again for three days."""


async def top_up(
    session: AsyncSession, organization_id: UUID, top_up_id: UUID, *, lock: bool = False
) -> TopUp | None:
    """An organisation's top-up; with `lock`, as it stands now and held."""
    query = select(TopUp).where(
        col(TopUp.organization_id) == organization_id, col(TopUp.id) == top_up_id
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return (await session.execute(query)).scalar_one_or_none()


async def top_ups(
    session: AsyncSession, organization_id: UUID, *, offset: int, limit: int
) -> list[TopUp]:
    """An organisation's top-ups, newest first."""
    query = (
        select(TopUp)
        .where(col(TopUp.organization_id) == organization_id)
        .order_by(col(TopUp.created_at).desc(), col(TopUp.id).desc())
        .offset(offset)
        .limit(limit)
    )
    return list((await session.execute(query)).scalars())


async def automatic_under_way(session: AsyncSession, organization_id: UUID) -> bool:
    """Whether an automatic top-up has been ordered and not come to an end.

    One of which nothing was heard for as long as Stripe sends its events again is not waited for.
    """
    query = (
        select(TopUp.id)
        .where(
            col(TopUp.organization_id) == organization_id,
            col(TopUp.automatic),
            col(TopUp.status) == TopUpStatus.PENDING,
            col(TopUp.created_at) > clock.now() - HEARD_OF_WITHIN,
        )
        .limit(1)
    )
    return (await session.execute(query)).first() is not None


async def ordered(session: AsyncSession, top_up_id: UUID) -> TopUp | None:
    """The top-up that a job was ordered for, or that Stripe names; whose it is stands in it."""
    return await session.get(TopUp, top_up_id)


async def paid_by(session: AsyncSession, payment_intent_id: str) -> TopUp | None:
    """The top-up that a payment of Stripe's was for."""
    query = select(TopUp).where(col(TopUp.payment_intent_id) == payment_intent_id)
    return (await session.execute(query)).scalar_one_or_none()


async def first_time(session: AsyncSession, event_id: str, type_: str) -> bool:
    """Note an event of Stripe's as taken in; False if it had been before.

    Of two at once the second waits for the first to commit, and goes on where that fails.
    """
    bind = session.get_bind()
    insert = sqlite.insert if bind.dialect.name == "sqlite" else postgresql.insert
    values = StripeEvent(id=event_id, type=type_[:80]).model_dump()
    statement = (
        insert(StripeEvent).values(**values).on_conflict_do_nothing().returning(col(StripeEvent.id))
    )
    return (await session.execute(statement)).first() is not None


async def forget_events(session: AsyncSession, before: datetime) -> None:
    """Delete the notes of events that Stripe will not send again."""
    await session.execute(delete(StripeEvent).where(col(StripeEvent.received_at) < before))
