"""The OpenAI engine put together, with the built-in one behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.assessment import registry
from app.assessment.registry import Engine
from app.engines.openai.evaluator import OpenAIEvaluator
from app.engines.openai.interviewer import OpenAIInterviewer

if TYPE_CHECKING:
    from uuid import UUID

    from app.engines.choices import Configuration


def make_engine(
    configuration: Configuration, organization_id: UUID | None, interview_id: UUID | None
) -> Engine:
    """An engine whose calls are booked under that organisation and interview, if there is one."""
    behind = registry.built_in()
    scope = (configuration, organization_id, interview_id)
    return Engine(
        OpenAIEvaluator(*scope, behind.evaluator), OpenAIInterviewer(*scope, behind.interviewer)
    )
