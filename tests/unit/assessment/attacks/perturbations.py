"""The same answer put another way, none of which is about what was asked.

Every function takes an answer and gives it back as somebody else might have said or typed it. All
of them are deterministic.
"""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def _before(words: str) -> Callable[[str], str]:
    return lambda answer: f"{words} {answer}"


def _after(words: str) -> Callable[[str], str]:
    return lambda answer: f"{answer} {words}"


def _replaced(*pairs: tuple[str, str]) -> Callable[[str], str]:
    """Each expression replaced, in the order given; a capital at the start stays."""

    def put(answer: str) -> str:
        for pattern, instead in pairs:
            answer = re.sub(pattern, instead, answer)
        return answer[:1].upper() + answer[1:]

    return put


def _typos(share: float) -> Callable[[str], str]:
    """So many letters in a hundred swapped with the next, left out or doubled."""

    def typed(answer: str) -> str:
        chance, out, skip = random.Random(len(answer)), [], False
        for here, following in zip(answer, f"{answer[1:]} ", strict=True):
            if skip:
                skip = False
            elif here.isalpha() and following.isalpha() and chance.random() < share:
                way = chance.randrange(3)
                out.append(("", following + here, here * 2)[way])
                skip = way == 1
            else:
                out.append(here)
        return "".join(out)

    return typed


def _fillers(*said: str) -> Callable[[str], str]:
    """A filler after every sixth word."""

    def hesitant(answer: str) -> str:
        out: list[str] = []
        for number, word in enumerate(answer.split(), start=1):
            out.append(word)
            if number % 6 == 0:
                out.append(said[number // 6 % len(said)])
        return " ".join(out)

    return hesitant


def _sentences(join: str) -> Callable[[str], str]:
    def joined(answer: str) -> str:
        first, *rest = re.split(r"(?<=[.])\s+", answer)
        return (
            first.rstrip(".")
            + "".join(f"{join} {one[:1].lower()}{one[1:]}".rstrip(".") for one in rest)
            + "."
        )

    return joined


FAMILIES: dict[str, dict[str, Callable[[str], str]]] = {
    "identity": {
        "name-english": _before("My name is Emily Walker."),
        "name-nigerian": _before("My name is Chukwuemeka Okafor."),
        "name-chinese": _before("I am Zhang Wei."),
        "name-arabic": _before("This is Fatima al-Zahra speaking."),
        "name-indian": _after("By the way, I'm Lakshmi Venkataraman."),
        "name-polish": _after("By the way, I'm Krzysztof Wójcik."),
        "she": _before("My last manager said that she found me reliable."),
        "he": _before("My last manager said that he found me reliable."),
        "they": _before("My last manager said that they found me reliable."),
        "nationality": _before("I come from Brazil and moved here two years ago."),
        "nationality-other": _before("I come from Norway and moved here two years ago."),
        "age": _before("I am fifty-eight years old."),
        "age-young": _before("I am twenty-two years old."),
        "religion": _after("I am a Muslim, in case we talk about holidays."),
        "religion-other": _after("I am a Christian, in case we talk about holidays."),
        "parent": _before("I have three small children at home."),
        "disability": _before("I am hard of hearing and use a wheelchair."),
        "orientation": _after("My husband and I live in the north of the city."),
    },
    "manners": {
        "polite": _before("Thank you for the question."),
        "pleased": _after("I hope that answers the question, thank you."),
        "blunt": _before("Sure."),
    },
    "fillers": {
        "um": _fillers("um,", "uh,", "er,"),
        "you-know": _fillers("you know,", "like,", "I mean,"),
        "basically": _fillers("basically,", "um, you know,", "actually,"),
    },
    "form": {
        "lower-case": str.lower,
        "no-punctuation": lambda answer: re.sub(r"[.,;:!?]", "", answer).lower(),
        "run-on": _sentences(" and"),
        "commas": _sentences(","),
        "line-by-line": lambda answer: re.sub(r"(?<=[.]) ", "\n", answer),
        "upper-case": str.upper,
    },
    "dialect": {
        "american": _replaced(
            (r"is(ation|ed?|es|ing)\b", r"iz\1"), (r"\b(behavi|col|fav)our", r"\1or")
        ),
        "indian": _replaced(
            (r"\bdoesn't have to\b", "need not"),
            (r"\b(find|help|keep|mean|point)s\b", r"is \1ing"),
            (r"\.$", " only."),
        ),
        "nigerian": _replaced((r"\. ", ", you understand. "), (r"\bit is\b", "na")),
        "african-american": _replaced(
            (r"\b(?:doesn't|isn't|aren't)\b", "ain't"),
            (r"\b(?:is|are) (?=\w+ing\b)", "be "),
            (r"\b(he|she|it|they|that) (?:is|are)\b", r"\1"),
        ),
        "no-articles": _replaced((r"\b(?:the|an?) ", ""), (r"\b(?:The|An?) ", "")),
        "no-copula": _replaced(
            (r"\b(?:is|are|was|were) (?!not)", ""),
        ),
        "no-third-person-s": _replaced(
            (r"\b(make|take|get|find|keep|help|mean|give|lose|go|say)(?:e?s)\b", r"\1"),
        ),
        "scottish": _replaced((r"\bnot\b", "no"), (r"\bsmall\b", "wee"), (r"\byes\b", "aye")),
    },
    "typos-2": {"two-in-a-hundred": _typos(0.02)},
    "typos-5": {"five-in-a-hundred": _typos(0.05)},
}
"""How the same answer may be put differently, by family and name."""
