"""What a person enters for a requisition, checked field by field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.core.errors import InvalidInputError
from app.core.text import clean_line, clean_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MAX_NAME, MAX_DESCRIPTION, MAX_LOCATION = 200, 50_000, 200
MAX_INSTRUCTIONS, MAX_STATUS, MAX_EXTERNAL_ID = 4_000, 60, 120
LEAST_INTERVAL, MOST_INTERVAL = 5, 10_080
OF_WORKDAY = ("name", "description", "detailed_description", "location", "is_active")
"""What Workday says of a requisition, until a person here says otherwise."""


def parse(changes: Mapping[str, Any], *, hours: tuple[int, int]) -> dict[str, Any]:
    """The columns that are to change. `hours` are the bounds of a look-back.

    Recruiter, position and persona are left as they were given. Raises InvalidInputError naming
    the field.
    """
    known: dict[str, Callable[[Any], Any]] = {
        "name": lambda value: clean_line(value, field="name", name="Name", longest=MAX_NAME),
        "description": lambda value: _text(value, "description", "Description"),
        "detailed_description": lambda value: _text(
            value, "detailed_description", "Detailed description"
        ),
        "location": lambda value: _line(value, "location", "Location", MAX_LOCATION),
        "is_active": lambda value: _switch(value, "is_active", "Active"),
        "min_check_interval": lambda value: _whole(
            value,
            "min_check_interval",
            "Check interval",
            "minutes",
            (LEAST_INTERVAL, MOST_INTERVAL),
        ),
        "lookback_hours": lambda value: (
            None if value is None else _whole(value, "lookback_hours", "Look-back", "hours", hours)
        ),
        "interview_instructions": lambda value: (
            None
            if value is None
            else clean_text(
                value,
                field="interview_instructions",
                name="Interview instructions",
                longest=MAX_INSTRUCTIONS,
            )
            or None
        ),
        "auto_send_interview": lambda value: _switch(
            value, "auto_send_interview", "Automatic invitations"
        ),
        "auto_send_on_status": lambda value: _line(
            value, "auto_send_on_status", "The status to invite on", MAX_STATUS
        ),
    }
    return {name: known[name](value) for name, value in changes.items() if name in known}


def clean_external_id(value: object) -> str | None:
    """A requisition's id in Workday; None where there is none. Raises InvalidInputError."""
    return _line(value, "external_id", "External id", MAX_EXTERNAL_ID)


def _text(value: object, field: str, name: str) -> str:
    return clean_text(value, field=field, name=name, longest=MAX_DESCRIPTION)


def _line(value: object, field: str, name: str, longest: int) -> str | None:
    if value is None:
        return None
    return clean_line(value, field=field, name=name, longest=longest, required=False) or None


def _switch(value: object, field: str, name: str) -> bool:
    if not isinstance(value, bool):
        raise InvalidInputError(f"{name} is either on or off.", field=field)
    return value


def _whole(value: object, field: str, name: str, unit: str, bounds: tuple[int, int]) -> int:
    low, high = bounds
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise InvalidInputError(
            f"{name} must be a whole number of {unit} from {low:,} to {high:,}.", field=field
        )
    return value
