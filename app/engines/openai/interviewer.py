"""The OpenAI interviewer: a model finds the words, rules check them, and the item stands behind.

A question is read as a stream, so that a stalled one is noticed, and said when it is whole and
checked: what a candidate has been shown cannot be taken back. Whatever fails, the built-in
interviewer's words are said instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from app.assessment.interviewer import is_unclear
from app.assessment.manner import VOICES, Manner, Mannered
from app.engines.errors import EngineError
from app.engines.models import CallPurpose
from app.engines.openai.client import Calls, Task
from app.engines.openai.fence import visible
from app.engines.openai.fitness import (
    is_fit_clarification,
    is_fit_follow_up,
    is_fit_question,
    strays,
)
from app.engines.openai.prompting import in_manner, prompt

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence
    from uuid import UUID

    from app.assessment.engines import Interviewer
    from app.assessment.items import AnswerPart, Grade, Item
    from app.engines.choices import Configuration

WORDING_S = 10.0
"""For words alone nobody waits longer than this, all attempts together."""

MAX_OUTPUT_TOKENS = 1_500
_CREDITED, _LITTLE = 0.75, 0.25
_log = structlog.get_logger(__name__)


class OpenAIInterviewer:
    """Implements `Interviewer` and `Mannered` for one organisation and interview."""

    reads = True

    def __init__(
        self,
        configuration: Configuration,
        organization_id: UUID | None,
        interview_id: UUID | None,
        built_in: Interviewer,
        manner: Manner = Manner(),  # noqa: B008 - frozen
    ) -> None:
        self._configuration = configuration
        self._scope = (organization_id, interview_id)
        self._built_in = built_in
        self._manner = manner

    def speaking(self, manner: Manner) -> OpenAIInterviewer:
        """The same interviewer in that manner, and the one behind it too."""
        behind = self._built_in
        if isinstance(behind, Mannered):
            behind = behind.speaking(manner)
        return OpenAIInterviewer(self._configuration, *self._scope, behind, manner)

    async def ask(self, item: Item) -> AsyncIterator[str]:
        """The item's question in the model's words, where they ask the same."""
        data = {"question": item.question, "simpler_wording": item.rephrase}
        said = await self._words(CallPurpose.ASK, "ask.v1", data)
        if said and is_fit_question(said, item) and not self._strays(said, item):
            yield VOICES[self._manner.style].before_question(self._manner, item.id) + said
            return
        async for piece in self._built_in.ask(item):
            yield piece

    async def follow_up(
        self, item: Item, grade: Grade, answer: Sequence[AnswerPart] = ()
    ) -> str | None:
        """A question about what is missing, taking up what was said, where the grade is unclear."""
        own = await self._built_in.follow_up(item, grade, answer)
        earned = {point.point_id: point.credit for point in grade.points}
        missing = [point for point in item.points if earned.get(point.id, 0.0) < _CREDITED]
        lacking = sum(point.weight * (1 - earned.get(point.id, 0.0)) for point in missing)
        if not is_unclear(grade) or not answer or lacking < _LITTLE:
            return own
        texts = [visible(part.text).text for part in answer]
        data = {
            "question": item.question,
            "missing_points": [point.text for point in missing],
            "answer": texts,
        }
        said = await self._words(CallPurpose.FOLLOW_UP, "follow_up.v1", data)
        is_fit = is_fit_follow_up(said, item, missing, texts)
        return said if said and is_fit and not self._strays(said, item, *texts) else own

    async def clarify(self, item: Item, request: str) -> str:
        """What the question means, in answer to what the candidate asked about it."""
        data = {
            "question": item.question,
            "simpler_wording": item.rephrase,
            "candidate_asks": request,
        }
        said = await self._words(CallPurpose.CLARIFY, "clarify.v1", data)
        if said and is_fit_clarification(said, item) and not self._strays(said, item, request):
            return said
        return await self._built_in.clarify(item, request)

    @property
    def _has_wishes(self) -> bool:
        return bool(self._manner.words or self._manner.focus)

    def _strays(self, said: str, item: Item, *taken_up: str) -> bool:
        """Whether the organisation's wishes have led away from the item."""
        return self._has_wishes and strays(said, item, taken_up)

    async def _words(self, purpose: CallPurpose, name: str, data: Mapping[str, object]) -> str:
        """What the model says, on one line; nothing where it cannot."""
        instructions = prompt(name)
        if self._has_wishes:
            manner = {
                "style": self._manner.style.value,
                "words": self._manner.words,
                "focus": self._manner.focus,
            }
            instructions, data = in_manner(name), {**data, "manner": manner}
        task = Task(purpose, instructions, data, MAX_OUTPUT_TOKENS)
        seconds = min(WORDING_S, self._configuration.timeout_seconds)
        try:
            async with Calls(self._configuration, *self._scope, seconds=seconds) as calls:
                return " ".join(visible(await calls.streamed(task)).text.split())
        except EngineError as error:
            _log.info("built_in_words", purpose=purpose.value, reason=error.failure.value)
        except Exception:
            _log.exception("model_words_failed", purpose=purpose.value)
        return ""
