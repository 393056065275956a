"""Whether words that a model found may be said to a candidate: rules, no judgement."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from app.assessment.text import content_stems, words

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from app.assessment.items import Item, ReferencePoint

MAX_WORDS = 70
LONG_RUN = 4
"""So many words in a row from a reference point give it away."""

MOST_OF_POINT = 0.7
"""So much of a point's own content words does, in whatever order."""

PERSONAL = re.compile(
    r"\b(?:how old|your age|birthdays?|born|married|marriage|spouse|husband|wife|children|child|"
    r"kids|pregnan\w+|famil(?:y|ies)|parents?|religio\w+|church|faith|nationalit\w+|"
    r"citizen\w*|ethnic\w*|disab\w+|illness\w*|gender|sexual\w*|politic\w*|salar(?:y|ies))\b",
    re.IGNORECASE,
)
"""What no interviewer asks about unless the item does, whoever tells it to."""

MIN_POINT_STEMS = 3
KEPT_MEANING = 0.5
"""At least this much of the item's content words stand in another wording of its question."""


def is_fit_question(text: str, item: Item) -> bool:
    """Whether this is the item's question in other words, as one question that gives nothing away.

    Fit to be said first: there is nothing of the candidate's in it.
    """
    marks = max(1, item.question.count("?"))
    asked = content_stems(item.question)
    kept = len(asked & content_stems(text)) / len(asked) if asked else 1.0
    return (
        _is_sayable(text)
        and text.count("?") <= marks
        and kept >= KEPT_MEANING
        and not gives_away(text, item, item.points)
    )


def is_fit_follow_up(
    text: str, item: Item, missing: Sequence[ReferencePoint], said: Collection[str]
) -> bool:
    """Whether this is one short question that gives none of the missing points away.

    `said` are the candidate's own words, which may be taken up.
    """
    return (
        _is_sayable(text)
        and text.rstrip().endswith("?")
        and text.count("?") == 1
        and not gives_away(text, item, missing, said)
    )


def is_fit_clarification(text: str, item: Item) -> bool:
    """Whether this explains the question without answering it."""
    return _is_sayable(text) and not gives_away(text, item, item.points)


def strays(text: str, item: Item, taken_up: Sequence[str] = ()) -> bool:
    """Whether the words go beyond the item: to the person, or to more than they take from it.

    For words found under an organisation's own wishes, which may have asked for that. `taken_up`
    is what the candidate said, of which all but the personal may be taken up.
    """
    own = [item.question, item.rephrase, *(one.question for one in item.follow_ups)]
    known = frozenset[str]().union(*(content_stems(one) for one in own))
    beyond = content_stems(text) - known
    new = beyond.difference(*(content_stems(one) for one in taken_up))
    personal = {found.group().lower() for found in PERSONAL.finditer(text)}
    is_of_item = all(any(word in one.lower() for one in own) for word in personal)
    return not is_of_item or len(new) > len(known)


def gives_away(
    text: str, item: Item, points: Sequence[ReferencePoint], said: Collection[str] = ()
) -> bool:
    """Whether the text holds a reference point that neither the item nor the candidate names."""
    known = [item.question, item.rephrase, *(one.question for one in item.follow_ups), *said]
    free = frozenset[str]().union(*(content_stems(one) for one in known))
    allowed = {run for one in known for run in _runs(one)}
    told, stems = _runs(text) - allowed, content_stems(text)
    for point in points:
        for wording in (point.text, *point.also):
            if told & _runs(wording):
                return True
            own = content_stems(wording) - free
            if len(own) >= MIN_POINT_STEMS and len(own & stems) / len(own) >= MOST_OF_POINT:
                return True
    return False


def _is_sayable(text: str) -> bool:
    found = words(text)
    return bool(found) and len(found) <= MAX_WORDS and "\n\n" not in text.strip()


def _runs(text: str) -> set[tuple[str, ...]]:
    forms = [word.form for word in words(text)]
    return {tuple(forms[at : at + LONG_RUN]) for at in range(len(forms) - LONG_RUN + 1)}
