"""What a prompt comes to with a real application, before it is used on anybody."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from app.analysis.job import Identity
from app.analysis.redaction import redact
from app.applications import service as applications
from app.candidates import service as candidates
from app.core import clock
from app.core.errors import InvalidInputError, NotFoundError
from app.hiring_settings.service import settings_of
from app.identity.permissions import Permission
from app.interviews import record
from app.interviews.invitation_text import first_name, in_words
from app.interviews.models import InterviewStatus, TurnRole
from app.positions import service as positions
from app.prompts import service as prompts
from app.prompts.service import PromptType, RenderError
from app.recruiters import service as recruiters
from app.requisitions import service as requisitions
from app.resumes import service as resumes
from app.settings import get_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.applications.models import Application
    from app.core.templating import Value
    from app.identity.permissions import Actor
    from app.interviews.models import Interview
    from app.positions.views import PositionDetail
    from app.requisitions.models import Requisition

_NO_POSITION_YET = ("mid", 45)
_LINK = "interview/…"


@dataclass(frozen=True, slots=True)
class PromptPreview:
    """The text of a prompt, and what of the candidate's would go along as data, by its name.

    In what a model would read, nothing says who the candidate is.
    """

    prompt_type: PromptType
    application_number: int
    requisition_name: str
    text: str
    data: dict[str, str]


async def preview(
    session: AsyncSession,
    actor: Actor,
    *,
    application: object,
    number: object = None,
    prompt_type: object = None,
    template: object = None,
) -> PromptPreview:
    """A stored prompt by its `number`, or a template of that type, with an application by its.

    Raises NotFoundError naming the field, and InvalidInputError for a template that cannot be used.
    """
    actor.require(Permission.VIEW)
    if number is not None:
        with _named("prompt_id"):
            stored = await prompts.get(session, actor, number)
        type_, text = stored.prompt_type, stored.template_content
    else:
        type_ = prompts.check_type(prompt_type)
        text = prompts.check_template(type_, template)
    with _named("application_id"):
        of = await applications.by_number(session, actor, application)
    requisition = await requisitions.by_id(session, actor.organization_id, of.requisition_id)
    values = await _values(session, actor, of, requisition)
    known = {one.name for one in prompts.VARIABLES[type_]}
    try:
        rendered = prompts.render_template(
            type_, text, {name: value for name, value in values.items() if name in known}
        )
    except RenderError as error:
        raise InvalidInputError(
            f"With this application it cannot be rendered. {error}", field="template_content"
        ) from None
    return PromptPreview(
        type_, of.number, requisition.name, rendered, await _data(session, actor, of, type_)
    )


@contextmanager
def _named(field: str) -> Iterator[None]:
    """Have what is not found named by the field that asked for it."""
    try:
        yield
    except NotFoundError as error:
        raise NotFoundError(error.message, field=field) from None


async def _values(
    session: AsyncSession, actor: Actor, application: Application, requisition: Requisition
) -> dict[str, Value]:
    """Whatever any prompt may name, of this application."""
    settings = await settings_of(session, actor.organization_id)
    position: PositionDetail | None = None
    if requisition.position_id is not None:
        position = await positions.get(session, actor, requisition.position_id)
    seniority, duration = (
        (position.seniority.value, position.duration_min) if position else _NO_POSITION_YET
    )
    recruiter = await recruiters.of_id(
        session, actor.organization_id, requisition.recruiter_id or settings.default_recruiter_id
    )
    interview = await _evaluated(session, application)
    expires_at = clock.now() + timedelta(days=settings.interview_token_expiry_days)
    return {
        "position_title": requisition.name,
        "company_name": actor.organization_name,
        "seniority": seniority,
        "duration_min": duration,
        "concepts": tuple(one.name for one in position.concepts) if position else (),
        "job_description": requisition.detailed_description or requisition.description,
        "interview_instructions": requisition.interview_instructions or "",
        "overall_score": interview.score if interview else None,
        "recommendation": (interview.recommendation or "") if interview else "",
        "candidate_first_name": first_name(application.candidate_name),
        "recruiter_name": recruiter.name if recruiter else actor.name,
        "recruiter_contact": (recruiter.public_contact_info or "") if recruiter else "",
        "interview_url": f"{get_settings().base_url.rstrip('/')}/{_LINK}",
        "expires_at": in_words(expires_at),
    }


async def _data(
    session: AsyncSession, actor: Actor, application: Application, type_: PromptType
) -> dict[str, str]:
    """The candidate's own words that go along with a prompt, without who they are."""
    said = {
        PromptType.RESUME_ANALYSIS: ("resume_text", _resume),
        PromptType.EVALUATION: ("answers", _answers),
    }.get(type_)
    if said is None:
        return {}
    name, words = said
    candidate = await candidates.of(session, actor.organization_id, application.candidate_id)
    who = Identity(candidate.full_name, candidate.email, candidate.phone or "")
    return {name: redact(await words(session, application), who).shown}


async def _resume(session: AsyncSession, application: Application) -> str:
    found = await resumes.newest(session, application.organization_id, application.id)
    return found.text if found else ""


async def _answers(session: AsyncSession, application: Application) -> str:
    interview = await _evaluated(session, application)
    if interview is None:
        return ""
    turns = await record.turns_of(
        session, organization_id=application.organization_id, interview_id=interview.id
    )
    marks = {TurnRole.INTERVIEWER: "Q", TurnRole.CANDIDATE: "A"}
    return "\n".join(f"{marks[turn.role]}: {turn.text}" for turn in turns)


async def _evaluated(session: AsyncSession, application: Application) -> Interview | None:
    """The newest interview of an application that was held to its end."""
    held = await record.interviews_of_application(
        session, organization_id=application.organization_id, application_id=application.id
    )
    return next((one for one in held if one.status is InterviewStatus.COMPLETED), None)
