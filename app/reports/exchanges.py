"""The turns of an interview, question by question, each with the evaluation that counts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.assessment.regrades import holding, overruled
from app.assessment.targets import Asked
from app.interviews.models import TurnKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from app.assessment.regrades import RegradeView
    from app.assessment.service import EvaluationView
    from app.interviews.models import Turn

_OPENS = frozenset({TurnKind.QUESTION, TurnKind.MUST_ASK})


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and all that was said until the next one.

    `evaluation` is the newest of its answers: that of a follow-up's answer judges the whole
    exchange and supersedes the first. `regrades` are what people said of it, the oldest first.
    """

    question: Turn
    turns: tuple[Turn, ...]
    evaluation: EvaluationView | None
    regrades: tuple[RegradeView, ...] = ()

    @property
    def overruled_by(self) -> RegradeView | None:
        """The person's grade that counts in place of the machine's, if there is one."""
        return holding(self.regrades)

    @property
    def counted(self) -> EvaluationView | None:
        """The grade that counts: a person's where there is one, or else the machine's."""
        return self.evaluation and overruled(self.evaluation, self.overruled_by)

    @property
    def is_must_ask(self) -> bool:
        """Whether every candidate is asked this, outside the estimate of depth."""
        return self.question.kind is TurnKind.MUST_ASK

    @property
    def has_follow_up(self) -> bool:
        """Whether the candidate was given a second chance."""
        return any(turn.kind is TurnKind.FOLLOW_UP for turn in self.turns)

    @property
    def is_generic(self) -> bool:
        """Whether the item was made from a template, so that its grade carries low confidence."""
        return bool((self.question.item or {}).get("generic"))

    @property
    def item_id(self) -> str:
        """The item's id, or the turn's for a question without an item."""
        return str((self.question.item or {}).get("id", self.question.id))

    @property
    def asked(self) -> Asked | None:
        """The exchange as the estimate of depth takes it; None for what does not enter it."""
        if self.is_must_ask or self.question.concept is None or self.question.depth is None:
            return None
        grade = self.counted
        return Asked(
            concept=self.question.concept,
            item_id=self.item_id,
            depth=self.question.depth,
            score=grade.score if grade else None,
            confidence=grade.confidence if grade else None,
        )


def exchanges_of(
    turns: Sequence[Turn],
    evaluations: Iterable[EvaluationView],
    regrades: Iterable[RegradeView] = (),
) -> tuple[Exchange, ...]:
    """The exchanges of an interview, in order; what follows the last question is its closing."""
    by_turn = {evaluation.turn_id: evaluation for evaluation in evaluations}
    groups: list[list[Turn]] = []
    for turn in turns:
        if turn.kind in _OPENS:
            groups.append([turn])
        elif groups and turn.kind is not TurnKind.CLOSING:
            groups[-1].append(turn)
    graded = [
        next((by_turn[turn.id] for turn in reversed(group) if turn.id in by_turn), None)
        for group in groups
    ]
    said: defaultdict[UUID, list[RegradeView]] = defaultdict(list)
    for one in regrades:
        said[one.evaluation_id].append(one)
    return tuple(
        Exchange(
            question=group[0],
            turns=tuple(group),
            evaluation=evaluation,
            regrades=tuple(said[evaluation.id]) if evaluation else (),
        )
        for group, evaluation in zip(groups, graded, strict=True)
    )
