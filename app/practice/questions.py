"""Single questions to practise with: an item for a skill, and what a good answer to it holds."""

from __future__ import annotations

import random
import re
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.assessment.bank import load_bank
from app.assessment.generic import slug_of
from app.assessment.items import Area
from app.core.database import reading
from app.core.errors import InvalidInputError, NotFoundError
from app.core.text import clean_line
from app.identity.permissions import Permission
from app.positions.inputs import MAX_CONCEPT_NAME, MAX_TITLE
from app.positions.models import Seniority
from app.positions.plan import PlannedConcept, concept_items
from app.practice.config import LEVELS, UnknownValueError
from app.practice.feedback import brief
from app.practice.frameworks import OUTLINES, Framework
from app.practice.plans import concept_for
from app.question_bank import service as question_bank
from app.question_bank.reading import concepts
from app.question_bank.values import NOTHING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from app.assessment.items import Concept, Item, ReferencePoint
    from app.identity.permissions import Actor

DIFFICULTIES: Mapping[str, tuple[int, ...]] = {
    "beginner": (1, 2),
    "intermediate": (2, 3),
    "advanced": (4,),
    "expert": (5,),
}
"""The levels of difficulty, and the depths at which each asks."""

_SPELLINGS: Mapping[str, tuple[str, ...]] = {
    "beginner": ("easy", "basic", "basics", "simple", "low", *LEVELS[Seniority.JUNIOR]),
    "intermediate": ("normal", "moderate", "average", "standard", *LEVELS[Seniority.MID]),
    "advanced": ("hard", "difficult", "high", "challenging", *LEVELS[Seniority.SENIOR]),
    "expert": (
        "master",
        "hardest",
        *LEVELS[Seniority.STAFF],
        *LEVELS[Seniority.LEAD],
        *LEVELS[Seniority.PRINCIPAL],
    ),
}
_STRUCTURES: Mapping[int, str] = {
    1: "Say in one sentence what it is, name its parts, and close with a simple example.",
    2: "Begin with the idea in one sentence, explain step by step how and why it works, and close "
    "with an example.",
    3: "Start with the problem, go through what you would do in order and why, and conclude with "
    "how you would check that it worked.",
    4: "Name the possibilities first, weigh what each of them costs and brings, and conclude with "
    "which you would choose when, and how you would find out that you were wrong.",
    5: "Begin with the requirements and limits, sketch the whole, go into the riskiest part, and "
    "conclude with the trade-offs and how you would measure success.",
}
_MOST_POINTS, _MAX_DIFFICULTY = 6, 40
_STORY = re.compile(
    r"\b(?:tell me about|describe|give (?:me )?an example of|think of) "
    r"(?:a|an|the|your|some\w*)\b.*\b(?:time|situation|occasion|mistake|conflict|project|decision|problem|you)\b",
    re.I,
)
# The points of a question made from a template fit any subject, so these say what is meant.
_GENERAL_POINTS: Mapping[str, str] = {
    "what": "What it is, in your own words",
    "purpose": "What it is used for",
    "parts": "Its main parts or ideas",
    "terms": "The most important terms",
    "meaning": "What each of the terms means",
    "example": "A concrete example",
    "steps": "The steps, one after the other",
    "why": "Why it works that way",
    "other": "The usual alternative",
    "difference": "The difference between the two",
    "choice": "When you would choose which",
    "task": "The task you used it for",
    "did": "What you did, in concrete steps",
    "result": "The result, measured if possible",
    "problem": "A problem that came up, and how you solved it",
    "start": "How you find out what is needed",
    "check": "How you check that it does what it should",
    "observe": "What you measure and look at",
    "causes": "The likely causes",
    "narrow": "How you rule causes out one by one",
    "prevent": "How you keep it from coming back",
    "cost": "What it costs, and its disadvantages",
    "limit": "The conditions under which it stops working well",
    "against": "When you would not use it",
    "needs": "The requirements and constraints",
    "options": "Other options and their trade-offs",
    "risks": "How it can fail, and what you plan for that",
    "goal": "The goal and the measure of success",
    "plan": "The stages of the change, and what comes first",
    "trade": "A trade-off, and how you decide it",
    "people": "How you bring people along",
}


@dataclass(frozen=True, slots=True)
class PracticeQuestion:
    """A question, with what a good answer contains and how to build it.

    `id` is the item's, unique within the concept. `framework` is there for a question about
    behaviour.
    """

    id: str
    text: str
    concept: str
    concept_name: str
    item: Item
    key_points: tuple[str, ...]
    structure: str
    framework: Framework | None


@dataclass(frozen=True, slots=True)
class Skill:
    """Something that can be practised."""

    concept: str
    name: str
    area: str


def difficulty_of(value: object) -> str:
    """The difficulty that a text names, as in "Easy" or "senior". Raises UnknownValueError."""
    text = clean_line(value, field="difficulty", name="difficulty", longest=_MAX_DIFFICULTY)
    words = re.findall(r"[a-z]+", text.casefold())
    for name, spellings in _SPELLINGS.items():
        if name in words or not set(spellings).isdisjoint(words):
            return name
    raise UnknownValueError(
        f"“{text}” is no difficulty we know.", field="difficulty", accepted=tuple(DIFFICULTIES)
    )


async def question(
    actor: Actor,
    *,
    job_role: object,
    skill: object,
    difficulty: object,
    avoid: Collection[str] = (),
    chance: random.Random | None = None,
) -> PracticeQuestion:
    """A question for a skill, another than the caller had before as long as there is one.

    `avoid` names items that were asked lately as well, `chance` decides between those left.
    Raises InvalidInputError naming the field, UnknownValueError for the difficulty.
    """
    actor.require(Permission.PRACTISE)
    clean_line(job_role, field="job_role", name="job_role", longest=MAX_TITLE)
    name = clean_line(skill, field="skill", name="skill", longest=MAX_CONCEPT_NAME)
    level = difficulty_of(difficulty)
    concept, items = await _items_of(actor, name)
    at_depth = [one for one in items if one.depth in DIFFICULTIES[level]] or list(items)
    key = (actor.organization_id, actor.user_id or actor.api_key_id, concept.slug, level)
    chosen = _choose(at_depth, [*avoid, *_asked.get(key, ())], chance or random.SystemRandom())
    _remember(key, chosen.id, len(at_depth))
    return _question(concept, chosen)


async def question_again(actor: Actor, *, skill: object, question_id: object) -> PracticeQuestion:
    """The question of that id for the skill. Raises NotFoundError, InvalidInputError."""
    actor.require(Permission.PRACTISE)
    name = clean_line(skill, field="skill", name="skill", longest=MAX_CONCEPT_NAME)
    concept, items = await _items_of(actor, name)
    for item in items:
        if item.id == question_id:
            return _question(concept, item)
    raise NotFoundError("There is no such question any more: take another.")


async def skills(actor: Actor) -> tuple[Skill, ...]:
    """What a member can practise: the concepts of the bank and of the organisation, by name."""
    actor.require(Permission.PRACTISE)
    async with reading() as session:
        rows = await concepts(session, actor)
    return tuple(Skill(row.concept, row.name, row.area.value if row.area else "") for row in rows)


def structure_of(item: Item, framework: Framework | None) -> str:
    """How to build an answer to the item, in a sentence."""
    return OUTLINES[framework] if framework else _STRUCTURES[item.depth]


def framework_for(item: Item, area: Area | None) -> Framework | None:
    """The framework that suits the question; None where it is about knowledge."""
    if any(point.star for point in item.points):
        return Framework.STAR
    if area is not Area.BEHAVIOURAL:
        return None
    return Framework.STAR if _STORY.search(item.question) else Framework.PREP


def key_points(item: Item) -> tuple[str, ...]:
    """What a good answer contains, the most important first, each in a few words."""
    ranked = sorted(item.points, key=lambda point: -point.weight)[:_MOST_POINTS]
    return tuple(brief(point_name(item, point)) for point in ranked)


def point_name(item: Item, point: ReferencePoint) -> str:
    """A reference point in words for whoever practises."""
    return _GENERAL_POINTS.get(point.id, point.text) if item.generic else point.text


async def _items_of(actor: Actor, skill: str) -> tuple[PlannedConcept, tuple[Item, ...]]:
    known = _concept_for(skill)
    try:
        slug = known.concept if known else slug_of(skill)
    except ValueError:
        raise InvalidInputError("skill is needed.", field="skill") from None
    planned = PlannedConcept(
        slug=slug,
        name=known.name if known else skill,
        in_bank=known is not None,
        weight=1,
        target_depth=1,
    )
    async with reading() as session:
        own = await question_bank.items_of(session, actor.organization_id, [slug])
    return planned, concept_items(planned, own.get(slug, NOTHING))


def _concept_for(skill: str) -> Concept | None:
    """The concept that a skill means, by one of its names or by its slug."""
    return load_bank().get(skill) or concept_for(skill)


def _choose(items: Sequence[Item], asked: Sequence[str], chance: random.Random) -> Item:
    """An item that was not asked yet, or else the one asked longest ago."""
    fresh = [one for one in items if one.id not in asked]
    if fresh:
        return chance.choice(fresh)
    last = {item_id: place for place, item_id in enumerate(asked)}
    return min(items, key=lambda one: last[one.id])


def _question(concept: PlannedConcept, item: Item) -> PracticeQuestion:
    known = load_bank().get(concept.slug)
    framework = framework_for(item, known.area if known else None)
    return PracticeQuestion(
        id=item.id,
        text=item.question,
        concept=concept.slug,
        concept_name=concept.name,
        item=item,
        key_points=key_points(item),
        structure=structure_of(item, framework),
        framework=framework,
    )


# What callers were asked of late in this process; who has been forgotten may hear it again.
_asked: OrderedDict[tuple[object, ...], list[str]] = OrderedDict()
_MOST_CALLERS = 2_000


def _remember(key: tuple[object, ...], item_id: str, there_are: int) -> None:
    before = [one for one in _asked.pop(key, []) if one != item_id]
    _asked[key] = [*before, item_id][-there_are:]
    while len(_asked) > _MOST_CALLERS:
        _asked.popitem(last=False)
