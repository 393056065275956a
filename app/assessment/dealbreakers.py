"""Dealbreakers: what the answer to one says, and what an unmet one does to the recommendation.

A machine's grade of one answer never rejects anybody. An unmet dealbreaker keeps a recommendation
from being better than `discuss`, so that a person looks at the answer and decides.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from app.assessment.scoring import Recommendation

if TYPE_CHECKING:
    from collections.abc import Sequence

MET_FROM, UNMET_BELOW = 0.6, 0.4
"""Scores, 0 to 1, from which a dealbreaker is met and below which it is not."""

SURE_FROM = 0.45
"""A grade with less confidence than this settles nothing."""


class Met(StrEnum):
    """Whether a dealbreaker is met. `unclear`: not asked, not graded, unsure, or in between."""

    MET = "met"
    NOT_MET = "not_met"
    UNCLEAR = "unclear"


def judge(score: float | None, confidence: float | None) -> Met:
    """What a grade, both parts from 0 to 1, says of a dealbreaker; None where there is none."""
    if score is None or confidence is None or confidence < SURE_FROM:
        return Met.UNCLEAR
    if score >= MET_FROM:
        return Met.MET
    return Met.NOT_MET if score < UNMET_BELOW else Met.UNCLEAR


def capped(
    recommendation: Recommendation, why: str, unmet: Sequence[int]
) -> tuple[Recommendation, str]:
    """The recommendation and why, with the numbers of the questions whose dealbreaker is unmet."""
    if not unmet:
        return recommendation, why
    numbers = ", ".join(str(number) for number in unmet)
    broken = f"{'a dealbreaker' if len(unmet) == 1 else 'dealbreakers'} not met: question {numbers}"
    if recommendation in (Recommendation.STRONG_HIRE, Recommendation.HIRE):
        words = recommendation.display_name.lower()
        return Recommendation.DISCUSS, f"{broken}; by score alone {words}, {why}"
    return recommendation, f"{why}; {broken}"
