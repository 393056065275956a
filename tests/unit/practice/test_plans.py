"""Which concepts a session asks about."""

from __future__ import annotations

import pytest

from app.assessment.bank import load_bank
from app.assessment.items import Area
from app.positions.models import Difficulty
from app.practice.config import parse_config
from app.practice.plans import TARGETS, area_of, concept_for, plan_for


async def plan(**members):
    values = {
        "job_role": "Tea master",
        "experience_level": "Senior",
        "skills": ["JavaScript"],
        "interview_type": "technical",
        "duration": 30,
    }
    return await plan_for(parse_config(**(values | members)))


def areas(made) -> list[Area | None]:
    bank = load_bank()
    return [bank[one.slug].area if one.in_bank else None for one in made.targets]


def test_a_skill_is_found_by_slug_name_and_keyword() -> None:
    for concept in load_bank().values():
        for skill in (concept.concept, concept.name, concept.name.upper()):
            assert concept_for(skill) is concept
        for keyword in concept.keywords:
            found = concept_for(keyword)
            assert found is not None
            assert keyword in found.keywords or keyword == found.name.casefold()
    assert concept_for("Java_Script.js") is concept_for("java-script")


@pytest.mark.parametrize("skill", ["Tea ceremony", "C++-like thinking", "漢字", "???"])
async def test_what_the_bank_does_not_hold_becomes_a_concept_by_its_name(skill) -> None:
    (target,) = (await plan(skills=[skill])).targets
    assert (target.name, target.in_bank) == (skill, False)


async def test_two_skills_that_mean_the_same_concept_are_asked_about_once() -> None:
    made = await plan(skills=["JavaScript", "javascript.js", "Tea ceremony"])
    assert [one.slug for one in made.targets] == ["javascript", "tea-ceremony"]


async def test_the_level_decides_how_deep() -> None:
    for level, depth in TARGETS.items():
        made = await plan(experience_level=level.value)
        assert {one.target_depth for one in made.targets} == {depth}


async def test_each_type_of_interview_asks_what_it_is_about() -> None:
    skills = ["JavaScript", "Tea ceremony"]
    technical = await plan(skills=skills)
    assert [one.name for one in technical.targets] == skills
    behavioural = await plan(skills=skills, interview_type="behavioral")
    assert set(areas(behavioural)) == {Area.BEHAVIOURAL}
    design = await plan(skills=skills, interview_type="system design")
    assert areas(design)[0] is Area.SYSTEM_DESIGN
    assert {one.name for one in design.targets} >= set(skills)
    assert design.targets[0].weight > design.targets[-1].weight
    mixed = await plan(skills=skills, interview_type="mixed")
    assert [one.name for one in mixed.targets[:2]] == skills
    assert areas(mixed)[-1] is Area.BEHAVIOURAL
    screening = await plan(skills=skills, interview_type="screening")
    assert screening.difficulty is Difficulty.EASY


async def test_a_behavioural_skill_is_asked_about_first() -> None:
    made = await plan(skills=["Mentoring"], interview_type="behavioural")
    assert made.targets[0].slug == "mentoring"
    assert len(made.targets) == len({one.slug for one in made.targets}) > 1


async def test_without_skills_the_words_of_the_role_decide() -> None:
    named = await plan(skills=[], job_role="GraphQL API developer")
    assert {"graphql", "api-design"} & {one.slug for one in named.targets}
    for role, area in (
        ("Frontend Engineer", Area.FRONTEND),
        ("Data Analyst", Area.DATA),
        ("Site Reliability Engineer", Area.OPERATIONS),
        ("Software Engineer", Area.BACKEND),
    ):
        assert area_of(role) is area
        assert (await plan(skills=[], job_role=role)).targets
    assert len((await plan(skills=[], duration=5)).targets) == 1
    assert await plan(skills=[]) == await plan(skills=[])
