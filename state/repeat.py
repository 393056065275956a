"""Grading an interview's answers again, on request, to see whether the same comes out."""

from __future__ import annotations

from typing import Any

import reflex as rx

from app.identity.permissions import Actor, Permission
from app.reports.regrade import regrade_check
from state.guard import member
from state.interview import InterviewState


class RepeatState(InterviewState):
    """The outcome, in words. Nothing is stored."""

    outcome: str = ""
    checking: bool = False

    @rx.event(background=True)
    @member(Permission.VIEW)
    async def check(self, actor: Actor) -> Any:
        """Grade every answer once more and compare; takes as long as grading did."""
        async with self:
            if self.checking:
                return
            self.checking, self.outcome = True, ""
            wanted = self._wanted()
        words = ""
        try:
            words = (await regrade_check(actor, wanted)).words
        finally:
            async with self:
                self.checking = False
                # Meanwhile the page may show another interview.
                if self._wanted() == wanted:
                    self.outcome = words
