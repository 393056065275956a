"""What a failure means for what follows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import (
    ConflictError,
    NotFoundError,
    PaymentRequiredError,
    TooManyRequestsError,
    UnavailableError,
)
from app.queue.outcomes import (
    LONGEST_WAIT,
    LONGEST_WORDS,
    PAUSES,
    WAIT_FOR_MONEY,
    Failure,
    InVainError,
    TryAgainError,
    after,
    failure_of,
)
from app.workday.errors import WorkdayCredentialsError, WorkdayUnavailableError

SECRET = "my password is swordfish"


@pytest.mark.parametrize(
    ("error", "is_final", "delay", "words"),
    [
        (TryAgainError("Later.", retry_after=90), False, timedelta(seconds=90), "Later."),
        (TryAgainError("Later."), False, None, "Later."),
        (InVainError("Never."), True, None, "Never."),
        (UnavailableError("Away."), False, None, "Away."),
        (WorkdayUnavailableError("Busy.", retry_after=7), False, timedelta(seconds=7), "Busy."),
        (TooManyRequestsError("Slow.", retry_after=5), False, timedelta(seconds=5), "Slow."),
        (WorkdayCredentialsError("Refused."), True, None, "Refused."),
        (NotFoundError("Gone."), True, None, "Gone."),
        (ConflictError("Taken."), True, None, "Taken."),
        (
            PaymentRequiredError("Empty.", balance_cents=1, missing_cents=2),
            False,
            WAIT_FOR_MONEY,
            "Empty.",
        ),
        (ExceptionGroup("", [NotFoundError("Gone.")]), True, None, "Gone."),
        (
            ExceptionGroup("", [NotFoundError("Gone."), UnavailableError("Away.")]),
            False,
            None,
            "Away.",
        ),
        (ValueError(SECRET), False, None, "Something went wrong (ValueError)."),
        (InVainError("x" * 1000), True, None, "x" * (LONGEST_WORDS - 1) + "…"),
    ],
)
def test_an_error_is_final_or_to_be_tried_again(
    error: Exception, is_final: bool, delay: timedelta | None, words: str
) -> None:
    failure = failure_of(error)
    assert (failure.is_final, failure.delay, failure.words) == (is_final, delay, words)
    assert failure.is_foreseen is not isinstance(error, ValueError)


def test_the_pauses_grow_and_then_the_item_is_dead() -> None:
    waits = [after(Failure("No."), attempt) for attempt in range(1, len(PAUSES) + 2)]
    assert [wait.delay for wait in waits] == [*PAUSES, None]
    assert [wait.is_dead for wait in waits] == [False] * len(PAUSES) + [True]
    assert list(PAUSES) == sorted(PAUSES)


def test_what_is_in_vain_is_dead_at_once() -> None:
    assert after(Failure("No.", is_final=True), 1).is_dead


@given(st.floats(allow_nan=False), st.integers(1, len(PAUSES)))
def test_nobody_waits_less_than_asked_nor_longer_than_a_day(asked: float, attempt: int) -> None:
    coming = after(failure_of(TryAgainError("Later.", retry_after=asked)), attempt)
    assert coming.delay is not None
    assert PAUSES[attempt - 1] <= coming.delay <= LONGEST_WAIT
    assert coming.delay.total_seconds() >= min(asked, LONGEST_WAIT.total_seconds())
