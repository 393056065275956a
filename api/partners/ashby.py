"""Ashby's assessment partner methods at /partners/ashby.

Answers have Ashby's envelope. Ashby documents a partner's 409 besides 200, and public integrations
answer 422 with a message that Ashby shows: so failures have their true status, and the message
stands where either would look for it.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, FastAPI

from api.partners.access import may
from api.partners.bodies import Body, body_of
from api.partners.faults import Fault, create_application
from app.core.database import reading, unit_of_work
from app.identity.permissions import Actor, Scope
from app.partners import ashby
from app.partners.offers import offers
from app.partners.orders import Person

Reader = Annotated[Actor, Depends(may(Scope.INTERVIEWS_READ))]
Writer = Annotated[Actor, Depends(may(Scope.INTERVIEWS_WRITE))]

NAMES = {
    "position_id": "assessment_type_id",
    "full_name": "candidate.first_name",
    "email": "candidate.email",
}


class Candidate(Body):
    """Whom the assessment is for."""

    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None
    ashby_profile_url: str | None = None


class Application(Body):
    """The candidacy that the assessment is part of."""

    ashby_id: str | None = None


class Start(Body):
    """An order: the type of assessment and the candidate."""

    assessment_type_id: str
    candidate: Candidate
    application: Application | None = None


class Cancel(Body):
    """The assessment that is to be called off."""

    assessment_id: str


def create() -> FastAPI:
    """The application that is mounted at /partners/ashby."""
    application = create_application(form, NAMES)
    application.post("/assessment.list")(list_types)
    application.post("/assessment.start")(start)
    application.post("/assessment.cancel")(cancel)
    return application


def form(fault: Fault) -> dict[str, Any]:
    """A failure in Ashby's envelope."""
    return {
        "success": False,
        "errors": [fault.code],
        "errorInfo": {
            "code": fault.code,
            "message": fault.message,
            "requestId": fault.request_id,
        },
        "message": fault.message,
    }


async def list_types(actor: Reader) -> dict[str, Any]:
    """Every open position, as a type of assessment."""
    async with reading() as session:
        return _success(
            [
                {
                    "assessment_type_id": str(one.position_id),
                    "name": one.name,
                    "description": one.description,
                }
                for one in await offers(session, actor)
            ]
        )


async def start(actor: Writer, order: Annotated[Start, Depends(body_of(Start))]) -> dict[str, Any]:
    """Invite the candidate; the same order again gives the same assessment."""
    candidate = order.candidate
    async with unit_of_work() as session:
        assessment_id = await ashby.start(
            session,
            actor,
            type_id=order.assessment_type_id,
            person=Person(
                first_name=candidate.first_name,
                last_name=candidate.last_name,
                email=candidate.email,
            ),
            application_id=order.application.ashby_id if order.application else None,
            profile_url=candidate.ashby_profile_url,
        )
    return _success({"assessment_id": str(assessment_id)})


async def cancel(
    actor: Writer, order: Annotated[Cancel, Depends(body_of(Cancel))]
) -> dict[str, Any]:
    """Call the interview off; what was not begun is paid back."""
    async with unit_of_work() as session:
        assessment_id = await ashby.cancel(session, actor, order.assessment_id)
    return _success({"assessment_id": str(assessment_id)})


def _success(results: object) -> dict[str, Any]:
    return {"success": True, "results": results}
