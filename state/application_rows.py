"""An application in words: where it stands, its steps, interviews and evaluation."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from app.applications.models import ApplicationSource
from app.applications.models import ApplicationStatus as Status
from app.applications.status import WORDS
from app.evaluations.rules import NAMES, Score
from app.interviews.words import STATUS_WORDS
from state.moments import day_and_time

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.applications.values import ApplicationView, EventView
    from app.evaluations.service import EvaluationView
    from app.interviews.models import Interview

STEPS = (
    Status.NEW,
    Status.ANALYSING,
    Status.ANALYSED,
    Status.INVITED,
    Status.INTERVIEWING,
    Status.COMPLETE,
)
TONES = {
    Status.ANALYSING: "accent",
    Status.INVITED: "accent",
    Status.INTERVIEWING: "accent",
    Status.COMPLETE: "good",
    Status.REJECTED: "bad",
    Status.FAILED: "bad",
}
SOURCES = {
    ApplicationSource.WORKDAY: "Workday",
    ApplicationSource.UPLOAD: "Added here",
    ApplicationSource.API: "API",
}


@dataclass(frozen=True)
class StepRow:
    """A place of the state machine: done, here, or ahead."""

    words: str = ""
    state: str = ""


@dataclass(frozen=True)
class EventRow:
    """A step an application has taken."""

    words: str = ""
    tone: str = ""
    by: str = ""
    reason: str = ""
    at: str = ""
    iso: str = ""


@dataclass(frozen=True)
class InterviewRow:
    """An interview of the application."""

    href: str = ""
    words: str = ""
    facts: str = ""
    action: str = ""


@dataclass(frozen=True)
class ScoreRow:
    """One of the six scores; `value` is empty where there is no evidence."""

    name: str = ""
    value: str = ""
    width: str = ""
    rule: str = ""
    basis: str = ""
    quotes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class EvaluationRow:
    """An evaluation. `is_there` is false until there is one."""

    is_there: bool = False
    overall: str = ""
    says: str = ""
    summary: str = ""
    href: str = ""
    scores: list[ScoreRow] = field(default_factory=list)
    strengths: list[str] = field(default_factory=list)
    weaknesses: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    focus: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class HeadRow:
    """What the page says of the application first."""

    number: int = 0
    name: str = ""
    email: str = ""
    status: str = ""
    status_words: str = ""
    tone: str = ""
    requisition: str = ""
    requisition_href: str = ""
    facts: str = ""
    follows: str = ""
    failure: str = ""
    advice: str = ""
    asks_for_human: bool = False
    human_href: str = ""
    can_invite: bool = False
    can_analyse: bool = False
    can_reject: bool = False
    can_withdraw: bool = False
    back_to: str = ""
    back_words: str = ""


def head_row(view: ApplicationView, held: Sequence[Interview], *, can_be_invited: bool) -> HeadRow:
    """The application in words; what can be done with it as it stands.

    `held` are its interviews: in one of them the candidate may ask for a human.
    """
    row = view.row
    back = next((one for one in view.may_become if one not in _OUT), None)
    is_out = row.status in _OUT
    source = SOURCES[view.source]
    asking = (one for one in held if one.human_requested_at and not one.human_resolved_at)
    facts = [f"Application {row.number:,}", f"{source}, {day_and_time(row.created_at)}"]
    if row.external_application_id:
        facts.append(row.external_application_id)
    if row.workday_status:
        facts.append(f"in Workday: {row.workday_status}")
    return HeadRow(
        number=row.number,
        name=row.candidate_name,
        email=row.candidate_email,
        status=row.status.value,
        status_words=WORDS[row.status],
        tone=TONES.get(row.status, ""),
        requisition=row.requisition_name,
        requisition_href=f"/requisitions/{row.requisition_number}",
        facts=" · ".join(facts),
        follows=follows_words(view),
        failure=view.failure or "",
        advice=_advice(view) if row.status is Status.FAILED else "",
        asks_for_human=row.human_requested,
        human_href=next((f"/interviews/{one.id}" for one in asking), ""),
        can_invite=can_be_invited,
        can_analyse=row.has_resume and not is_out and row.status is not Status.ANALYSING,
        can_reject=Status.REJECTED in view.may_become,
        can_withdraw=Status.WITHDRAWN in view.may_become,
        back_to=back.value if back else "",
        back_words=WORDS[back].lower() if back else "",
    )


_OUT = (Status.REJECTED, Status.WITHDRAWN)
_NEXT = {
    Status.NEW: "Next: its résumé is analysed, or you invite the candidate.",
    Status.ANALYSING: "Next: the analysis ends by itself, in a moment.",
    Status.ANALYSED: "Next: invite the candidate, or reject or withdraw the application.",
    Status.INVITED: "Next: the candidate begins the interview, or the invitation runs out.",
    Status.INTERVIEWING: "Next: the candidate finishes, and the report is made.",
    Status.COMPLETE: "Next: read the report and decide. You can invite once more.",
    Status.FAILED: "Next: see to what failed; analysing or inviting takes it on from here.",
    Status.REJECTED: "It stays here until somebody takes it up again.",
    Status.WITHDRAWN: "It stays here until somebody takes it up again.",
}


def follows_words(view: ApplicationView) -> str:
    """What can follow, in a sentence."""
    return _NEXT[view.row.status]


def _advice(view: ApplicationView) -> str:
    if view.row.has_report or view.row.has_interview:
        return "Invite the candidate once more, or reject the application."
    if view.row.has_resume:
        return (
            "Upload the résumé anew or analyse it again; you can also invite without an analysis."
        )
    return "Upload a résumé, or invite the candidate without an analysis."


def step_rows(status: Status, events: Sequence[EventView]) -> list[StepRow]:
    """The way of an application, as far as it has come."""
    reached = {event.to_status for event in events}
    at = STEPS.index(status) if status in STEPS else -1
    rows = [
        StepRow(
            WORDS[one],
            "here"
            if one is status
            else "done"
            if one in reached and (at < 0 or place < at)
            else "ahead",
        )
        for place, one in enumerate(STEPS)
    ]
    return rows if at >= 0 else [*rows, StepRow(WORDS[status], "out")]


def event_rows(events: Sequence[EventView]) -> list[EventRow]:
    """The history, the newest first."""
    return [
        EventRow(
            words=WORDS[one.to_status],
            tone=TONES.get(one.to_status, ""),
            by=one.actor_name or "by itself",
            reason=one.reason,
            at=day_and_time(one.at),
            iso=one.at.isoformat(),
        )
        for one in reversed(events)
    ]


_INTERVIEW_ACTIONS = {"completed": "Report", "in_progress": "Follow", "scheduled": "Invitation"}


def interview_row(one: Interview) -> InterviewRow:
    """An interview of the application; its page holds the report once there is one."""
    moments = [f"invited {day_and_time(one.created_at)}"]
    if one.ended_at:
        moments.append(f"ended {day_and_time(one.ended_at)}")
    elif one.status.value == "scheduled":
        moments.append(f"until {day_and_time(one.expires_at)}")
    persona = (one.persona or {}).get("name")
    if persona:
        moments.append(f"persona {persona}")
    return InterviewRow(
        href=f"/interviews/{one.id}",
        words=STATUS_WORDS[one.status],
        facts=" · ".join(moments),
        action=_INTERVIEW_ACTIONS.get(one.status.value, "Open"),
    )


def evaluation_row(view: EvaluationView | None) -> EvaluationRow:
    """The evaluation with what each score rests on."""
    if view is None:
        return EvaluationRow()
    return EvaluationRow(
        is_there=True,
        overall="" if view.overall_score is None else str(view.overall_score),
        says=view.recommendation,
        summary=view.summary,
        href=f"/interviews/{view.interview_id}",
        scores=[_score(one, getattr(view, one.value), view.basis[one.value]) for one in Score],
        strengths=list(view.strengths),
        weaknesses=list(view.weaknesses),
        flags=list(view.red_flags),
        focus=list(view.next_interview_focus),
    )


def _score(score: Score, value: int | None, basis: dict[str, Any]) -> ScoreRow:
    inputs = basis.get("inputs") or []
    return ScoreRow(
        name=NAMES[score],
        value="" if value is None else str(value),
        width="0%" if value is None else f"{value * 10}%",
        rule=str(basis.get("rule", "")),
        basis=_basis(inputs),
        quotes=[" ".join(str(one["quote"]).split()) for one in basis.get("evidence") or []],
    )


def _basis(inputs: Sequence[dict[str, Any]]) -> str:
    concepts = [
        f"{str(one['concept']).replace('-', ' ')} {one['depth']:.1f} of {one['target']}"
        for one in inputs
        if "concept" in one
    ]
    if concepts:
        return f"Depth by concept: {', '.join(concepts)}."
    asked = [str(one["question"]) for one in inputs if "question" in one]
    if not asked:
        return "No answer was about this."
    return f"{'Question' if len(asked) == 1 else 'Questions'} {', '.join(asked)}."
