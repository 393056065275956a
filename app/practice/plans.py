"""Which concepts a practice session asks about, and how deep.

Skills are looked up in the question bank by name and by keyword; one that it does not hold becomes
a concept by its name. Where no skill says what to ask, the words of the role do.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from app.assessment.bank import load_bank
from app.assessment.generic import slug_of
from app.assessment.items import Area
from app.positions.building import propose
from app.positions.models import Difficulty, InterviewType, Seniority
from app.positions.plan import InterviewPlan, PlannedConcept
from app.practice.config import Style

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.assessment.items import Concept
    from app.practice.config import SessionConfig

TARGETS: dict[Seniority, int] = {
    Seniority.JUNIOR: 2,
    Seniority.MID: 3,
    Seniority.SENIOR: 4,
    Seniority.STAFF: 4,
    Seniority.LEAD: 4,
    Seniority.PRINCIPAL: 5,
}
"""How deep somebody of that level is expected to know what they work with."""

_ASKED_FOR, _ADDED = 3, 1
_MINUTES_PER_CONCEPT = 6
_MOST_ADDED = 4
_TYPES: dict[Style, tuple[InterviewType, ...]] = {
    Style.TECHNICAL: (InterviewType.TECHNICAL,),
    Style.BEHAVIOURAL: (InterviewType.BEHAVIOURAL,),
    Style.SYSTEM_DESIGN: (InterviewType.SYSTEM_DESIGN,),
    Style.SCREENING: (InterviewType.SCREENING,),
    Style.MIXED: (InterviewType.TECHNICAL, InterviewType.BEHAVIOURAL),
}
# What a role is about, where its words name no concept; the last is for whatever is left.
_AREAS: tuple[tuple[Area, str], ...] = (
    (Area.FRONTEND, r"front|web|ui|mobile|react|designer"),
    (Area.MACHINE_LEARNING, r"machine learning|\bml\b|\bai\b|scientist|deep learning|nlp"),
    (Area.DATA, r"data|analy|database|dba|\bbi\b|warehouse"),
    (Area.OPERATIONS, r"devops|operations|\bsre\b|reliability|platform|cloud|infrastructure|admin"),
    (Area.SECURITY, r"secur|\bpen(?:etration)?[- ]?test"),
    (Area.SYSTEM_DESIGN, r"architect"),
    (Area.BEHAVIOURAL, r"manager|owner|recruit|sales|support|lead|coach|marketing|consult"),
    (Area.BACKEND, r""),
)


async def plan_for(config: SessionConfig) -> InterviewPlan:
    """The plan of a session. The same wishes always give the same plan."""
    wanted = [_concept_of(skill, config.seniority) for skill in config.skills]
    chosen = await _chosen(config, wanted)
    return InterviewPlan(
        targets=tuple(_distinct(chosen)),
        difficulty=Difficulty.EASY if config.style is Style.SCREENING else Difficulty.STANDARD,
        interview_types=_TYPES[config.style],
    )


async def _chosen(config: SessionConfig, wanted: list[PlannedConcept]) -> list[PlannedConcept]:
    room = min(max(config.duration // _MINUTES_PER_CONCEPT, 1), _MOST_ADDED)
    if config.style is Style.BEHAVIOURAL:
        # A skill such as a language is no matter for stories of the past.
        named = [one for one in wanted if _is_in(one, Area.BEHAVIOURAL)]
        return named + _of_area(Area.BEHAVIOURAL, config, max(room - len(named), not named))
    if config.style is Style.SYSTEM_DESIGN:
        added = _of_area(Area.SYSTEM_DESIGN, config, room, weight=_ASKED_FOR)
        return added + [one.model_copy(update={"weight": _ADDED}) for one in wanted]
    main = wanted or await _of_role(config, room)
    if config.style is Style.MIXED:
        return main + _of_area(Area.BEHAVIOURAL, config, max(room // 2, 1), weight=_ADDED)
    return main


async def _of_role(config: SessionConfig, most: int) -> list[PlannedConcept]:
    """Concepts that the role's own words ask for, or else those of its area."""
    proposals = await propose(config.job_role, config.seniority.value)
    bank = load_bank()
    named = [
        _planned(bank[one.concept], config.seniority)
        for one in proposals
        if one.concept in bank and bank[one.concept].area is not Area.BEHAVIOURAL
    ]
    return named[:most] or _of_area(area_of(config.job_role), config, most)


def area_of(role: str) -> Area:
    """The part of the field that a role belongs to, by its words."""
    plain = role.casefold()
    return next(area for area, pattern in _AREAS if re.search(pattern, plain))


def _of_area(
    area: Area, config: SessionConfig, most: int, weight: int = _ASKED_FOR
) -> list[PlannedConcept]:
    """So many concepts of an area; which ones is the role's, so that roles differ."""
    concepts = [one for one in load_bank().values() if one.area is area]
    start = sum(map(ord, config.job_role.casefold())) % len(concepts)
    turned = [*concepts[start:], *concepts[:start]]
    return [_planned(one, config.seniority, weight) for one in turned[: max(most, 0)]]


def concept_for(skill: str) -> Concept | None:
    """The concept of the bank that a skill means: by its slug, its name, or one of its keywords.

    Of several with the keyword the one that lists it first is meant.
    """
    return _index().get(_plain(skill))


def _concept_of(skill: str, seniority: Seniority) -> PlannedConcept:
    known = concept_for(skill)
    if known is not None:
        return _planned(known, seniority)
    return PlannedConcept(
        slug=slug_of(skill),
        name=skill,
        in_bank=False,
        weight=_ASKED_FOR,
        target_depth=TARGETS[seniority],
    )


def _planned(concept: Concept, seniority: Seniority, weight: int = _ASKED_FOR) -> PlannedConcept:
    return PlannedConcept(
        slug=concept.concept,
        name=concept.name,
        in_bank=True,
        weight=weight,
        target_depth=TARGETS[seniority],
    )


def _is_in(planned: PlannedConcept, area: Area) -> bool:
    known = load_bank().get(planned.slug)
    return known is not None and known.area is area


def _distinct(concepts: Iterable[PlannedConcept]) -> Sequence[PlannedConcept]:
    """Each concept once, as it was first planned."""
    found: dict[str, PlannedConcept] = {}
    for one in concepts:
        found.setdefault(one.slug, one)
    return tuple(found.values())


@lru_cache(maxsize=1)
def _index() -> dict[str, Concept]:
    """The concepts by every name they go by; a slug or name outdoes a keyword."""
    concepts = load_bank().values()
    names = [(_plain(name), one) for one in concepts for name in (one.concept, one.name)]
    keywords = sorted(
        (place, one.concept, _plain(word))
        for one in concepts
        for place, word in enumerate(one.keywords)
    )
    bank = load_bank()
    found: dict[str, Concept] = {}
    for name, concept in (*names, *((word, bank[slug]) for _, slug, word in keywords)):
        found.setdefault(name, concept)
    return found


def _plain(text: str) -> str:
    """A name without the differences in which people spell it."""
    return re.sub(r"[\s._-]+", " ", text.casefold()).strip().removesuffix(" js") or text
