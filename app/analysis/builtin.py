"""The built-in analyser: no key, no network, and the same findings for the same words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.analysis import flags, wording
from app.analysis.careers import career_of
from app.analysis.evidence import matches as match_all
from app.analysis.redaction import redact
from app.analysis.requirements import requirements_of
from app.analysis.risk import risk_score
from app.analysis.values import Findings

if TYPE_CHECKING:
    from app.analysis.careers import Career
    from app.analysis.evidence import Match
    from app.analysis.job import Document, Identity, Job
    from app.analysis.redaction import Redacted
    from app.analysis.values import Finding

NAME = "built-in"
REVISION = "1"
"""Changes whenever the same résumé and job could make other findings."""

MAX_CHARACTERS = 60_000
"""So much of a résumé is read: some twenty pages, more than anybody reads of one."""


@dataclass(frozen=True, slots=True)
class Examined:
    """A résumé held against a job, before anything is put into words."""

    job: Job
    resume: Redacted
    career: Career
    matches: tuple[Match, ...]
    impossible: tuple[Finding, ...]
    tricks: tuple[Finding, ...]


def examine(job: Job, document: Document, who: Identity) -> Examined:
    """Hold a résumé against a job: some hundred milliseconds of computing, not for an event loop.

    Raises ModelError if the embedding model is unusable.
    """
    resume = redact(document.text[:MAX_CHARACTERS], who)
    career = career_of(resume.shown, resume.layout, document.today)
    return Examined(
        job=job,
        resume=resume,
        career=career,
        matches=match_all(requirements_of(job), resume, career),
        impossible=flags.impossible(resume, career, document.today),
        tricks=flags.tricks(resume, document),
    )


def findings_of(examined: Examined) -> Findings:
    """What an examination comes to, in words."""
    matches = examined.matches
    return Findings(
        risk_score=risk_score(
            matches, tricked=bool(examined.tricks), impossible=len(examined.impossible)
        ),
        relevance_summary=wording.summary(examined.job, matches, examined.career),
        pros=wording.pros(matches),
        cons=wording.cons(matches),
        red_flags=(*examined.tricks, *examined.impossible),
        compliance_flags=flags.protected(examined.resume),
        suggested_questions=wording.questions(matches, examined.career),
    )
