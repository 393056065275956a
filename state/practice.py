"""Practising single questions: what is asked, what is being written, and the feedback on it."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import reflex as rx

from app.core.errors import InvalidInputError, NotFoundError, UnavailableError
from app.core.ids import new_id
from app.identity.permissions import Actor, Permission
from app.practice import attempts, questions
from app.practice.attempts import MAX_ANSWER
from state.guard import member
from state.practice_history import HERE, PracticeHistoryState
from state.practice_rows import QuestionRow, ResultRow, question_row, result_row

DRAFT = "practice-draft"
_FIELDS = ("job_role", "skill", "difficulty", "all")


class PracticeState(rx.State):
    """The question, the draft, and the last result.

    What is being written is kept in the browser with whose it is, so that a reload loses nothing.
    """

    kept: str = rx.LocalStorage("", name=DRAFT)
    loaded: bool = False
    job_role: str = ""
    skill: str = ""
    difficulty: str = "beginner"
    skills: list[str] = []
    question: QuestionRow = QuestionRow()
    result: ResultRow = ResultRow()
    draft: str = ""
    count: str = ""
    too_long: bool = False
    form_key: int = 0
    grading: bool = False
    problem: str = ""
    errors: dict[str, str] = dict.fromkeys(_FIELDS, "")

    _ticket: str = ""

    @rx.event
    @member(Permission.PRACTISE)
    async def load(self, actor: Actor) -> Any:
        """Show the attempt that the address names, or go on where the browser left off."""
        self.grading, self.problem = False, ""
        self.errors = dict.fromkeys(_FIELDS, "")
        history = await attempts.history(actor, per_page=1)
        known = await questions.skills(actor)
        recent = list(history.recent)
        self.skills = [*recent, *(one.name for one in known if one.name not in recent)]
        wanted = self.router.url.query_parameters.get("attempt", "")
        if wanted:
            try:
                view = await attempts.attempt(actor, wanted)
            except NotFoundError as problem:
                return [rx.redirect(HERE, replace=True), rx.toast.error(problem.message)]
            self.job_role, self.skill = view.job_role, view.skill
            self.result = result_row(view)
            self._clear_question()
            self.question = QuestionRow(id=view.item_id, text=view.question)
        else:
            self.result = ResultRow()
            await self._go_on(actor)
        self.form_key += 1
        self.loaded = True
        return None

    @rx.event
    @member(Permission.PRACTISE)
    async def ask(self, actor: Actor, form: dict[str, Any]) -> Any:
        """Ask a question on what the form says."""
        given = form if isinstance(form, dict) else {}
        self.job_role = str(given.get("job_role") or "")[:200]
        self.skill = str(given.get("skill") or "")[:200]
        return await self._ask(actor)

    @rx.event
    @member(Permission.PRACTISE)
    async def ask_another(self, actor: Actor) -> Any:
        """Ask another question on the same."""
        return await self._ask(actor)

    @rx.event
    @member(Permission.PRACTISE)
    async def set_difficulty(self, _actor: Actor, difficulty: str) -> Any:
        """Ask questions of that difficulty from now on."""
        self.difficulty = questions.difficulty_of(difficulty)

    @rx.event
    @member(Permission.PRACTISE)
    async def save_draft(self, actor: Actor, text: str) -> Any:
        """Keep what has been written so far."""
        if isinstance(text, str) and self.question.id:
            self._write(actor, text)

    @rx.event
    @member(Permission.PRACTISE)
    async def submit(self, actor: Actor, form: dict[str, Any]) -> Any:
        """Grade the answer. Sent twice, it is graded once: each try at a question has one id."""
        text = form.get("answer") if isinstance(form, dict) else None
        text = text if isinstance(text, str) else ""
        if not self.question.id or not self._ticket:
            return
        self.grading, self.problem = True, ""
        self._write(actor, text)
        yield
        try:
            view = await attempts.submit(
                actor,
                attempt_id=UUID(self._ticket),
                job_role=self.job_role,
                skill=self.skill,
                question_id=self.question.id,
                answer=text,
            )
        except (InvalidInputError, NotFoundError, UnavailableError) as problem:
            self.problem = problem.message
            return
        finally:
            self.grading = False
        self.result = result_row(view)
        self.kept = ""
        yield [
            PracticeHistoryState.load,
            rx.call_script("document.getElementById('practice-result')?.focus()"),
        ]

    @rx.event
    @member(Permission.PRACTISE)
    async def try_again(self, actor: Actor) -> Any:
        """Answer the same question once more, beginning with what was written."""
        asked = await questions.question_again(
            actor, skill=self.skill, question_id=self.question.id
        )
        text = "".join(piece.text for piece in self.result.pieces)
        self.result = ResultRow()
        self._show(actor, asked, text)
        return rx.call_script("document.getElementById('practice-answer')?.focus()")

    async def _ask(self, actor: Actor) -> Any:
        self.errors = dict.fromkeys(_FIELDS, "")
        try:
            asked = await questions.question(
                actor, job_role=self.job_role, skill=self.skill, difficulty=self.difficulty
            )
        except InvalidInputError as problem:
            field = problem.field if problem.field in self.errors else "all"
            self.errors = {**self.errors, field or "all": problem.message}
            return None
        self.skill = asked.concept_name
        self.result = ResultRow()
        self._show(actor, asked, "")
        return rx.call_script("document.getElementById('practice-answer')?.focus()")

    async def _go_on(self, actor: Actor) -> None:
        """Take up the question and the draft that the browser kept, if they are the member's."""
        self._clear_question()
        kept = _read(self.kept)
        if kept.get("who") != str(actor.user_id):
            self.kept = ""
            return
        try:
            asked = await questions.question_again(
                actor, skill=kept.get("skill"), question_id=kept.get("question")
            )
            self.difficulty = questions.difficulty_of(kept.get("difficulty"))
        except (InvalidInputError, NotFoundError):
            self.kept = ""
            return
        self.job_role = str(kept.get("role", ""))[:200]
        self.skill = asked.concept_name
        self._show(actor, asked, str(kept.get("draft", "")))

    def _clear_question(self) -> None:
        self.question, self.draft, self._ticket = QuestionRow(), "", ""

    def _show(self, actor: Actor, asked: questions.PracticeQuestion, text: str) -> None:
        self.question = question_row(asked)
        self._ticket = str(new_id())
        self.draft, self.problem = text, ""
        self.form_key += 1
        self._write(actor, text)

    def _write(self, actor: Actor, text: str) -> None:
        self.too_long = len(text) > MAX_ANSWER
        self.count = f"{len(text):,} of {MAX_ANSWER:,} characters"
        self.kept = json.dumps(
            {
                "who": str(actor.user_id),
                "role": self.job_role,
                "skill": self.skill,
                "difficulty": self.difficulty,
                "question": self.question.id,
                "draft": text[: 2 * MAX_ANSWER],
            }
        )


def _read(kept: str) -> dict[str, Any]:
    """What the browser kept; anybody could have written it."""
    try:
        found = json.loads(kept) if kept else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
