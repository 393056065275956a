"""What the failure of a piece of work means: in vain for good, or to be tried again, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from app.core.errors import (
    PaymentRequiredError,
    ProblemError,
    TooManyRequestsError,
    UnavailableError,
)

PAUSES = tuple(timedelta(seconds=seconds) for seconds in (20, 120, 600, 3_600, 14_400))
"""How long to wait after each attempt that failed for now; one attempt more than pauses."""

WAIT_FOR_MONEY = timedelta(hours=1)
LONGEST_WAIT = timedelta(days=1)
LONGEST_WORDS = 300


class TryAgainError(Exception):
    """The work failed for now. `message` is fit to be shown; `retry_after` is in seconds."""

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.retry_after = retry_after


class InVainError(Exception):
    """The work can never be done as it was ordered. `message` is fit to be shown."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Failure:
    """A failure in words for members; `delay` is the shortest time until another attempt."""

    words: str
    is_final: bool = False
    delay: timedelta | None = None
    is_foreseen: bool = True


class Next(NamedTuple):
    """What is to happen after a failure: another attempt after a `delay`, or none."""

    is_dead: bool
    delay: timedelta | None


def failure_of(error: Exception) -> Failure:
    """What an error means for the work in which it was raised.

    What a service refuses (not found, conflict, invalid) would be refused again; what is short
    (money, room, somebody's answer) may come. Of what nobody foresaw only the kind is told, as its
    text might hold anything.
    """
    if isinstance(error, ExceptionGroup):
        found = [failure_of(one) for one in error.exceptions]
        # Of several things that went wrong at once, what nobody foresaw and what may pass count.
        return min(found, key=lambda one: (one.is_foreseen, one.is_final))
    if isinstance(error, TryAgainError | TooManyRequestsError | UnavailableError):
        return Failure(_short(error.message), delay=_seconds(getattr(error, "retry_after", None)))
    if isinstance(error, PaymentRequiredError):
        return Failure(_short(error.message), delay=WAIT_FOR_MONEY)
    if isinstance(error, InVainError | ProblemError):
        return Failure(_short(error.message), is_final=True)
    return Failure(f"Something went wrong ({type(error).__name__}).", is_foreseen=False)


def after(failure: Failure, attempts: int) -> Next:
    """What follows when the `attempts`-th attempt, counted from 1, ended so."""
    if failure.is_final or attempts > len(PAUSES):
        return Next(is_dead=True, delay=None)
    pause = PAUSES[max(attempts, 1) - 1]
    asked = failure.delay or timedelta()
    return Next(is_dead=False, delay=min(max(pause, asked), LONGEST_WAIT))


def _seconds(value: float | None) -> timedelta | None:
    if value is None:
        return None
    return timedelta(seconds=min(max(value, 0.0), LONGEST_WAIT.total_seconds()))


def _short(words: str) -> str:
    return words if len(words) <= LONGEST_WORDS else f"{words[: LONGEST_WORDS - 1]}…"
