"""An analysis as the contract shows it: its sentences, and beside them what each rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID  # noqa: TC003 - read by pydantic

from pydantic import Field

from api.common.formats import Instant, Integer  # noqa: TC001 - read by pydantic
from api.recruiting.answers import Shown
from api.recruiting.bodies import Given

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.analysis.service import Adopted, AnalysisView
    from app.analysis.values import Finding

EXAMPLE_RISK = 0.25


class EvidenceShown(Shown):
    """Words of the résumé: characters `start` to `end` of its text, the last one not included."""

    start: int = Field(ge=0)
    end: int = Field(ge=1)
    quote: str


class EvidenceOfFindings(Shown):
    """What each sentence rests on, in the order of the lists of the same names."""

    pros: list[list[EvidenceShown]]
    cons: list[list[EvidenceShown]]
    red_flags: list[list[EvidenceShown]]
    compliance_flags: list[list[EvidenceShown]]


class QuestionShown(Shown):
    """A suggested question and why. A general one can become a must-ask question by its index."""

    index: int = Field(ge=0)
    text: str
    why: str
    is_general: bool


class AnalysisShown(Shown):
    """What a résumé says for and against an application.

    `fallback` says why the built-in analyser worked in place of the model that was chosen.
    """

    id: int
    application_id: int
    risk_score: float | None = Field(
        ge=0,
        le=1,
        description="The share of the weighted requirements without evidence; null without any.",
        examples=[EXAMPLE_RISK],
    )
    relevance_summary: str
    pros: list[str]
    cons: list[str]
    red_flags: list[str]
    suggested_questions: list[str]
    compliance_flags: list[str]
    evidence: EvidenceOfFindings
    questions: list[QuestionShown]
    engine: str
    engine_version: str
    fallback: str | None
    created_at: Instant


class QuestionChosen(Given):
    """Which suggested question to ask every candidate, counted from 0."""

    index: Integer = Field(ge=0, le=1000, examples=[0])


class AdoptedShown(Shown):
    """The question as it is asked now, and of which position."""

    position_id: UUID
    question: str


def analysis_of(view: AnalysisView, application_number: int) -> AnalysisShown:
    """An analysis as it is answered."""
    return AnalysisShown(
        id=view.number,
        application_id=application_number,
        risk_score=view.risk_score,
        relevance_summary=view.relevance_summary,
        pros=_texts(view.pros),
        cons=_texts(view.cons),
        red_flags=_texts(view.red_flags),
        suggested_questions=[one.text for one in view.suggested_questions],
        compliance_flags=_texts(view.compliance_flags),
        evidence=EvidenceOfFindings(
            pros=_evidence(view.pros),
            cons=_evidence(view.cons),
            red_flags=_evidence(view.red_flags),
            compliance_flags=_evidence(view.compliance_flags),
        ),
        questions=[
            QuestionShown(index=index, text=one.text, why=one.why, is_general=one.is_general)
            for index, one in enumerate(view.suggested_questions)
        ],
        engine=view.engine,
        engine_version=view.engine_version,
        fallback=view.fallback or None,
        created_at=view.created_at,
    )


def adopted_of(adopted: Adopted) -> AdoptedShown:
    """A question that was taken up, as it is answered."""
    return AdoptedShown(position_id=adopted.position_id, question=adopted.question)


def _texts(findings: Iterable[Finding]) -> list[str]:
    return [one.text for one in findings]


def _evidence(findings: Iterable[Finding]) -> list[list[EvidenceShown]]:
    return [[EvidenceShown.model_validate(span) for span in one.evidence] for one in findings]
