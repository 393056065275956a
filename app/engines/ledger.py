"""The ledger of calls to models: every attempt is booked, with its tokens and what it cost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import func
from sqlmodel import col, select

from app.core import clock
from app.core.database import unit_of_work
from app.engines.models import CallOutcome, ModelCall
from app.identity.permissions import Permission

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.permissions import Actor

MAX_DAYS = 366


@dataclass(frozen=True, slots=True)
class Cost:
    """What an interview's calls took. `cost_micros` is in millionths of a US dollar."""

    calls: int
    input_tokens: int
    output_tokens: int
    cost_micros: int

    @property
    def cents(self) -> float:
        """The cost in cents."""
        return self.cost_micros / 10_000


@dataclass(frozen=True, slots=True)
class Spent:
    """The calls of one day (UTC) to one model that ended one way."""

    day: date
    model: str
    outcome: CallOutcome
    calls: int
    input_tokens: int
    output_tokens: int
    cost_micros: int


async def book(calls: Sequence[ModelCall]) -> None:
    """Add calls to the ledger, in a unit of work of its own."""
    if not calls:
        return
    async with unit_of_work() as session:
        session.add_all(calls)


async def cost_of(session: AsyncSession, organization_id: UUID, interview_id: UUID) -> Cost:
    """What all calls for an interview took; zeros where there were none."""
    query = select(*_totals()).where(
        col(ModelCall.organization_id) == organization_id,
        col(ModelCall.interview_id) == interview_id,
    )
    return Cost(*(int(value) for value in (await session.execute(query)).one()))


async def spending(session: AsyncSession, actor: Actor, days: int = 30) -> tuple[Spent, ...]:
    """The organisation's calls of the last days, today included, the newest day first."""
    actor.require(Permission.MANAGE_ASSESSMENT)
    today = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    since = today - timedelta(days=max(1, min(days, MAX_DAYS)) - 1)
    moment: Any = col(ModelCall.created_at)
    day: Any = func.date(moment)
    if session.get_bind().dialect.name == "postgresql":
        day = func.date(func.timezone("UTC", moment))
    query = (
        select(day, col(ModelCall.model), col(ModelCall.outcome), *_totals())
        .where(col(ModelCall.organization_id) == actor.organization_id, moment >= since)
        .group_by(day, col(ModelCall.model), col(ModelCall.outcome))
        .order_by(day.desc(), col(ModelCall.model), col(ModelCall.outcome))
    )
    return tuple(
        Spent(_date(when), model, CallOutcome(outcome), *(int(value) for value in sums))
        for when, model, outcome, *sums in (await session.execute(query)).all()
    )


def _totals() -> tuple[Any, ...]:
    return (
        func.count(),
        func.coalesce(func.sum(col(ModelCall.input_tokens)), 0),
        func.coalesce(func.sum(col(ModelCall.output_tokens)), 0),
        func.coalesce(func.sum(col(ModelCall.cost_micros)), 0),
    )


def _date(value: object) -> date:
    """SQLite gives the day as text."""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else date.fromisoformat(str(value))
