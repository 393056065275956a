"""From graded questions to the rows of their panels, linked both ways. Pure functions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.assessment.regrades import CREDITS
from app.interviews.models import TurnKind
from app.reports.highlights import Segment
from app.reports.wording import clock_time
from state.excerpts import GAP, excerpt
from state.moments import day_and_time
from state.report_rows import PieceRow, PointRow, QuestionRow, RemarkRow, TurnRow
from state.report_view import EVERYONE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from app.reports.views import HumanGradeView, PointView, QuestionView, ReportView, TurnView

WHO = {
    TurnKind.QUESTION: "Interviewer",
    TurnKind.FOLLOW_UP: "Follow-up",
    TurnKind.MUST_ASK: "Interviewer",
    TurnKind.ANSWER: "Candidate",
    TurnKind.CLARIFYING_QUESTION: "Candidate asks back",
    TurnKind.CLARIFICATION: "Interviewer explains",
    TurnKind.CLOSING: "Interviewer",
}
_FULL, _GOOD = 0.995, 0.75


def question_rows(view: ReportView, whole: Collection[str]) -> list[QuestionRow]:
    """The panels by concept in the plan's order, and those of no concept last.

    `whole` names the turns to be shown without shortening.
    """
    order = {concept.concept: place for place, concept in enumerate(view.concepts)}
    ordered = sorted(
        view.questions,
        key=lambda one: (order.get(one.concept or "", len(order)), one.number),
    )
    rows = [question_row(question, whole) for question in ordered]
    # The first answer stands open, to show what the lines below it hold.
    first = next((n for n, question in enumerate(ordered) if question.answered), None)
    return [replace(row, opened=n == first) for n, row in enumerate(rows)]


def question_row(question: QuestionView, whole: Collection[str]) -> QuestionRow:
    """One panel."""
    links = _Links(question)
    replies = [turn_row(turn, whole, links) for turn in question.replies]
    return QuestionRow(
        anchor=links.anchor,
        concept=question.concept or EVERYONE,
        heading=_heading(question),
        grade=grade_words(question),
        at=clock_time(question.at_s),
        question=question.question,
        kind_words=question.kind_words,
        low_confidence=question.low_confidence,
        sample=question.sample_answer,
        ungraded=_why_ungraded(question),
        replies=replies,
        points=[
            _point_row(point, number, links) for number, point in enumerate(question.points, 1)
        ],
        misconceptions=list(question.misconceptions),
        evaluation_id=str(question.evaluation_id or ""),
        machine=_machine(question),
        regrades=[_regrade(one, question.human) for one in question.regrades],
    )


def _machine(question: QuestionView) -> str:
    if question.machine_score is None:
        return ""
    return f"The machine alone: {share_words(question.machine_score)}."


def _regrade(one: HumanGradeView, holding: HumanGradeView | None) -> RemarkRow:
    """What a person said of the answer; the grade that counts stands out."""
    if one == holding:
        about = "counts, graded blind" if one.blind else "counts"
    else:
        about = "earlier" if one.counts else "graded blind, does not count"
    return RemarkRow(
        key=str(one.regrade_id),
        words=f"{share_words(one.score)}, {about}",
        tone="accent" if one == holding else "",
        text=one.reason,
        by=f"{one.by}, {day_and_time(one.at)}",
    )


def turn_row(turn: TurnView, whole: Collection[str], links: _Links | None = None) -> TurnRow:
    """Something that was said. Without links, what is evidence is marked and leads nowhere."""
    turn_id = str(turn.turn_id)
    if turn_id in whole:
        segments, left_out = list(turn.segments), 0
    else:
        segments, left_out = excerpt(turn.segments)
    return TurnRow(
        turn_id=turn_id,
        kind=turn.kind.value,
        who=WHO[turn.kind],
        at=clock_time(turn.at_s),
        pieces=list(_pieces(segments, links)),
        shortened=f"{left_out:,} characters without evidence are left out." if left_out else "",
    )


class _Links:
    """The ids by which a question's points and the words they are shown by find each other."""

    def __init__(self, question: QuestionView) -> None:
        self.anchor = f"q{question.number}"
        self._numbers = {point.point_id: n for n, point in enumerate(question.points, 1)}
        self._texts = {point.point_id: point.text for point in question.points}
        self._first_words: dict[int, str] = {}
        self._count = 0

    def point(self, number: int) -> str:
        """The id of a point."""
        return f"{self.anchor}-p{number}"

    def first_words(self, number: int) -> str:
        """The id of the first words that a point is shown by, or nothing."""
        return self._first_words.get(number, "")

    def piece(self, segment: Segment) -> PieceRow:
        """Words that are evidence, with their own id and the way to the point."""
        numbers = [self._numbers[one] for one in segment.point_ids if one in self._numbers]
        if not numbers:
            return PieceRow(segment.text)
        self._count += 1
        anchor = f"{self.anchor}-e{self._count}"
        for number in numbers:
            self._first_words.setdefault(number, anchor)
        return PieceRow(
            text=segment.text,
            anchor=anchor,
            marks=" ".join(f"p{number}" for number in numbers),
            href=f"#{self.point(numbers[0])}",
            title=" / ".join(self._texts[one] for one in segment.point_ids if one in self._texts),
        )


def _pieces(segments: Iterable[Segment], links: _Links | None) -> Iterable[PieceRow]:
    for segment in segments:
        if segment is GAP:
            yield PieceRow(segment.text, gap=True)
        elif segment.mark and links is not None:
            yield links.piece(segment)
        else:
            yield PieceRow(segment.text, marks="plain" if segment.mark else "")


def _point_row(point: PointView, number: int, links: _Links) -> PointRow:
    words = links.first_words(number)
    return PointRow(
        anchor=links.point(number),
        mark=f"p{number}",
        credit=credit_words(point.credit),
        tone="good" if point.credit >= _GOOD else "warn" if point.credit else "none",
        text=point.text,
        weight=f"×{point.weight:g}" if point.weight != 1 else "",
        note=point.note,
        href=f"#{words}" if words else "",
        machine="" if point.machine is None else f"machine {credit_words(point.machine)}",
    )


def credit_words(credit: float) -> str:
    """The credit of a point, such as "0.5"."""
    return f"{credit:.1f}" if credit else "0"


def choice_of(credit: float) -> str:
    """Which of none, partly and fully a credit is closest to."""
    return min(CREDITS, key=lambda choice: abs(CREDITS[choice] - credit))


def _heading(question: QuestionView) -> str:
    if question.must_ask:
        return f"Asked of everyone, question {question.number}"
    level = f" at depth {question.depth} ({question.depth_name})" if question.depth else ""
    return f"{question.concept_name}, question {question.number}{level}"


def grade_words(question: QuestionView) -> str:
    """The grade that counts, and by whom or how surely it was given."""
    if question.score is None:
        return "not graded" if question.answered else "not answered"
    by = f", by {question.human.by}" if question.human else _spread(question)
    return share_words(question.score) + by


def _spread(question: QuestionView) -> str:
    """How far the judgements of a model lay apart, where it judged several times."""
    if question.score_low is None or question.score_high is None:
        return ""
    low, high = round(question.score_low * 100), round(question.score_high * 100)
    return f", judged {low} to {high} %" if low != high else ", judged the same each time"


def share_words(score: float) -> str:
    """A score from 0 to 1 in words."""
    return "a full answer" if score >= _FULL else f"{score * 100:.0f} % of a full answer"


def _why_ungraded(question: QuestionView) -> str:
    if question.points:
        return ""
    if not question.answered:
        return "The interview ended before this was answered."
    if question.must_ask:
        return "Asked of everyone and not graded: no ideal answer was given for it."
    return "This answer has no grade."
