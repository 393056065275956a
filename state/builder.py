"""The position builder's rows: what the screen shows of a position, and what it hands back."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from uuid import uuid4

from app.assessment.bank import load_bank
from app.assessment.items import DEPTH_NAMES
from app.core.errors import InvalidInputError
from app.positions.building import Preview
from app.positions.inputs import parse_concepts
from app.positions.models import Seniority
from app.positions.plan import PlannedConcept, PlannedQuestion
from app.positions.views import PositionDetail

if TYPE_CHECKING:
    from collections.abc import Sequence

USUAL_WEIGHT, USUAL_MINUTES = 2, 45
EXAMPLES_SHOWN = 3
FIELDS = frozenset(
    {
        "title",
        "seniority",
        "difficulty",
        "proctoring",
        "duration_min",
        "language",
        "job_description",
        "interview_types",
        "concepts",
        "must_ask",
    }
)
# A new concept starts where people of that seniority usually are.
_USUAL_TARGET = {
    Seniority.JUNIOR: 2,
    Seniority.MID: 3,
    Seniority.SENIOR: 4,
    Seniority.STAFF: 4,
    Seniority.LEAD: 4,
    Seniority.PRINCIPAL: 5,
}


@dataclass(frozen=True)
class ConceptRow:
    """A concept as it is being edited. `key` names the row for as long as the page is open.

    `suggested` holds the focus areas of the bank that are not chosen.
    """

    key: str
    slug: str
    name: str
    in_bank: bool
    weight: int
    target: int
    target_word: str
    must_have: bool
    focus: list[str] = field(default_factory=list)
    focus_words: str = ""
    suggested: list[str] = field(default_factory=list)
    error: str = ""


@dataclass(frozen=True)
class QuestionRow:
    """A must-ask question as it is being edited. `limit` is in minutes, as typed."""

    key: str
    question: str
    ideal_answer: str = ""
    limit: str = ""
    dealbreaker: bool = False
    hint: str = ""
    error: str = ""


@dataclass(frozen=True)
class Fields:
    """The plain fields of a position, as typed."""

    title: str = ""
    seniority: str = "mid"
    difficulty: str = "standard"
    proctoring: str = "standard"
    duration_min: str = str(USUAL_MINUTES)
    language: str = "en"
    job_description: str = ""


@dataclass(frozen=True)
class Share:
    """A concept's part of the plan's bar."""

    name: str
    weight: int
    words: str
    shade: str


@dataclass(frozen=True)
class Example:
    """An item that may come up."""

    label: str
    question: str


@dataclass(frozen=True)
class PlanView:
    """The preview of an interview. `problem` stands in its place where there is none."""

    summary: str = ""
    must_ask: str = ""
    unreachable: str = ""
    problem: str = ""
    shares: list[Share] = field(default_factory=list)
    examples: list[Example] = field(default_factory=list)
    more_examples: list[Example] = field(default_factory=list)


def new_key() -> str:
    """A name for a row of this page."""
    return uuid4().hex


def concept_row(concept: PlannedConcept, key: str = "", error: str = "") -> ConceptRow:
    """The row of a concept; the focus areas its bank concept suggests come along."""
    known = load_bank().get(concept.slug) if concept.in_bank else None
    chosen = {area.casefold() for area in concept.focus_areas}
    offered = known.focus_areas if known else ()
    return ConceptRow(
        key=key or new_key(),
        slug=concept.slug,
        name=concept.name,
        in_bank=concept.in_bank,
        weight=concept.weight,
        target=concept.target_depth,
        target_word=DEPTH_NAMES[concept.target_depth],
        must_have=concept.must_have,
        focus=list(concept.focus_areas),
        focus_words=", ".join(concept.focus_areas),
        suggested=[area for area in offered if area.casefold() not in chosen],
        error=error,
    )


def question_row(
    question: str,
    ideal_answer: str = "",
    limit: str = "",
    *,
    dealbreaker: bool = False,
    key: str = "",
) -> QuestionRow:
    """The row of a must-ask question, with what becomes of its answers in words."""
    time = f"up to {limit} min" if limit else "no time limit"
    graded = "graded against your ideal answer" if ideal_answer else "recorded, not graded"
    return QuestionRow(
        key=key or new_key(),
        question=question,
        ideal_answer=ideal_answer,
        limit=limit,
        dealbreaker=dealbreaker,
        hint=f"{time}, {graded}",
    )


def rows_of(detail: PositionDetail) -> tuple[list[ConceptRow], list[QuestionRow]]:
    """The rows of a stored position."""
    return [concept_row(concept) for concept in detail.concepts], [
        _stored_question(one) for one in detail.must_ask
    ]


def _stored_question(stored: PlannedQuestion) -> QuestionRow:
    limit = "" if stored.time_limit_min is None else str(stored.time_limit_min)
    return question_row(stored.question, stored.ideal_answer, limit, dealbreaker=stored.dealbreaker)


def fields_of(detail: PositionDetail) -> Fields:
    """The plain fields of a stored position."""
    return Fields(
        title=detail.title,
        seniority=detail.seniority.value,
        difficulty=detail.difficulty.value,
        proctoring=detail.proctoring.value,
        duration_min=str(detail.duration_min),
        language=detail.language,
        job_description=detail.job_description,
    )


def concept_values(row: ConceptRow) -> dict[str, object]:
    """A concept row as `parse_position` takes it."""
    return {
        "slug": row.slug if row.in_bank else "",
        "name": row.name,
        "weight": row.weight,
        "target_depth": row.target,
        "must_have": row.must_have,
        "focus_areas": list(row.focus),
    }


def question_values(row: QuestionRow) -> dict[str, object]:
    """A question row as `parse_position` takes it."""
    return {
        "question": row.question,
        "ideal_answer": row.ideal_answer,
        "time_limit_min": row.limit,
        "dealbreaker": row.dealbreaker,
    }


def changed_concept(
    rows: Sequence[ConceptRow], key: object, changes: dict[str, object]
) -> list[ConceptRow]:
    """The rows with one of them changed and checked; a key that is gone changes nothing.

    Raises InvalidInputError for a value out of bounds.
    """
    changed = []
    for row in rows:
        if row.key == key:
            planned = parse_concepts([{**concept_values(row), **changes}])[0]
            changed.append(concept_row(planned, key=row.key))
        else:
            changed.append(row)
    return changed


def added_concept(
    rows: Sequence[ConceptRow], values: dict[str, object], seniority: str
) -> list[ConceptRow]:
    """The rows with another one at the end.

    Raises InvalidInputError where the concept is among them already or cannot be read.
    """
    values = {"weight": USUAL_WEIGHT, "target_depth": usual_target(seniority), **values}
    planned = parse_concepts([*map(concept_values, rows), values])
    return [*rows, concept_row(planned[-1])]


def usual_target(seniority: str) -> int:
    """The depth a position of that seniority usually asks for."""
    known = {member.value: depth for member, depth in _USUAL_TARGET.items()}
    return known.get(seniority, known["mid"])


def moved(keys: Sequence[str], key: object, step: object) -> list[int]:
    """The order of the rows after one of them has moved up (-1) or down (1)."""
    order = list(range(len(keys)))
    if key in keys and step in (-1, 1) and isinstance(step, int):
        at = list(keys).index(str(key))
        to = at + step
        if 0 <= to < len(order):
            order[at], order[to] = order[to], order[at]
    return order


def place_error(
    problem: InvalidInputError, concepts: Sequence[ConceptRow], questions: Sequence[QuestionRow]
) -> tuple[dict[str, str], list[ConceptRow], list[QuestionRow]]:
    """Where a problem shows: beside a field, or in the row it is about."""
    name, _, rest = (problem.field or "title").partition(".")
    number = rest.partition(".")[0]
    at = int(number) if number.isdigit() else -1
    errors = blank_errors()
    concept_rows = [replace(row, error="") for row in concepts]
    question_rows = [replace(row, error="") for row in questions]
    if name == "concepts" and 0 <= at < len(concept_rows):
        concept_rows[at] = replace(concept_rows[at], error=problem.message)
    elif name == "must_ask" and 0 <= at < len(question_rows):
        question_rows[at] = replace(question_rows[at], error=problem.message)
    else:
        errors[name if name in FIELDS else "title"] = problem.message
    return errors, concept_rows, question_rows


def blank_errors() -> dict[str, str]:
    """No error beside any field."""
    return dict.fromkeys(sorted(FIELDS), "")


def plan_view(preview: Preview, concepts: Sequence[ConceptRow], duration_min: int) -> PlanView:
    """The preview in words, with examples of the heaviest concepts first."""
    names = {row.slug: row for row in concepts}
    plan = preview.plan
    counts = {share.concept: share.questions for share in plan.shares}
    shares = [
        Share(
            name=row.name,
            weight=row.weight,
            words=_count(counts.get(row.slug, 0), "question"),
            # Neighbours differ in strength, so that the parts can be told apart.
            shade=f"{100 - 60 * number // max(len(concepts) - 1, 1)}%",
        )
        for number, row in enumerate(concepts)
    ]
    examples = [
        (
            -names[choice.concept].weight,
            Example(
                f"{names[choice.concept].name}, depth {choice.item.depth}", choice.item.question
            ),
        )
        for choice in plan.example_items
        if choice.concept in names
    ]
    ordered = [example for _, example in sorted(examples, key=lambda one: one[0])]
    interval = round(plan.expected_interval_points / 2)
    return PlanView(
        summary=f"about {_count(plan.expected_questions, 'question')} in {duration_min} min, "
        f"interval ±{interval} points",
        must_ask=_must_ask_words(preview),
        unreachable=", ".join(names[slug].name for slug in plan.unreachable if slug in names),
        shares=shares,
        examples=ordered[:EXAMPLES_SHOWN],
        more_examples=ordered[EXAMPLES_SHOWN:],
    )


def _must_ask_words(preview: Preview) -> str:
    if not preview.must_ask_questions:
        return ""
    return (
        f"plus {_count(preview.must_ask_questions, 'question')} asked of everyone, "
        f"about {preview.must_ask_minutes} of those minutes"
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
