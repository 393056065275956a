"""The links by which candidates come in, and the checks of what an invitation is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from app.core import clock
from app.core.errors import ConflictError, InvalidInputError
from app.core.secrets import SealError, new_token, seal, token_hash, unseal
from app.settings import get_settings

if TYPE_CHECKING:
    from uuid import UUID

    from app.interviews.models import Interview

PURPOSE = "interview"
MOST_YEARS_AHEAD = 100


@dataclass(frozen=True, slots=True)
class Invitation:
    """A way into an interview. `url` and `token` open it: they are for the candidate alone."""

    interview_id: UUID
    url: str
    token: str
    candidate_name: str
    expires_at: datetime


def fresh_token() -> tuple[str, str, str]:
    """A new invitation token: plain, as the hash it is found by, and sealed."""
    token = new_token()
    return token, token_hash(token, purpose=PURPOSE), seal(token)


def invitation_of(interview: Interview) -> Invitation:
    """The invitation of an interview, opened from its seal.

    Raises ConflictError when the secret key has changed since: the link is then void for good.
    """
    try:
        token = unseal(interview.token_sealed)
    except SealError:
        raise ConflictError(
            "This link was made under another secret key and no longer works: cancel the "
            "interview and invite again."
        ) from None
    return Invitation(
        interview_id=interview.id,
        url=f"{get_settings().base_url.rstrip('/')}/interview/{token}",
        token=token,
        candidate_name=interview.candidate_name,
        expires_at=interview.expires_at,
    )


def invitation_url(interview: Interview) -> str:
    """The address of the candidate's room. Raises ConflictError as `invitation_of` does."""
    return invitation_of(interview).url


def check_start(value: object) -> datetime | None:
    """When the interview may begin, or None for at once. Raises InvalidInputError."""
    if value is None:
        return None
    moment = _moment(value, field="scheduled_at", name="The start")
    if moment <= clock.now():
        raise InvalidInputError("The start must be in the future.", field="scheduled_at")
    return moment


def check_expiry(value: object, *, scheduled_at: datetime | None) -> datetime:
    """When the invitation runs out: as given, or some days from now or from the start.

    Raises InvalidInputError naming `expires_at`.
    """
    now = clock.now()
    if value is None:
        return max(now, scheduled_at or now) + timedelta(days=get_settings().invitation_days)
    moment = _moment(value, field="expires_at", name="The expiry")
    if moment <= now:
        raise InvalidInputError("The expiry must be in the future.", field="expires_at")
    if scheduled_at is not None and moment <= scheduled_at:
        raise InvalidInputError("The expiry must be after the start.", field="expires_at")
    return moment


def _moment(value: object, *, field: str, name: str) -> datetime:
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise InvalidInputError(f"{name} must be a date and time with a time zone.", field=field)
    if value > clock.now() + timedelta(days=366 * MOST_YEARS_AHEAD):
        raise InvalidInputError(
            f"{name} can be {MOST_YEARS_AHEAD} years ahead at most.", field=field
        )
    return value
