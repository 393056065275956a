"""The formats that the contract names, taken at their word: nothing is coerced into them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Annotated
from uuid import UUID

from pydantic import BeforeValidator, Field, PlainSerializer

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE | re.ASCII)
# Source: RFC 3339, section 5.6. The seconds may be those of a leap second.
_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d):(\d\d)(?:\.(\d+))?([Zz]|[+-]\d\d:\d\d)", re.ASCII
)
_LEAP_SECOND = "60"
# Source: RFC 3986, section 3, with the characters of section 2; brackets enclose an IP address.
_CHARACTER = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})"
_HOST = r"(?:\[[0-9A-Fa-f:.vV~!$&'()*+,;=_-]+\]|(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)"
_URI = re.compile(
    rf"[A-Za-z][A-Za-z0-9+.-]*:"
    rf"(?://(?:{_CHARACTER}*@)?{_HOST}(?::[0-9]*)?(?:/{_CHARACTER}*)*"
    rf"|/?(?:{_CHARACTER}+(?:/{_CHARACTER}*)*)?)"
    rf"(?:\?(?:{_CHARACTER}|[/?])*)?(?:#(?:{_CHARACTER}|[/?])*)?"
)


def uuid_of(value: object) -> UUID | None:
    """The UUID in its hyphenated form, or None for anything else."""
    return UUID(value) if isinstance(value, str) and _UUID.fullmatch(value) else None


def _uuid(value: object) -> UUID:
    found = uuid_of(value)
    if found is None:
        raise ValueError("must be a UUID such as 0197f7a0-5b1e-7c3a-9d54-2f6d1c0b7e11")
    return found


def moment_of(value: object) -> datetime:
    """The moment that is written as RFC 3339 has it, in UTC. Raises ValueError."""
    fault = "must be a date and time with a zone, such as 2026-11-21T09:30:00Z"
    match = _MOMENT.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise ValueError(fault)
    day, time, seconds, fraction, zone = match.groups()
    is_leap = seconds == _LEAP_SECOND
    text = f"{day}T{time}:{'59' if is_leap else seconds}.{(fraction or '')[:6]:0<6}{zone.upper()}"
    try:
        return datetime.fromisoformat(text).astimezone(UTC) + timedelta(seconds=is_leap)
    except (ValueError, OverflowError):
        raise ValueError(fault) from None


def _uri(value: object) -> object:
    if isinstance(value, str) and not _URI.fullmatch(value):
        raise ValueError("must be a URI such as https://example.com/cv.pdf")
    return value


def _integer(value: object) -> object:
    # To JSON Schema 1.0 is an integer as well.
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")


Uuid = Annotated[UUID, BeforeValidator(_uuid)]
Moment = Annotated[datetime, BeforeValidator(moment_of)]
Integer = Annotated[int, BeforeValidator(_integer)]
Uri = Annotated[str, BeforeValidator(_uri), Field(json_schema_extra={"format": "uri"})]
Instant = Annotated[datetime, PlainSerializer(_instant, when_used="json")]
"""A moment as it is answered, such as 2026-06-01T12:00:00Z."""
