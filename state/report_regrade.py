"""Re-grading an answer in its report: point by point with a reason, or by agreeing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import reflex as rx

from app.core.database import unit_of_work
from app.core.errors import ConflictError, InvalidInputError
from app.identity.permissions import Actor, Permission
from app.reports import human_grades
from components.dialog import close_dialog, open_dialog
from state.guard import member
from state.interview import InterviewState
from state.report_questions import choice_of
from state.report_rows import JudgeRow

if TYPE_CHECKING:
    from app.reports.views import QuestionView

REGRADE_DIALOG = "regrade-answer"
FOCUS_ERROR = (
    "setTimeout(() => document.querySelector('dialog[open] [aria-invalid=\"true\"]')?.focus(), 80)"
)


class RegradeState(InterviewState):
    """The dialog of a re-grade. What is chosen and typed stays in the browser until it is sent."""

    about: str = ""
    question: str = ""
    judged: list[JudgeRow] = []
    regrade_key: int = 0
    regrade_errors: dict[str, str] = {"points": "", "reason": ""}

    _evaluation: str = ""
    _points: list[str] = []
    _seen: str = ""

    @rx.event
    @member(Permission.REVIEW)
    async def ask_regrade(self, actor: Actor, evaluation_id: Any) -> Any:
        """Open the dialog for an answer, filled with the grade that counts now."""
        found = await self._found(actor, evaluation_id)
        if found is None:
            return None
        self._evaluation = str(found.evaluation_id)
        self._points = [point.point_id for point in found.points]
        self._seen = str(found.human.regrade_id) if found.human else ""
        self.about = found.concept_name or "Asked of everyone"
        self.question = found.question
        self.judged = [
            JudgeRow(
                name=f"point-{number}",
                text=point.text,
                weight=f"×{point.weight:g}" if point.weight != 1 else "",
                choice=choice_of(point.credit),
                machine=f"{point.credit if point.machine is None else point.machine:.1f}",
            )
            for number, point in enumerate(found.points)
        ]
        self._blame_regrade()
        self.regrade_key += 1
        return open_dialog(REGRADE_DIALOG)

    @rx.event
    @member(Permission.REVIEW)
    async def save_regrade(self, actor: Actor, form: Any) -> Any:
        """Keep the grade; the report counts it from now on."""
        given = form if isinstance(form, dict) else {}
        try:
            async with unit_of_work() as session:
                await human_grades.regrade(
                    session,
                    actor,
                    self._wanted(),
                    self._evaluation,
                    points={
                        point: given.get(f"point-{number}")
                        for number, point in enumerate(self._points)
                    },
                    reason=given.get("reason", ""),
                    seen=self._seen,
                )
        except InvalidInputError as problem:
            self._blame_regrade(problem.field or "points", problem.message)
            return rx.call_script(FOCUS_ERROR)
        except ConflictError as problem:
            await self._reload(actor)
            self._blame_regrade("points", problem.message)
            return None
        return [close_dialog(REGRADE_DIALOG), await self._tell(actor, "Your grade counts.")]

    @rx.event
    @member(Permission.REVIEW)
    async def agree(self, actor: Actor, evaluation_id: Any) -> Any:
        """Confirm the machine's grade of an answer."""
        shown = next((one for one in self.questions if one.evaluation_id == evaluation_id), None)
        if shown is None:
            return None
        seen = next((one.key for one in shown.regrades if one.tone), "")
        try:
            async with unit_of_work() as session:
                await human_grades.agree(
                    session, actor, self._wanted(), shown.evaluation_id, seen=seen
                )
        except ConflictError:
            await self._reload(actor)
            raise
        return await self._tell(actor, "Your agreement is on record.")

    async def _found(self, actor: Actor, evaluation_id: object) -> QuestionView | None:
        view = await self._view(actor)
        return next(
            (
                one
                for one in view.questions
                if one.evaluation_id is not None and str(one.evaluation_id) == evaluation_id
            ),
            None,
        )

    async def _tell(self, actor: Actor, words: str) -> Any:
        before = self.verdict
        await self._reload(actor)
        now = self.verdict
        moved = (
            f"The score goes from {before.score} to {now.score}: {now.words.lower()}."
            if (before.score, before.words) != (now.score, now.words)
            else f"The score stays at {now.score}: {now.words.lower()}."
        )
        return rx.toast.success(f"{words} {moved}", duration=8000, close_button=True)

    def _blame_regrade(self, field: str = "", message: str = "") -> None:
        self.regrade_errors = {
            name: message if name == field else "" for name in ("points", "reason")
        }
