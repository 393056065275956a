"""What is refused before any service is asked, and what the framework itself refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.errors import ProblemError, TooManyRequestsError

if TYPE_CHECKING:
    from collections.abc import Sequence

NO_SUCH_ADDRESS = "There is nothing at this address."
NO_SUCH_METHOD = "This address does not take this method."
WORDS = {404: NO_SUCH_ADDRESS, 405: NO_SUCH_METHOD}
_UNAUTHORIZED = 401


class InvalidRequestError(ProblemError):
    """The request breaks rules; `faults` pairs each field with what is wrong with it."""

    status = 422
    code = "validation_failed"

    def __init__(self, faults: Sequence[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{field}: {message}" for field, message in faults))
        self.faults = faults


def headers_of(problem: ProblemError) -> dict[str, str] | None:
    """The headers that go with a problem: how to sign in, or when to come back."""
    if isinstance(problem, TooManyRequestsError):
        return {"Retry-After": str(problem.retry_after)}
    return {"WWW-Authenticate": "Bearer"} if problem.status == _UNAUTHORIZED else None


def too_many(retry_after: int) -> TooManyRequestsError:
    """The error for whoever asks too often."""
    return TooManyRequestsError(
        f"Too many requests. Try again in {retry_after} s.", retry_after=retry_after
    )
