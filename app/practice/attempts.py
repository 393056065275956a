"""A member's own practice: answers to single questions, kept with their feedback for them alone."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import IntegrityError

from app.assessment.items import AnswerKind, AnswerPart
from app.assessment.service import checked
from app.core import clock
from app.core.database import reading, unit_of_work
from app.core.errors import InvalidInputError, NotFoundError, UnavailableError
from app.core.ids import parse_id
from app.core.text import clean_line, clean_text
from app.engines.service import engine_for
from app.identity.permissions import Permission
from app.interviews.invitations import invitation_of
from app.interviews.models import InterviewStatus
from app.positions.inputs import MAX_TITLE
from app.practice import repository
from app.practice.coaching import coach_aside
from app.practice.feedback import MAX_SCORE, NOT_GRADED, score_of
from app.practice.models import PracticeAttempt
from app.practice.questions import PracticeQuestion, point_name, question_again
from app.reports.highlights import Mark, Segment, segments

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from app.assessment.items import Grade
    from app.identity.permissions import Actor
    from app.interviews.models import Interview
    from app.practice.coaching import Coaching

MAX_ANSWER = 12_000
"""Characters of an answer: what is graded of one at most."""

PER_PAGE = 10
_MOST_SCORES, _MOST_SESSIONS, _MOST_RECENT = 400, 6, 5
NO_SUCH_ATTEMPT = "There is no such attempt."


@dataclass(frozen=True, slots=True)
class PointFeedback:
    """A reference point and how far the answer covers it, 0 to 1."""

    id: str
    text: str
    credit: float
    contradicted: bool


@dataclass(frozen=True, slots=True)
class FrameworkFeedback:
    """What the framework's parts had: `parts` are names with words, in the framework's order."""

    name: str
    overall: str
    parts: tuple[tuple[str, str], ...]
    improvements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AttemptView:
    """An attempt as its owner sees it. `score` and `previous` are 0 to 10."""

    id: UUID
    job_role: str
    skill: str
    concept: str
    item_id: str
    depth: int
    question: str
    answer: str
    score: int
    previous: int | None
    kind: AnswerKind
    points: tuple[PointFeedback, ...]
    misconceptions: tuple[str, ...]
    pieces: tuple[Segment, ...]
    structure: str
    framework: FrameworkFeedback | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """The scores of a skill over time, 0 to 10, the oldest first."""

    concept: str
    skill: str
    scores: tuple[int, ...]
    moments: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class OwnSession:
    """A whole practice interview of the member. `url` leads into the room while it runs."""

    id: UUID
    title: str
    status: InterviewStatus
    created_at: datetime
    url: str

    @property
    def has_report(self) -> bool:
        """Whether there is a report to read."""
        return self.status is InterviewStatus.COMPLETED


@dataclass(frozen=True, slots=True)
class History:
    """A page of attempts, all scores by skill, the latest sessions, and recent skills."""

    attempts: tuple[AttemptView, ...]
    total: int
    progress: tuple[Progress, ...]
    sessions: tuple[OwnSession, ...]

    @property
    def recent(self) -> tuple[str, ...]:
        """The skills practised last, the latest first."""
        return tuple(one.skill for one in self.progress[:_MOST_RECENT])


async def submit(
    actor: Actor,
    *,
    attempt_id: UUID,
    job_role: object,
    skill: object,
    question_id: object,
    answer: object,
) -> AttemptView:
    """Grade an answer and keep it; sent again under the same id, what is kept stands.

    The engine is asked outside of any transaction. Raises InvalidInputError naming `answer`,
    NotFoundError for a question that is gone, UnavailableError where it could not be graded.
    """
    user_id = _user(actor)
    kept = await _kept(actor, attempt_id)
    if kept is not None:
        return kept
    role = clean_line(job_role, field="job_role", name="A role", longest=MAX_TITLE)
    text = _answer(answer)
    asked = await question_again(actor, skill=skill, question_id=question_id)
    part = AnswerPart(turn_id=attempt_id, text=text)
    grade = await _graded(actor, asked, part)
    coaching = await coach_aside(asked.text, text, asked.framework) if asked.framework else None
    row = PracticeAttempt(
        id=attempt_id,
        organization_id=actor.organization_id,
        user_id=user_id,
        job_role=role,
        skill=asked.concept_name,
        concept=asked.concept,
        item_id=asked.id,
        depth=asked.item.depth,
        question=asked.text,
        answer=text,
        score=grade.score,
        feedback=_feedback(asked, grade, coaching),
        created_at=clock.now(),
    )
    try:
        async with unit_of_work() as session:
            session.add(row)
            await session.flush()
    except IntegrityError:
        # The same answer was sent twice at once; the first one stands.
        pass
    kept = await _kept(actor, attempt_id)
    if kept is None:
        raise NotFoundError(NO_SUCH_ATTEMPT)
    return kept


async def attempt(actor: Actor, attempt_id: object) -> AttemptView:
    """One of the member's attempts. Raises NotFoundError."""
    wanted = parse_id(attempt_id)
    found = await _kept(actor, wanted) if wanted else None
    if found is None:
        raise NotFoundError(NO_SUCH_ATTEMPT)
    return found


async def history(actor: Actor, *, page: int = 1, per_page: int = PER_PAGE) -> History:
    """The member's practice so far. Pages are counted from 1."""
    scope: dict[str, Any] = {"organization_id": actor.organization_id, "user_id": _user(actor)}
    async with reading() as session:
        rows = await repository.attempts(
            session, **scope, offset=(max(page, 1) - 1) * per_page, limit=per_page
        )
        total = await repository.count(session, **scope)
        scores = await repository.scores(session, **scope, limit=_MOST_SCORES)
        own = await repository.sessions(session, **scope, limit=_MOST_SESSIONS)
    return History(
        attempts=tuple(_view(row, None) for row in rows),
        total=total,
        progress=_progress(scores),
        sessions=tuple(_session(one) for one in own),
    )


async def delete(actor: Actor, attempt_id: object) -> None:
    """Delete one of the member's attempts for good. Raises NotFoundError."""
    wanted = parse_id(attempt_id)
    scope: dict[str, Any] = {"organization_id": actor.organization_id, "user_id": _user(actor)}
    async with unit_of_work() as session:
        if not (wanted and await repository.remove(session, **scope, attempt_id=wanted)):
            raise NotFoundError(NO_SUCH_ATTEMPT)


def _user(actor: Actor) -> UUID:
    actor.require(Permission.PRACTISE)
    if actor.user_id is None:
        raise NotFoundError("Attempts belong to a member; a key has none.")
    return actor.user_id


def _answer(value: object) -> str:
    """The answer without what cannot be kept. Raises InvalidInputError."""
    if not isinstance(value, str):
        raise InvalidInputError("Write an answer first.", field="answer")
    if len(value) > MAX_ANSWER:
        raise InvalidInputError(
            f"An answer can have {MAX_ANSWER:,} characters at most; this one has {len(value):,}. "
            "Nothing is lost: shorten it and send it again.",
            field="answer",
        )
    text = clean_text(value, field="answer", name="An answer", longest=MAX_ANSWER)
    if not text:
        raise InvalidInputError("Write an answer first.", field="answer")
    return text


async def _graded(actor: Actor, asked: PracticeQuestion, part: AnswerPart) -> Grade:
    evaluator = (await engine_for(actor.organization_id)).evaluator
    try:
        return checked(asked.item, await evaluator.grade(asked.item, [part]), [part])
    except Exception as error:
        raise UnavailableError(f"{NOT_GRADED} Send it again in a moment.") from error


def _feedback(asked: PracticeQuestion, grade: Grade, coaching: Coaching | None) -> dict[str, Any]:
    names = {point.id: point_name(asked.item, point) for point in asked.item.points}
    return {
        "kind": grade.kind.value,
        "points": [
            asdict(
                PointFeedback(
                    point.point_id,
                    names[point.point_id],
                    point.credit,
                    point.contradicted,
                )
            )
            for point in grade.points
        ],
        "marks": [
            [span.start, span.end, point.point_id]
            for point in grade.points
            for span in point.evidence
            if point.credit > 0
        ],
        "misconceptions": list(grade.misconceptions),
        "structure": asked.structure,
        "framework": None
        if coaching is None
        else {
            "name": coaching.framework.value,
            "overall": coaching.overall,
            "parts": [[part.value, words] for part, words in coaching.analysis.items()],
            "improvements": list(coaching.improvements),
        },
        "engine": grade.engine,
        "engine_version": grade.engine_version,
    }


async def _kept(actor: Actor, attempt_id: UUID) -> AttemptView | None:
    scope: dict[str, Any] = {"organization_id": actor.organization_id, "user_id": _user(actor)}
    async with reading() as session:
        row = await repository.attempt(session, **scope, attempt_id=attempt_id)
        if row is None:
            return None
        before = await repository.previous(
            session, **scope, item_id=row.item_id, before=row.created_at
        )
    return _view(row, before)


def _view(row: PracticeAttempt, before: float | None) -> AttemptView:
    kept = row.feedback
    framework = kept["framework"]
    return AttemptView(
        id=row.id,
        job_role=row.job_role,
        skill=row.skill,
        concept=row.concept,
        item_id=row.item_id,
        depth=row.depth,
        question=row.question,
        answer=row.answer,
        score=score_of(row.score),
        previous=None if before is None else score_of(before),
        kind=AnswerKind(kept["kind"]),
        points=tuple(PointFeedback(**point) for point in kept["points"]),
        misconceptions=tuple(kept["misconceptions"]),
        pieces=segments(row.answer, [Mark(*mark) for mark in kept["marks"]]),
        structure=kept["structure"],
        framework=framework
        and FrameworkFeedback(
            name=framework["name"],
            overall=framework["overall"],
            parts=tuple((part, words) for part, words in framework["parts"]),
            improvements=tuple(framework["improvements"]),
        ),
        created_at=row.created_at,
    )


def _progress(rows: Sequence[tuple[str, str, float, datetime]]) -> tuple[Progress, ...]:
    """The scores by skill; the skill practised last comes first."""
    by_concept: dict[str, list[tuple[str, str, float, datetime]]] = {}
    for row in rows:
        by_concept.setdefault(row[0], []).append(row)
    return tuple(
        Progress(
            concept=concept,
            skill=found[0][1],
            scores=tuple(score_of(score) for _, _, score, _ in reversed(found)),
            moments=tuple(moment for *_, moment in reversed(found)),
        )
        for concept, found in by_concept.items()
    )


def _session(interview: Interview) -> OwnSession:
    is_open = interview.status in {InterviewStatus.SCHEDULED, InterviewStatus.IN_PROGRESS}
    return OwnSession(
        id=interview.id,
        title=interview.position_title,
        status=interview.status,
        created_at=interview.created_at,
        url=invitation_of(interview).url if is_open else "",
    )


__all__ = [
    "MAX_ANSWER",
    "MAX_SCORE",
    "PER_PAGE",
    "AttemptView",
    "FrameworkFeedback",
    "History",
    "OwnSession",
    "PointFeedback",
    "Progress",
    "attempt",
    "delete",
    "history",
    "submit",
]
