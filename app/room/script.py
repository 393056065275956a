"""What the interviewer does next. Pure decisions; nothing is phrased, graded or stored here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from app.assessment import planning
from app.assessment.selection import Choice, Stop, StopReason, choose_next
from app.interviews.lifecycle import EndReason
from app.interviews.models import TurnKind
from app.positions.models import Difficulty
from app.room import must_ask

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from app.assessment.items import Item
    from app.assessment.targets import Asked
    from app.positions.plan import InterviewPlan, PlannedConcept, PlannedQuestion
    from app.room.snapshot import Snapshot

FOLLOW_UP_TIME = timedelta(seconds=90)
"""Less than this, and there is no time for a follow-up."""

_END_REASONS: dict[StopReason, EndReason] = {
    StopReason.PRECISE: EndReason.PRECISE,
    StopReason.EXHAUSTED: EndReason.EXHAUSTED,
    StopReason.TIME_UP: EndReason.TIME_UP,
}


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask this next. `text` is what to say; None where the interviewer phrases the item."""

    kind: TurnKind
    text: str | None = None
    item: Item | None = None
    concept: str | None = None
    depth: int | None = None
    in_reply_to: UUID | None = None


@dataclass(frozen=True, slots=True)
class End:
    """End the interview."""

    reason: EndReason


def next_step(snapshot: Snapshot, left: timedelta) -> Ask | End:
    """The next question, or the end. `left` is the interview's time left.

    Must-ask questions have their time kept for them, and come before any other end than time up.
    """
    if left <= timedelta():
        return End(EndReason.TIME_UP)
    plan, waiting = snapshot.plan, must_asks_left(snapshot)
    questions = snapshot.count(TurnKind.QUESTION)
    if must_ask.is_due(
        planned=len(plan.must_ask),
        asked=len(plan.must_ask) - len(waiting),
        concept_questions=questions,
        expected=expected_concept_questions(plan, snapshot.interview.duration_min),
    ):
        return _must_ask(snapshot)
    step = choose(plan, snapshot.asked, left - must_ask.time_for(waiting), snapshot.interview.seed)
    if isinstance(step, Choice):
        return Ask(TurnKind.QUESTION, item=step.item, concept=step.concept, depth=step.item.depth)
    return _must_ask(snapshot) if waiting else End(_END_REASONS[step.reason])


def must_asks_left(snapshot: Snapshot) -> tuple[PlannedQuestion, ...]:
    """The must-ask questions that have not been asked. They are asked in the plan's order."""
    return snapshot.plan.must_ask[snapshot.count(TurnKind.MUST_ASK) :]


def _must_ask(snapshot: Snapshot) -> Ask:
    question = must_asks_left(snapshot)[0]
    return Ask(TurnKind.MUST_ASK, text=question.question, item=must_ask.item_of(question))


def may_follow_up(snapshot: Snapshot, left: timedelta) -> bool:
    """Whether the last answer may be followed up: once an item, never a must-ask, in time."""
    last = snapshot.last
    question = snapshot.replied_to(last) if last and last.kind is TurnKind.ANSWER else None
    if question is None or question.kind is not TurnKind.QUESTION:
        return False
    return left - must_ask.time_for(must_asks_left(snapshot)) >= FOLLOW_UP_TIME


def choose(
    plan: InterviewPlan, asked: Sequence[Asked], left: timedelta, seed: int
) -> Choice | Stop:
    """The next item by the selector, where the position's difficulty says to begin."""
    items = plan.items_by_concept()
    targets = plan.concept_targets
    begun = {one.concept for one in asked}
    opening = {
        planned.slug: _opening(planned, plan.difficulty, items[planned.slug])
        if planned.slug not in begun
        else items[planned.slug]
        for planned in plan.targets
    }
    step = choose_next(targets, opening, asked, left, seed=seed)
    # Where to begin is a wish: it must not keep a question from being asked at all.
    return choose_next(targets, items, asked, left, seed=seed) if isinstance(step, Stop) else step


def _opening(
    planned: PlannedConcept, difficulty: Difficulty, items: Sequence[Item]
) -> Sequence[Item]:
    """The items a concept may be begun with: easy ones under the target, hard ones from it on."""
    if difficulty is Difficulty.EASY:
        highest = max(1, planned.target_depth - 1)
        return [item for item in items if item.depth <= highest]
    if difficulty is Difficulty.HARD:
        return [item for item in items if item.depth >= planned.target_depth]
    return items


@lru_cache(maxsize=256)
def expected_concept_questions(plan: InterviewPlan, duration_min: int) -> int:
    """How many questions on concepts an interview by this plan probably has."""
    items: Mapping[str, Sequence[Item]] = plan.items_by_concept()
    time = timedelta(minutes=duration_min) - must_ask.time_for(plan.must_ask)
    return planning.plan(plan.concept_targets, items, time).expected_questions
