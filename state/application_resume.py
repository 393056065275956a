"""A résumé with evidence marked in it, and the analysis, each leading to the other."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from app.resumes.models import ResumeFormat
from app.resumes.pieces import HiddenKind
from state.moments import day_and_time

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.analysis.values import Evidence, Finding
    from app.analysis.views import AnalysisView
    from app.resumes.models import Resume

MOST_SHOWN = 200_000
"""So many characters of a résumé the browser is given; the rest is in the file."""
MOST_QUOTES = 6
LOW_RISK, HIGH_RISK = 0.34, 0.67
HIDDEN_WORDS = {
    HiddenKind.INVISIBLE: "Invisible text",
    HiddenKind.TINY: "Too small to read",
    HiddenKind.OFF_PAGE: "Off the page",
    HiddenKind.COLOUR: "In the colour of the paper",
    HiddenKind.COVERED: "Covered by something else",
    HiddenKind.REPLACED: "Replaced by other text",
    HiddenKind.CHARACTERS: "Invisible characters",
    HiddenKind.METADATA: "In the file's properties",
    HiddenKind.COMMENT: "A comment",
    HiddenKind.DELETED: "Deleted, but still in the file",
    HiddenKind.DESCRIPTION: "The description of a picture",
}
FALLBACK = "The model could not be asked, so the built-in analyser made this."


@dataclass(frozen=True)
class PieceRow:
    """A stretch of the résumé. `finding` is the id of what rests on it, empty where nothing does.

    `mark` is the id by which the stretch is found, `about` what a screen reader says of it.
    """

    text: str = ""
    finding: str = ""
    mark: str = ""
    about: str = ""
    kind: str = ""


@dataclass(frozen=True)
class PageRow:
    """A page of the résumé."""

    number: str = ""
    pieces: list[PieceRow] = field(default_factory=list)


@dataclass(frozen=True)
class HiddenRow:
    """Something that was left out of the résumé."""

    words: str = ""
    text: str = ""


@dataclass(frozen=True)
class ResumeRow:
    """The résumé as it was read. `is_there` is false for an application without one."""

    is_there: bool = False
    name: str = ""
    facts: str = ""
    problem: str = ""
    rest: str = ""
    pages: list[PageRow] = field(default_factory=list)
    hidden: list[HiddenRow] = field(default_factory=list)


@dataclass(frozen=True)
class QuoteRow:
    """Words of the résumé; `href` leads to them, and is empty where they are not shown."""

    text: str = ""
    mark: str = ""


@dataclass(frozen=True)
class FindingRow:
    """A finding and the words it rests on."""

    key: str = ""
    text: str = ""
    quotes: list[QuoteRow] = field(default_factory=list)


@dataclass(frozen=True)
class QuestionRow:
    """A question the analysis suggests. `can_adopt` where it can be asked of everyone."""

    index: int = 0
    text: str = ""
    why: str = ""
    can_adopt: bool = False
    is_adopted: bool = False


@dataclass(frozen=True)
class AnalysisRow:
    """The analysis that counts. `is_there` is false until there is one."""

    is_there: bool = False
    risk: str = ""
    risk_width: str = ""
    risk_tone: str = ""
    risk_words: str = ""
    summary: str = ""
    pros: list[FindingRow] = field(default_factory=list)
    cons: list[FindingRow] = field(default_factory=list)
    flags: list[FindingRow] = field(default_factory=list)
    compliance: list[FindingRow] = field(default_factory=list)
    questions: list[QuestionRow] = field(default_factory=list)
    made: str = ""
    remark: str = ""


_KINDS = (
    ("pro", "for the application"),
    ("con", "against the application"),
    ("flag", "red flag"),
    ("compliance", "not to be judged by"),
)


def resume_row(resume: Resume | None, analysis: AnalysisView | None) -> ResumeRow:
    """The résumé with the evidence of its own analysis marked in it."""
    if resume is None:
        return ResumeRow()
    pages = len(resume.pages)
    facts = ["Text" if resume.format is ResumeFormat.TEXT else resume.format.value.upper()]
    facts += [f"{pages} {'page' if pages == 1 else 'pages'}"] if pages else []
    facts += [_size(resume.size), day_and_time(resume.created_at)]
    spans = _spans(analysis) if analysis and analysis.resume_id == resume.id else []
    rest = len(resume.text) - MOST_SHOWN
    return ResumeRow(
        is_there=True,
        name=resume.file_name,
        facts=" · ".join(facts),
        problem=resume.problem or "",
        rest=f"{rest:,} more characters are in the file." if rest > 0 else "",
        pages=_pages(resume.text[:MOST_SHOWN], resume.pages, spans),
        hidden=[_hidden(one) for one in resume.hidden],
    )


def _size(number: int) -> str:
    return f"{number / 1_000_000:.1f} MB" if number >= 1_000_000 else f"{max(1, number // 1000)} kB"  # noqa: PLR2004 - a megabyte


def _hidden(one: dict[str, Any]) -> HiddenRow:
    kind = HIDDEN_WORDS[HiddenKind(one["kind"])]
    page = one.get("page")
    return HiddenRow(f"{kind}, page {page}" if page else kind, str(one["text"]))


@dataclass(frozen=True)
class _Span:
    start: int
    end: int
    kind: str
    about: str
    finding: str
    mark: str


def _spans(analysis: AnalysisView) -> list[_Span]:
    """Every stretch of evidence; of some that overlap the one that begins first is linked."""
    found = []
    for (kind, about), findings in zip(_KINDS, _findings(analysis), strict=True):
        for number, finding in enumerate(findings):
            for place, one in enumerate(finding.evidence[:MOST_QUOTES]):
                key = f"{kind}-{number}"
                found.append(_Span(one.start, one.end, kind, about, key, f"{key}-{place}"))
    return sorted(found, key=lambda one: (one.start, one.end))


def _findings(analysis: AnalysisView) -> tuple[tuple[Finding, ...], ...]:
    return (analysis.pros, analysis.cons, analysis.red_flags, analysis.compliance_flags)


def _pages(text: str, starts: Sequence[int], spans: Sequence[_Span]) -> list[PageRow]:
    begins = sorted({0, *(one for one in starts if 0 < one < len(text))})
    cuts = {0, len(text), *begins}
    for span in spans:
        cuts |= {min(span.start, len(text)), min(span.end, len(text))}
    pages: list[list[PieceRow]] = [[] for _ in begins]
    edges = sorted(cuts)
    for start, end in pairwise(edges):
        over = [one for one in spans if one.start <= start and end <= one.end]
        pages[bisect_right(begins, start) - 1].append(_piece(text[start:end], start, over))
    several = len(begins) > 1
    return [
        PageRow(f"Page {number}" if several else "", pieces)
        for number, pieces in enumerate(pages, start=1)
    ]


def _piece(text: str, start: int, over: Sequence[_Span]) -> PieceRow:
    if not over or not text.strip():
        return PieceRow(text)
    first = over[0]
    # Only the beginning of a stretch is what a quote leads to.
    beginning = next((one for one in over if one.start == start), None)
    chosen = beginning or first
    kinds = {one.kind for one in over}
    return PieceRow(
        text=text,
        finding=f"finding-{chosen.finding}",
        mark=f"mark-{beginning.mark}" if beginning else "",
        about=", ".join(dict.fromkeys(one.about for one in over)),
        kind="compliance" if kinds == {"compliance"} else "",
    )


def analysis_row(
    analysis: AnalysisView | None, resume: Resume | None, asked: Iterable[str]
) -> AnalysisRow:
    """The analysis in words. `asked` are the must-ask questions of the position by now."""
    if analysis is None:
        return AnalysisRow()
    is_newest = resume is not None and analysis.resume_id == resume.id
    known = {one.casefold() for one in asked}
    links = _links(analysis) if is_newest else {}
    rows = [
        [_finding(kind, number, one, links) for number, one in enumerate(findings)]
        for (kind, _), findings in zip(_KINDS, _findings(analysis), strict=True)
    ]
    risk = analysis.risk_score
    return AnalysisRow(
        is_there=True,
        risk="" if risk is None else f"{risk:.2f}",
        risk_width="0%" if risk is None else f"{risk * 100:.0f}%",
        risk_tone=risk_tone(risk),
        risk_words=_risk_words(analysis),
        summary=analysis.relevance_summary,
        pros=rows[0],
        cons=rows[1],
        flags=rows[2],
        compliance=rows[3],
        questions=[
            QuestionRow(
                index=index,
                text=one.text,
                why=one.why,
                can_adopt=one.is_general,
                is_adopted=one.text.casefold() in known,
            )
            for index, one in enumerate(analysis.suggested_questions)
        ],
        made=f"{analysis.engine.capitalize()} {analysis.engine_version}, "
        f"{day_and_time(analysis.created_at)}",
        remark=_remark(analysis, is_newest=is_newest),
    )


def risk_tone(risk: float | None) -> str:
    """The colour that judges a risk."""
    if risk is None:
        return ""
    return "good" if risk < LOW_RISK else "warn" if risk < HIGH_RISK else "bad"


def risk_level(risk: float | None) -> str:
    """The same in words."""
    if risk is None:
        return "Risk unknown"
    level = {"good": "Low", "warn": "Medium", "bad": "High"}[risk_tone(risk)]
    return f"{level} risk {risk:.2f}"


def _risk_words(analysis: AnalysisView) -> str:
    if analysis.risk_score is None:
        return "The job asks for nothing that can be looked for in a résumé, so there is no score."
    return (
        f"The share of the weighted requirements without evidence in the résumé"
        f"{', with what the red flags add' if analysis.red_flags else ''}."
    )


def _remark(analysis: AnalysisView, *, is_newest: bool) -> str:
    if not is_newest:
        return "This analysis is of an earlier résumé. Analyse again for the newest."
    return FALLBACK if analysis.fallback else ""


def _links(analysis: AnalysisView) -> dict[tuple[int, int], str]:
    """Where each stretch begins to be marked: those that begin together share their mark."""
    found: dict[tuple[int, int], str] = {}
    first: dict[int, str] = {}
    for span in _spans(analysis):
        first.setdefault(span.start, f"mark-{span.mark}")
        found[span.start, span.end] = first[span.start]
    return found


def _finding(
    kind: str, number: int, finding: Finding, links: dict[tuple[int, int], str]
) -> FindingRow:
    return FindingRow(
        key=f"finding-{kind}-{number}",
        text=finding.text,
        quotes=[_quote(one, links) for one in finding.evidence[:MOST_QUOTES]],
    )


def _quote(one: Evidence, links: dict[tuple[int, int], str]) -> QuoteRow:
    shown = " ".join(one.quote.split())
    mark = links.get((one.start, one.end), "") if one.start < MOST_SHOWN else ""
    return QuoteRow(shown, mark)
