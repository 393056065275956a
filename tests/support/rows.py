"""Interviews as rows in every state, for tests of tables and figures."""

from __future__ import annotations

import itertools
from datetime import timedelta

from app.candidates.models import Candidate
from app.core import clock
from app.core.database import unit_of_work
from app.core.ids import new_id
from app.interviews.models import Interview, InterviewKind, InterviewStatus, InterviewTerm
from app.interviews.terms import terms_of

_numbers = itertools.count(1)


async def add_interviews(actor, position, *rows: dict) -> list[Interview]:
    """An interview per mapping of what is special about it; the first is the oldest."""
    made = []
    now = clock.now()
    async with unit_of_work() as session:
        for place, fields in enumerate(rows):
            values = dict(fields)
            name = values.pop("name", f"Candidate {next(_numbers):05}")
            email = values.pop("email", f"row{next(_numbers)}@example.com")
            trial = values.get("kind") is InterviewKind.TRIAL
            candidate = Candidate(
                organization_id=actor.organization_id, email=email, full_name=name
            )
            if not trial:
                session.add(candidate)
                await session.flush()
            interview = Interview(
                **{
                    "organization_id": actor.organization_id,
                    "position_id": position.id,
                    "candidate_id": None if trial else candidate.id,
                    "status": InterviewStatus.SCHEDULED,
                    "token_hash": new_id().hex * 2,
                    "token_sealed": "x",
                    "candidate_name": name,
                    "position_title": position.title,
                    "seniority": "senior",
                    "duration_min": 45,
                    "proctoring": "standard",
                    "plan": {"targets": []},
                    "seed": 1,
                    "created_at": now - timedelta(minutes=len(rows) - place),
                    "expires_at": now + timedelta(days=14),
                    **values,
                }
            )
            session.add(interview)
            await session.flush()
            terms = terms_of(name=name, email=email, title=position.title)
            for term in () if trial else terms:
                session.add(
                    InterviewTerm(
                        interview_id=interview.id,
                        term=term,
                        organization_id=actor.organization_id,
                    )
                )
            made.append(interview)
    return made


def completed(score: float | None = 70.0, recommendation: str = "hire", **fields) -> dict:
    """What is special about a finished interview."""
    return {
        "status": InterviewStatus.COMPLETED,
        "score": score,
        "recommendation": recommendation,
        "depths": [3.1, -1.0],
        "ended_at": clock.now(),
    } | fields
