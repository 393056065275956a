"""What an analysis finds in a résumé, each finding with the words it rests on."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Evidence(_Value):
    """Where in the résumé's text something stands: `text[start:end] == quote`, in code points."""

    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(gt=0)]
    quote: str

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Evidence:
        """The words of that stretch of a text."""
        return cls(start=start, end=end, quote=text[start:end])

    def is_verbatim(self, text: str) -> bool:
        """Whether exactly these words stand at exactly this place."""
        return self.start < self.end <= len(text) and text[self.start : self.end] == self.quote


class Finding(_Value):
    """Something for or against an application, in a sentence. Some rest on what is not there."""

    text: str
    evidence: tuple[Evidence, ...] = ()


class Suggestion(_Value):
    """A question to ask, and why.

    `is_general` says that it could be asked of every candidate; the others are about this résumé
    alone.
    """

    text: str
    why: str
    is_general: bool = True


class Findings(_Value):
    """Everything an analysis says. `risk_score` is between 0 and 1, or None without a measure."""

    risk_score: Annotated[float, Field(ge=0, le=1)] | None
    relevance_summary: str
    pros: tuple[Finding, ...] = ()
    cons: tuple[Finding, ...] = ()
    red_flags: tuple[Finding, ...] = ()
    compliance_flags: tuple[Finding, ...] = ()
    suggested_questions: tuple[Suggestion, ...] = ()
