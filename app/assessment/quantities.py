"""Reading numbers with their units: "50 ms" is "0.05 s", "two" is "2", and "port 80" is a port.

What cannot be compared safely is marked (examples, limits, versions) or left out (years, marks of
a list, names such as SHA-256).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from math import isclose
from typing import TYPE_CHECKING

from app.assessment.text import stem
from app.assessment.wordlists import STOPWORDS

if TYPE_CHECKING:
    from collections.abc import Iterable

_SMALL = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
sixteen seventeen eighteen nineteen
"""
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_NUMBERS = {word: float(n) for n, word in enumerate(_SMALL.split())}
_NUMBERS |= {word: 10.0 * n for n, word in enumerate(_TENS.split(), start=2)}
_SCALES = {"hundred": 1e2, "thousand": 1e3, "k": 1e3, "million": 1e6, "billion": 1e9}
NUMBER_STEMS = frozenset(stem(word) for word in (*_NUMBERS, *_SCALES))
_SECONDS = {
    "ns|nanoseconds?": 1e-9,
    "us|µs|μs|microseconds?": 1e-6,
    "ms|msec|milliseconds?": 1e-3,
    "s|secs?|seconds?": 1.0,
    "mins?|minutes?": 60.0,
    "h|hrs?|hours?": 3600.0,
    "days?": 86_400.0,
    "weeks?": 604_800.0,
    "months?": 2_592_000.0,
    "years?": 31_536_000.0,
}
_BYTES = {
    "bytes?": 1.0,
    "kb|kib|kilobytes?|kibibytes?": 1e3,
    "mb|mib|megabytes?|mebibytes?": 1e6,
    "gb|gib|gigabytes?|gibibytes?": 1e9,
    "tb|tib|terabytes?|tebibytes?": 1e12,
}
_UNITS = [
    *(("time", names, size) for names, size in _SECONDS.items()),
    *(("size", names, size) for names, size in _BYTES.items()),
    ("percent", r"%|percent|per cent|percentage points?", 1.0),
    ("pixels", "px|pixels?", 1.0),
    ("volts", "v|volts?", 1.0),
]
_UNIT = [(kind, re.compile(rf"[ \u00a0-]?(?:{p})(?!\w)", re.I), size) for kind, p, size in _UNITS]
_SPELT = rf"(?:{'|'.join(sorted([*_NUMBERS, *_SCALES], key=len, reverse=True))})"
_NUMBER = re.compile(
    r"(?<![\w.,/:+^*=<>$#-])(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?(?![.:/]\d)"
    rf"(?:[ -]?(?:k|hundred|thousand|million|billion)\b)?|"
    rf"(?<![\w-]){_SPELT}(?:[ -](?:and )?{_SPELT})*(?![\w-]*\w-\w)\b",
    re.I,
)
_ORDER = re.compile(
    r"\bO ?\(([^()]*(?:\([^()]*\))?[^()]*)\)|\b[Oo] of (n log n|log n|n squared|n|1|one)\b"
)
_ORDER_WORDS = re.compile(r"\b(constant|logarithmic|linear|quadratic|exponential) time\b", re.I)
_ORDER_NAMES = {"constant": "1", "logarithmic": "logn", "linear": "n", "quadratic": "n^2"}
_MARKER = re.compile(r"(?:^|\n)[ \t]*\(?\d{1,2}[.):](?=\s)")
# Before a number: what says that it stands for others like it, that it is a limit, or that it is
# no more than a name.
_EXAMPLE = re.compile(
    r"\b(?:say|such as|like|e\.g\.?|for (?:example|instance)|example|perhaps|maybe|suppose|if|"
    r"at least|at most|more than|less than|fewer than|up to|over|under|above|below|between|"
    r"within|beyond|from|to|or|until|after|usually|typically|often|commonly|about|around|roughly|"
    r"almost|nearly|approximately|some)[ ,:]*"
    r"(?:(?:about|around|every|each|the|a|an)\s+)?$",
    re.I,
)
_RANGE = re.compile(r"\s?(?:[-–]|to|or)\s?\d")
_NAME = re.compile(
    r"\b(?:version|v|release|step|item|point|level|layer|figure|table|phase|tls|ssl|http|python|"
    r"java|node|php|sql|day|number|no\.?)\s*$",
    re.I,
)
_LABEL = re.compile(r"\b(port|status)(?: code| number)? (?:is |of )?$", re.I)
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_NOUN = re.compile(r"[ -]([^\W\d_]+)")
_TOLERANCE = {"time": 0.05, "size": 0.05}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number at a place of a text.

    `kind` says what is counted: a physical kind ("time", in seconds; "size", in bytes), "order" for
    a complexity, a label ("port"), "count:" and a stem, or "" where nothing tells. `loose` numbers
    are examples, limits or names, which nothing differs from.
    """

    start: int
    end: int
    kind: str
    value: float | str
    loose: bool = False

    def equals(self, other: Quantity) -> bool:
        """Whether both are the same amount, however it is written."""
        if isinstance(self.value, str) or isinstance(other.value, str):
            return self.kind == other.kind and self.value == other.value
        named = {self.kind, other.kind}
        if len(named) > 1 and not any(k == "" or k.startswith("count:") for k in named):
            return False
        return isclose(self.value, other.value, rel_tol=_TOLERANCE.get(self.kind, 1e-6))


@lru_cache(maxsize=2048)
def quantities(text: str) -> tuple[Quantity, ...]:
    """The numbers of a text in order, with code-point offsets."""
    found = list(_orders(text))
    taken = [(one.start, one.end) for one in found]
    taken += [match.span() for match in _MARKER.finditer(text)]
    for match in _NUMBER.finditer(text):
        if not any(start <= match.start() < end for start, end in taken):
            found.extend(_quantity(text, match))
    return tuple(sorted(found, key=lambda one: one.start))


def _orders(text: str) -> Iterable[Quantity]:
    for match in _ORDER.finditer(text):
        inside = (match[1] or match[2]).casefold().replace("one", "1").replace("squared", "^2")
        inside = re.sub(r"[\s()*·]", "", inside.replace("²", "^2"))
        yield Quantity(match.start(), match.end(), "order", inside)
    for match in _ORDER_WORDS.finditer(text):
        name = match[1].casefold()
        yield Quantity(match.start(), match.end(), "order", _ORDER_NAMES.get(name, name))


def _quantity(text: str, match: re.Match[str]) -> Iterable[Quantity]:
    start, end = match.span()
    value, written = _value(match.group()), match.group()
    before = text[max(0, start - 30) : start]
    loose = bool(_EXAMPLE.search(before) or _NAME.search(before) or _RANGE.match(text, end))
    for kind, unit, size in _UNIT:
        if after := unit.match(text, end):
            yield Quantity(start, after.end(), kind, value * size, loose)
            return
    if text[end : end + 1].isalnum() or written.casefold() in {"one", "k", *_SCALES}:
        return
    if label := _LABEL.search(before):
        yield Quantity(start, end, label[1].casefold(), value, loose)
    elif not (written.isdigit() and _FIRST_YEAR <= value <= _LAST_YEAR):
        noun = _NOUN.match(text, end)
        counted = noun is not None and noun[1].casefold() not in STOPWORDS
        kind = f"count:{stem(noun[1].casefold())}" if noun and counted else ""
        yield Quantity(start, end, kind, value, loose)


def _value(written: str) -> float:
    """The value of a number in digits, in words, or in digits with a word ("2 million")."""
    total = open_ = 0.0
    for piece in re.findall(r"\d[\d,]*(?:\.\d+)?|[a-z]+", written.casefold()):
        if piece == "and":
            continue
        if piece == "hundred":
            open_ = (open_ or 1) * 100
        elif piece in _SCALES:
            total, open_ = total + (open_ or 1) * _SCALES[piece], 0.0
        else:
            open_ += _NUMBERS[piece] if piece in _NUMBERS else float(piece.replace(",", ""))
    return total + open_
