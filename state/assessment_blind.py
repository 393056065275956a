"""Grading a random answer without knowing the machine's grade or the candidate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import reflex as rx
import structlog
from sqlalchemy.exc import SQLAlchemyError

from app.calibration import blind
from app.core.database import reading, unit_of_work
from app.core.errors import InvalidInputError
from app.identity.permissions import Actor, Permission
from app.reports import human_grades
from state.assessment_rows import share_of
from state.guard import member
from state.report_rows import JudgeRow

if TYPE_CHECKING:
    from app.calibration.blind import BlindAnswer

LOADING, GRADING, GRADED, NOTHING, REFUSED, FAILED = (
    "loading",
    "grading",
    "graded",
    "nothing",
    "refused",
    "failed",
)
FOCUS_ERROR = "setTimeout(() => document.querySelector('main [role=alert]')?.scrollIntoView(), 80)"
TO_TOP = "window.scrollTo(0, 0); document.getElementById('blind-title')?.focus()"

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class SaidRow:
    """Something that was said after the question."""

    who: str
    text: str
    by_candidate: bool


class BlindState(rx.State):
    """The answer to be graded. Where it comes from stays on the server until it is graded."""

    phase: str = LOADING
    about: str = ""
    question: str = ""
    said: list[SaidRow] = []
    judged: list[JudgeRow] = []
    form_key: int = 0
    errors: dict[str, str] = {"points": "", "reason": ""}
    machine: str = ""
    person: str = ""
    report_href: str = ""
    counts: bool = False
    done: int = 0

    _interview: str = ""
    _evaluation: str = ""
    _points: list[str] = []
    _regrade: str = ""

    @rx.event
    @member(Permission.VIEW)
    async def load(self, actor: Actor) -> Any:
        """Draw an answer, for those who may review."""
        if not actor.can(Permission.REVIEW):
            self._forget()
            self.phase = REFUSED
            return
        await self._draw(actor)

    @rx.event
    @member(Permission.REVIEW)
    async def another(self, actor: Actor) -> Any:
        """Draw the next answer."""
        await self._draw(actor)
        return rx.call_script(TO_TOP)

    @rx.event
    @member(Permission.REVIEW)
    async def save(self, actor: Actor, form: Any) -> Any:
        """Keep the grade, and show the machine's beside it."""
        if self.phase != GRADING:
            return None
        given = form if isinstance(form, dict) else {}
        self.errors = {"points": "", "reason": ""}
        try:
            async with unit_of_work() as session:
                kept = await human_grades.regrade_blind(
                    session,
                    actor,
                    self._interview,
                    self._evaluation,
                    points={
                        point: given.get(f"point-{number}")
                        for number, point in enumerate(self._points)
                    },
                    reason=given.get("reason", ""),
                )
        except InvalidInputError as problem:
            self.errors = {**self.errors, str(problem.field or "points"): problem.message}
            return rx.call_script(FOCUS_ERROR)
        self._regrade = str(kept.id)
        self.machine, self.person = share_of(kept.machine_score), share_of(kept.score)
        self.report_href = f"/interviews/{self._interview}"
        self.counts, self.done = False, self.done + 1
        self.phase = GRADED
        return rx.call_script(TO_TOP)

    @rx.event
    @member(Permission.REVIEW)
    async def count(self, actor: Actor) -> Any:
        """Let the grade count in the report after all."""
        if self.phase != GRADED or self.counts:
            return None
        async with unit_of_work() as session:
            await human_grades.count_blind(session, actor, self._regrade)
        self.counts = True
        return rx.toast.success("The report counts your grade from now on.", close_button=True)

    async def _draw(self, actor: Actor) -> None:
        self._forget()
        try:
            async with reading() as session:
                drawn = await blind.draw(session, actor)
        except SQLAlchemyError:
            log.exception("blind_not_drawn")
            self.phase = FAILED
            return
        if drawn is None:
            self.phase = NOTHING
            return
        self._show(drawn)
        self.phase = GRADING

    def _show(self, drawn: BlindAnswer) -> None:
        self._interview, self._evaluation = str(drawn.interview_id), str(drawn.evaluation_id)
        self._points = [point.point_id for point in drawn.points]
        level = f", depth {drawn.depth}" if drawn.depth else ""
        self.about = f"{drawn.concept}{level}"
        self.question = drawn.question
        self.said = [
            SaidRow("Answer" if one.by_candidate else "Follow-up", one.text, one.by_candidate)
            for one in drawn.said
        ]
        self.judged = [
            JudgeRow(
                name=f"point-{number}",
                text=point.text,
                weight=f"×{point.weight:g}" if point.weight != 1 else "",
            )
            for number, point in enumerate(drawn.points)
        ]

    def _forget(self) -> None:
        self._interview = self._evaluation = self._regrade = ""
        self._points, self.judged, self.said = [], [], []
        self.about = self.question = self.machine = self.person = self.report_href = ""
        self.errors, self.counts = {"points": "", "reason": ""}, False
        self.form_key += 1
