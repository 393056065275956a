"""One small call, to see whether a configuration works."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from app.engines.errors import EngineError, Failure
from app.engines.models import CallPurpose
from app.engines.openai.client import Calls, Task
from app.engines.openai.prompting import prompt
from app.engines.openai.schemas import Shape

if TYPE_CHECKING:
    from uuid import UUID

    from app.engines.choices import Configuration

MAX_OUTPUT_TOKENS = 1_000
TRIAL_S = 20.0
_WORD = "ready"
_SAID = {
    Failure.UNAVAILABLE: "The model provider did not answer. Check the address, or try later.",
    Failure.REJECTED: "The model provider rejected the call. Check the key and the model's name.",
    Failure.BUDGET: "The budget for an interview does not cover one small call. Raise it.",
    Failure.REFUSED: "The model refused to answer.",
    Failure.INVALID: "The model does not keep to structured outputs. Choose another model.",
}
_log = structlog.get_logger(__name__)


class Echo(Shape):
    """The answer of a model that works."""

    reply: str


async def trial(configuration: Configuration, organization_id: UUID) -> tuple[bool, str]:
    """Whether the model answers in the shape that is asked for, and the same in words."""
    task = Task(CallPurpose.TEST, prompt("trial.v1", Echo), {"word": _WORD}, MAX_OUTPUT_TOKENS)
    seconds = min(TRIAL_S, configuration.timeout_seconds)
    try:
        async with Calls(configuration, organization_id, None, seconds=seconds) as calls:
            await calls.parsed(task, Echo)
    except EngineError as error:
        return False, _SAID[error.failure]
    except Exception:
        _log.exception("engine_trial_failed")
        return False, _SAID[Failure.UNAVAILABLE]
    return True, f"It works: {configuration.model} answered in the shape that was asked for."
