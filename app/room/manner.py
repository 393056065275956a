"""How the interviewer of an interview is to speak: its persona, and what its requisition wishes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import structlog

from app.applications import service as applications
from app.assessment.manner import Manner, Style
from app.core.database import reading
from app.core.templating import RenderError, render
from app.identity.models import Organization
from app.interviews.models import InterviewKind, InterviewStatus
from app.personas.service import VARIABLES
from app.prompts import service as prompts

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.core.templating import Value
    from app.interviews.models import Interview

_STYLES = {one.value: one for one in Style}
_log = structlog.get_logger(__name__)


async def manner_of(interview: Interview, *, reads: bool) -> Manner | None:
    """The manner of an interview, or None for plainly.

    `reads` says that the interviewer makes something of words. The persona is as it was when the
    candidate was invited; the prompt for interviews is the one that holds now.
    """
    if interview.kind is InterviewKind.PRACTICE:
        return None
    persona = interview.persona or {}
    words = ""
    if reads:
        parts = (_persona(interview, persona), await _prompt(interview, persona))
        words = "\n\n".join(part for part in parts if part)
    if not (persona or words):
        return None
    return Manner(
        style=_STYLES.get(str(persona.get("style")), Style.NEUTRAL),
        words=words,
        focus=str(persona.get("instructions") or ""),
        seed=interview.seed,
        is_opening=interview.status is InterviewStatus.SCHEDULED,
    )


def _persona(interview: Interview, persona: dict[str, Any]) -> str:
    values = _values(interview, str(persona.get("company_name") or ""))
    try:
        return render(str(persona.get("prompt") or ""), VARIABLES, values)
    except RenderError:
        _log.exception("persona_unusable", interview_id=str(interview.id))
        return ""


async def _prompt(interview: Interview, persona: dict[str, Any]) -> str:
    async with reading() as session:
        version = await prompts.resolve(
            session,
            interview.organization_id,
            prompts.PromptType.INTERVIEW,
            await _requisition(session, interview),
        )
        organization = await session.get(Organization, interview.organization_id)
    if version is None:
        return ""
    values = _values(interview, organization.name if organization else "")
    values["interview_instructions"] = str(persona.get("instructions") or "")
    try:
        return prompts.render(version, values)
    except RenderError:
        _log.exception("prompt_unusable", interview_id=str(interview.id), number=version.number)
        return ""


async def _requisition(session: AsyncSession, interview: Interview) -> UUID | None:
    if interview.application_id is None:
        return None
    of = await applications.of(session, interview.organization_id, interview.application_id)
    return of.requisition_id


def _values(interview: Interview, company: str) -> dict[str, Value]:
    return {
        "position_title": interview.position_title,
        "company_name": company,
        "seniority": interview.seniority,
        "duration_min": interview.duration_min,
    }
