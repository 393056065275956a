"""What the interviewer does next. Pure decisions; nothing is phrased, graded or stored here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from app.assessment import planning
from app.assessment.selection import Choice, Stop, StopReason
from app.interviews.lifecycle import EndReason
from app.interviews.models import TurnKind
from app.positions import opening
from app.room import must_ask

if TYPE_CHECKING:
    from uuid import UUID

    from app.assessment.items import Item
    from app.positions.plan import InterviewPlan, PlannedQuestion
    from app.question_bank.values import OrganizationItems
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
        expected=expected_concept_questions(snapshot),
    ):
        return _must_ask(snapshot)
    step = choose(snapshot, left - must_ask.time_for(waiting))
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


def choose(snapshot: Snapshot, left: timedelta) -> Choice | Stop:
    """The next item by the selector, where the position's difficulty says to begin."""
    return opening.choose(
        snapshot.plan.concept_targets,
        snapshot.items,
        snapshot.asked,
        left,
        seed=snapshot.interview.seed,
        difficulty=snapshot.plan.difficulty,
    )


def expected_concept_questions(snapshot: Snapshot) -> int:
    """How many questions on concepts the whole interview probably has."""
    return _expected(
        snapshot.plan, snapshot.interview.duration_min, tuple(sorted(snapshot.ours.items()))
    )


@lru_cache(maxsize=256)
def _expected(
    plan: InterviewPlan, duration_min: int, ours: tuple[tuple[str, OrganizationItems], ...]
) -> int:
    time = timedelta(minutes=duration_min) - must_ask.time_for(plan.must_ask)
    choose_so = partial(opening.choose, difficulty=plan.difficulty)
    items = plan.items_by_concept(dict(ours))
    return planning.plan(plan.concept_targets, items, time, choose=choose_so).expected_questions
