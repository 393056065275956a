"""The sentences of a report, made by rules from its numbers: the same numbers, the same words.

Nothing here judges anew. Each sentence restates a depth, a target, or a reference point that an
answer did or did not meet.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.assessment.items import DEPTH_NAMES, AnswerKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.reports.views import MachineView

_VERBS = {
    1: "recalls the basics of",
    2: "explains",
    3: "applies",
    4: "analyses problems in",
    5: "reaches design depth in",
}
_NOUNS = {
    0: "shows no evidence",
    1: "stays at recall",
    2: "stays at explanation",
    3: "stays at application",
    4: "stays at analysis",
}
# A depth this far under its target, in levels, is said to fall short of it.
_SHORT = 0.5
_MAX_QUOTED = 200
_UNAIDED = " without prompting"

END_WORDS = {
    "time_up": "The time was up before every interval was narrow.",
    "candidate_ended": "The candidate ended the interview.",
    "abandoned": "The interview was left before its end.",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What is known of one concept, in the position's order.

    `depth` and its bounds are None where no answer was graded. `shown` and `missing` are texts of
    reference points, the weightiest first; `missing` ones belong to the easiest question not fully
    answered. `prompted` says that a follow-up was needed; `generic` that the bank does not hold
    the concept, so that grades carry low confidence.
    """

    name: str
    in_bank: bool
    target: int
    depth: float | None
    low: float | None
    high: float | None
    asked: int
    graded: int
    generic: bool = False
    prompted: bool = False
    shown: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    misconceptions: tuple[str, ...] = ()

    @property
    def level(self) -> int:
        """The depth as a whole level, 0 to 5."""
        return 0 if self.depth is None else min(int(self.depth + 0.5), 5)

    @property
    def is_short(self) -> bool:
        """Whether the depth is half a level or more under the target."""
        return self.depth is not None and self.depth <= self.target - _SHORT

    @property
    def subject(self) -> str:
        """The name inside a sentence: names of the bank lose their capital, others are kept."""
        first = self.name.split(" ", 1)[0]
        if self.in_bank and first[1:] == first[1:].lower():
            return self.name[:1].lower() + self.name[1:]
        return self.name


def summary(findings: Sequence[Finding], end_reason: str | None = None) -> str:
    """The report in a paragraph: what was reached, what fell short, what was not asked."""
    graded = [finding for finding in findings if finding.graded]
    sentences: list[str] = []
    if not graded:
        sentences.append("No answer could be graded, so there is no score.")
    reached = sorted(
        (one for one in graded if not one.is_short), key=lambda one: -(one.depth or 0.0)
    )
    if reached:
        sentences.append(_capital(_reached(reached)) + ".")
    sentences += [_short(finding) for finding in graded if finding.is_short]
    sentences += _left_out(findings)
    generic = [finding.subject for finding in graded if finding.generic]
    if generic:
        sentences.append(
            f"Grades on {_listed(generic)} carry low confidence: "
            f"the question bank does not hold {_them(generic)}."
        )
    if end_reason in END_WORDS:
        sentences.append(END_WORDS[end_reason])
    return " ".join(sentences)


def knowledge_summary(findings: Sequence[Finding]) -> str:
    """A line per concept: its depth and target, and what was and was not shown."""
    return "\n".join(_knowledge(finding) for finding in findings)


def _reached(findings: Sequence[Finding]) -> str:
    """One clause per level, deepest first, the concepts of a level together."""
    groups = [
        [finding for finding in findings if finding.level == level]
        for level in sorted({finding.level for finding in findings}, reverse=True)
    ]
    unaided = [not any(finding.prompted for finding in group) for group in groups]
    clauses = [
        f"{_VERBS[group[0].level]} {_listed(one.subject for one in group)}"
        + (_UNAIDED if alone and not all(unaided) else "")
        for group, alone in zip(groups, unaided, strict=True)
    ]
    return _listed(clauses) + (_UNAIDED if all(unaided) else "")


def _short(finding: Finding) -> str:
    target = f"short of the target, {DEPTH_NAMES[finding.target]}"
    sentence = f"{_capital(finding.subject)} {_NOUNS[min(finding.level, 4)]}, {target}"
    if finding.missing:
        return f"{sentence}; not shown: {_quoted(finding.missing[0])}"
    return f"{sentence}."


def _left_out(findings: Sequence[Finding]) -> list[str]:
    unasked = [finding.subject for finding in findings if not finding.asked]
    ungraded = [finding.subject for finding in findings if finding.asked and not finding.graded]
    sentences = []
    if unasked:
        sentences.append(
            f"Nothing was asked about {_listed(unasked, 'or')}, "
            f"so the report says nothing about {_them(unasked)}."
        )
    if ungraded:
        sentences.append(
            f"A question on {_listed(ungraded)} was left without a graded answer, "
            f"so the score leaves {_them(ungraded)} out."
        )
    return sentences


def _knowledge(finding: Finding) -> str:
    if not finding.asked:
        return f"{finding.name}: not asked about."
    if finding.depth is None or finding.low is None or finding.high is None:
        return f"{finding.name}: asked about, but no answer was graded."
    questions = "1 question" if finding.graded == 1 else f"{finding.graded} questions"
    parts = [
        (
            f"{finding.name}: depth {finding.depth:.1f} ({DEPTH_NAMES[finding.level]}), between "
            f"{finding.low:.1f} and {finding.high:.1f}, against a target of {finding.target}, "
            f"from {questions}."
        )
    ]
    for lead, points in (
        ("Shown", finding.shown),
        ("Not shown", finding.missing),
        ("Stated, but mistaken", finding.misconceptions),
    ):
        if points:
            parts.append(f"{lead}: {' '.join(_quoted(point) for point in points)}")
    return " ".join(parts)


def _quoted(point: str) -> str:
    """A reference point at the end of a sentence, shortened at a word where it is long."""
    text = " ".join(point.split())
    if len(text) > _MAX_QUOTED:
        return text[:_MAX_QUOTED].rsplit(" ", 1)[0] + "…"
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _listed(parts: Iterable[str], joint: str = "and") -> str:
    known = list(parts)
    if len(known) < 2:  # noqa: PLR2004 - a list needs two
        return "".join(known)
    return f"{', '.join(known[:-1])} {joint} {known[-1]}"


def _them(parts: Sequence[str]) -> str:
    return "it" if len(parts) == 1 else "them"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


ANSWER_WORDS = {
    AnswerKind.SUBSTANTIVE: "",
    AnswerKind.EMPTY: "no answer",
    AnswerKind.DONT_KNOW: "said they don't know",
    AnswerKind.REPEATS_QUESTION: "repeats the question",
    AnswerKind.KEYWORDS: "keywords without a statement",
    AnswerKind.GIBBERISH: "cannot be read as an answer",
    AnswerKind.OFF_TOPIC: "about something else",
}


def point_note(*, credit: float, contradicted: bool, note: str) -> str:
    """What to say beside the credit of a reference point; nothing where it speaks for itself."""
    if note:
        return note
    if contradicted:
        return "says the opposite"
    return "" if credit else "insufficient evidence"


def machine_words(machine: MachineView) -> str:
    """What the machine alone said, as "Machine alone: 71, hire"."""
    score = "no score" if machine.score is None else f"{machine.score:.0f}"
    return f"Machine alone: {score}, {machine.words.lower()}"


def clock_time(seconds: float) -> str:
    """A time since the start, as "27:14" or "1:02:03"."""
    whole = max(int(seconds), 0)
    hours, rest = divmod(whole, 3600)
    minutes, seconds_left = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{seconds_left:02}" if hours else f"{minutes}:{seconds_left:02}"
