"""An interview's status as people read it."""

from __future__ import annotations

from app.interviews.models import InterviewStatus

STATUS_WORDS: dict[InterviewStatus, str] = {
    InterviewStatus.SCHEDULED: "Invited",
    InterviewStatus.IN_PROGRESS: "Running",
    InterviewStatus.COMPLETED: "Completed",
    InterviewStatus.ABANDONED: "Left before the end",
    InterviewStatus.EXPIRED: "Expired",
    InterviewStatus.CANCELLED: "Cancelled",
}
