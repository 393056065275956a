"""Role templates: what positions for common roles usually measure, level by level.

One YAML file per role. `targets` of a concept are its target depths by level, in the order of
`Seniority`, where 0 leaves the concept out at that level. A template fills the position builder
and is then forgotten: nothing refers back to it.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.positions.models import Difficulty, InterviewType, Seniority

if TYPE_CHECKING:
    from collections.abc import Mapping

LEVELS = tuple(Seniority)
DURATIONS = {
    Seniority.JUNIOR: 45,
    Seniority.MID: 50,
    Seniority.SENIOR: 60,
    Seniority.STAFF: 60,
    Seniority.LEAD: 60,
    Seniority.PRINCIPAL: 75,
}
_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
_Target = Annotated[int, Field(ge=0, le=5)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TemplateConcept(_Part):
    """A concept of the bank, with its weight and its target depth at each level."""

    slug: _Text
    weight: Annotated[int, Field(ge=1, le=5)]
    targets: Annotated[tuple[_Target, ...], Field(min_length=len(LEVELS), max_length=len(LEVELS))]
    must_have: bool = False


class TemplateQuestion(_Part):
    """A question asked of everyone, with the answer it is graded by."""

    question: _Text
    ideal_answer: _Text


class RoleTemplate(_Part):
    """What positions for a role usually hold."""

    role: _Text
    name: _Text
    summary: _Text
    interview_types: tuple[InterviewType, ...] = Field(min_length=1)
    concepts: tuple[TemplateConcept, ...] = Field(min_length=5)
    must_ask: tuple[TemplateQuestion, ...] = Field(min_length=1)

    def filled(self, level: Seniority) -> dict[str, object]:
        """Everything of a position at that level, as `inputs.parse_position` takes it."""
        at = LEVELS.index(level)
        word = level.value.capitalize()
        plain = self.name[:1].lower() + self.name[1:]
        return {
            "title": self.name if level is Seniority.MID else f"{word} {plain}",
            "seniority": level.value,
            "interview_types": [one.value for one in self.interview_types],
            # Whoever is new to the work warms up below what is asked of them.
            "difficulty": (
                Difficulty.EASY if level is Seniority.JUNIOR else Difficulty.STANDARD
            ).value,
            "duration_min": DURATIONS[level],
            "concepts": [
                {
                    "slug": one.slug,
                    "weight": one.weight,
                    "target_depth": one.targets[at],
                    "must_have": one.must_have,
                }
                for one in self.concepts
                if one.targets[at]
            ],
            "must_ask": [
                {"question": one.question, "ideal_answer": one.ideal_answer}
                for one in self.must_ask
            ],
        }


@lru_cache(maxsize=1)
def load_templates() -> Mapping[str, RoleTemplate]:
    """Every role template by its role, in order of name. Raises ValueError naming the file."""
    found = []
    for file in resources.files(__package__).iterdir():
        if file.name.endswith(".yaml"):
            try:
                template = RoleTemplate.model_validate(
                    yaml.safe_load(file.read_text(encoding="utf-8"))
                )
            except (ValueError, yaml.YAMLError) as error:
                raise ValueError(f"{file.name}: {error}") from error
            if f"{template.role}.yaml" != file.name:
                raise ValueError(f"{file.name}: the file of a role carries its name")
            found.append(template)
    found.sort(key=lambda one: one.name.casefold())
    return MappingProxyType({one.role: one for one in found})
