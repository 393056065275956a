"""Help while a position is built: concepts to propose, and the interview it will come to."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from app.assessment.bank import load_bank
from app.assessment.embedding import sentence_vectors
from app.assessment.planning import plan as plan_interview
from app.assessment.proposals import propose_concepts
from app.core.text import clean_text
from app.identity.permissions import Permission
from app.positions import opening
from app.positions.inputs import MAX_DESCRIPTION
from app.positions.plan import items_by_concept
from app.question_bank import service as question_bank

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.assessment.planning import Plan
    from app.assessment.proposals import Proposal
    from app.identity.permissions import Actor
    from app.positions.inputs import PositionInput
    from app.positions.plan import PlannedConcept
    from app.question_bank.values import OrganizationItems

MINUTES_PER_MUST_ASK = 3
"""How long a must-ask question without a time limit usually takes."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What an interview will probably look like. `must_ask_minutes` come out of the duration."""

    plan: Plan
    must_ask_questions: int
    must_ask_minutes: int


async def own_items(
    session: AsyncSession, actor: Actor, concepts: Sequence[PlannedConcept]
) -> Mapping[str, OrganizationItems]:
    """What the organisation has in its question bank for these concepts, for `preview`."""
    actor.require(Permission.VIEW)
    return await question_bank.items_of(
        session, actor.organization_id, [concept.slug for concept in concepts]
    )


async def preview(data: PositionInput, ours: Mapping[str, OrganizationItems]) -> Preview:
    """The expected course of an interview for a position as entered, saved or not."""
    return await asyncio.to_thread(preview_now, data, ours)


def preview_now(data: PositionInput, ours: Mapping[str, OrganizationItems]) -> Preview:
    """The same in this thread: some tens of milliseconds of computing."""
    must_ask = sum(one.time_limit_min or MINUTES_PER_MUST_ASK for one in data.must_ask)
    expected = plan_interview(
        [concept.target for concept in data.concepts],
        items_by_concept(data.concepts, ours),
        timedelta(minutes=max(data.duration_min - must_ask, 0)),
        choose=partial(opening.choose, difficulty=data.difficulty),
    )
    return Preview(expected, len(data.must_ask), must_ask)


async def propose(job_description: object, seniority: str | None = None) -> list[Proposal]:
    """Concepts of the bank that a job description seems to ask for, the surest first.

    Raises InvalidInputError where the description is not text or too long.
    """
    text = clean_text(
        job_description, field="job_description", name="Job description", longest=MAX_DESCRIPTION
    )
    # The model is loaded on first use, and both steps keep a core busy: not on the event loop.
    return await asyncio.to_thread(_propose, text, seniority)


def _propose(text: str, seniority: str | None) -> list[Proposal]:
    return propose_concepts(text, load_bank(), sentence_vectors, seniority)
