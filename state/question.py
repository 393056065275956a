"""The dialog in which a must-ask question is written."""

from __future__ import annotations

from typing import Any

import reflex as rx

from app.core.errors import InvalidInputError
from app.identity.permissions import Actor, Permission
from app.positions.inputs import MAX_QUESTIONS, parse_questions
from state.builder import QuestionRow, question_row
from state.guard import member
from state.position import PositionState

DIALOG = "question-dialog"
CLOSE = f"document.getElementById('{DIALOG}')?.close()"


class QuestionState(rx.State):
    """A must-ask question while it is being written. `key` is empty for a new one."""

    key: str = ""
    row: QuestionRow = QuestionRow(key="", question="")
    form_key: int = 0
    errors: dict[str, str] = {"question": "", "ideal_answer": "", "time_limit_min": "", "all": ""}

    @rx.event
    @member(Permission.EDIT_POSITIONS)
    async def begin(self, _actor: Actor, key: str) -> Any:
        """Write a new question, or go on with one of the position's."""
        position = await self.get_state(PositionState)
        rows: list[QuestionRow] = position.get_value("questions")
        self.row = next((row for row in rows if row.key == key), QuestionRow(key="", question=""))
        self.key = self.row.key
        self.errors = dict.fromkeys(self.errors, "")
        self.form_key += 1

    @rx.event
    @member(Permission.EDIT_POSITIONS)
    async def keep(self, _actor: Actor, form: dict[str, Any]) -> Any:
        """Check the question and put it in its place; the position is saved later."""
        given = dict(form) if isinstance(form, dict) else {}
        # A box that is not ticked is left out by the browser.
        given["dealbreaker"] = given.get("dealbreaker") in (True, "on", "true")
        position = await self.get_state(PositionState)
        rows: list[QuestionRow] = position.get_value("questions")
        self.errors = dict.fromkeys(self.errors, "")
        try:
            if not self.key and len(rows) >= MAX_QUESTIONS:
                raise InvalidInputError(
                    f"A position can have {MAX_QUESTIONS} must-ask questions at most."
                )
            checked = parse_questions([given])[0]
        except InvalidInputError as problem:
            at = (problem.field or "").rpartition(".")[2]
            self.errors = {**self.errors, at if at in self.errors else "all": problem.message}
            return None
        limit = "" if checked.time_limit_min is None else str(checked.time_limit_min)
        row = question_row(
            checked.question,
            checked.ideal_answer,
            limit,
            dealbreaker=checked.dealbreaker,
            key=self.key,
        )
        if any(one.key == self.key for one in rows):
            position.questions = [row if one.key == self.key else one for one in rows]
        else:
            position.questions = [*rows, row]
        return [position._changed("must_ask"), rx.call_script(CLOSE)]
