"""From an interview's header to the head of its page, and where it stands before a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core import clock
from app.interviews.models import InterviewKind, InterviewStatus
from state.moments import day, day_and_time
from state.report_rows import HeadRow, ProgressRow
from state.report_view import compare_href

if TYPE_CHECKING:
    from app.reports.views import Header, ReportView
    from app.room.progress import Progress

REPORTED, INVITED, RUNNING, OVER = "reported", "invited", "running", "over"

_OVER: dict[InterviewStatus, tuple[str, str]] = {
    InterviewStatus.EXPIRED: (
        "This invitation has expired",
        "It ran out on {expired}, before the candidate began. Nothing was recorded.",
    ),
    InterviewStatus.CANCELLED: (
        "This interview was cancelled",
        "Its link tells the candidate so. There is no report.",
    ),
    InterviewStatus.ABANDONED: (
        "The candidate left before the end",
        "Nothing was answered that could be graded, so there is no report.",
    ),
    InterviewStatus.COMPLETED: (
        "The report is being made",
        "It usually takes a few seconds. Reload the page in a moment.",
    ),
}


_UNCOUNTED: dict[InterviewKind, str] = {
    InterviewKind.TRIAL: "Trial run, not counted",
    InterviewKind.PRACTICE: "Practice, not counted",
}


def status_of(head: Header) -> InterviewStatus:
    """Where the interview stands now: an overdue invitation has expired, swept or not."""
    if head.status is InterviewStatus.SCHEDULED and head.expires_at <= clock.now():
        return InterviewStatus.EXPIRED
    return head.status


def head_row(view: ReportView) -> HeadRow:
    """The head of the page."""
    head = view.header
    status = status_of(head)
    title, words = _OVER.get(status, ("", ""))
    candidate_id = str(head.candidate_id) if head.candidate_id else ""
    return HeadRow(
        interview_id=str(head.interview_id),
        candidate=head.candidate_name,
        email=head.candidate_email,
        position=head.position_title,
        position_href=f"/positions/{head.position_id}" if head.position_id else "/practice",
        status=_status_words(head, status),
        stage=_stage(view, status),
        over_title=title,
        over_words=words.format(expired=day_and_time(head.expires_at)),
        uncounted=_UNCOUNTED.get(head.kind, ""),
        trial=head.kind is InterviewKind.TRIAL,
        pdf_href=f"/files/interviews/{head.interview_id}/report.pdf",
        compare_href=compare_href([str(head.interview_id)]) if candidate_id else "",
        asks_for_human=_asks_for_human(head),
        starts=day_and_time(head.scheduled_at) if head.scheduled_at else "",
    )


def _stage(view: ReportView, status: InterviewStatus) -> str:
    if view.verdict is not None:
        return REPORTED
    if status is InterviewStatus.SCHEDULED:
        return INVITED
    return RUNNING if status is InterviewStatus.IN_PROGRESS else OVER


def _status_words(head: Header, status: InterviewStatus) -> str:
    if status is InterviewStatus.SCHEDULED:
        return f"Invited {day(head.created_at)}"
    if status is InterviewStatus.IN_PROGRESS and head.started_at is not None:
        return f"Running since {head.started_at:%H:%M} UTC"
    if status is InterviewStatus.EXPIRED:
        return f"Expired {day(head.expires_at)}"
    if head.ended_at is None:
        return head.status_words
    used = round(head.time_used_s / 60)
    return f"{head.status_words} {day(head.ended_at)}, {used} of {head.duration_min} min"


def _asks_for_human(head: Header) -> str:
    """Since when the candidate has been waiting for a person, or nothing."""
    if head.human_requested_at is None or head.human_resolved_at is not None:
        return ""
    return day_and_time(head.human_requested_at)


def progress_row(progress: Progress) -> ProgressRow:
    """How far a running interview is, in words."""
    minutes = -(-progress.seconds_left // 60)
    return ProgressRow(
        minutes_left=f"{minutes} min left" if minutes else "Time is up",
        question=f"Question {progress.answered + 1}",
        seen=day_and_time(progress.last_seen_at) if progress.last_seen_at else "",
    )
