"""One attempt to tell: what is due, the request, and writing down what came of it.

An attempt is known by its number. Whoever was cut off after the request tells once more, and
whoever was cut off after writing it down finds that there is nothing to do.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import TYPE_CHECKING

from app.core import clock, outbound
from app.core.ids import new_id
from app.core.secrets import SealError
from app.webhooks import health, repository
from app.webhooks.formats import FORMATS
from app.webhooks.models import DeliveryAttempt, DeliveryStatus, EndpointStatus

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.webhooks.calls import Call, Format

PAUSES = (timedelta(seconds=2), timedelta(seconds=4), timedelta(seconds=8))
"""After a failed attempt it is waited so long for the next; so there are four in all."""

LONGEST_WAIT = timedelta(seconds=4 * outbound.TIMEOUT_S) + sum(PAUSES, timedelta())
"""So long the earlier events of an interview can be on their way."""

_GONE = 410
_KEPT_OF_RESPONSE = 2_000
_LONGEST_ERROR = 300


class Due(Enum):
    """What is to be done about a delivery where it is not to be attempted."""

    NOTHING = "nothing"
    NEXT = "next"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class Request:
    """An attempt that is to be made."""

    call: Call
    format: Format


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an attempt. `error` is None for success, else why it failed."""

    at: datetime
    duration_ms: int
    request_headers: dict[str, str]
    status_code: int | None
    error: str | None
    response: str = ""


async def is_its_turn(session: AsyncSession, delivery_id: UUID) -> bool:
    """Whether nothing that happened earlier in the same interview is still to be told.

    A replay is in no order.
    """
    delivery = await repository.delivery(session, delivery_id)
    if delivery is None or delivery.is_replay or delivery.interview_id is None:
        return True
    return not await repository.is_earlier_pending(session, delivery)


async def what_is_due(
    session: AsyncSession, delivery_id: UUID, number: int
) -> Request | Outcome | Due:
    """The request of that attempt; NEXT where it was made, NOTHING where the delivery is over.

    An outcome where no request can be made, as nobody can read the secret any more.
    """
    found = await repository.told(session, delivery_id)
    if found is None:
        return Due.NOTHING
    delivery, event, endpoint = found
    if delivery.status is not DeliveryStatus.PENDING:
        return Due.NOTHING
    if endpoint.status is not EndpointStatus.ENABLED:
        return Due.CANCEL
    if delivery.attempts >= number:
        return Due.NEXT
    format_ = FORMATS[endpoint.format]
    try:
        return Request(format_.call(event, endpoint, clock.now()), format_)
    except SealError as unreadable:
        return Outcome(clock.now(), 0, {}, None, f"The secret: {unreadable.message}")


async def make(request: Request) -> Outcome:
    """Make the request. It never raises for what a receiver or the network does."""
    call = request.call
    at, began = clock.now(), time.perf_counter()
    status_code, response = None, ""
    try:
        answer = await outbound.request(
            call.method,
            call.url,
            headers=call.headers,
            content=call.body,
            timeout=outbound.TIMEOUT_S,
        )
        status_code, response = answer.status, answer.text[:_KEPT_OF_RESPONSE]
        error = request.format.failure(answer)
    except outbound.OutboundError as unanswered:
        error = str(unanswered)
    return Outcome(
        at=at,
        duration_ms=round((time.perf_counter() - began) * 1000),
        request_headers=call.shown_headers,
        status_code=status_code,
        error=error[:_LONGEST_ERROR] if error else None,
        response=response,
    )


async def record(session: AsyncSession, delivery_id: UUID, number: int, outcome: Outcome) -> bool:
    """Write down what came of an attempt; whether another is due.

    An endpoint that says it is gone, or has failed for too long, is switched off.
    """
    found = await repository.to_record(session, delivery_id)
    if found is None:
        return False
    delivery, endpoint = found
    if delivery.attempts >= number:
        return delivery.status is DeliveryStatus.PENDING
    session.add(
        DeliveryAttempt(
            id=new_id(),
            organization_id=delivery.organization_id,
            delivery_id=delivery.id,
            number=number,
            at=outcome.at,
            duration_ms=outcome.duration_ms,
            status_code=outcome.status_code,
            error=outcome.error,
            request_headers=outcome.request_headers,
            response=outcome.response,
        )
    )
    delivery.attempts = number
    delivery.last_status_code, delivery.last_error = outcome.status_code, outcome.error
    is_gone = outcome.status_code == _GONE
    if outcome.error and number <= len(PAUSES) and not is_gone:
        delivery.next_attempt_at = clock.now() + PAUSES[number - 1]
        return True
    delivery.status = DeliveryStatus.FAILED if outcome.error else DeliveryStatus.DELIVERED
    delivery.next_attempt_at, delivery.finished_at = None, clock.now()
    if outcome.error is None:
        health.note_success(endpoint)
    else:
        await health.note_failure(session, endpoint, is_gone=is_gone)
    return False


async def cancel(session: AsyncSession, delivery_id: UUID) -> None:
    """Give up a delivery whose endpoint is switched off."""
    found = await repository.to_record(session, delivery_id)
    if found and found[0].status is DeliveryStatus.PENDING:
        delivery = found[0]
        delivery.status = DeliveryStatus.CANCELLED
        delivery.last_error = "The endpoint was switched off."
        delivery.next_attempt_at, delivery.finished_at = None, clock.now()
