"""Whether each part of a framework is in an answer: the rules, on what its clauses do.

A part is made of elements. It is well addressed with those its rule asks for, partially with some
of them, and not with none. Sentence likeness (all-MiniLM-L6-v2) to sentences of our own only ever
turns “not” into “partially”, where a sentence does the part's work without any of its cues.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from app.practice.frameworks import PARTS, PROTOTYPES, Element, Framework, Part
from app.practice.patterns import Cue

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from app.assessment.embedding import Encoder, Floats
    from app.practice.cues import Reading

LIKE, AHEAD = 0.5, 0.1
"""From this cosine on a sentence is like a part's own ones, if it is so much more than others'."""

_SETTING_WORDS, _OBSTACLE_WORDS, _TASK_WORDS, _EXAMPLE_WORDS = 8, 5, 3, 6
_REASON_WORDS, _POINT_WORDS = 4, 2
_STEPS, _HAPPENED_WORDS = 2, 3


_OWN_STORY = re.compile(r"\b(?:i|we|my|our)\b", re.I)
_BECAUSE = re.compile(r"\W*(?:because|since)\b", re.I)
_OURS = re.compile(r"\b(?:our|we|my)\b", re.I)


class Verdict(IntEnum):
    """How far a part is there."""

    NOT = 0
    PARTIALLY = 1
    WELL = 2


@dataclass(frozen=True, slots=True)
class Judgement:
    """A part as it was judged: a clause that shows it, and what would make it complete."""

    part: Part
    verdict: Verdict
    quote: str
    missing: tuple[Element, ...]


def judge(
    framework: Framework, found: Sequence[Reading], encoder: Encoder
) -> tuple[Judgement, ...]:
    """Every part of the framework, in its order. The same answer is always judged the same."""
    judged = [_RULES[part](found) for part in PARTS[framework]]
    lacking = [one.part for one in judged if one.verdict is Verdict.NOT]
    if found and lacking:
        alike = _alike(framework, lacking, found, encoder)
        judged = [
            Judgement(one.part, Verdict.PARTIALLY, alike[one.part], one.missing)
            if one.part in alike
            else one
            for one in judged
        ]
    return tuple(judged)


def _judged(
    part: Part,
    shown: Sequence[Reading],
    elements: Mapping[Element, bool],
    verdict: Verdict,
) -> Judgement:
    best = max(shown, key=lambda one: one.content, default=None)
    if best is None:
        verdict = Verdict.NOT
    missing = tuple(element for element, is_there in elements.items() if not is_there)
    if verdict is Verdict.NOT:
        missing = tuple(elements)[:1]
    # What is there in part without lacking any element lacks detail: the last one is asked for.
    missing = missing or tuple(elements)[-1:]
    return Judgement(
        part,
        verdict,
        best.text if best and verdict is not Verdict.NOT else "",
        () if verdict is Verdict.WELL else missing,
    )


def _which(found: Sequence[Reading], *cues: Cue) -> list[Reading]:
    return [one for one in found if one.has(*cues)]


def _content(found: Sequence[Reading]) -> int:
    return sum(one.content for one in found)


def _opening(found: Sequence[Reading]) -> list[Reading]:
    """The clauses before the first deed, where a story is set; all, where there is no deed."""
    for index, one in enumerate(found):
        if one.has(Cue.OWN_ACTION, Cue.SHARED_ACTION, Cue.VAGUE_ACTION) and not one.has(
            Cue.SETTING, Cue.DUTY, Cue.SOFT_DUTY
        ):
            return list(found[:index])
    return [one for one in found if not _is_outcome(one)]


def _is_outcome(one: Reading) -> bool:
    return one.has(Cue.OUTCOME, Cue.LESSON) and not one.has(Cue.DUTY)


def _is_told(one: Reading, found: Sequence[Reading]) -> bool:
    """Whether it is about something that was, or is, rather than about life in general."""
    beside = [other for other in found if other.sentence == one.sentence]
    return bool(_which(beside, Cue.PAST)) or _OURS.search(one.text) is not None


def _is_deed(one: Reading) -> bool:
    return one.has(Cue.OWN_ACTION, Cue.SHARED_ACTION, Cue.VAGUE_ACTION) and not _is_outcome(one)


def _situation(found: Sequence[Reading]) -> Judgement:
    return _scene(Part.SITUATION, found)


def _challenge(found: Sequence[Reading]) -> Judgement:
    judged = _scene(Part.CHALLENGE, found)
    if judged.verdict is Verdict.WELL and Element.PROBLEM in judged.missing:
        return Judgement(judged.part, Verdict.PARTIALLY, judged.quote, judged.missing)
    return judged


def _scene(part: Part, found: Sequence[Reading]) -> Judgement:
    """Where something happened, what, and why it mattered: two of them, and not in passing."""
    opening = [
        one for one in _opening(found) if not one.has(Cue.PROPOSED_ACTION) and _is_told(one, found)
    ]
    if part is Part.CHALLENGE:
        opening += [
            one
            for one in found
            if one.has(Cue.CONTRAST) and one.has(Cue.PROBLEM) and one not in opening
        ]
    shown = [
        one
        for one in _which(opening, Cue.SETTING, Cue.PROBLEM, Cue.STAKES)
        if part is Part.CHALLENGE or one.content > 1
    ]
    told = [one for one in opening if one.has(Cue.PAST) or one in shown]
    happened = [one for one in told if one.has(Cue.HAPPENED) and one.content >= _HAPPENED_WORDS]
    shown = shown or happened
    is_scene = part is Part.SITUATION and bool(happened)
    elements = {
        Element.PROBLEM: is_scene or bool(_which(opening, Cue.PROBLEM)),
        Element.STAKES: bool(_which(opening, Cue.STAKES)),
        Element.SETTING: bool(_which(opening, Cue.SETTING)),
    }
    there = sum(elements.values())
    needed = elements[Element.PROBLEM] if part is Part.CHALLENGE else True
    is_well = there >= 2 and needed and _content(told) >= _SETTING_WORDS  # noqa: PLR2004
    return _judged(part, shown, elements, Verdict.WELL if is_well else Verdict.PARTIALLY)


def _obstacle(found: Sequence[Reading]) -> Judgement:
    """Something that stood in the way: said to be so, and said what it was."""
    told = [one for one in found if not _is_outcome(one) and _is_told(one, found)]
    turns = {one.sentence for one in _which(told, Cue.CONTRAST)}
    turned = [
        one
        for one in told
        if one.sentence in turns
        and (one.has(Cue.PROBLEM) or (one.has(Cue.HAPPENED) and one.content >= _HAPPENED_WORDS))
    ]
    named = turned or _which(told, Cue.CONTRAST) or _which(told, Cue.PROBLEM)
    sentences = {one.sentence for one in named}
    around = [one for one in told if one.sentence in sentences]
    is_well = bool(turned) and _content(around) >= _OBSTACLE_WORDS
    elements = {Element.PROBLEM: bool(turned), Element.DETAIL: is_well}
    return _judged(Part.OBSTACLE, named, elements, Verdict.WELL if is_well else Verdict.PARTIALLY)


def _task(found: Sequence[Reading]) -> Judgement:
    own = _which(found, Cue.DUTY)
    soft = [one for one in _which(found, Cue.SOFT_DUTY) if not _is_outcome(one)]
    shown = own or soft
    sentences = {one.sentence for one in shown}
    around = [one for one in found if one.sentence in sentences]
    has_goal = bool(_which(around, Cue.GOAL))
    is_said = _content(around) >= _TASK_WORDS
    is_well = is_said and bool(own or (soft and has_goal))
    elements = {Element.DUTY: bool(own), Element.GOAL: has_goal}
    return _judged(Part.TASK, shown, elements, Verdict.WELL if is_well else Verdict.PARTIALLY)


def _action(found: Sequence[Reading]) -> Judgement:
    own = [
        one
        for one in _which(found, Cue.OWN_ACTION)
        if not (one.has(Cue.OUTCOME) and one.has(Cue.MEASURE))
    ]
    others = _which(found, Cue.VAGUE_ACTION, Cue.SHARED_ACTION)
    proposed = _which(found, Cue.PROPOSED_ACTION)
    is_well = len(own) >= _STEPS or (
        len(own) == 1 and own[0].content + _content(others) >= 2 * _OBSTACLE_WORDS
    )
    elements = {Element.OWN: bool(own), Element.STEPS: is_well}
    shown = own or others or proposed
    return _judged(Part.ACTION, shown, elements, Verdict.WELL if is_well else Verdict.PARTIALLY)


def _result(found: Sequence[Reading]) -> Judgement:
    begun = next(
        (i for i, one in enumerate(found) if one.has(Cue.OWN_ACTION, Cue.SHARED_ACTION)), 0
    )
    last = max((i for i, one in enumerate(found) if _is_deed(one)), default=len(found))
    shown = [
        one
        for i, one in enumerate(found)
        if i >= begun
        and (_is_outcome(one) or (i > last and one.has(Cue.HAPPENED) and not one.has(Cue.CONTRAST)))
    ]
    sentences = {one.sentence for one in shown}
    around = [one for one in found[begun:] if one.sentence in sentences]
    elements = {
        Element.MEASURE: bool(_which(around, Cue.MEASURE)),
        Element.IMPACT: bool(_which(around, Cue.PEOPLE)),
        Element.LESSON: bool(_which(around, Cue.LESSON)),
    }
    is_well = sum(elements.values()) >= 2  # noqa: PLR2004
    return _judged(Part.RESULT, shown, elements, Verdict.WELL if is_well else Verdict.PARTIALLY)


def _point(found: Sequence[Reading]) -> Judgement:
    stances = [one for one in _which(found, Cue.STANCE) if not one.has(Cue.EXAMPLE, Cue.HEDGE)]
    hedges = _which(found, Cue.HEDGE)
    first = {one.sentence for one in found[:1]}
    opening = [one for one in stances if one.sentence in first | {n + 1 for n in first}]
    is_well = (
        any(not _BECAUSE.match(one.text) for one in opening)
        and max(one.content for one in opening) >= _POINT_WORDS
        and not any(one.sentence in first for one in hedges)
    )
    elements = {Element.STANCE: bool(stances), Element.DETAIL: is_well}
    shown = opening or stances or hedges
    return _judged(Part.POINT, shown, elements, Verdict.WELL if is_well else Verdict.PARTIALLY)


def _reason(found: Sequence[Reading]) -> Judgement:
    shown = [one for one in _which(found, Cue.CAUSE) if not one.has(Cue.EXAMPLE)]
    begun = {one.sentence: found.index(one) for one in reversed(shown)}
    told = [
        sum(one.content for one in found[first:] if one.sentence == sentence)
        for sentence, first in begun.items()
    ]
    is_well = max(told, default=0) >= _REASON_WORDS or sum(told) >= 2 * _REASON_WORDS
    elements = {Element.CAUSE: bool(shown), Element.DETAIL: is_well}
    return _judged(Part.REASON, shown, elements, Verdict.WELL if is_well else Verdict.PARTIALLY)


def _example(found: Sequence[Reading]) -> Judgement:
    shown = _which(found, Cue.EXAMPLE) or [
        one for one in found[1:] if one.has(Cue.PAST) and _OWN_STORY.search(one.text)
    ]
    first = min((one.sentence for one in shown), default=0)
    told = [one for one in found if one.sentence >= first]
    happened = [one for one in told if one.has(Cue.PAST)]
    is_well = bool(shown) and bool(happened) and _content(told) >= _EXAMPLE_WORDS
    elements = {Element.INSTANCE: bool(shown), Element.DETAIL: is_well}
    return _judged(Part.EXAMPLE, shown, elements, Verdict.WELL if is_well else Verdict.PARTIALLY)


_RULES: Mapping[Part, Callable[[Sequence[Reading]], Judgement]] = {
    Part.SITUATION: _situation,
    Part.CHALLENGE: _challenge,
    Part.OBSTACLE: _obstacle,
    Part.TASK: _task,
    Part.ACTION: _action,
    Part.RESULT: _result,
    Part.POINT: _point,
    Part.REASON: _reason,
    Part.EXAMPLE: _example,
}


def _alike(
    framework: Framework, lacking: Sequence[Part], found: Sequence[Reading], encoder: Encoder
) -> dict[Part, str]:
    """For each lacking part a clause that is like those which do its work, if there is one."""
    texts = [one.text for one in found]
    vectors = np.stack([one.sentence for one in encoder.encode(texts)])
    parts = PARTS[framework]
    scores = np.stack([(vectors @ _prototypes(part).T).max(axis=1) for part in parts])
    likest: dict[Part, str] = {}
    for part in lacking:
        own = scores[parts.index(part)]
        others = np.delete(scores, parts.index(part), axis=0).max(axis=0)
        fit = np.where((own >= LIKE) & (own - others >= AHEAD), own, -1)
        if fit.max() > 0:
            likest[part] = texts[int(fit.argmax())]
    return likest


@lru_cache(maxsize=len(Part))
def _prototypes(part: Part) -> Floats:
    from app.assessment.embedding import encoder  # noqa: PLC0415 - loaded at its first use

    vectors: Floats = np.stack([one.sentence for one in encoder().encode(PROTOTYPES[part])])
    return vectors
