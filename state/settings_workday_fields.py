"""The field mapping as a form: its parts with their words, there and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from state.forms import lines_of, words_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.workday.mapping import FieldMapping

KINDS = ("rest", "report")
SOURCES = ("requisitions", "applications")
OF_REST = ("resource", "sinceParameter", "requisitionParameter")
OF_REPORT = ("owner", "report", "sinceParameter", "requisitionParameter")
REQUISITION = (
    ("requisition.id", "Id"),
    ("requisition.name", "Name"),
    ("requisition.status", "Status"),
    ("requisition.location", "Location"),
    ("requisition.description", "Description"),
    ("requisition.detailedDescription", "Detailed description"),
)
APPLICATION = (
    ("application.id", "Id"),
    ("application.requisition", "Requisition’s id"),
    ("application.status", "Status"),
    ("application.changedAt", "Last change"),
    ("application.appliedAt", "Applied on"),
    ("application.candidate", "Candidate’s id"),
    ("application.name", "Candidate’s whole name"),
    ("application.firstName", "or first name"),
    ("application.lastName", "and last name"),
    ("application.email", "E-mail"),
    ("application.phone", "Phone"),
)
RESUME = (
    ("resume.list", "List of attachments"),
    ("resume.id", "Attachment’s id"),
    ("resume.fileName", "File name"),
    ("resume.changedAt", "Last change"),
    ("resume.content", "The file itself"),
)
STATUSES = (
    ("closedStatuses", "Requisitions that are closed"),
    ("withdrawnStatuses", "Applications the candidate withdrew"),
    ("rejectedStatuses", "Applications that were rejected"),
)
HAS_RESUME = "resume.taken"
PATHS = tuple(name for name, _ in (*REQUISITION, *APPLICATION, *RESUME))
NAMES = (
    *(f"{source}.{name}" for source in SOURCES for name in ("kind", "owner", "report", *OF_REST)),
    "candidate",
    *PATHS,
    HAS_RESUME,
    *(name for name, _ in STATUSES),
)
"""Every field of the form."""


def values_of(mapping: FieldMapping) -> dict[str, str]:
    """What the form shows of a mapping, by the names of its fields."""
    values = dict.fromkeys(NAMES, "")
    for name, value in mapping.model_dump(mode="json", by_alias=True).items():
        if isinstance(value, dict):
            values |= {f"{name}.{part}": words or "" for part, words in value.items()}
        else:
            values[name] = "\n".join(value) if isinstance(value, list) else value or ""
    values[HAS_RESUME] = "on" if mapping.resume else ""
    return values


def typed_of(form: Mapping[str, Any]) -> dict[str, Any]:
    """The mapping that was typed, as it goes to be checked; what is empty is not there."""
    typed: dict[str, Any] = {
        "candidate": _path(form, "candidate"),
        "requisition": {},
        "application": {},
        "resume": {},
    }
    for name in PATHS:
        part, _, field = name.partition(".")
        typed[part][field] = _path(form, name)
    if not form.get(HAS_RESUME):
        typed["resume"] = None
    for source in SOURCES:
        kind = "report" if words_of(form, f"{source}.kind") == "report" else "rest"
        parts = OF_REPORT if kind == "report" else OF_REST
        typed[source] = {
            "kind": kind,
            **{part: _path(form, f"{source}.{part}") for part in parts},
        }
    return typed | {name: lines_of(form, name) for name, _ in STATUSES}


def errors_of(problems: Mapping[str, str]) -> dict[str, str]:
    """What is at fault beside each field of the form; of a list, its first line that is."""
    errors = dict.fromkeys(NAMES, "")
    for place, words in problems.items():
        name = place if place in errors else place.partition(".")[0]
        if name in errors and not errors[name]:
            errors[name] = f"{words[:1].upper()}{words[1:]}."
    return errors


def _path(form: Mapping[str, Any], name: str) -> str | None:
    return words_of(form, name).strip() or None
