"""The analysis of an application, and taking up what it suggests to ask."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends

from api.recruiting.access import Member, needs
from api.recruiting.answers import Success, failures, success
from api.recruiting.bodies import body_of, takes
from api.recruiting.paging import Number  # noqa: TC001 - FastAPI reads it from the annotation
from api.recruiting.schemas_analysis import (
    AdoptedShown,
    AnalysisShown,
    QuestionChosen,
    adopted_of,
    analysis_of,
)
from app.analysis import service as analysis
from app.core.database import reading, unit_of_work
from app.identity.permissions import Permission

router = APIRouter(prefix="/applications", tags=["Applications"])


@router.get(
    "/{application_id}/analysis",
    summary="Get an application's analysis",
    description=(
        "The newest one. Every sentence comes with the words of the résumé that it rests on, in "
        "`evidence`. What tells a protected fact is listed in `complianceFlags` and was kept from "
        "the analysis. 404 as long as there is none."
    ),
    operation_id="getApplicationAnalysis",
    dependencies=[needs(Permission.VIEW)],
    responses=failures(404),
)
async def show(actor: Member, application_id: Number) -> Success[AnalysisShown]:
    """Answer the newest analysis of an application."""
    async with reading() as session:
        found = await analysis.of_application(session, actor, application_id)
    return success(analysis_of(found, application_id))


@router.post(
    "/{application_id}/analysis/questions",
    summary="Make a suggested question a must-ask question",
    description=(
        "Every candidate of the requisition's position is asked it from now on; interviews that "
        "are scheduled keep their questions. Repeating the call changes nothing. 422 for a "
        "question about this résumé alone, and where the position has as many as it can."
    ),
    operation_id="adoptSuggestedQuestion",
    dependencies=[needs(Permission.EDIT_POSITIONS)],
    responses=failures(404, 409, 422),
    openapi_extra=takes(QuestionChosen),
)
async def adopt(
    actor: Member,
    application_id: Number,
    wanted: Annotated[QuestionChosen, Depends(body_of(QuestionChosen))],
) -> Success[AdoptedShown]:
    """Take up a question."""
    async with unit_of_work() as session:
        adopted = await analysis.adopt_question(session, actor, application_id, wanted.index)
    return success(adopted_of(adopted))
