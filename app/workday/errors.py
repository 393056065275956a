"""What can go wrong with Workday, told apart by whether trying again later can help."""

from __future__ import annotations

from app.core.errors import ProblemError, UnavailableError


class WorkdayUnavailableError(UnavailableError):
    """Workday is throttling, failing or silent. `retry_after` is in seconds where it said so."""

    code = "workday_unavailable"

    def __init__(self, message: str, *, retry_after: int | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class WorkdayRefusedError(ProblemError):
    """Workday says no, or what it says cannot be used; a person has to change something."""

    status = 422
    code = "workday_refused"


class WorkdayTooLargeError(WorkdayRefusedError):
    """What was asked for is larger than what is read of it."""


class WorkdayCredentialsError(WorkdayRefusedError):
    """There are no credentials, or Workday does not take them any more."""

    code = "workday_credentials"
