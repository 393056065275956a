"""Keeping grades: every one is checked once more against the candidate's own words, then stored."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING
from uuid import UUID  # noqa: TC003 - pydantic reads the annotations

from sqlalchemy.exc import IntegrityError

from app.assessment import repository
from app.assessment.items import AnswerKind, EvidenceSpan, Grade, Item, PointGrade, Value
from app.assessment.models import Evaluation, Evidence, PointEvaluation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.assessment.items import AnswerPart

MAX_NOTE = 200
NOT_JUDGED = "not judged"
EVIDENCE_REFUSED = "insufficient evidence"


class PointView(Value):
    """A reference point as it was judged: its words then, the credit (0 to 1), and the evidence."""

    point_id: str
    ordinal: int
    text: str
    weight: float
    credit: float
    confidence: float
    contradicted: bool
    note: str
    evidence: tuple[EvidenceSpan, ...]


class EvaluationView(Value):
    """A stored evaluation of one answer. `concept` and `depth` are None for a must-ask question."""

    id: UUID
    turn_id: UUID
    item_id: str
    concept: str | None
    depth: int | None
    kind: AnswerKind
    score: float
    score_low: float | None = None
    score_high: float | None = None
    confidence: float
    misconceptions: tuple[str, ...]
    engine: str
    engine_version: str
    prompt_hash: str
    fallback: str = ""
    points: tuple[PointView, ...]


def checked(item: Item, grade: Grade, parts: Sequence[AnswerPart]) -> Grade:
    """The grade with nothing in it that the answer does not bear out.

    A span that is not verbatim in its part is dropped; a point left without any gets no credit,
    and then the score is the weighted mean of what remains, if that is less than it was. Points
    come in the item's order; those the item does not have are dropped, those missing get none.
    The score lies within its bounds, where there are any.
    """
    by_turn = {part.turn_id: part for part in parts}
    judged = {point.point_id: point for point in grade.points}
    points = tuple(_borne_out(judged.get(point.id), point.id, by_turn) for point in item.points)
    score = grade.score
    if points != grade.points:
        weights = [point.weight for point in item.points]
        mean = sum(w * p.credit for w, p in zip(weights, points, strict=True)) / sum(weights)
        score = min(score, mean)
    low, high = _around(score, grade)
    found = {"points": points, "score": score, "score_low": low, "score_high": high}
    is_same = all(getattr(grade, name) == value for name, value in found.items())
    return grade if is_same else grade.model_copy(update=found)


def _around(score: float, grade: Grade) -> tuple[float | None, float | None]:
    """The bounds of a score, both or neither, with the score between them."""
    if grade.score_low is None or grade.score_high is None:
        return None, None
    bounds = (grade.score_low, grade.score_high, score)
    return min(bounds), max(bounds)


def _borne_out(
    point: PointGrade | None, point_id: str, by_turn: dict[UUID, AnswerPart]
) -> PointGrade:
    if point is None:
        return PointGrade(point_id=point_id, credit=0, confidence=0, note=NOT_JUDGED)
    spans = tuple(
        span
        for span in point.evidence
        if span.turn_id in by_turn and span.is_verbatim(by_turn[span.turn_id])
    )
    if spans == point.evidence:
        return point
    if spans:
        return point.model_copy(update={"evidence": spans})
    return point.model_copy(update={"evidence": (), "credit": 0.0, "note": EVIDENCE_REFUSED})


async def store_evaluation(
    session: AsyncSession,
    *,
    organization_id: UUID,
    interview_id: UUID,
    answer_turn_id: UUID,
    item: Item,
    concept: str | None,
    depth: int | None,
    grade: Grade,
    parts: Sequence[AnswerPart],
) -> EvaluationView:
    """Store the grade of an answer, once: for an answer already graded, what is stored stands.

    `parts` are the turns the grade was given for; its evidence is checked against them again.
    """
    if not await repository.is_graded(session, answer_turn_id):
        row = Evaluation(
            organization_id=organization_id,
            interview_id=interview_id,
            turn_id=answer_turn_id,
            item_id=item.id,
            concept=concept,
            depth=depth,
            kind=grade.kind,
            score=0.0,
            confidence=grade.confidence,
            misconceptions=list(grade.misconceptions),
            engine=grade.engine,
            engine_version=grade.engine_version,
            prompt_hash=grade.prompt_hash,
            fallback=grade.fallback,
        )
        try:
            async with session.begin_nested():
                return await _insert(session, row, item, checked(item, grade, parts))
        except IntegrityError:
            # Another process may have stored one in between; then its grade stands.
            if not await repository.is_graded(session, answer_turn_id):
                raise
    return _views(await repository.of_turn(session, organization_id, answer_turn_id))[0]


async def _insert(
    session: AsyncSession, row: Evaluation, item: Item, grade: Grade
) -> EvaluationView:
    row.score, row.score_low, row.score_high = grade.score, grade.score_low, grade.score_high
    session.add(row)
    await session.flush()
    points = [
        PointEvaluation(
            evaluation_id=row.id,
            point_id=point.id,
            ordinal=ordinal,
            text=point.text,
            weight=point.weight,
            credit=judged.credit,
            confidence=judged.confidence,
            contradicted=judged.contradicted,
            note=judged.note[:MAX_NOTE],
        )
        for ordinal, (point, judged) in enumerate(zip(item.points, grade.points, strict=True))
    ]
    session.add_all(points)
    await session.flush()
    evidence = [
        Evidence(
            point_evaluation_id=point.id,
            turn_id=span.turn_id,
            start_at=span.start,
            end_at=span.end,
            quote=span.quote,
        )
        for point, judged in zip(points, grade.points, strict=True)
        for span in sorted(judged.evidence, key=lambda span: span.start)
    ]
    session.add_all(evidence)
    await session.flush()
    return _views(([row], points, evidence))[0]


async def evaluations_of(
    session: AsyncSession, *, organization_id: UUID, interview_id: UUID
) -> tuple[EvaluationView, ...]:
    """Every evaluation of an interview, in the order they were made. Three queries, however many.

    Where an answer to a follow-up was graded, it comes after the first answer's and supersedes it.
    """
    return _views(await repository.of_interview(session, organization_id, interview_id))


def grade_of(view: EvaluationView) -> Grade:
    """A stored evaluation as the grade it was, for an interviewer to follow up on."""
    return Grade(
        item_id=view.item_id,
        kind=view.kind,
        points=tuple(
            PointGrade(
                point_id=point.point_id,
                credit=point.credit,
                confidence=point.confidence,
                evidence=point.evidence,
                contradicted=point.contradicted,
                note=point.note,
            )
            for point in view.points
        ),
        score=view.score,
        score_low=view.score_low,
        score_high=view.score_high,
        confidence=view.confidence,
        misconceptions=view.misconceptions,
        engine=view.engine,
        engine_version=view.engine_version,
        prompt_hash=view.prompt_hash,
        fallback=view.fallback,
    )


def _views(rows: repository.Rows) -> tuple[EvaluationView, ...]:
    evaluations, points, evidence = rows
    spans: defaultdict[UUID, list[EvidenceSpan]] = defaultdict(list)
    for span in evidence:
        spans[span.point_evaluation_id].append(
            EvidenceSpan(
                turn_id=span.turn_id, start=span.start_at, end=span.end_at, quote=span.quote
            )
        )
    judged: defaultdict[UUID, list[PointView]] = defaultdict(list)
    for point in points:
        judged[point.evaluation_id].append(_point_view(point, spans[point.id]))
    return tuple(_view(row, judged[row.id]) for row in evaluations)


def _point_view(row: PointEvaluation, spans: Sequence[EvidenceSpan]) -> PointView:
    return PointView(
        point_id=row.point_id,
        ordinal=row.ordinal,
        text=row.text,
        weight=row.weight,
        credit=row.credit,
        confidence=row.confidence,
        contradicted=row.contradicted,
        note=row.note,
        evidence=tuple(spans),
    )


def _view(row: Evaluation, points: Sequence[PointView]) -> EvaluationView:
    return EvaluationView(
        id=row.id,
        turn_id=row.turn_id,
        item_id=row.item_id,
        concept=row.concept,
        depth=row.depth,
        kind=row.kind,
        score=row.score,
        score_low=row.score_low,
        score_high=row.score_high,
        confidence=row.confidence,
        misconceptions=tuple(row.misconceptions),
        engine=row.engine,
        engine_version=row.engine_version,
        prompt_hash=row.prompt_hash,
        fallback=row.fallback,
        points=tuple(points),
    )
