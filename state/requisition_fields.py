"""The settings of a requisition as a person edits them, and what they mean in words."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from app.core.errors import InvalidInputError
from app.core.numbers import number_in

if TYPE_CHECKING:
    from app.hiring_settings.service import HiringSettingsView
    from app.requisitions.values import RequisitionView

ON, OFF = "1", ""
SWITCHES = frozenset({"is_active", "auto_send_interview"})
LABELS = {
    "name": "name",
    "location": "location",
    "description": "description",
    "detailed_description": "detailed description",
    "is_active": "active",
    "recruiter": "recruiter",
    "position_id": "position",
    "persona": "persona",
    "min_check_interval": "check interval",
    "lookback_hours": "look-back",
    "interview_instructions": "instructions",
    "auto_send_interview": "automatic invitations",
    "auto_send_on_status": "the status to invite on",
}
"""What each field is called within a sentence."""

# Which field of the form an error of the service belongs to, where they are named differently.
_FIELDS = {"recruiter_id": "recruiter", "persona_id": "persona"}
_LONGEST = 50_000


@dataclass(frozen=True)
class Fields:
    """What stands in the form. Switches are "1" or ""; numbers as they are typed."""

    name: str = ""
    location: str = ""
    description: str = ""
    detailed_description: str = ""
    is_active: str = ON
    recruiter: str = ""
    position_id: str = ""
    persona: str = ""
    min_check_interval: str = ""
    lookback_hours: str = ""
    interview_instructions: str = ""
    auto_send_interview: str = OFF
    auto_send_on_status: str = ""


def fields_of(view: RequisitionView) -> Fields:
    """A requisition as its form shows it."""
    return Fields(
        name=view.name,
        location=view.location or "",
        description=view.description,
        detailed_description=view.detailed_description,
        is_active=ON if view.is_active else OFF,
        recruiter=str(view.recruiter_number or ""),
        position_id=str(view.position_id or ""),
        persona=str(view.persona_number or ""),
        min_check_interval=str(view.min_check_interval),
        lookback_hours="" if view.lookback_hours is None else str(view.lookback_hours),
        interview_instructions=view.interview_instructions or "",
        auto_send_interview=ON if view.auto_send_interview else OFF,
        auto_send_on_status=view.auto_send_on_status or "",
    )


def under_words(view: RequisitionView) -> str:
    """What stands beside the name of a requisition: its number in Workday, and where it is."""
    return " · ".join(part for part in (view.external_id, view.location) if part)


def entered(name: object, value: object) -> tuple[str, str]:
    """A field and what was entered in it. Raises InvalidInputError for what is none."""
    if not isinstance(name, str) or name not in LABELS:
        raise InvalidInputError("There is no such field.")
    if name in SWITCHES:
        return name, ON if value is True else OFF
    if not isinstance(value, str):
        raise InvalidInputError("This must be text.")
    return name, value[: _LONGEST + 1]


def changed(base: Fields, now: Fields) -> dict[str, str]:
    """What was entered in the fields that differ from what was there."""
    before = asdict(base)
    return {name: value for name, value in asdict(now).items() if value != before[name]}


def values_of(fields: dict[str, str]) -> dict[str, Any]:
    """The same as the service wants it. What is no number is left for it to refuse."""
    return {name: _value(name, entry) for name, entry in fields.items()}


def _value(name: str, entry: str) -> Any:
    if name in SWITCHES:
        return entry == ON
    if name in {"recruiter", "persona"}:
        return number_in(entry) or None
    if name in {"min_check_interval", "lookback_hours"}:
        text = entry.strip()
        plain = text.isascii() and text.isdigit() and len(text) <= len("100000")
        return int(text) if plain else (None if not text and name == "lookback_hours" else text)
    if name in {"description", "detailed_description", "name"}:
        return entry
    return entry.strip() or None


def blank_errors() -> dict[str, str]:
    """No error beside any field."""
    return dict.fromkeys(LABELS, "")


def field_of(error: InvalidInputError) -> str:
    """The field of the form that an error is about, or ""."""
    name = _FIELDS.get(error.field or "", error.field or "")
    return name if name in LABELS else ""


def listed(names: list[str]) -> str:
    """Fields in a sentence, such as "name, recruiter and look-back"."""
    words = [LABELS[name] for name in names]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def automatic_words(fields: Fields, settings: HiringSettingsView, *, of_workday: bool) -> str:
    """What the settings for automatic invitations mean."""
    if fields.auto_send_interview != ON:
        return (
            "Nobody is invited by itself: you invite from the list, the board or the application."
        )
    if fields.is_active != ON:
        return "Nobody is invited while this requisition is not active."
    status = " ".join(fields.auto_send_on_status.split())
    if status and not of_workday:
        return (
            f"Nobody would be invited: only Workday gives applications the status “{status}”, and "
            "this requisition is not from Workday. Empty the status to invite after the analysis."
        )
    when = (
        f"once the résumé is analysed and Workday says “{status}” of the application"
        if status
        else "as soon as the résumé is analysed"
    )
    return (
        f"Each candidate is sent an invitation {when}: once, and only if the risk is "
        f"{settings.auto_send_max_risk:.2f} or less, there is an e-mail address, and the résumé "
        "says nothing of protected matters that a person has to look at first. All others wait "
        "for you."
    )


def looking_words(fields: Fields, settings: HiringSettingsView) -> str:
    """What the check interval and the look-back mean."""
    hours = number_in(fields.lookback_hours.strip())
    back = f"{settings.lookback(hours or None):,} hours"
    often = number_in(fields.min_check_interval.strip())
    every = f"every {often:,} minutes at most" if often else "at the interval you enter"
    usual = "" if hours else " (the organisation’s usual look-back)"
    return f"Workday is asked {every}, for applications that changed in the last {back}{usual}."
