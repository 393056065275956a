"""Greenhouse's Assessment API at /partners/greenhouse.

The four paths, their bodies and answers are documented by Greenhouse. How a partner tells of
failures is not: the status says what sort it is, the body what to do, in Greenhouse's own form.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, FastAPI, Query

from api.partners.access import may
from api.partners.bodies import Body, body_of
from api.partners.faults import Fault, create_application
from app.core import outbound
from app.core.database import reading, unit_of_work
from app.identity.permissions import Actor, Scope
from app.partners import greenhouse
from app.partners.offers import offers
from app.partners.orders import Person

Reader = Annotated[Actor, Depends(may(Scope.INTERVIEWS_READ))]
Writer = Annotated[Actor, Depends(may(Scope.INTERVIEWS_WRITE))]

NAMES = {
    "position_id": "partner_test_id",
    "full_name": "candidate.first_name",
    "email": "candidate.email",
    "phone": "candidate.phone_number",
    "resume_url": "candidate.resume_url",
}


class Candidate(Body):
    """Whom the test is for. Greenhouse writes null where it knows nothing."""

    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None
    phone_number: str | None = None
    resume_url: str | None = None
    greenhouse_profile_url: str | None = None


class SendTest(Body):
    """An order: the test, the candidate, and where to call back."""

    partner_test_id: str
    candidate: Candidate
    url: str


class ResponseError(Body):
    """What Greenhouse could not make sense of. Its examples have ids as numbers, too."""

    api_call: str
    errors: list[str]
    partner_interview_id: str | int | None = None


def create() -> FastAPI:
    """The application that is mounted at /partners/greenhouse."""
    application = create_application(form, NAMES)
    application.get("/list_tests")(list_tests)
    application.post("/send_test")(send_test)
    application.get("/test_status")(status_of)
    application.post("/response_error")(response_error)
    return application


def form(fault: Fault) -> dict[str, Any]:
    """A failure as Greenhouse itself tells of one."""
    fields = fault.fields or ((None, fault.message),)
    return {
        "message": fault.message,
        "errors": [{"message": message, "field": name} for name, message in fields],
    }


async def list_tests(actor: Reader) -> list[dict[str, str]]:
    """Every open position, as a test."""
    async with reading() as session:
        return [
            {"partner_test_id": str(one.position_id), "partner_test_name": one.name}
            for one in await offers(session, actor)
        ]


async def send_test(
    actor: Writer, order: Annotated[SendTest, Depends(body_of(SendTest))]
) -> dict[str, str]:
    """Invite the candidate; the same order again gives the same interview."""
    await outbound.check_host(order.url)
    candidate = order.candidate
    async with unit_of_work() as session:
        interview_id = await greenhouse.send_test(
            session,
            actor,
            test_id=order.partner_test_id,
            person=Person(
                first_name=candidate.first_name,
                last_name=candidate.last_name,
                email=candidate.email,
                phone=candidate.phone_number,
                resume_url=candidate.resume_url,
            ),
            url=order.url.strip(),
            profile_url=candidate.greenhouse_profile_url,
        )
    return {"partner_interview_id": str(interview_id)}


async def status_of(
    actor: Reader, partner_interview_id: Annotated[str, Query()] = ""
) -> dict[str, Any]:
    """How the interview stands, with the score once there is a report."""
    async with reading() as session:
        status = await greenhouse.test_status(session, actor, partner_interview_id)
    return {
        "partner_status": status.status,
        "partner_profile_url": status.profile_url,
        "partner_score": status.score,
        "metadata": status.metadata,
    }


async def response_error(
    actor: Writer, report: Annotated[ResponseError, Depends(body_of(ResponseError))]
) -> dict[str, int]:
    """Take note that an answer of ours was not understood."""
    named = report.partner_interview_id
    async with unit_of_work() as session:
        await greenhouse.note_error(
            session,
            actor,
            api_call=report.api_call,
            errors=report.errors,
            interview_id=None if named is None else str(named),
        )
    return {"status": 200}
