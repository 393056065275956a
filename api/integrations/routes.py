"""The four operations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse  # noqa: TC002 - FastAPI reads the annotations

from api.common.bodies import model_of, read_object
from api.common.faults import InvalidRequestError
from api.common.formats import uuid_of
from api.integrations.access import sign_in
from api.integrations.answers import data_of, success
from api.integrations.schemas import Candidate, Interview, Report, ScheduleRequest
from app.core.database import reading, unit_of_work
from app.core.errors import NotFoundError
from app.idempotency import service as idempotency
from app.identity.permissions import Scope
from app.interviews import published as interviews
from app.interviews import service as scheduling
from app.positions import service as positions
from app.positions.models import Seniority
from app.reports import published as reports

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.permissions import Actor

router = APIRouter()

CREATE = "integrations.createInterview"
_STATUSES = {
    "Unauthorized": 401,
    "PaymentRequired": 402,
    "Forbidden": 403,
    "NotFound": 404,
    "IdempotencyConflict": 409,
    "ValidationFailed": 422,
    "TooManyRequests": 429,
}
_ID = {"$ref": "#/components/parameters/InterviewID"}


def _json(schema: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    return {**more, "content": content}


def _answers(
    success_: dict[int | str, dict[str, Any]], *errors: str
) -> dict[int | str, dict[str, Any]]:
    """The answers of an operation as its document lists them."""
    names = ("Unauthorized", "Forbidden", *errors, "TooManyRequests")
    return success_ | {
        _STATUSES[name]: {"$ref": f"#/components/responses/{name}"} for name in names
    }


@router.get(
    "/positions",
    tags=["Positions"],
    summary="List the positions that take interviews",
    description="Your open positions, for you to schedule interviews for. What they ask and how "
    "stays within the product.\n\nNeeds the scope `interviews:read`.",
    operation_id="listPositions",
    responses=_answers({200: _json("PositionListEnvelope", description="The open positions.")}),
)
async def list_positions(request: Request) -> JSONResponse:
    """Every open position, by title."""
    async with reading() as session:
        actor = await sign_in(session, request, Scope.INTERVIEWS_READ)
        rows = await positions.open_positions(session, actor)
    return success(
        [
            {"id": str(row.id), "title": row.title, "seniority": row.seniority, "status": "open"}
            for row in rows
        ]
    )


@router.post(
    "/interviews",
    status_code=201,
    tags=["Interviews"],
    summary="Schedule an interview",
    description="Schedules an interview for an open position and gives the candidate's link. "
    "Everything about the interview comes from the position. Its price is taken from your wallet "
    "now; where that does not cover it, the answer is 402.\n\nNeeds the scope "
    "`interviews:write`.",
    operation_id="createInterview",
    responses=_answers(
        {
            201: _json(
                "InterviewEnvelope",
                description="The interview.",
                headers={
                    "Idempotent-Replayed": {
                        "description": "`true` where this is the answer of an earlier request.",
                        "schema": {"type": "string"},
                    }
                },
            )
        },
        "PaymentRequired",
        "IdempotencyConflict",
        "ValidationFailed",
    ),
    openapi_extra={
        "parameters": [{"$ref": "#/components/parameters/IdempotencyKey"}],
        "requestBody": _json("ScheduleRequest", required=True),
    },
)
async def create_interview(request: Request) -> JSONResponse:
    """Schedule an interview, once for each Idempotency-Key."""
    async with reading() as session:
        actor = await sign_in(session, request, Scope.INTERVIEWS_WRITE)
    body = await read_object(request)
    wanted = model_of(ScheduleRequest, body)
    chosen = _idempotency_key(request)
    if not chosen:
        async with unit_of_work() as session:
            made = await _schedule(session, actor, wanted)
        return success(made, status=201)
    key = idempotency.key_of(actor.organization_id, CREATE, chosen, body)
    async with idempotency.alone(key), unit_of_work() as session:
        earlier = await idempotency.earlier_answer(session, key)
        if earlier is not None:
            return success(
                earlier.body, status=earlier.status, headers={"Idempotent-Replayed": "true"}
            )
        made = await _schedule(session, actor, wanted)
        idempotency.remember(
            session, key, idempotency.Answer(201, made), interview_id=UUID(made["id"])
        )
    return success(made, status=201)


@router.get(
    "/interviews/{id}",
    tags=["Interviews"],
    summary="Get an interview",
    description="Where an interview stands. Needs the scope `interviews:read`.",
    operation_id="getInterview",
    responses=_answers({200: _json("InterviewEnvelope", description="The interview.")}, "NotFound"),
    openapi_extra={"parameters": [_ID]},
)
async def get_interview(request: Request) -> JSONResponse:
    """One interview."""
    async with reading() as session:
        actor = await sign_in(session, request, Scope.INTERVIEWS_READ)
        found = await interviews.published(session, actor, _interview_id(request))
    return success(data_of(interview_told(found)))


@router.get(
    "/interviews/{id}/report",
    tags=["Reports"],
    summary="Get the report on an interview",
    description="The report, once there is one: until then the answer is 404. Ask again later, or "
    "have your webhook endpoint told by `report.generated`.\n\nNeeds the scope `reports:read`.",
    operation_id="getReport",
    responses=_answers({200: _json("ReportEnvelope", description="The report.")}, "NotFound"),
    openapi_extra={"parameters": [_ID]},
)
async def get_report(request: Request) -> JSONResponse:
    """The report on one interview."""
    async with reading() as session:
        actor = await sign_in(session, request, Scope.REPORTS_READ)
        found = await reports.published(session, actor, _interview_id(request))
    return success(data_of(Report.model_validate(found, from_attributes=True)))


async def _schedule(session: AsyncSession, actor: Actor, wanted: ScheduleRequest) -> dict[str, Any]:
    """Schedule and charge for it; gives the interview as it is answered."""
    invitation = await scheduling.invite(
        session,
        actor,
        position_id=wanted.position_id,
        full_name=wanted.candidate.full_name,
        email=wanted.candidate.email,
        phone=wanted.candidate.phone,
        resume_url=wanted.candidate.resume_url,
        scheduled_at=wanted.scheduled_at,
        expires_at=wanted.expires_at,
        round_number=wanted.round_number,
    )
    made = await interviews.published(session, actor, invitation.interview_id)
    return data_of(interview_told(made))


def interview_told(found: interviews.PublishedInterview) -> Interview:
    """An interview in the contract's terms."""
    return Interview(
        id=found.id,
        status=found.status,
        invite_token=found.token,
        invite_url=found.url,
        role=found.position_title,
        seniority=Seniority(found.seniority),
        duration_min=found.duration_min,
        scheduled_at=found.scheduled_at,
        expires_at=found.expires_at,
        created_at=found.created_at,
        candidate=Candidate.model_construct(
            email=found.candidate.email,
            full_name=found.candidate.full_name,
            phone=found.candidate.phone,
            resume_url=found.candidate.resume_url,
        ),
    )


def _interview_id(request: Request) -> UUID:
    """The id in the address. Raises NotFoundError for what cannot be one."""
    found = uuid_of(request.path_params["id"])
    if found is None:
        raise NotFoundError("There is no such interview.")
    return found


def _idempotency_key(request: Request) -> str:
    """The key that the client chose, or nothing: an empty one counts as none.

    Raises InvalidRequestError for one that is too long, or given twice.
    """
    given = request.headers.getlist("idempotency-key")
    if len(given) > 1:
        raise InvalidRequestError([("Idempotency-Key", "must be given once")])
    key = given[0] if given else ""
    if len(key) > idempotency.MAX_KEY:
        raise InvalidRequestError(
            [("Idempotency-Key", f"must have at most {idempotency.MAX_KEY} characters")]
        )
    return key
