"""What sort of answer it is, before anybody looks for content in it.

Each rule names a way of saying nothing: nothing at all, "I don't know", the question again, a list
of keywords, letters without words. Whether an answer is off the subject needs the item's vectors
and is decided where those are.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from app.assessment.items import AnswerKind
from app.assessment.text import (
    Span,
    clauses,
    content_stems,
    graded_length,
    sentences,
    words,
)
from app.assessment.wordlists import NEGATORS, RELATION_WORDS, STOPWORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.assessment.text import Word

# Who speaks, and the words of politeness that may stand before the admission.
_I = (
    r"\b(?<!if )(?<!that )(?:i|we|i've|i'm|im)\b(?:['\s]+(?:m|am|ve|have|d|would|must|admit|say|to|"
    r"really|just|honestly|actually|simply|personally|also|still|guess|think|i|afraid|sorry))*\s+"
)
_SOFTLY = r"(?:(?:really|actually|even|ever|too|very|quite|entirely|at all|so|that|any) )*"
_ADMISSIONS = (
    rf"do(?:n't| not) {_SOFTLY}(?:know|remember|recall|understand)|"
    rf"dont {_SOFTLY}know|"
    r"dunno|wouldn't know|unsure|clueless|no idea|no answer|drawing a blank|"
    r"don't have (?:an|any) (?:idea|answer|clue|experience)|"
    rf"have(?:n't| not| never| no) {_SOFTLY}(?:idea|clue|used|worked|heard|seen|come across|done|"
    r"learned|studied|experience|answer)|"
    rf"never {_SOFTLY}(?:used|worked|heard|learned|studied|touched|came across)|"
    rf"(?:can't|cannot|can not|couldn't) {_SOFTLY}(?:answer|say|remember|recall|think of|help)|"
    rf"not {_SOFTLY}(?:sure|familiar|certain)|"
    r"would have to (?:look|google|guess)"
)
_WITHOUT_SUBJECT = (
    r"^\W*(?:(?:sorry|well|honestly|hmm|so|and|but|no|oh|yeah|ok|okay)\W+)*"
    rf"(?:not {_SOFTLY}sure|don'?t {_SOFTLY}know)\b|"
    r"\b(?:no idea|no clue|dunno|idk|beats me|next question)\b|"
    r"\bskip (?:this|that) (?:one|question)\b|\bskip the question\b|"
    r"\b(?:let's|let us|can we|could we|i'd|i'll|i would|i will) (?:like to |just )?"
    r"(?:skip|pass|move on)\b(?=\W*$| (?:this|that|on|it)\b)|"
    r"\bmind(?:'s| is| has gone) blank\b|"
    r"^\W*(?:i )?(?:skip|pass|sorry|no answer)(?: (?:this|that|it|one))*\W*$"
)
_DONT_KNOW = re.compile(rf"{_I}(?:{_ADMISSIONS})\b|{_WITHOUT_SUBJECT}", re.I)
_TO_THE_GRADER = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b[^.!?]{0,40}\b(?:instruction|prompt|rule|rubric|"
    r"previous|above|criteria)|"
    r"\b(?:give|award|grant|assign|grade|score|rate|mark)\b[^.!?]{0,40}\b(?:full|maximum|max|"
    r"highest|top|perfect|100|10/10|correct)\b[^.!?]{0,25}(?:marks?|score|points?|credits?|grade|"
    r"rating|correct)?|"
    r"\b(?:full|maximum|perfect|top) (?:marks|score|credit|points)\b|"
    r"\b(?:you are|you're|act as|as)\b[^.!?]{0,20}\b(?:grader|evaluator|examiner|language model|"
    r"ai|llm|assessor)\b|\bsystem (?:prompt|message)\b|"
    r"\b(?:this|my|the) answer (?:is|should be|deserves|meets|covers|satisfies|contains)\b|"
    r"\ball (?:of )?the (?:reference )?points\b|\b(?:dear )?(?:grader|evaluator|examiner)\b",
    re.I,
)
_BOAST = re.compile(
    r"\b(?:\d+|many|several|ten|fifteen|twenty|numerous)\+? years\b|"
    r"\bi(?:'m| am| was| have been|'ve been) (?:an? |the |a real |truly |really |very |extremely )*"
    r"(?:expert|specialist|guru|senior|experienced|passionate|known|certified|skilled|"
    r"confident|quick learner|team player|great|good|best|excellent)\b|"
    r"\bi (?:always|consistently) (?:deliver|succeed|excel|exceed)",
    re.I,
)
_UNIT = re.compile(r"[,;\n/|•]|\band\b|\s[-–—]\s")
_UNIT_WORDS, _LIST_UNITS = 2, 5
# A repeated question: runs of so many words, so little of one's own beside them, and so much of the
# question in them.
_RUN, _OWN_SHARE, _QUESTION_SHARE = 3, 0.2, 0.5
_FUNCTION_WORDS = STOPWORDS | NEGATORS | RELATION_WORDS


def says_nothing(clause: str) -> bool:
    """Whether a clause is talk about the candidate or to the grader, with nothing to grade."""
    said = _plain(clause)
    return bool(_DONT_KNOW.search(said) or _TO_THE_GRADER.search(said) or _BOAST.search(said))


def _plain(text: str) -> str:
    """The text with plain apostrophes; nothing moves."""
    return text.replace("’", "'")


def kind_of(
    texts: Sequence[str], questions: Sequence[str], is_known: Callable[[str], bool]
) -> AnswerKind | None:
    """The kind, if it can be told from the words alone; None for an answer to be matched.

    `questions` are the wordings in which the candidate may have been asked.
    `is_known` says whether the language (or the item) has a word of that lower-case form.
    """
    found = [word for text in texts for word in words(text[: graded_length(text)])]
    if not found:
        return AnswerKind.EMPTY
    if _is_gibberish(found, is_known):
        return AnswerKind.GIBBERISH
    wordings = [content_stems(question) for question in questions]
    if _only_declines(texts, frozenset().union(*wordings)):
        return AnswerKind.DONT_KNOW
    if any(_repeats(found, words(question)) for question in questions):
        return AnswerKind.REPEATS_QUESTION
    if _is_list(texts, found):
        return AnswerKind.KEYWORDS
    return None


def _is_gibberish(found: list[Word], is_known: Callable[[str], bool]) -> bool:
    known = sum(is_known(word.form) for word in found if not word.form.isdigit())
    return known < 0.5 * len(found)


def _only_declines(texts: Sequence[str], asked: frozenset[str]) -> bool:
    declined = False
    left: set[str] = set()
    for text in texts:
        for sentence in sentences(text, graded_length(text)):
            for clause in clauses(text, sentence):
                said = text[clause.start : clause.end]
                if _DONT_KNOW.search(_plain(said)):
                    declined = True
                else:
                    left |= content_stems(said)
    return declined and len(left - asked - _POLITE) < 4  # noqa: PLR2004


_POLITE = content_stems(
    "sorry afraid honest honestly unfortunately please thanks thank question answer skip next move "
    "pass guess moment time heard remember topic subject area experience before never worked"
)


def _repeats(found: list[Word], asked: list[Word]) -> bool:
    """Whether nearly all the answer's content stands in runs of words of the question.

    Single words of the question do not count: many right answers are made of them.
    """
    said, question = [word.stem for word in found], [word.stem for word in asked]
    known = {tuple(question[i : i + _RUN]) for i in range(len(question) - _RUN + 1)}
    copied: set[int] = set()
    for start in range(len(said) - _RUN + 1):
        if tuple(said[start : start + _RUN]) in known:
            copied.update(range(start, start + _RUN))
    content = [i for i, w in enumerate(found) if w.is_content and w.stem not in _POLITE]
    matched = {said[i] for i in content if i in copied}
    own = len(content) - sum(i in copied for i in content)
    return (
        bool(content)
        and own <= _OWN_SHARE * len(content)
        and len(matched) >= _QUESTION_SHARE * len({w.stem for w in asked if w.is_content})
    )


def _is_list(texts: Sequence[str], found: list[Word]) -> bool:
    content = [word.stem for word in found if word.is_content]
    if len(found) < 5 or not content:  # noqa: PLR2004
        return False
    if len(set(content)) < 0.25 * min(len(content), 60):
        return True
    functional = sum(word.form in _FUNCTION_WORDS for word in found)
    if functional < 0.12 * len(found):
        return True
    return sum(_listed_words(text) for text in texts) >= 0.6 * len(content)


def _listed_words(text: str) -> int:
    """How many words stand in runs of five or more units of one or two bare content words."""
    limit = graded_length(text)
    cuts = [0, *(m.end() for m in _UNIT.finditer(text, 0, limit)), limit]
    total = run = units = 0
    for start, end in pairwise(cuts):
        unit = [w for w in words(text, Span(start, end)) if w.form != "and"]
        if not unit:
            continue
        if len(unit) <= _UNIT_WORDS and all(w.is_content for w in unit):
            run, units = run + len(unit), units + 1
            continue
        total, run, units = total + (run if units >= _LIST_UNITS else 0), 0, 0
    return total + (run if units >= _LIST_UNITS else 0)
