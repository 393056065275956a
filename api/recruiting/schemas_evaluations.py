"""An evaluation as the contract shows it, and beside it what each score rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from api.common.formats import Instant  # noqa: TC001 - read by pydantic
from api.recruiting.answers import Shown
from app.assessment.scoring import Recommendation
from app.evaluations.rules import Score

if TYPE_CHECKING:
    from app.evaluations.service import EvaluationView

OutOfTen = Annotated[int | None, Field(ge=0, le=10, examples=[8])]


class SpanShown(Shown):
    """Words of the candidate: characters `start` to `end` of the answer `turnId`."""

    turn_id: str
    start: int = Field(ge=0)
    end: int = Field(ge=1)
    quote: str
    point: str = Field(description="What they earned credit for.")
    credit: float = Field(ge=0, le=1)


class BasisShown(Shown):
    """By which rule a score came about, exactly, and from which words."""

    rule: str
    value: float | None
    evidence: list[SpanShown]


class BasesShown(Shown):
    """What each score rests on."""

    reliability_score: BasisShown
    accountability_score: BasisShown
    professionalism_score: BasisShown
    communication_score: BasisShown
    technical_score: BasisShown
    growth_potential_score: BasisShown


class EvaluationShown(Shown):
    """An interview in six scores of 0 to 10, null where no answer shows one, and overall."""

    id: int
    interview_id: int
    reliability_score: OutOfTen
    accountability_score: OutOfTen
    professionalism_score: OutOfTen
    communication_score: OutOfTen
    technical_score: OutOfTen
    growth_potential_score: OutOfTen
    overall_score: int | None = Field(ge=0, le=100, examples=[78])
    summary: str
    strengths: list[str]
    weaknesses: list[str]
    red_flags: list[str]
    recommendation: Recommendation
    next_interview_focus: list[str]
    basis: BasesShown
    created_at: Instant
    updated_at: Instant


def evaluation_of(view: EvaluationView) -> EvaluationShown:
    """An evaluation as it is answered."""
    return EvaluationShown(
        id=view.number,
        interview_id=view.interview_number,
        **{score.value: getattr(view, score.value) for score in Score},
        overall_score=view.overall_score,
        summary=view.summary,
        strengths=list(view.strengths),
        weaknesses=list(view.weaknesses),
        red_flags=list(view.red_flags),
        recommendation=Recommendation(view.recommendation),
        next_interview_focus=list(view.next_interview_focus),
        basis=BasesShown(
            **{score.value: BasisShown.model_validate(view.basis[score.value]) for score in Score}
        ),
        created_at=view.created_at,
        updated_at=view.updated_at,
    )
