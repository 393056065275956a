"""One interview: its report, or where it stands until there is one."""

from __future__ import annotations

from typing import Any

import reflex as rx
import structlog
from sqlalchemy.exc import SQLAlchemyError

from app.core.database import reading
from app.core.errors import NotFoundError
from app.core.ids import parse_id
from app.identity.permissions import Actor, Permission
from app.reports import service as reports
from app.reports.views import ReportView
from app.room.progress import progress_of
from state.guard import blank, member
from state.report_head import RUNNING, head_row, progress_row
from state.report_must_ask import MustAskRow, must_ask_rows
from state.report_questions import question_rows, turn_row
from state.report_rows import (
    ChoiceRow,
    ConceptRow,
    FactRow,
    HeadRow,
    IntegrityRow,
    ProgressRow,
    QuestionRow,
    RemarkRow,
    SignalRow,
    TurnRow,
    VerdictRow,
)
from state.report_view import (
    concept_choices,
    concept_row,
    decision_row,
    fact_rows,
    integrity_row,
    note_row,
    question_names,
    signal_rows,
    verdict_row,
)

log = structlog.get_logger(__name__)

LOADING, READY, MISSING, FAILED = "loading", "ready", "missing", "failed"

MOST_WHOLE = 150_000
"""So many bytes of long answers the browser is given whole at once, beside the shortened ones.

They may be there twice, in a panel and in the transcript, and all of it stays below 1 MB.
"""

REFRESH_BUTTON = "refresh-interview"
_REFRESH_SOON = (
    "clearTimeout(window.vivavoceRefresh); window.vivavoceRefresh = "
    f"setTimeout(() => document.getElementById('{REFRESH_BUTTON}')?.click(), 15000)"
)
# What is folded away is opened, and the shortened answers must have been replaced, before it is
# printed.
_PRINT = """setTimeout(() => {
  document.querySelectorAll(".report-q").forEach((one) => { one.open = true; });
  window.print();
}, 300)"""


class InterviewState(rx.State):
    """What the page of an interview shows."""

    phase: str = LOADING
    head: HeadRow = HeadRow()
    verdict: VerdictRow = VerdictRow()
    concepts: list[ConceptRow] = []
    choices: list[ChoiceRow] = []
    concept: str = ""
    questions: list[QuestionRow] = []
    must_ask: list[MustAskRow] = []
    remarks: list[str] = []
    transcript: list[TurnRow] = []
    has_transcript: bool = False
    signals: list[SignalRow] = []
    integrity: IntegrityRow = IntegrityRow()
    decisions: list[RemarkRow] = []
    notes: list[RemarkRow] = []
    facts: list[FactRow] = []
    progress: ProgressRow = ProgressRow()

    _shown: str = ""
    _whole: list[str] = []

    @rx.event
    @member(Permission.VIEW)
    async def load(self, actor: Actor) -> Any:
        """Show the interview of the address."""
        wanted = self._wanted()
        if wanted != self._shown:
            self._clear(wanted)
            yield
        async for step in self._load(actor):
            yield step

    @rx.event
    @member(Permission.VIEW)
    async def refresh(self, actor: Actor) -> Any:
        """Look again, as the page of a running interview does every few seconds."""
        async for step in self._load(actor):
            yield step

    @rx.event
    @member(Permission.VIEW)
    async def show_whole(self, actor: Actor, turn_id: str) -> Any:
        """Show all of an answer that was shortened."""
        turn = parse_id(turn_id)
        if turn is None:
            return
        view = await self._view(actor)
        self._whole = _within_limit(view, [*self._whole, str(turn)])
        self._show_questions(view)

    @rx.event
    @member(Permission.VIEW)
    async def show_transcript(self, actor: Actor) -> Any:
        """Fetch all that was said, in order."""
        view = await self._view(actor)
        self.has_transcript = True
        self._show_questions(view)

    @rx.event
    @member(Permission.VIEW)
    async def pick_concept(self, _actor: Actor, slug: str) -> Any:
        """Narrow the questions to one concept, or to none."""
        known = {choice.value for choice in self.choices}
        self.concept = slug if isinstance(slug, str) and slug in known else ""

    @rx.event
    @member(Permission.VIEW)
    async def print_whole(self, actor: Actor) -> Any:
        """Print the report, long answers as far as they fit."""
        view = await self._view(actor)
        self.concept = ""
        self._whole = _within_limit(view, [str(turn.turn_id) for turn in view.transcript])
        self._show_questions(view)
        return rx.call_script(_PRINT)

    def _wanted(self) -> str:
        """The id in the address, as it stands there."""
        return str(self.router.url.path).rstrip("/").rpartition("/")[2]

    def _clear(self, wanted: str) -> None:
        blank(self)
        self._shown = wanted

    async def _load(self, actor: Actor) -> Any:
        try:
            await self._reload(actor)
        except NotFoundError:
            self.phase = MISSING
        except SQLAlchemyError:
            log.exception("interview_not_loaded")
            self.phase = FAILED
        else:
            self.phase = READY
            if self.head.stage == RUNNING:
                yield rx.call_script(_REFRESH_SOON)

    async def _view(self, actor: Actor) -> ReportView:
        async with reading() as session:
            return await reports.report_view(session, actor, self._wanted())

    async def _reload(self, actor: Actor) -> None:
        """Bring everything shown up to date."""
        async with reading() as session:
            view = await reports.report_view(session, actor, self._wanted())
            progress = await progress_of(session, actor, self._wanted())
        self.head = head_row(view)
        self.progress = progress_row(progress) if progress else ProgressRow()
        self.verdict = verdict_row(view)
        self.concepts = [concept_row(concept) for concept in view.concepts]
        self.choices = concept_choices(view)
        self.facts = fact_rows(view)
        self.must_ask = must_ask_rows(view)
        self.remarks = list(view.remarks)
        self._show_questions(view)
        self._show_people(view)

    def _show_questions(self, view: ReportView) -> None:
        whole = frozenset(self._whole)
        self.questions = question_rows(view, whole)
        self.transcript = (
            [turn_row(turn, whole) for turn in view.transcript] if self.has_transcript else []
        )

    def _show_people(self, view: ReportView) -> None:
        """What people have added: decisions, notes, and signals waved through."""
        names = question_names(view)
        self.signals = signal_rows(view)
        self.integrity = integrity_row(view)
        self.decisions = [decision_row(decision) for decision in view.decisions]
        self.notes = [note_row(note, names) for note in view.notes]


def _within_limit(view: ReportView, wanted: list[str]) -> list[str]:
    """As many of the turns as may be shown whole at once, those asked for last first."""
    lengths = {str(turn.turn_id): len(turn.text.encode()) for turn in view.transcript}
    kept: list[str] = []
    room = MOST_WHOLE
    for turn_id in reversed(list(dict.fromkeys(wanted))):
        length = lengths.get(turn_id)
        if length is None:
            continue
        room -= length
        if room < 0:
            break
        kept.append(turn_id)
    return kept[::-1]
