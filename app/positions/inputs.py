"""What a person enters for a position, checked field by field before anything is done with it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from app.assessment.bank import load_bank
from app.assessment.generic import slug_of
from app.assessment.items import MAX_DEPTH
from app.core.errors import InvalidInputError
from app.core.text import clean_line, clean_text
from app.positions.models import Difficulty, InterviewType, Proctoring, Seniority
from app.positions.plan import MAX_WEIGHT, MIN_WEIGHT, PlannedConcept

LANGUAGES = {"en": "English"}
MIN_DURATION, MAX_DURATION = 5, 180
MAX_TITLE, MAX_DESCRIPTION = 120, 50_000
MAX_CONCEPTS, MAX_CONCEPT_NAME = 15, 80
MAX_FOCUS_AREAS, MAX_FOCUS_AREA = 8, 80
MAX_QUESTIONS, MAX_QUESTION, MAX_IDEAL_ANSWER = 10, 500, 4_000
MAX_QUESTION_MINUTES = 30

Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class QuestionInput:
    """A must-ask question as entered. `time_limit_min` is in minutes, or None for no limit.

    A dealbreaker has an ideal answer, by which it is told whether it is met.
    """

    question: str
    ideal_answer: str = ""
    time_limit_min: int | None = None
    dealbreaker: bool = False


@dataclass(frozen=True, slots=True)
class PositionInput:
    """A position as entered, every value checked. Made by `parse_position`."""

    title: str
    seniority: Seniority
    interview_types: tuple[InterviewType, ...]
    difficulty: Difficulty
    duration_min: int
    language: str
    proctoring: Proctoring
    job_description: str
    concepts: tuple[PlannedConcept, ...]
    must_ask: tuple[QuestionInput, ...]


def parse_position(values: object) -> PositionInput:
    """Check what was entered, as a mapping of the fields of `PositionInput`.

    A concept is a mapping of `slug` (of the bank, or empty), `name`, `weight`, `target_depth`,
    `must_have` and `focus_areas`. Raises InvalidInputError with the path of the first field at
    fault, such as `concepts.2.weight`.
    """
    entered = _mapping(values, field="", name="A position")
    return PositionInput(
        title=clean_line(entered.get("title"), field="title", name="Title", longest=MAX_TITLE),
        seniority=_choice(Seniority, entered.get("seniority"), "seniority", "Seniority"),
        interview_types=_interview_types(entered.get("interview_types")),
        difficulty=_choice(
            Difficulty, entered.get("difficulty", Difficulty.STANDARD), "difficulty", "Difficulty"
        ),
        duration_min=_whole(
            entered.get("duration_min"), "duration_min", "Duration", MIN_DURATION, MAX_DURATION
        ),
        language=_language(entered.get("language", "en")),
        proctoring=_choice(
            Proctoring, entered.get("proctoring", Proctoring.STANDARD), "proctoring", "Proctoring"
        ),
        job_description=clean_text(
            entered.get("job_description", ""),
            field="job_description",
            name="Job description",
            longest=MAX_DESCRIPTION,
        ),
        concepts=parse_concepts(entered.get("concepts", ())),
        must_ask=parse_questions(entered.get("must_ask", ())),
    )


def clean_search(value: object, *, longest: int) -> str:
    """What to search for, cut to a length; nothing for what is not text."""
    if not isinstance(value, str):
        return ""
    return clean_line(
        value[:longest], field="search", name="Search", longest=4 * longest, required=False
    )


def parse_concepts(values: object) -> tuple[PlannedConcept, ...]:
    """Check the concepts alone. Raises InvalidInputError."""
    entered = _sequence(values, field="concepts", name="Concepts")
    if len(entered) > MAX_CONCEPTS:
        raise InvalidInputError(
            f"A position can have {MAX_CONCEPTS} concepts at most.", field="concepts"
        )
    concepts: list[PlannedConcept] = []
    for number, value in enumerate(entered):
        concept = _concept(value, f"concepts.{number}")
        if any(other.slug == concept.slug for other in concepts):
            raise InvalidInputError(
                f"{concept.name} is listed twice.", field=f"concepts.{number}.name"
            )
        concepts.append(concept)
    return tuple(concepts)


def parse_questions(value: object) -> tuple[QuestionInput, ...]:
    """Check the must-ask questions alone. Raises InvalidInputError."""
    entered = _sequence(value, field="must_ask", name="Must-ask questions")
    if len(entered) > MAX_QUESTIONS:
        raise InvalidInputError(
            f"A position can have {MAX_QUESTIONS} must-ask questions at most.", field="must_ask"
        )
    return tuple(_question(one, f"must_ask.{number}") for number, one in enumerate(entered))


def _concept(value: object, path: str) -> PlannedConcept:
    entered = _mapping(value, field=path, name="A concept")
    slug, name, in_bank = _identity(entered, path)
    must_have = entered.get("must_have", False)
    if not isinstance(must_have, bool):
        raise InvalidInputError("Must-have is either on or off.", field=f"{path}.must_have")
    return PlannedConcept(
        slug=slug,
        name=name,
        in_bank=in_bank,
        weight=_whole(entered.get("weight", 2), f"{path}.weight", "Weight", MIN_WEIGHT, MAX_WEIGHT),
        target_depth=_whole(
            entered.get("target_depth"), f"{path}.target_depth", "Target depth", 1, MAX_DEPTH
        ),
        must_have=must_have,
        focus_areas=_focus_areas(entered.get("focus_areas", ()), f"{path}.focus_areas"),
    )


def _identity(entered: Mapping[object, object], path: str) -> tuple[str, str, bool]:
    """The slug and name of a concept, and whether the bank holds it."""
    bank = load_bank()
    slug = entered.get("slug") or ""
    if isinstance(slug, str) and slug in bank:
        return slug, bank[slug].name, True
    name = clean_line(
        entered.get("name", ""), field=f"{path}.name", name="Concept", longest=MAX_CONCEPT_NAME
    )
    # Somebody who types the name of a concept of the bank means that one.
    for concept in bank.values():
        if concept.name.casefold() == name.casefold():
            return concept.concept, concept.name, True
    made = slug_of(name)
    return (made, bank[made].name, True) if made in bank else (made, name, False)


def _focus_areas(value: object, path: str) -> tuple[str, ...]:
    entered = _sequence(value, field=path, name="Focus areas")
    if len(entered) > MAX_FOCUS_AREAS:
        raise InvalidInputError(
            f"A concept can have {MAX_FOCUS_AREAS} focus areas at most.", field=path
        )
    areas = (
        clean_line(area, field=f"{path}.{number}", name="Focus area", longest=MAX_FOCUS_AREA)
        for number, area in enumerate(entered)
    )
    return tuple({area.casefold(): area for area in areas}.values())


def _question(value: object, path: str) -> QuestionInput:
    entered = _mapping(value, field=path, name="A must-ask question")
    limit = entered.get("time_limit_min")
    ideal_answer = clean_text(
        entered.get("ideal_answer") or "",
        field=f"{path}.ideal_answer",
        name="Ideal answer",
        longest=MAX_IDEAL_ANSWER,
    )
    dealbreaker = entered.get("dealbreaker", False)
    if not isinstance(dealbreaker, bool):
        raise InvalidInputError("Dealbreaker is either on or off.", field=f"{path}.dealbreaker")
    if dealbreaker and not re.search(r"\w", ideal_answer):
        raise InvalidInputError(
            "A dealbreaker needs an ideal answer: without one, nothing says whether it is met.",
            field=f"{path}.ideal_answer",
        )
    return QuestionInput(
        question=clean_line(
            entered.get("question"),
            field=f"{path}.question",
            name="Question",
            longest=MAX_QUESTION,
        ),
        ideal_answer=ideal_answer,
        dealbreaker=dealbreaker,
        time_limit_min=None
        if limit is None or limit == ""
        else _whole(limit, f"{path}.time_limit_min", "Time limit", 1, MAX_QUESTION_MINUTES),
    )


def _interview_types(value: object) -> tuple[InterviewType, ...]:
    entered = _sequence(value, field="interview_types", name="Interview types")
    types = [
        _choice(InterviewType, one, f"interview_types.{number}", "Interview type")
        for number, one in enumerate(entered[: len(InterviewType) + 1])
    ]
    if not types:
        raise InvalidInputError("Choose at least one interview type.", field="interview_types")
    return tuple(dict.fromkeys(types))


def _language(value: object) -> str:
    if not isinstance(value, str) or value not in LANGUAGES:
        offered = " or ".join(LANGUAGES.values())
        raise InvalidInputError(f"Interviews can be held in {offered}.", field="language")
    return value


def _choice(kind: type[Choice], value: object, field: str, name: str) -> Choice:
    if isinstance(value, str) and value in {member.value for member in kind}:
        return kind(value)
    offered = ", ".join(member.value.replace("_", " ") for member in kind)
    raise InvalidInputError(f"{name} must be one of: {offered}.", field=field)


def _whole(value: object, field: str, name: str, low: int, high: int) -> int:
    """A whole number within bounds; text of digits, as forms send it, will do."""
    number: int | None = None
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
        number = int(value.strip()[:9])
    elif isinstance(value, int | float) and not isinstance(value, bool) and value % 1 == 0:
        number = int(value)
    if number is None or not low <= number <= high:
        raise InvalidInputError(f"{name} must be a whole number from {low} to {high}.", field=field)
    return number


def _mapping(value: object, *, field: str, name: str) -> Mapping[object, object]:
    if not isinstance(value, Mapping):
        raise InvalidInputError(f"{name} must be given by its fields.", field=field or None)
    return value


def _sequence(value: object, *, field: str, name: str) -> Sequence[object]:
    if not isinstance(value, Sequence) or isinstance(value, str | bytes):
        raise InvalidInputError(f"{name} must be a list.", field=field)
    return value
