"""Red flags: facts of the document that cannot be as they are told, or that nobody was to see.

Time without a job is none: it goes with family and health far more often than with anything else.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from app.analysis.addressed import addressed
from app.analysis.careers import month_words
from app.analysis.compliance import WORDS
from app.analysis.technologies import technologies_in
from app.analysis.values import Evidence, Finding

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from app.analysis.careers import Career, Period
    from app.analysis.job import Document
    from app.analysis.redaction import Redacted

SPEAKS = "The résumé speaks to whoever screens it. It was not heeded."
MAX_HIDDEN = 200
MAX_FLAGS = 12
_CLAIM = re.compile(r"\b(\d{1,2})\s*\+?\s*(?:years?|yrs?)\b", re.IGNORECASE)
# Only a claim of this technology alone: "ten years of experience, mostly in" is one of experience.
_OF = re.compile(
    r"[\s'’]*(?:(?:of|with|in|using|experience|professional|hands-on|production|commercial|"
    r"working|development)\s+)+",
    re.IGNORECASE,
)
_SINCE = re.compile(r"\s*[(:–-]\s*|\s+for\s+", re.IGNORECASE)
# What tools leave in a file by themselves says nothing about whoever wrote it, unless it speaks to
# whoever screens.
_BY_ITSELF = {"comment", "deleted", "description", "metadata", "replaced"}


def impossible(resume: Redacted, career: Career, today: date) -> tuple[Finding, ...]:
    """Dates that contradict each other, and claims older than what they are about."""
    found = [
        Finding(
            text=f"A period ends ({month_words(one.last)}) before it begins "
            f"({month_words(one.first)}).",
            evidence=(_of(resume, one),),
        )
        for one in career.contradictory
    ]
    found += [
        Finding(
            text=f"A period begins in the future ({month_words(one.first)}).",
            evidence=(_of(resume, one),),
        )
        for one in career.future
    ]
    found += _older_than_technology(resume, today)
    return tuple(found[:MAX_FLAGS])


def tricks(resume: Redacted, document: Document) -> tuple[Finding, ...]:
    """Words to whoever screens, and text that nobody would see."""
    found = []
    if resume.addressed:
        spans = tuple(
            Evidence.of(resume.original, one.start, one.end) for one in resume.addressed[:MAX_FLAGS]
        )
        found.append(
            Finding(
                text="The résumé speaks to whoever screens it. It was not heeded.", evidence=spans
            )
        )
    for kind, page, text in document.hidden[:MAX_FLAGS]:
        if not text.strip() or (kind in _BY_ITSELF and not addressed(text)):
            continue
        where = f" on page {page}" if page else ""
        said = " ".join(text.split())[:MAX_HIDDEN]
        words = kind.replace("_", " ")
        stop = "" if said.endswith((".", "!", "?")) else "."
        told = f"Text that a reader would not see{where} ({words}): “{said}”{stop}"
        found.append(Finding(text=told))
    return tuple(found)


def protected(resume: Redacted) -> tuple[Finding, ...]:
    """What was kept from the analysis because nobody may be judged by it, by kind."""
    kinds = dict.fromkeys(one.kind for one in resume.told)
    return tuple(
        Finding(
            text=WORDS[kind],
            evidence=tuple(
                Evidence.of(resume.original, one.start, one.end)
                for one in resume.told
                if one.kind is kind
            ),
        )
        for kind in kinds
    )


def _older_than_technology(resume: Redacted, today: date) -> Sequence[Finding]:
    """Claims of more years with a technology than it has existed."""
    found = []
    for line in resume.layout.lines:
        said = resume.shown[line.start : line.end]
        claims = list(_CLAIM.finditer(said))
        if not claims:
            continue
        for technology, start, end in technologies_in(said):
            near = [one for one in claims if _OF.fullmatch(said, one.end(), max(one.end(), start))]
            near += [one for one in claims if _SINCE.fullmatch(said, end, max(end, one.start()))]
            for claim in near[:1]:
                years = int(claim[1])
                if years > today.year - technology.year + 1:
                    begin, stop = min(claim.start(), start), max(claim.end(), end)
                    found.append(
                        Finding(
                            text=f"{years} years with {technology.name} are claimed, which was "
                            f"first released in {technology.year}.",
                            evidence=(
                                Evidence.of(resume.original, line.start + begin, line.start + stop),
                            ),
                        )
                    )
    return found


def _of(resume: Redacted, one: Period) -> Evidence:
    return Evidence.of(resume.original, one.start, one.end)
