"""The evaluation of an interview."""

from __future__ import annotations

from fastapi import APIRouter

from api.recruiting.access import Member, needs
from api.recruiting.answers import Success, failures, success
from api.recruiting.paging import Number  # noqa: TC001 - FastAPI reads it from the annotation
from api.recruiting.schemas_evaluations import EvaluationShown, evaluation_of
from app.core.database import unit_of_work
from app.evaluations import service as evaluations
from app.identity.permissions import Permission
from app.interviews import for_hiring

router = APIRouter(prefix="/interviews", tags=["Interviews"])


@router.get(
    "/{interview_id}/evaluation",
    summary="Get an interview's evaluation",
    description=(
        "Derived from the report, and anew whenever a person has graded an answer. Each score has "
        "its rule and the candidate's own words in `basis`; it is null where no answer shows "
        "anything of it. Integrity signals never count. 404 as long as there is no report."
    ),
    operation_id="getInterviewEvaluation",
    dependencies=[needs(Permission.VIEW)],
    responses=failures(404),
)
async def show(actor: Member, interview_id: Number) -> Success[EvaluationShown]:
    """Answer an evaluation as the evidence stands now."""
    # It is made here where nobody has asked for it since what it rests on changed.
    async with unit_of_work() as session:
        wanted = await for_hiring.id_of(session, actor, interview_id)
        view = await evaluations.view_of(session, actor, wanted)
    return success(evaluation_of(view))
