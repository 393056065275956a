"""The stretches of an answer that state nothing about its subject.

An answer earns what it says about the question. What it says to whoever grades it, in whatever
form, is set aside before anybody looks for content: instructions and pleas, claims about the
answer itself, forged roles, delimiters, references and grades, encoded or reversed text, lists of
terms, and the question again. It stays in the transcript; it is just not graded, shown to a model
or quoted as evidence.

Each rule sets aside a whole sentence, or the bracket or quotation it stands in. A heading or a
delimiter takes along what follows it, as far as the delimiter that closes it or the paragraph. The
expressions are in `aside_rules`.
"""

from __future__ import annotations

import base64
import re
from collections import Counter
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from app.assessment import aside_rules as rules
from app.assessment.folding import Folded, fold
from app.assessment.text import Span, graded_length, sentences, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from app.assessment.text import Word

_BRACKETS = re.compile(r"\([^()\n]*\)|\[[^\[\]\n]*\]|\"[^\"\n]*\"")
_PARAGRAPH_END = re.compile(r"\n\s*\n|\Z")
_TERM_BREAK = re.compile(r"[,;\n/|•]|\s[-–—]\s")
# So many terms in a row, each of so few words, are a list if there is little else in the sentence,
# or if they are this many.
_TERMS, _TERM_WORDS, _LIST_SHARE, _MANY_TERMS = 5, 3, 0.6, 8
# A sentence repeats one of the question's if nearly all of it stands in runs of so many words of
# that one, and most of that one in it.
_RUN, _COPIED, _ASKED = 3, 0.9, 0.6
# A sentence of so many words of which so few are known is no sentence.
_WORDS_TO_KNOW, _KNOWN = 5, 0.4
# A sentence said so often is padding; one said twice counts once.
_PADDING = 3
# What is left between two asides is a statement if it has this many words.
_FEWEST_WORDS = 2


@lru_cache(maxsize=64)
def asides(text: str) -> tuple[Span, ...]:
    """The stretches addressed to whoever grades, in order and apart."""
    folded = fold(text[: graded_length(text)])
    if not folded.text:
        return ()
    blocks = _merged(_blocks(folded))
    found = [Span(*folded.span(block.start, block.end)) for block in blocks]
    found += [
        Span(*folded.span(one.start, one.end)) for one in _addressed(_without(folded, blocks))
    ]
    found += _encoded(text)
    return _merged(found)


def statements(
    text: str, questions: Sequence[str], is_known: Callable[[str], bool]
) -> tuple[Span, ...]:
    """The stretches that may state something about the subject, in order.

    `questions` are the wordings in which the candidate may have been asked; `is_known` says whether
    the language, or the item, has a word of that lower-case form.
    """
    limit = graded_length(text)
    left = [
        Span(span.start + place.start, span.start + place.end)
        for span in _complement(asides(text), text, limit)
        for place in sentences(text[span.start : span.end])
    ]
    forms = [" ".join(word.form for word in words(text, sentence)) for sentence in left]
    times = Counter(forms)
    empty: list[Span] = []
    for index, (sentence, form) in enumerate(zip(left, forms, strict=True)):
        again = times[form] >= _PADDING or form in forms[:index]
        if again or _is_empty(text, sentence, questions, is_known):
            empty.append(sentence)
        else:
            empty.extend(_listed(text, sentence))
    return _complement(_merged([*asides(text), *empty]), text, limit)


def _is_empty(
    text: str, span: Span, questions: Sequence[str], is_known: Callable[[str], bool]
) -> bool:
    found = words(text, span)
    if len(found) < _WORDS_TO_KNOW:
        return False
    spelt = [word.form for word in found if not word.form.isdigit()]
    if sum(map(is_known, spelt)) < _KNOWN * len(spelt):
        return True
    return any(
        _repeats(found, words(question, sentence))
        for question in questions
        for sentence in sentences(question)
    )


def _repeats(found: Sequence[Word], asked: Sequence[Word]) -> bool:
    said, question = [word.stem for word in found], [word.stem for word in asked]
    runs = {tuple(question[i : i + _RUN]) for i in range(len(question) - _RUN + 1)}
    copied: set[int] = set()
    for start in range(len(said) - _RUN + 1):
        if tuple(said[start : start + _RUN]) in runs:
            copied.update(range(start, start + _RUN))
    content = [index for index, word in enumerate(found) if word.is_content]
    again = [said[index] for index in content if index in copied]
    wanted = {word.stem for word in asked if word.is_content}
    return (
        bool(again)
        and len(again) >= _COPIED * len(content)
        and len(set(again)) >= _ASKED * len(wanted)
    )


def _listed(text: str, span: Span) -> Iterator[Span]:
    """Runs of bare terms, which say nothing about any of them."""
    cuts = [span.start, *(m.end() for m in _TERM_BREAK.finditer(text, span.start, span.end))]
    whole = len(words(text, span))
    run: list[Span] = []
    for start, end in zip([*cuts, span.end], [*cuts[1:], span.end, span.end], strict=True):
        inside = words(text, Span(start, end))
        if inside and len(inside) <= _TERM_WORDS and all(w.is_content for w in inside):
            run.append(Span(start, end))
            continue
        if len(run) >= _TERMS:
            terms = Span(run[0].start, run[-1].end)
            if len(run) >= _MANY_TERMS or len(words(text, terms)) >= _LIST_SHARE * whole:
                yield terms
        run = []


def _blocks(folded: Folded) -> Iterator[Span]:
    """Headings and delimiters with what they bring along, by their place in the folded text."""
    for paragraph in _paragraphs(folded.text):
        start, end = paragraph.start, paragraph.end
        marks = list(rules.DELIMITER.finditer(folded.text, start, end))
        if marks:
            closed = len(marks) > 1 and rules.CLOSING.match(marks[-1].group())
            yield Span(marks[0].start(), marks[-1].end() if closed else end)
        heading = rules.HEADING.search(folded.text, start, end)
        if heading:
            yield Span(heading.start(), end)
            # A heading that stands alone is that of the next paragraph.
            if end < len(folded.text) and not folded.text[heading.end() : end].strip():
                yield from islice(_paragraphs(folded.text, end), 1)


def _paragraphs(text: str, start: int = 0) -> Iterator[Span]:
    for match in _PARAGRAPH_END.finditer(text, start):
        if match.start() > start:
            yield Span(start, match.start())
        start = match.end()


def _without(folded: Folded, blocks: Iterable[Span]) -> str:
    """The folded text with line ends in place of the blocks."""
    text = folded.text
    for block in blocks:
        text = text[: block.start] + "\n" * (block.end - block.start) + text[block.end :]
    return text


def _addressed(text: str) -> Iterator[Span]:
    """Sentences to or about the grading, or only the bracket in which that stands."""
    for sentence in sentences(text):
        outside = text[sentence.start : sentence.end]
        for match in _BRACKETS.finditer(text, sentence.start, sentence.end):
            if _speaks_to_the_grader(match.group()):
                outside = outside.replace(match.group(), " ")
                yield Span(*match.span())
        if _speaks_to_the_grader(outside):
            yield sentence
            quoted = rules.QUOTED_NEXT.match(text, sentence.end)
            if quoted:
                yield Span(*quoted.span())


def _encoded(text: str) -> Iterator[Span]:
    """What does not show as it is written, and what stands for other text."""
    for rule in (rules.HIDDEN, rules.CODED):
        yield from (Span(*match.span()) for match in rule.finditer(text))
    for match in rules.BASE64.finditer(text):
        try:
            meant = base64.b64decode(match.group() + "=" * (-len(match.group()) % 4)).decode()
        except ValueError:
            continue
        if meant.isprintable():
            yield Span(*match.span())


def _speaks_to_the_grader(said: str) -> bool:
    return any(rule.search(said) for rule in rules.SENTENCES) or (
        rules.ORDER_ELSEWHERE.search(said) is not None
        and rules.GRADE_ELSEWHERE.search(said) is not None
    )


def _merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for span in sorted(spans, key=lambda one: (one.start, one.end)):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)


def _complement(spans: Sequence[Span], text: str, limit: int) -> tuple[Span, ...]:
    """What lies between, as far as it holds words."""
    edges = [0, *(edge for span in spans for edge in (span.start, span.end)), limit]
    between = [Span(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b]
    whole = len(between) == 1 and between[0] == Span(0, limit)
    return tuple(s for s in between if whole or len(words(text, s)) >= _FEWEST_WORDS)
