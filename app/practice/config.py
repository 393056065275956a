"""What somebody asks of a practice session, checked and put into the product's own terms."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from app.core.errors import InvalidInputError
from app.core.text import clean_line
from app.positions.inputs import MAX_CONCEPT_NAME, MAX_DURATION, MAX_TITLE, MIN_DURATION
from app.positions.models import Seniority

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_SKILLS = 10
_MAX_LEVEL = 60


class Style(StrEnum):
    """What a practice interview is about."""

    TECHNICAL = "technical"
    BEHAVIOURAL = "behavioural"
    SYSTEM_DESIGN = "system_design"
    SCREENING = "screening"
    MIXED = "mixed"


LEVELS: Mapping[Seniority, tuple[str, ...]] = {
    Seniority.JUNIOR: (
        "junior",
        "jr",
        "entry",
        "intern",
        "trainee",
        "apprentice",
        "graduate",
        "beginner",
        "novice",
        "fresher",
    ),
    Seniority.MID: ("mid", "middle", "midlevel", "medium", "intermediate", "regular", "associate"),
    Seniority.SENIOR: ("senior", "sr", "experienced", "advanced"),
    Seniority.STAFF: ("staff", "expert"),
    Seniority.LEAD: ("lead", "leader", "manager", "head"),
    Seniority.PRINCIPAL: ("principal", "architect", "distinguished", "fellow", "director"),
}
"""The words by which people call each level; of several in one text the highest counts."""

STYLES: Mapping[Style, tuple[str, ...]] = {
    Style.TECHNICAL: ("technical", "tech", "coding", "programming", "engineering"),
    Style.BEHAVIOURAL: ("behavioural", "behavioral", "behaviour", "behavior", "hr", "culture"),
    Style.SYSTEM_DESIGN: ("system design", "systems design", "design", "architecture"),
    Style.SCREENING: ("screening", "screen", "phone screen"),
    Style.MIXED: ("mixed", "mix", "general", "full", "combined", "all"),
}
_YEARS = re.compile(r"(\d{1,2})(?:\s*(?:-|–|to)\s*\d{1,2})?\s*\+?\s*(?:years?|yrs?)")
_LEVEL_FROM_YEARS = ((8, Seniority.STAFF), (5, Seniority.SENIOR), (2, Seniority.MID))


class UnknownValueError(InvalidInputError):
    """A value that is none of those `accepted`, in spellings like those."""

    def __init__(self, message: str, *, field: str, accepted: tuple[str, ...]) -> None:
        super().__init__(f"{message} Send one of: {', '.join(accepted)}.", field=field)
        self.accepted = accepted


@dataclass(frozen=True, slots=True)
class SessionConfig:
    """A practice session as asked for; `seniority` and `style` are what the words were read as.

    `duration` is in minutes.
    """

    job_role: str
    experience_level: str
    skills: tuple[str, ...]
    interview_type: str
    duration: int
    seniority: Seniority
    style: Style

    def as_given(self) -> dict[str, Any]:
        """The five values as they were given, as JSON."""
        return {
            "job_role": self.job_role,
            "experience_level": self.experience_level,
            "skills": list(self.skills),
            "interview_type": self.interview_type,
            "duration": self.duration,
        }


def parse_config(
    *,
    job_role: object,
    experience_level: object,
    skills: object,
    interview_type: object,
    duration: object,
) -> SessionConfig:
    """Check what was asked for. Raises InvalidInputError naming the field."""
    role = clean_line(job_role, field="job_role", name="job_role", longest=MAX_TITLE)
    level = clean_line(
        experience_level, field="experience_level", name="experience_level", longest=_MAX_LEVEL
    )
    kind = clean_line(
        interview_type, field="interview_type", name="interview_type", longest=_MAX_LEVEL
    )
    if type(duration) is not int or not MIN_DURATION <= duration <= MAX_DURATION:
        raise InvalidInputError(
            f"duration must be a whole number of minutes from {MIN_DURATION} to {MAX_DURATION}.",
            field="duration",
        )
    return SessionConfig(
        job_role=role,
        experience_level=level,
        skills=_skills(skills),
        interview_type=kind,
        duration=duration,
        seniority=seniority_of(level),
        style=style_of(kind),
    )


def seniority_of(text: str, *, field: str = "experience_level") -> Seniority:
    """The level that a text names, as in "Senior", "mid-level" or "3 years".

    Raises UnknownValueError naming `field`.
    """
    plain = text.casefold()
    words = set(re.findall(r"[a-z]+", plain))
    for seniority in reversed(Seniority):
        if not words.isdisjoint(LEVELS[seniority]):
            return seniority
    years = _YEARS.search(plain)
    if years:
        known = (level for least, level in _LEVEL_FROM_YEARS if int(years[1]) >= least)
        return next(known, Seniority.JUNIOR)
    raise UnknownValueError(
        f"“{text}” is no level we know.",
        field=field,
        accepted=tuple(one.value for one in Seniority),
    )


def style_of(text: str) -> Style:
    """The style that a text names, as in "technical" or "System-Design interview".

    Raises UnknownValueError.
    """
    words = [
        word
        for word in re.findall(r"[a-z]+", text.casefold())
        if word not in {"interview", "round", "questions"}
    ]
    plain = " ".join(words)
    for style, spellings in STYLES.items():
        if plain in spellings:
            return style
    raise UnknownValueError(
        f"“{text}” is no interview type we know.",
        field="interview_type",
        accepted=tuple(one.value for one in Style),
    )


def _skills(value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        raise InvalidInputError("skills must be a list of names; it may be empty.", field="skills")
    if len(value) > MAX_SKILLS:
        raise InvalidInputError(f"There can be {MAX_SKILLS} skills at most.", field="skills")
    names = [
        clean_line(one, field=f"skills.{number}", name="A skill", longest=MAX_CONCEPT_NAME)
        for number, one in enumerate(value)
    ]
    return tuple({name.casefold(): name for name in reversed(names)}.values())[::-1]
