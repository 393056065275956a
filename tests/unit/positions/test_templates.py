"""Role templates make sound positions at every level."""

from __future__ import annotations

import pytest

from app.assessment.bank import load_bank
from app.positions.building import preview_now
from app.positions.inputs import parse_position
from app.positions.models import Seniority
from app.positions.templates import LEVELS, load_templates

TEMPLATES = load_templates()


def test_there_are_templates_for_a_dozen_roles_and_more() -> None:
    assert len(TEMPLATES) >= 12


@pytest.mark.parametrize("role", list(TEMPLATES))
def test_every_level_of_a_role_fills_the_builder(role: str) -> None:
    template = TEMPLATES[role]
    for level in LEVELS:
        data = parse_position(template.filled(level))
        assert data.seniority is level
        assert len(data.concepts) >= 5
        assert any(concept.must_have for concept in data.concepts)
        assert {concept.slug for concept in data.concepts} <= set(load_bank())
        assert all(concept.in_bank for concept in data.concepts)
        assert all(question.ideal_answer for question in data.must_ask)
    for concept in template.concepts:
        by_level = [target for target in concept.targets[:3] if target]
        assert by_level == sorted(by_level), concept.slug


@pytest.mark.parametrize("role", list(TEMPLATES))
@pytest.mark.parametrize("level", [Seniority.JUNIOR, Seniority.SENIOR, Seniority.PRINCIPAL])
def test_the_time_is_enough_for_every_concept(role: str, level: Seniority) -> None:
    data = parse_position(TEMPLATES[role].filled(level))
    assert not preview_now(data, {}).plan.unreachable
