"""An analysis in words: what is met, what is open, and what to ask about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.analysis.careers import month_words, years_words
from app.analysis.requirements import Kind
from app.analysis.values import Finding, Suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.analysis.careers import Career
    from app.analysis.evidence import Match
    from app.analysis.job import Job

MAX_QUESTIONS = 8
_FULL = 1.0
_QUOTED = 160
_NAMES_SHOWN = 4


def pros(matches: Sequence[Match]) -> tuple[Finding, ...]:
    """What the résumé gives evidence of, the weightiest first."""
    return tuple(
        Finding(text=_met(match), evidence=match.evidence) for match in matches if match.credit > 0
    )


def cons(matches: Sequence[Match]) -> tuple[Finding, ...]:
    """What it gives none of, or says the opposite of."""
    return tuple(
        Finding(text=_unmet(match), evidence=(match.lacking,) if match.lacking else ())
        for match in matches
        if match.credit <= 0
    )


def summary(job: Job, matches: Sequence[Match], career: Career) -> str:
    """Plain words about how the résumé relates to the job."""
    if not matches:
        return (
            "The requisition's description names nothing that a résumé can be held against. "
            "Describe what the job needs, then analyse again."
        )
    full = [match for match in matches if match.credit >= _FULL]
    half = [match for match in matches if 0 < match.credit < _FULL]
    none = [match for match in matches if match.credit <= 0]
    count = f"{len(matches)} requirement{'' if len(matches) == 1 else 's'}"
    parts = [
        (
            f"Of {count} for {job.title}, the résumé shows {len(full)} and touches on {len(half)};"
            f" for {len(none)} there is no evidence."
        ),
    ]
    if full:
        parts.append(f"Shown: {_names(full)}.")
    if none:
        parts.append(f"Without evidence: {_names(none)}.")
    if career.months:
        parts.append(f"The dated roles come to {years_words(career.months)}.")
    return " ".join(parts)


def questions(matches: Sequence[Match], career: Career) -> tuple[Suggestion, ...]:
    """What to ask about what is unproven or unclear, the weightiest first."""
    found = [one for match in matches if (one := _question(match)) is not None][:MAX_QUESTIONS]
    found += _of_gaps(career)
    return tuple(found[: MAX_QUESTIONS + 1])


def _question(match: Match) -> Suggestion | None:
    one = match.requirement
    if match.credit >= _FULL or one.kind is Kind.DEGREE:
        return None
    why = (
        f"The résumé lists or touches on {_name(match)} without telling what was done."
        if match.credit > 0
        else f"The job asks for {_name(match)}, and the résumé gives no evidence of it."
    )
    if one.kind is Kind.YEARS:
        return Suggestion(
            text="Which of your work counts towards the experience this job asks for, and what "
            "did you do in it?",
            why=f"The job asks for {_name(match)}; the dated roles come to "
            f"{years_words(round((match.found_years or 0) * 12))}.",
        )
    if one.kind is Kind.STATEMENT:
        return Suggestion(
            text=f"The job asks for this: “{_cut(one.text)}” Tell me about a time you did that.",
            why=why,
        )
    used = f"you used {one.text}" if one.kind is Kind.TECHNOLOGY else f"{one.text} mattered"
    return Suggestion(
        text=f"Tell me about a piece of work in which {used}: what was it for, what did you do "
        "yourself, and what came of it?",
        why=why,
    )


def _of_gaps(career: Career) -> Iterator[Suggestion]:
    for first, last in career.gaps[:1]:
        yield Suggestion(
            text=f"Is there work from between {month_words(first)} and {month_words(last)} that "
            "you would like us to know of? You need not say anything about time away from work.",
            why="No role is dated in that time. It is not counted against anybody.",
            is_general=False,
        )


def _met(match: Match) -> str:
    one = match.requirement
    if one.kind is Kind.YEARS and match.found_years is not None:
        told = years_words(round(match.found_years * 12))
        return f"The dated roles come to {told}; {one.text} is asked for."
    if one.kind is Kind.DEGREE:
        return "Holds a degree."
    if one.kind is Kind.STATEMENT:
        return f"{'Shows' if match.credit >= _FULL else 'Touches on'}: {_cut(one.text)}"
    if match.credit < _FULL:
        return f"Touches on {one.text}."
    works = "Has worked with" if one.kind is Kind.TECHNOLOGY else "Shows work on"
    return f"{works} {one.text}."


def _unmet(match: Match) -> str:
    one = match.requirement
    if match.lacking is not None:
        return f"Says of {_name(match)} that it is still to come."
    if one.kind is Kind.YEARS and match.found_years is not None:
        told = years_words(round(match.found_years * 12))
        return f"{one.text.capitalize()} is asked for; the dated roles come to {told}."
    if one.kind is Kind.STATEMENT:
        return f"No evidence of: {_cut(one.text)}"
    return f"No evidence of {_name(match)}."


def _name(match: Match) -> str:
    one = match.requirement
    if one.kind is Kind.STATEMENT:
        return f"“{_cut(one.text)}”"
    return one.text[0].lower() + one.text[1:] if one.kind is Kind.DEGREE else one.text


def _names(found: Sequence[Match]) -> str:
    names = [_name(match) for match in found[:_NAMES_SHOWN]]
    more = len(found) - len(names)
    return ", ".join(names) + (f" and {more} more" if more > 0 else "")


def _cut(text: str) -> str:
    if len(text) <= _QUOTED:
        return text
    return text[:_QUOTED].rpartition(" ")[0] + " …"
