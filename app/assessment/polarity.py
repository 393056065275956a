"""Whether a clause says the opposite of a reference wording.

Embeddings put "increases" next to "decreases" and hardly notice a "not", so this looks at words:
two clauses that share most of their content but differ in an odd number of negations and antonyms
contradict each other. Clauses that share little content get no verdict.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING

from app.assessment.text import Span, Word, clauses, stem, words
from app.assessment.wordlists import NEGATORS

if TYPE_CHECKING:
    from collections.abc import Iterable

# Two clauses speak of the same thing when they share this much of the reference's telling words and
# this much of the answer's. Less would catch more, and wrong many who answer well.
MIN_OF_REFERENCE, MIN_OF_ANSWER, MIN_SHARED_WORDS = 0.7, 0.5, 2

_ANTONYMS = """
increase decrease|increase reduce|increase lower|raise lower|raise reduce|grow shrink|more less
more fewer|most least|higher lower|high low|faster slower|fast slow|quick slow|quicker slower
bigger smaller|big small|large small|larger smaller|longer shorter|long short|better worse
before after|start end|begin end|open close|lock unlock|always never|all none|everything nothing
everyone nobody|sync async|synchronous asynchronous|blocking nonblocking|mutable immutable
stateful stateless|strong eventual|strong weak|same different|equal different|success failure
succeed fail|accept reject|allow deny|allow forbid|allow prevent|enable disable|enable prevent
include exclude|add remove|insert delete|encrypt decrypt|horizontal vertical
optimistic pessimistic|safe unsafe|secure insecure|valid invalid|fresh stale|cheap expensive
easy hard|simple complex|early late|eager lazy|static dynamic|global local|internal external
ordered unordered|hot cold|correct wrong|right wrong|true false|healthy unhealthy
connected disconnected|keep drop|keep lose|gain lose|improve worsen|help hurt|cause prevent
create destroy|together separately|possible impossible|necessary unnecessary|dependent independent
consistent inconsistent|reliable unreliable|visible invisible|trusted untrusted
authenticated unauthenticated|maximum minimum|minimise maximise|above below|near far|rise fall
closed open|separated connected
"""
_OPPOSITES: dict[str, frozenset[str]] = {}
for _pair in re.split(r"[|\n]", _ANTONYMS.strip()):
    _left, _right = (stem(word) for word in _pair.split())
    _OPPOSITES[_left] = _OPPOSITES.get(_left, frozenset()) | {_right}
    _OPPOSITES[_right] = _OPPOSITES.get(_right, frozenset()) | {_left}
_PREFIXES = ("un", "in", "im", "ir", "non", "dis", "il")
# These look like negations and are not: "not only fast", "no doubt", "why not".
_NOT_NEGATING = re.compile(r"\b(?:not only|not just|no doubt|no matter|why not|whether or not)\b")
_EXCLUDING = re.compile(r"\b(?:instead of|rather than)\b")
# Words without content of their own that turn a statement round when they are swapped.
_DIRECTIONS = "before after always never more less most least all none"
_TURNING = frozenset(stem(word) for word in _DIRECTIONS.split())


class Verdict(Enum):
    """How a clause stands to a reference clause, as far as shared words tell."""

    AGREES = 1
    UNRELATED = 0
    OPPOSES = -1


def negations(text: str, span: Span | None = None) -> int:
    """How many negations a stretch of text holds."""
    start, end = (span.start, span.end) if span else (0, len(text))
    # The replaced phrase keeps its length, so that nothing else moves.
    lowered = _NOT_NEGATING.sub(lambda m: " " * len(m.group()), text[start:end].casefold())
    negated = sum(w.form in NEGATORS or w.form.endswith("n't") for w in words(lowered))
    return negated + len(_EXCLUDING.findall(lowered))


def are_opposite(left: str, right: str) -> bool:
    """Whether two stems are antonyms, listed or by prefix (valid, invalid)."""
    if right in _OPPOSITES.get(left, frozenset()):
        return True
    short, long = sorted((left, right), key=len)
    return len(short) >= 4 and any(long == prefix + short for prefix in _PREFIXES)  # noqa: PLR2004


@lru_cache(maxsize=4096)
def _reference_clauses(reference: str) -> tuple[tuple[frozenset[str], int], ...]:
    """The telling stems and the number of negations of each clause of a wording."""
    whole = Span(0, len(reference))
    return tuple(
        (_telling(words(reference, clause)), negations(reference, clause))
        for clause in clauses(reference, whole)
    )


def _telling(found: list[Word]) -> frozenset[str]:
    return frozenset(w.stem for w in found if w.is_content or w.stem in _TURNING)


def verdict(reference: str, text: str, span: Span | None = None) -> Verdict:
    """How a stretch of an answer stands to the clauses of a reference wording."""
    said = _telling(words(text, span))
    said_negations = negations(text, span)
    found = Verdict.UNRELATED
    for stems, reference_negations in _reference_clauses(reference):
        swaps = {s for s in stems - said if any(are_opposite(s, t) for t in said - stems)}
        shared = len(stems & said)
        comparable = shared + len(swaps)
        if (
            shared < MIN_SHARED_WORDS
            or comparable < MIN_OF_REFERENCE * len(stems)
            or comparable < MIN_OF_ANSWER * len(said)
        ):
            continue
        if (len(swaps) + said_negations + reference_negations) % 2 == 0:
            return Verdict.AGREES
        found = Verdict.OPPOSES
    return found


def contradicts(references: Iterable[str], text: str, span: Span | None = None) -> bool:
    """Whether a stretch of an answer says the opposite of a wording and agrees with none."""
    verdicts = {verdict(reference, text, span) for reference in references}
    return Verdict.OPPOSES in verdicts and Verdict.AGREES not in verdicts
