"""The OpenAI evaluator: several judgements of a model, each checked, and the built-in grade beside.

A grade is made so:

1. The built-in engine grades the answer. Where it can tell from the words alone that nothing was
   answered (empty, don't know, a list of keywords, gibberish, the question repeated, words to the
   grader alone), its grade stands and no model is called.
2. The model judges the answer several times independently; more than half have to succeed.
3. Quotes are looked for verbatim in the candidate's own words and checked against the point
   (`evidence`); without a quote that stands there is no credit.
4. A point's credit is the lower median of its credits. The score's interval runs from the lowest
   to the highest score of a single judgement. Judgements that lie apart, quotes that were made up,
   and a built-in grade that differs lower the confidence.

Whatever keeps the model from this, the built-in grade is given instead and says why.
"""

from __future__ import annotations

import asyncio
import hashlib
from statistics import median_low
from typing import TYPE_CHECKING

import structlog

from app.assessment.items import AnswerKind, Grade, PointGrade
from app.engines.errors import EngineError, Failure
from app.engines.models import CallPurpose
from app.engines.openai.client import Calls, Task
from app.engines.openai.evidence import Answer, apart, verify
from app.engines.openai.prompting import prompt
from app.engines.openai.schemas import Judgement

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from app.assessment.engines import Evaluator
    from app.assessment.items import AnswerPart, EvidenceSpan, Item, ReferencePoint
    from app.engines.choices import Configuration
    from app.engines.openai.evidence import Verified
    from app.engines.openai.prompting import Prompt

NAME = "openai"
REVISION = "2"
"""Changes whenever the same judgements could make another grade."""

PROMPT = "grade.v1"
MAX_OUTPUT_TOKENS = 6_000
NO_QUOTE = "Insufficient evidence in the answer."
CONTRADICTED = "The answer says the opposite."
DOUBTFUL = "The quoted words have little to do with this point."
_SETTLED = {
    AnswerKind.EMPTY,
    AnswerKind.DONT_KNOW,
    AnswerKind.KEYWORDS,
    AnswerKind.GIBBERISH,
    AnswerKind.REPEATS_QUESTION,
}
# How sure a unanimous judgement is, and how much of that each cause of doubt takes away.
_ONE, _SEVERAL = 0.7, 0.9
_SPREAD_TAKES, _DIFFERENCE_TAKES, _DOUBT_TAKES = 0.6, 0.3, 0.5
_log = structlog.get_logger(__name__)


class OpenAIEvaluator:
    """Implements `Evaluator` for one organisation and interview."""

    name = NAME

    def __init__(
        self,
        configuration: Configuration,
        organization_id: UUID | None,
        interview_id: UUID | None,
        built_in: Evaluator,
    ) -> None:
        self._configuration = configuration
        self._scope = (organization_id, interview_id)
        self._built_in = built_in

    @property
    def version(self) -> str:
        """The model, and a digest of all that a grade depends on: 40 letters at most."""
        it = self._configuration
        parts = (REVISION, it.base_url, it.model, it.temperature, it.judgements, _prompt().hash)
        digest = hashlib.sha256(repr(parts).encode()).hexdigest()[:8]
        return f"{it.model[:29]} {REVISION}.{digest}"

    async def prepare(self, item: Item) -> None:
        """Let the built-in engine get ready for the floor check."""
        await self._built_in.prepare(item)

    async def grade(self, item: Item, answer: Sequence[AnswerPart]) -> Grade:
        """Judge an answer. It takes the organisation's timeout at most, and half a second."""
        parts = tuple(answer)
        floor = await self._built_in.grade(item, parts)
        if floor.kind in _SETTLED:
            return floor
        said = Answer(item, parts)
        if not any(said.texts):
            return floor
        try:
            judgements = await self._judgements(item, said)
            verified = await asyncio.to_thread(verify, item, said, floor, judgements)
            return self._combined(item, floor, judgements, verified)
        except EngineError as error:
            return floor.model_copy(update={"fallback": error.failure.value})
        except Exception:
            _log.exception("model_grade_failed", interview_id=str(self._scope[1]))
            return floor.model_copy(update={"fallback": Failure.UNAVAILABLE.value})

    async def _judgements(self, item: Item, answer: Answer) -> list[Judgement]:
        """More than half of the judgements. Raises the first EngineError otherwise."""
        task = Task(CallPurpose.GRADE, _prompt(), _data(item, answer), MAX_OUTPUT_TOKENS)
        wanted = self._configuration.judgements
        async with Calls(self._configuration, *self._scope) as calls:
            outcomes = await asyncio.gather(
                *(calls.parsed(task, Judgement) for _ in range(wanted)), return_exceptions=True
            )
        judged = [one for one in outcomes if isinstance(one, Judgement)]
        if 2 * len(judged) > wanted:
            return judged
        raise next(one for one in outcomes if isinstance(one, BaseException))

    def _combined(
        self,
        item: Item,
        floor: Grade,
        judgements: Sequence[Judgement],
        verified: Sequence[Sequence[Verified]],
    ) -> Grade:
        floors = {point.point_id: point for point in floor.points}
        points = []
        for index, point in enumerate(item.points):
            judged = [one[index] for one in verified]
            points.append(_point(point, judged, floors[point.id], generic=item.generic))
        weights = [point.weight for point in item.points]
        score = _mean(weights, [point.credit for point in points])
        scores = [_mean(weights, [point.credit for point in one]) for one in verified]
        return Grade(
            item_id=item.id,
            kind=_kind(judgements, score),
            points=tuple(points),
            score=score,
            score_low=min(score, *scores),
            score_high=max(score, *scores),
            confidence=_mean(weights, [point.confidence for point in points]),
            misconceptions=_misconceptions(item, judgements),
            engine=self.name,
            engine_version=self.version,
            prompt_hash=_prompt().hash,
        )


def _point(
    point: ReferencePoint, judged: Sequence[Verified], floor: PointGrade, *, generic: bool
) -> PointGrade:
    """The judgements of a point as one."""
    contradicted = _most(one.contradicted for one in judged)
    earned = [one.credit for one in judged]
    credit = 0.0 if contradicted else median_low(earned)
    spans: list[EvidenceSpan] = []
    if contradicted:
        spans = [span for one in judged if one.contradicted for span in one.spans]
    elif credit > 0:
        spans = [span for one in judged if one.credit >= credit for span in one.spans]
    doubtful = credit > 0 and _most(one.doubtful for one in judged)
    confidence = _ONE if len(judged) == 1 else _SEVERAL
    confidence *= 1 - _SPREAD_TAKES * (max(earned) - min(earned))
    confidence *= 1 - _DIFFERENCE_TAKES * abs(credit - floor.credit)
    if doubtful or (credit > 0 and floor.contradicted) or _most(one.made_up for one in judged):
        confidence *= _DOUBT_TAKES
    if generic:
        confidence = min(confidence, floor.confidence)
    return PointGrade(
        point_id=point.id,
        credit=credit,
        confidence=round(confidence, 4),
        evidence=apart(spans),
        contradicted=contradicted,
        note=_note(credit, contradicted=contradicted, doubtful=doubtful),
    )


def _note(credit: float, *, contradicted: bool, doubtful: bool) -> str:
    if contradicted:
        return CONTRADICTED
    if doubtful:
        return DOUBTFUL
    return "" if credit > 0 else NO_QUOTE


def _kind(judgements: Sequence[Judgement], score: float) -> AnswerKind:
    off_topic = score == 0 and _most(one.off_topic for one in judgements)
    return AnswerKind.OFF_TOPIC if off_topic else AnswerKind.SUBSTANTIVE


def _misconceptions(item: Item, judgements: Sequence[Judgement]) -> tuple[str, ...]:
    """Those that most judgements saw, in the item's words."""
    return tuple(
        text
        for number, text in enumerate(item.misconceptions, start=1)
        if _most(number in one.misconceptions for one in judgements)
    )


def _most(votes: Iterable[bool]) -> bool:
    cast = list(votes)
    return 2 * sum(cast) > len(cast)


def _mean(weights: Sequence[float], values: Sequence[float]) -> float:
    whole = sum(w * v for w, v in zip(weights, values, strict=True)) / sum(weights)
    return round(min(1.0, max(0.0, whole)), 4)


def _data(item: Item, answer: Answer) -> dict[str, object]:
    return {
        "question": item.question,
        "reference_points": [
            {"point": point.id, "text": point.text, "also": list(point.also)}
            for point in item.points
        ],
        "misconceptions": [
            {"number": number, "text": text}
            for number, text in enumerate(item.misconceptions, start=1)
        ],
        "answer": answer.texts,
    }


def _prompt() -> Prompt:
    return prompt(PROMPT, Judgement)
