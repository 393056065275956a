"""Ashby's assessment framework, from the partner's side: what can be started, and cancelled.

Documented: that we are asked by `assessment.list`, `assessment.start` and `assessment.cancel`, and
answer by `assessment.update`, whose id of an assessment is a UUID. The members of what is asked
(`assessment_type_id`, `candidate.ashby_id`, `application.ashby_id`, …) are as public integrations
have them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.errors import ConflictError
from app.partners import orders
from app.partners.models import Partner
from app.partners.service import key_of
from app.settings import get_settings
from app.webhooks.models import EndpointFormat, EventType

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.permissions import Actor
    from app.partners.orders import Person

ID_FIELD = "assessment_id"
EVENTS = (
    EventType.INTERVIEW_STARTED,
    EventType.INTERVIEW_COMPLETED,
    EventType.INTERVIEW_CANCELED,
    EventType.REPORT_GENERATED,
)
"""What Ashby is told of."""


async def start(
    session: AsyncSession,
    actor: Actor,
    *,
    type_id: str,
    person: Person,
    application_id: str | None,
    profile_url: str | None,
) -> UUID:
    """The interview that Ashby orders; its id is the assessment's.

    A retry is known by type and application, or by the candidate's address where no application
    is named. Raises ConflictError while Ashby is not connected, and as `orders.place` does.
    """
    key = await key_of(session, actor.organization_id, Partner.ASHBY)
    if key is None:
        raise ConflictError(
            "Ashby is not connected: enter an API key of Ashby's under Settings, Developers first."
        )
    address = (person.email or "").strip().lower()
    order = orders.Order(
        partner=Partner.ASHBY,
        identity=(type_id, application_id or address),
        position_id=type_id,
        person=person,
        call_back=orders.CallBack(
            format=EndpointFormat.ASHBY,
            url=f"{get_settings().ashby_api_base.rstrip('/')}/assessment.update",
            credential=key,
            event_types=EVENTS,
        ),
        details={"application_id": application_id, "ashby_profile_url": profile_url},
    )
    return await orders.place(session, actor, order)


async def cancel(session: AsyncSession, actor: Actor, assessment_id: object) -> UUID:
    """Cancel an assessment, once or again. Raises NotFoundError; ConflictError for one held."""
    return await orders.call_off(session, actor, Partner.ASHBY, assessment_id, field=ID_FIELD)
