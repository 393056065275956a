"""A model's reading of a résumé, as it was said: what of it stands is for the caller to check.

The résumé reaches the model only as data in the fence, redacted before it came here. An
organisation's own instructions are added to the developer's message, without anything of the
candidate's; where they ask for an answer of a shape of their own, that comes beside the reading.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Literal

from pydantic import field_validator

from app.engines.models import CallPurpose
from app.engines.openai.client import Calls, Task
from app.engines.openai.prompting import Prompt, prompt
from app.engines.openai.schemas import Shape

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from uuid import UUID

    from app.engines.choices import Configuration
    from app.engines.instructions import Instructions

NAME = "openai"
REVISION = "1"
"""Changes whenever the same reading could make other findings."""

PROMPT = "analyse.v1"
MAX_OUTPUT_TOKENS = 8_000
ANALYSING_S = 90.0


class JudgedRequirement(Shape):
    """How far one requirement is met. The quotes come first: the verdict follows from them."""

    number: int
    quotes: list[str]
    met: Literal["none", "partial", "full"]


class Noted(Shape):
    """A sentence about the résumé, with the words it rests on."""

    text: str
    quotes: list[str]


class Asked(Shape):
    """A question to ask, and why. `only_here` is about this résumé alone."""

    text: str
    why: str
    only_here: bool


class Reading(Shape):
    """What a model reads in a résumé."""

    requirements: list[JudgedRequirement]
    strengths: list[Noted]
    concerns: list[Noted]
    contradictions: list[Noted]
    questions: list[Asked]


class Analyst:
    """Reads résumés for one organisation. Its calls are booked without an interview."""

    name = NAME

    def __init__(
        self,
        configuration: Configuration,
        organization_id: UUID,
        instructions: Instructions | None = None,
    ) -> None:
        self._configuration = configuration
        self._organization_id = organization_id
        self._instructions = instructions
        self._shape = _shape(instructions)
        self._prompt = _prompt(instructions, self._shape)

    @property
    def prompt_hash(self) -> str:
        """That of everything in a request that is the same for every candidate."""
        return self._prompt.hash

    def version(self, job: str) -> str:
        """The model, and a digest of all that a reading for the job depends on: 40 at most."""
        it = self._configuration
        parts = (REVISION, it.base_url, it.model, it.temperature, self._prompt.hash, job)
        digest = hashlib.sha256(repr(parts).encode()).hexdigest()[:8]
        return f"{it.model[:29]} {REVISION}.{digest}"

    async def read(
        self, *, title: str, description: str, requirements: Sequence[str], resume: str
    ) -> Reading:
        """Have the model read a résumé that was redacted. Raises EngineError."""
        data = {
            "job": {"title": title, "description": description},
            "requirements": [
                {"number": number, "text": text}
                for number, text in enumerate(requirements, start=1)
            ],
            "resume": resume,
        }
        task = Task(CallPurpose.ANALYSE, self._prompt, data, MAX_OUTPUT_TOKENS)
        seconds = max(ANALYSING_S, self._configuration.timeout_seconds)
        async with Calls(
            self._configuration, self._organization_id, None, seconds=seconds
        ) as calls:
            return await calls.parsed(task, self._shape)


def _shape(instructions: Instructions | None) -> type[Reading]:
    """The answer's shape: with an organisation's own answer beside it, checked as it comes."""
    if instructions is None or instructions.schema is None or instructions.check is None:
        return Reading
    check: Callable[[object], None] = instructions.check

    class ReadingAndAnswer(Reading):
        answer: str

        @field_validator("answer")
        @classmethod
        def _keeps_to_the_schema(cls, value: str) -> str:
            check(json.loads(value))
            return value

    return ReadingAndAnswer


def _prompt(instructions: Instructions | None, shape: type[Reading]) -> Prompt:
    own = prompt(PROMPT, Reading)
    if instructions is None:
        return own
    parts = [own.text, "The hiring team adds, about the job alone:", instructions.text]
    if shape is not Reading:
        parts.append(
            "`answer`: beside all that, a JSON document as text that keeps to this JSON Schema:\n"
            f"{instructions.schema}"
        )
    text = "\n\n".join(parts)
    digest = hashlib.sha256(f"{own.hash} {instructions.sha256}".encode()).hexdigest()
    return Prompt(own.name, text, shape.model_json_schema(), digest)
