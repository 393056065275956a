"""Protected facts are found where a person tells them of themselves, and nowhere else."""

from __future__ import annotations

import pytest

from app.analysis.compliance import WORDS, Protected, told

TELLS = [
    ("age", "Date of birth: 12 March 1985"),
    ("age", "DOB: 12.03.1985 | Berlin"),
    ("age", "Born 1985"),
    ("age", "Age: 41"),
    ("age", "I am 41 years old and love systems."),
    ("age", "A 52-year-old engineer with a calm manner"),
    ("health", "I have a disability and use a screen reader."),
    ("health", "Recovered from cancer in 2019"),
    ("health", "Sick leave from May 2020 to March 2021"),
    ("health", "Career pause for health reasons"),
    ("health", "I was diagnosed with multiple sclerosis"),
    ("family", "Marital status: single"),
    ("family", "Married, two children"),
    ("family", "Divorced"),
    ("family", "As a mother of two, I plan my days well."),
    ("family", "Maternity leave 2019"),
    ("family", "My wife and I moved in 2018"),
    ("family", "I was pregnant during this project"),
    ("family", "Career break for childcare"),
    ("origin", "Nationality: Nigerian"),
    ("origin", "Nigerian citizen"),
    ("origin", "Dual citizenship"),
    ("origin", "I am German and live by the sea."),
    ("origin", "Born and raised in Lagos"),
    ("origin", "Visa status: H-1B"),
    ("origin", "Green card holder"),
    ("religion", "Religion: Hindu"),
    ("religion", "Practising Catholic"),
    ("religion", "Treasurer of the local church"),
    ("gender", "Gender: female"),
    ("gender", "Pronouns: she/her"),
    ("gender", "Ada Example (they/them)"),
    ("gender", "As a woman, I bring another view."),
    ("photo", "Photo attached"),
    ("photo", "[photo]"),
    ("union", "Trade union representative, 2015 to 2018"),
    ("union", "Member of the works council"),
    ("union", "Shop steward"),
    ("orientation", "Sexual orientation: gay"),
    ("orientation", "I am openly gay."),
    ("politics", "Political affiliation: none of your business"),
    ("politics", "Treasurer of the local Green Party"),
]
TELLS_NOTHING = [
    "Refactored a Python 3 years old codebase",
    "Replaced a 12-year-old legacy system",
    "Cut the age of cached entries: 30 seconds",
    "Moved 20 services to the new image in 40 days",
    "A tool born out of a hackathon",
    "Owner of a family of services",
    "Built native iOS and Android apps",
    "Wrote the gender pay analysis for the board",
    "Disabled the feature flag by default",
    "Built a claims platform for disability insurance",
    "Trained a model for diabetes prediction",
    "Cancer research data pipelines",
    "Wrote the sick leave management system",
    "Led a double-blind experiment",
    "Designed single sign-on, single page apps and parent processes",
    "Forked child processes and killed orphans",
    "Married two data sets by fuzzy keys",
    "Raised two million in funding",
    "Fixed race conditions in the scheduler",
    "Localised the shop for German customers",
    "Wrote integrations with third-party software",
    "Fluent English, German and French",
    "Spanish (native speaker)",
    "Trained a non-binary classifier",
    "Queries with UNION ALL, union types in TypeScript",
    "Built the app of a credit union member portal",
    "Worked with the European Union on standards",
    "Christian Example, referee",
    "Churn model for a photo sharing app",
    "Migrated a monolith with a male and female voice model",
    "Served as a mentor, and as a lead for three teams",
    "Democratised access to data; conservative estimates",
    "Integrated the green party-line telephone system",
    "Work permit application workflow in Java",
    "Planned parental controls and family accounts",
]


@pytest.mark.parametrize(("kind", "text"), TELLS)
def test_a_fact_told_of_oneself_is_found_as_its_kind(kind: str, text: str) -> None:
    found = told(text)
    assert Protected(kind) in {one.kind for one in found}
    assert all(0 <= one.start < one.end <= len(text) for one in found)


@pytest.mark.parametrize("text", TELLS_NOTHING)
def test_the_same_words_about_work_tell_nothing(text: str) -> None:
    assert [(one.kind, text[one.start : one.end]) for one in told(text)] == []


def test_a_passage_is_the_clause_and_leaves_the_work_beside_it() -> None:
    text = "As a mother of two, I led the move to Kubernetes.\nMarital status: married | Go, Rust"
    found = [text[one.start : one.end] for one in told(text)]
    assert found == ["As a mother of two", "Marital status: married"]


def test_every_kind_has_words_and_examples() -> None:
    assert set(WORDS) == set(Protected) == {Protected(kind) for kind, _ in TELLS}
