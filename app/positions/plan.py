"""What an interview takes from its position when it is scheduled, as plain values.

An interview keeps its plan as JSON (`model_dump(mode="json")`), so an edit of the position changes
no interview that has already been scheduled.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.assessment.bank import load_bank
from app.assessment.generic import generic_items
from app.assessment.items import Depth
from app.assessment.targets import ConceptTarget
from app.positions.models import Difficulty, InterviewType
from app.question_bank.values import NOTHING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.assessment.items import Item
    from app.question_bank.values import OrganizationItems

MIN_WEIGHT, MAX_WEIGHT = 1, 5


class _Planned(BaseModel):
    model_config = ConfigDict(frozen=True)


class PlannedConcept(_Planned):
    """A concept to measure. `in_bank` is false for one that the team added by name."""

    slug: str
    name: str
    in_bank: bool
    weight: Annotated[int, Field(ge=MIN_WEIGHT, le=MAX_WEIGHT)]
    target_depth: Depth
    must_have: bool = False
    focus_areas: tuple[str, ...] = ()

    @property
    def target(self) -> ConceptTarget:
        """The same in the words of the selector and the scores."""
        return ConceptTarget(
            concept=self.slug,
            weight=float(self.weight),
            target=self.target_depth,
            must_have=self.must_have,
            focus=self.focus_areas,
        )


class PlannedQuestion(_Planned):
    """A question every candidate is asked. Without an ideal answer it is recorded, not graded."""

    id: UUID
    question: str
    ideal_answer: str = ""
    time_limit_min: int | None = None
    dealbreaker: bool = False


class InterviewPlan(_Planned):
    """Everything an interview needs of its position, in the position's order."""

    targets: tuple[PlannedConcept, ...]
    must_ask: tuple[PlannedQuestion, ...] = ()
    difficulty: Difficulty = Difficulty.STANDARD
    interview_types: tuple[InterviewType, ...] = ()
    language: str = "en"

    @property
    def concept_targets(self) -> tuple[ConceptTarget, ...]:
        """The concepts as the selector and the scores take them."""
        return tuple(planned.target for planned in self.targets)

    def items_by_concept(
        self, ours: Mapping[str, OrganizationItems] = MappingProxyType({})
    ) -> dict[str, tuple[Item, ...]]:
        """The items that can be asked, by concept slug; `ours` as for the function."""
        return items_by_concept(self.targets, ours)


def items_by_concept(
    targets: Sequence[PlannedConcept],
    ours: Mapping[str, OrganizationItems] = MappingProxyType({}),
) -> dict[str, tuple[Item, ...]]:
    """The items of each concept that can be asked, by slug.

    `ours` holds what the organisation has of its own, as `question_bank.service.items_of` gives
    it.
    """
    return {one.slug: concept_items(one, ours.get(one.slug, NOTHING)) for one in targets}


def concept_items(planned: PlannedConcept, ours: OrganizationItems = NOTHING) -> tuple[Item, ...]:
    """The items of a concept: the bank's and the organisation's, or general ones in their place.

    Of a concept the bank does not hold, or no longer, general questions fill the depths at which
    the organisation has none; so they do for one of which everything was retired.
    """
    known = load_bank().get(planned.slug) if planned.in_bank else None
    held = ours.merged(known.items if known else ())
    if known and held:
        return held
    covered = {item.depth for item in held}
    general = generic_items(planned.name, planned.focus_areas)
    return (*held, *(item for item in general if item.depth not in covered))


def plan_from_json(stored: Mapping[str, object]) -> InterviewPlan:
    """The plan that an interview keeps. Raises ValueError where it is not one."""
    return InterviewPlan.model_validate(stored)
