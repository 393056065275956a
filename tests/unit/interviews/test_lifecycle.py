"""The state machine of an interview."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import clock
from app.core.errors import ConflictError
from app.interviews.lifecycle import LIVE, TRANSITIONS, stands, step
from app.interviews.models import Interview, InterviewStatus

FINAL = {
    InterviewStatus.COMPLETED,
    InterviewStatus.ABANDONED,
    InterviewStatus.EXPIRED,
    InterviewStatus.CANCELLED,
}


def test_the_table_knows_every_status_and_the_final_ones_lead_nowhere() -> None:
    assert set(TRANSITIONS) == set(InterviewStatus)
    assert {status for status, after in TRANSITIONS.items() if not after} == FINAL
    assert set(InterviewStatus) - FINAL == LIVE


@given(st.lists(st.sampled_from(InterviewStatus), max_size=12))
def test_whatever_is_tried_only_steps_of_the_table_happen(
    attempts: list[InterviewStatus],
) -> None:
    interview = Interview(status=InterviewStatus.SCHEDULED)
    passed = [interview.status]
    for attempt in attempts:
        before = interview.status
        if attempt in TRANSITIONS[before]:
            step(interview, attempt)
            passed.append(attempt)
        else:
            with pytest.raises(ConflictError, match=stands(before)):
                step(interview, attempt)
            assert interview.status is before
    # A way through the table never comes back to where it was, and ends at the first final one.
    assert len(set(passed)) == len(passed)
    assert all(status not in FINAL for status in passed[:-1])


def test_the_end_is_timed_and_the_draft_forgotten() -> None:
    interview = Interview(status=InterviewStatus.IN_PROGRESS, draft="half a sentence")
    moment = datetime(2026, 3, 2, 9, tzinfo=UTC)
    with clock.at(moment):
        step(interview, InterviewStatus.COMPLETED)
    assert (interview.ended_at, interview.draft) == (moment, "")


def test_an_interview_that_never_began_has_no_end() -> None:
    interview = Interview(status=InterviewStatus.SCHEDULED)
    step(interview, InterviewStatus.CANCELLED)
    assert interview.ended_at is None


@pytest.mark.parametrize("status", sorted(FINAL))
def test_a_refusal_is_a_clear_sentence(status: InterviewStatus) -> None:
    with pytest.raises(ConflictError) as refused:
        step(Interview(status=status), InterviewStatus.IN_PROGRESS)
    assert refused.value.message.endswith(": it cannot be started.")
