"""How an evaluation comes about: every rule of it, in one place.

    score             what counts                                        how it is counted
    ----------------  -------------------------------------------------  -----------------------
    technical         depth of each concept of the field that was        the report's points for
                      graded against its target, weighted as the         a depth, mean, over 10
                      position says
    communication     what the candidate turned out to know in each      the share said in the
                      question, where an answer gave anything away       first answer, mean
    reliability       answers on ownership and prioritisation            credit of the points of
    accountability    answers on ownership, failure and decisions        reference, mean; parts
    professionalism   answers on disagreement, stakeholders, leadership  of STAR in `focus`
    growth potential  answers on learning from failure, and mentoring    count double
    overall           the report's score                                 rounded
    recommendation    the report's                                       as it is

A score is None where no reference point earned anything: nothing was shown, and that is no zero.
What is never counted: length, fluency, accent, speed, confidence of tone, integrity signals, and
anything about who somebody is. A red flag is an unmet dealbreaker, with the answer it is read from.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

VERSION = "1"
"""Grows with every change of a rule, so that what was derived before is derived anew."""


class Score(StrEnum):
    """The six scores, by the names of their columns."""

    RELIABILITY = "reliability_score"
    ACCOUNTABILITY = "accountability_score"
    PROFESSIONALISM = "professionalism_score"
    COMMUNICATION = "communication_score"
    TECHNICAL = "technical_score"
    GROWTH_POTENTIAL = "growth_potential_score"


@dataclass(frozen=True, slots=True)
class Trait:
    """A score of conduct: the concepts whose answers count for it; `focus` counts double.

    A question that everybody is asked counts where it has a word the bank knows a concept by.
    """

    concepts: tuple[str, ...]
    focus: tuple[str, ...]


TRAITS: Mapping[Score, Trait] = MappingProxyType(
    {
        Score.RELIABILITY: Trait(("ownership", "prioritisation"), ("result",)),
        Score.ACCOUNTABILITY: Trait(
            ("ownership", "learning-from-failure", "decision-making"), ("task", "action")
        ),
        Score.PROFESSIONALISM: Trait(
            ("conflict", "stakeholder-communication", "leadership"), ("action",)
        ),
        Score.GROWTH_POTENTIAL: Trait(("learning-from-failure", "mentoring"), ("result",)),
    }
)
"""Which answers count for which score of conduct."""

FOCUS_FACTOR = 2.0
STRONG_FROM, WEAK_UP_TO = 7, 4
"""Scores from which one is named as a strength, and up to which as a weakness."""

SHORT, WIDE = 0.5, 1.6
"""In levels: so far under its target a depth falls short; an interval so wide is not settled."""

MOST_SAID = 6
"""So many strengths, weaknesses and things to look into are named at most."""

NAMES: Mapping[Score, str] = MappingProxyType(
    {
        Score.RELIABILITY: "Reliability",
        Score.ACCOUNTABILITY: "Accountability",
        Score.PROFESSIONALISM: "Professionalism",
        Score.COMMUNICATION: "Communication",
        Score.TECHNICAL: "Technical depth",
        Score.GROWTH_POTENTIAL: "Growth potential",
    }
)
WORDS: Mapping[Score, str] = MappingProxyType(
    {
        Score.RELIABILITY: "Credit of the reference points in answers on ownership and "
        "prioritisation; what came of it counts double.",
        Score.ACCOUNTABILITY: "Credit of the reference points in answers on ownership, failure and "
        "decisions; the own task and the own action count double.",
        Score.PROFESSIONALISM: "Credit of the reference points in answers on disagreement, "
        "stakeholders and leadership; the own action counts double.",
        Score.COMMUNICATION: "Share of what the candidate turned out to know that was said in the "
        "first answer, before any follow-up; never length, fluency or accent.",
        Score.TECHNICAL: "The report's points for the depth of each concept of the field against "
        "its target, weighted as the position says.",
        Score.GROWTH_POTENTIAL: "Credit of the reference points in answers on learning from "
        "failure and on feedback; what was learnt counts double.",
    }
)
"""The rules as the basis of an evaluation states them."""
