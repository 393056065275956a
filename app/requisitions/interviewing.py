"""The interview that a requisition's candidates take, built when it is first needed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from app.assessment.proposals import MAX_PROPOSALS
from app.core.errors import InvalidInputError
from app.core.text import clean_line, clean_text
from app.positions import building
from app.positions import service as positions
from app.positions.inputs import MAX_DESCRIPTION, MAX_TITLE, parse_position
from app.positions.models import InterviewType, PositionStatus, Seniority
from app.positions.templates import DURATIONS, LEVELS, load_templates

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.assessment.proposals import Proposal
    from app.identity.permissions import Actor
    from app.requisitions.models import Requisition

MUST_HAVE_WEIGHT = 3
LEAST_CONCEPTS = 3
"""With fewer proposals than this, the template of the role that the name says fills up."""

_LEVELS: tuple[tuple[Seniority, re.Pattern[str]], ...] = tuple(
    (level, re.compile(rf"\b(?:{words})\b", re.IGNORECASE))
    for level, words in (
        (Seniority.PRINCIPAL, "principal|distinguished"),
        (Seniority.STAFF, "staff"),
        (Seniority.LEAD, "lead|head of|team leader"),
        (Seniority.SENIOR, "senior|sr|iii"),
        (Seniority.JUNIOR, "junior|jr|entry[- ]level|intern|trainee|graduate"),
    )
)
# Looked for in this order in the name of a requisition, where no description says more.
_ROLES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (role, re.compile(rf"\b(?:{words})\b", re.IGNORECASE))
    for role, words in (
        ("engineering-manager", "engineering manager|manager of engineering"),
        ("product-manager", "product (?:manager|owner)"),
        ("tech-lead", "tech(?:nical)? lead"),
        ("database-engineer", "database|dba"),
        ("data-engineer", "data engineer(?:ing)?|etl"),
        ("data-scientist", "data scien(?:ce|tist)"),
        ("data-analyst", "(?:data|business) analyst|analytics"),
        ("ml-engineer", "machine learning|ml|ai engineer"),
        ("security-engineer", "security"),
        ("sre", "sre|site reliability|devops"),
        ("platform-engineer", "platform|infrastructure|cloud"),
        ("qa-engineer", "qa|quality|test(?:er|ing)?"),
        ("mobile", "mobile|ios|android"),
        ("frontend", "front[- ]?end|ui|web designer"),
        ("full-stack", "full[- ]?stack|web developer"),
        ("backend", "back[- ]?end|api|software|engineer|developer|programmer"),
    )
)


async def ensure_position(session: AsyncSession, actor: Actor, requisition: Requisition) -> UUID:
    """The open position of a requisition, built and opened from its text where it has none.

    The caller holds the requisition's lock. Raises InvalidInputError naming `position_id` where the
    position that was chosen takes no interviews, or where the text says nothing of what to ask.
    """
    if requisition.position_id is not None:
        return await _opened(session, actor, requisition.position_id)
    text = "\n\n".join(
        part for part in (requisition.description, requisition.detailed_description) if part
    )
    level = seniority_of(requisition.name)
    description = clean_text(
        text[:MAX_DESCRIPTION],
        field="description",
        name="Description",
        longest=MAX_DESCRIPTION,
    )
    concepts = [
        _concept(one)
        for one in await building.propose(
            f"{requisition.name}\n{description}"[:MAX_DESCRIPTION], level
        )
    ]
    if len(concepts) < LEAST_CONCEPTS:
        concepts += _of_role(requisition.name, level, {one["slug"] for one in concepts})
    if not concepts:
        raise InvalidInputError(
            f"The text of “{requisition.name}” does not say what to ask about: choose a position "
            "for its interviews.",
            field="position_id",
        )
    entered = parse_position(
        {
            "title": clean_line(
                requisition.name[:MAX_TITLE], field="name", name="Name", longest=MAX_TITLE
            ),
            "seniority": level.value,
            "interview_types": [InterviewType.TECHNICAL.value],
            "duration_min": DURATIONS[level],
            "job_description": description,
            "concepts": concepts[:MAX_PROPOSALS],
        }
    )
    position = await positions.create(session, actor, entered)
    await positions.open_position(session, actor, position.id)
    requisition.position_id = position.id
    await session.flush()
    return position.id


def seniority_of(name: str) -> Seniority:
    """The level that the name of a requisition says; the middle one where it says none."""
    return next((level for level, words in _LEVELS if words.search(name)), Seniority.MID)


async def _opened(session: AsyncSession, actor: Actor, position_id: UUID) -> UUID:
    position = await positions.get(session, actor, position_id)
    if position.status is PositionStatus.CLOSED:
        raise InvalidInputError(
            f"The position “{position.title}” is closed: choose another for this requisition.",
            field="position_id",
        )
    if position.status is PositionStatus.DRAFT:
        raise InvalidInputError(
            f"The position “{position.title}” is a draft: open it before you invite candidates.",
            field="position_id",
        )
    return position.id


def _concept(proposal: Proposal) -> dict[str, Any]:
    return {
        "slug": proposal.concept,
        "name": proposal.name,
        "target_depth": proposal.target,
        "weight": max(1, round(proposal.weight)),
        "must_have": proposal.weight >= MUST_HAVE_WEIGHT,
    }


def _of_role(name: str, level: Seniority, known: set[str]) -> list[dict[str, Any]]:
    """What is usually asked of the role that the name says, at that level."""
    role = next((role for role, words in _ROLES if words.search(name)), None)
    if role is None:
        return []
    place = LEVELS.index(level)
    return [
        {
            "slug": one.slug,
            "target_depth": one.targets[place],
            "weight": one.weight,
            "must_have": one.must_have,
        }
        for one in load_templates()[role].concepts
        if one.targets[place] and one.slug not in known
    ]
