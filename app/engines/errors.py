"""Why a model gave nothing usable, in codes that are stored with a grade."""

from __future__ import annotations

from enum import StrEnum


class Failure(StrEnum):
    """What kept a model from doing what it was called for."""

    UNAVAILABLE = "provider_unavailable"
    REJECTED = "provider_rejected"
    BUDGET = "budget_spent"
    REFUSED = "refused"
    INVALID = "invalid_output"


REASONS = {
    Failure.UNAVAILABLE: "the model provider did not answer",
    Failure.REJECTED: "the model provider rejected the request",
    Failure.BUDGET: "the interview's budget for model calls was spent",
    Failure.REFUSED: "the model refused to grade it",
    Failure.INVALID: "the model's output could not be used",
}
"""The end of a sentence that begins with what was done instead."""


class EngineError(RuntimeError):
    """A model gave nothing usable, after all attempts; `failure` says why."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(REASONS[failure])
        self.failure = failure


def reason(code: str) -> str:
    """A stored code in words; a code of another release as it is."""
    known = {failure.value: words for failure, words in REASONS.items()}
    return known.get(code, code.replace("_", " "))
