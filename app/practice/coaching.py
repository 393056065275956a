"""Coaching: what an answer has of a framework's parts, what it lacks, and what to do about it.

Judged from the text alone and always the same way, by the rules of `judging`; nothing is stored.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from app.assessment.answer_kind import kind_of
from app.assessment.embedding import encoder
from app.assessment.items import AnswerKind
from app.core.errors import InvalidInputError
from app.core.text import clean_line, clean_text
from app.identity.permissions import Permission
from app.practice.cues import readings
from app.practice.frameworks import LACKS, PARTS, VALUE, Framework, Part, framework_of
from app.practice.judging import Judgement, Verdict, judge

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.identity.permissions import Actor

MAX_QUESTION, MAX_ANSWER = 2_000, 20_000
OPENINGS: Mapping[Verdict, str] = {
    Verdict.WELL: "Well addressed.",
    Verdict.PARTIALLY: "Partially addressed.",
    Verdict.NOT: "Not addressed.",
}
"""How the judgement of each part begins."""

_QUOTED_WORDS = 14
_NO_ANSWER: Mapping[AnswerKind, str] = {
    AnswerKind.EMPTY: "There is no answer yet.",
    AnswerKind.DONT_KNOW: "You said that you don't know, so there is nothing to build on yet.",
    AnswerKind.REPEATS_QUESTION: "Your answer repeats the question without answering it.",
    AnswerKind.KEYWORDS: "These are key words rather than sentences, so nothing is told yet.",
    AnswerKind.GIBBERISH: "This could not be read as an answer.",
}
_START_OVER: Mapping[AnswerKind, str] = {
    AnswerKind.DONT_KNOW: "Think of one occasion, however small, and tell it from its beginning",
    AnswerKind.KEYWORDS: "Write whole sentences that say who did what, and what came of it",
}


@dataclass(frozen=True, slots=True)
class Coaching:
    """Feedback on an answer: a word on the whole, one on each part, and what to change first.

    `analysis` is in the framework's order; `improvements` begin with the most valuable one.
    """

    framework: Framework
    overall: str
    analysis: Mapping[Part, str]
    verdicts: Mapping[Part, Verdict]
    improvements: tuple[str, ...]


async def feedback(
    actor: Actor, *, question: object, answer: object, framework: object
) -> Coaching:
    """Feedback on an answer, made off the event loop.

    Raises InvalidInputError naming the field, UnknownValueError for the framework.
    """
    actor.require(Permission.PRACTISE)
    asked = clean_line(question, field="question", name="question", longest=MAX_QUESTION)
    said = clean_text(answer, field="answer", name="answer", longest=MAX_ANSWER)
    if not said:
        raise InvalidInputError("answer is needed.", field="answer")
    chosen = framework_of(framework)
    return await coach_aside(asked, said, chosen)


async def coach_aside(question: str, answer: str, framework: Framework) -> Coaching:
    """The same as `coach`, off the event loop."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_executor(), coach, question, answer, framework)


def coach(question: str, answer: str, framework: Framework) -> Coaching:
    """Feedback on an answer, in this thread."""
    model = encoder()
    kind = kind_of([answer], [question], model.has_word)
    found = [] if kind else readings(question, answer)
    judged = judge(framework, found, model)
    return Coaching(
        framework=framework,
        overall=_overall(judged, kind),
        analysis={one.part: _words(one) for one in judged},
        verdicts={one.part: one.verdict for one in judged},
        improvements=_improvements(judged, kind),
    )


@lru_cache(maxsize=1)
def _executor() -> ThreadPoolExecutor:
    """A thread of its own, made at its first use as servers fork after importing."""
    return ThreadPoolExecutor(1, thread_name_prefix="coaching")


def _words(judged: Judgement) -> str:
    opening = OPENINGS[judged.verdict]
    lacks = [LACKS[judged.part, element].told for element in judged.missing]
    if judged.verdict is Verdict.NOT:
        return f"{opening} You {lacks[0]}."
    quote = f"You said “{_quote(judged.quote)}”"
    if judged.verdict is Verdict.WELL:
        return f"{opening} {quote}."
    return f"{opening} {quote}, but {lacks[0]}."


def _quote(text: str) -> str:
    said = text.split()
    cut = " ".join(said[:_QUOTED_WORDS]).rstrip(".,;:!?")
    return f"{cut} …" if len(said) > _QUOTED_WORDS else cut


def _overall(judged: Sequence[Judgement], kind: AnswerKind | None) -> str:
    if kind is not None and kind in _NO_ANSWER:
        return _NO_ANSWER[kind]
    well, partially, lacking = (
        [one.part.value for one in judged if one.verdict is verdict]
        for verdict in (Verdict.WELL, Verdict.PARTIALLY, Verdict.NOT)
    )
    if len(well) == len(judged):
        return f"A complete answer: {_list(well)} are all there."
    if len(lacking) == len(judged):
        return f"Your answer does not get to the {_list(lacking)} yet."
    if not well and not partially:
        return "Nothing of the framework could be found in your answer yet."
    sentences = []
    if well:
        sentences.append(f"Your answer brings out the {_list(well)} well.")
    if partially:
        verb = "is" if len(partially) == 1 else "are"
        sentences.append(f"The {_list(partially)} {verb} there in part and could say more.")
    if lacking:
        verb = "is" if len(lacking) == 1 else "are"
        sentences.append(f"The {_list(lacking)} {verb} missing.")
    return " ".join(sentences)


def _list(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _improvements(judged: Sequence[Judgement], kind: AnswerKind | None) -> tuple[str, ...]:
    ranked = sorted(
        (one for one in judged if one.verdict is not Verdict.WELL),
        key=lambda one: (one.verdict, VALUE.index(one.part)),
    )
    first = _START_OVER.get(kind, "") if kind else ""
    wishes = [first, *(LACKS[one.part, one.missing[0]].wish for one in ranked)]
    return tuple(dict.fromkeys(filter(None, wishes)))


__all__ = ["MAX_ANSWER", "OPENINGS", "PARTS", "Coaching", "Verdict", "coach", "feedback"]
