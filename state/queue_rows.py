"""Items of the queue in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.queue.models import JobType, QueueStatus
from state.developers import ago_words, moment_words

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from app.queue.view import ItemView, Overview

JOBS = {
    JobType.SYNC: "Synchronise",
    JobType.ANALYSE: "Analyse",
    JobType.INVITE: "Invite",
    JobType.EVALUATE: "Evaluate",
    JobType.REPORT: "Write report",
    JobType.DELIVER: "Deliver",
}
STATUSES = {
    QueueStatus.PENDING: ("Waiting", "accent"),
    QueueStatus.RUNNING: ("Running", "accent"),
    QueueStatus.FAILED: ("Failed", "warn"),
    QueueStatus.DEAD: ("Dead", "bad"),
    QueueStatus.COMPLETED: ("Done", "good"),
}
MEANINGS = {
    QueueStatus.PENDING: "to be done",
    QueueStatus.RUNNING: "being done now",
    QueueStatus.FAILED: "tried again by itself",
    QueueStatus.DEAD: "given up, until you retry",
    QueueStatus.COMPLETED: "kept for a look back",
}


@dataclass(frozen=True)
class Count:
    """How many items stand so, as a filter. `href` leads to them alone, `value` is "" for all."""

    value: str
    words: str
    number: str
    meaning: str
    tone: str
    href: str


@dataclass(frozen=True)
class ItemRow:
    """An item in words. `href` leads to what it is about, or is empty."""

    number: int
    job: str
    subject: str
    about: str
    href: str
    status: str
    tone: str
    attempts: str
    priority: str
    when: str
    when_iso: str
    added: str
    added_iso: str
    problem: str
    can_retry: bool


def item_row(item: ItemView, now: datetime, zone: tzinfo) -> ItemRow:
    """An item in words."""
    status, tone = STATUSES[item.status]
    subject, about, href = _subject(item)
    when, moment = _when(item, now, zone)
    return ItemRow(
        number=item.number,
        job=JOBS[item.job_type],
        subject=subject,
        about=about,
        href=href,
        status=status,
        tone=tone,
        attempts=_attempts(item.attempts),
        priority=f"{item.priority:+d}" if item.priority else "0",
        when=when,
        when_iso=moment.isoformat(),
        added=moment_words(item.created_at, now, zone),
        added_iso=item.created_at.isoformat(),
        problem=item.problem or "",
        can_retry=item.can_retry,
    )


def _subject(item: ItemView) -> tuple[str, str, str]:
    """What an item is about, what that belongs to, and where it is."""
    requisition = item.requisition_name or ""
    if item.application_number is not None:
        name = item.candidate_name or f"Application {item.application_number}"
        return name, requisition, f"/applications/{item.application_number}"
    if item.interview_id is not None:
        return (
            item.candidate_name or "An interview",
            requisition,
            f"/interviews/{item.interview_id}",
        )
    if item.requisition_number is not None:
        number = item.requisition_number
        return requisition, f"Requisition {number}", f"/requisitions/{number}"
    return "Everything from Workday", "", ""


def _attempts(number: int) -> str:
    if not number:
        return "not tried yet"
    return "1 attempt" if number == 1 else f"{number} attempts"


def _when(item: ItemView, now: datetime, zone: tzinfo) -> tuple[str, datetime]:
    """What happened last or comes next, and when that is."""
    if item.status is QueueStatus.RUNNING and item.started_at:
        return f"begun {ago_words(item.started_at, now, zone)}", item.started_at
    if item.status in {QueueStatus.PENDING, QueueStatus.FAILED}:
        return f"next {_soon(item.due_at, now, zone)}", item.due_at
    ended = item.finished_at or item.started_at or item.created_at
    return f"ended {ago_words(ended, now, zone)}", ended


def _soon(moment: datetime, now: datetime, zone: tzinfo) -> str:
    seconds = int((moment - now).total_seconds())
    if seconds <= 0:
        return "as soon as possible"
    if seconds < 60:  # noqa: PLR2004 - a minute
        return f"in {seconds} s"
    return moment_words(moment, now, zone)


def number_words(number: int, one: str, more: str) -> str:
    """Such as "1 item" or "1,200 items"."""
    return f"1 {one}" if number == 1 else f"{number:,} {more}"


def lost_words(found: Overview) -> list[str]:
    """What clearing all would lose, a line for each status that has any."""
    said = (
        (found.pending, "waits and will not be done", "wait and will not be done"),
        (found.failed, "failed and will not be tried again", "failed and will not be tried again"),
        (
            found.dead,
            "is dead and cannot be retried any more",
            "are dead and cannot be retried any more",
        ),
        (found.completed, "is done and leaves this list", "are done and leave this list"),
    )
    return [number_words(number, one, more) for number, one, more in said if number]
