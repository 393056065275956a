"""One application: its résumé beside the analysis, what can be done, and how it came here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import reflex as rx

from app.analysis import service as analyses
from app.applications import service as applications
from app.applications.models import ApplicationStatus as Status
from app.applications.progress import INVITABLE
from app.core.database import unit_of_work
from app.evaluations import service as evaluations
from app.identity.permissions import Actor, Permission
from app.interviews import hiring, record
from app.positions import service as positions
from app.requisitions import service as requisitions
from app.resumes import service as resumes
from state.application_resume import AnalysisRow, ResumeRow, analysis_row, resume_row
from state.application_rows import (
    EvaluationRow,
    EventRow,
    HeadRow,
    InterviewRow,
    StepRow,
    evaluation_row,
    event_rows,
    head_row,
    interview_row,
    step_rows,
)
from state.developers import look_again
from state.guard import member
from state.numbered import NumberedState

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

RESUME, ANALYSIS = "resume", "analysis"
REFRESH = "refresh-application"
UPLOADED = "resume-uploaded"

_MAX_WORDS = 300
_PLACE = re.compile(r"(mark-[a-z]+-\d+-\d+|finding-[a-z]+-\d+)")
_GO = """setTimeout(() => {
  const place = document.getElementById('%s');
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  place?.scrollIntoView({ block: 'center', behavior: calm ? 'auto' : 'smooth' });
  place?.focus({ preventScroll: true });
}, 60)"""


class ApplicationState(NumberedState, rx.State):
    """What the page of an application shows."""

    head: HeadRow = HeadRow()
    steps: list[StepRow] = []
    events: list[EventRow] = []
    resume: ResumeRow = ResumeRow()
    analysis: AnalysisRow = AnalysisRow()
    interviews: list[InterviewRow] = []
    evaluation: EvaluationRow = EvaluationRow()
    analysing: bool = False
    can_edit: bool = False
    can_invite: bool = False
    can_adopt: bool = False
    side: str = ANALYSIS
    picked: str = ""
    upload_problem: str = ""

    @rx.event
    @member(Permission.VIEW)
    async def show(self, _actor: Actor, side: Any) -> Any:
        """Show the résumé or the analysis, where there is room for one."""
        if side in {RESUME, ANALYSIS}:
            self.side = side

    @rx.event
    @member(Permission.VIEW)
    async def go(self, _actor: Actor, place: Any) -> Any:
        """Go from a finding to the words it rests on, or back."""
        if not isinstance(place, str) or not _PLACE.fullmatch(place):
            return None
        self.picked = place
        self.side = RESUME if place.startswith("mark-") else ANALYSIS
        return rx.call_script(_GO % place)

    @rx.event
    @member(Permission.EDIT_APPLICATIONS)
    async def analyse(self, actor: Actor) -> Any:
        """Have the résumé analysed anew, ahead of what came in by itself."""
        async with unit_of_work() as session:
            await applications.reprocess(session, actor, self._wanted())
        self.said = "The résumé is being analysed."
        return await self._read(actor)

    @rx.event
    @member(Permission.EDIT_APPLICATIONS)
    async def take_up(self, actor: Actor) -> Any:
        """Take up again what was rejected or withdrawn, where it stood."""
        async with unit_of_work() as session:
            await hiring.move_application(session, actor, self._wanted(), self.head.back_to)
        self.said = "The application is taken up again."
        return await self._read(actor)

    @rx.event
    @member(Permission.EDIT_POSITIONS)
    async def adopt(self, actor: Actor, index: Any) -> Any:
        """Make a suggested question one that every candidate is asked."""
        async with unit_of_work() as session:
            await analyses.adopt_question(session, actor, self._wanted(), index)
        self.said = "Every candidate who is invited from now on is asked this question."
        return await self._read(actor)

    @rx.event
    @member(Permission.EDIT_APPLICATIONS)
    async def uploaded(self, actor: Actor, answer: Any) -> Any:
        """Take note of what became of a file that the browser has sent; anything may come here."""
        given = answer if isinstance(answer, dict) else {}
        problem = given.get("problem", "The file could not be sent.")
        self.upload_problem = str(problem)[:_MAX_WORDS]
        if self.upload_problem:
            return None
        self.said = "The résumé is kept and being analysed."
        return await self._read(actor)

    def _again(self) -> Any:
        return look_again(REFRESH) if self.analysing else None

    def _arrive(self) -> None:
        self.said = self.upload_problem = ""

    async def _show(self, session: AsyncSession, actor: Actor) -> None:
        number, organization_id = self._wanted(), actor.organization_id
        view = await applications.get(session, actor, number)
        row = view.row
        events = await applications.history(session, actor, number)
        resume = await resumes.newest(session, organization_id, row.id)
        analysis = await analyses.newest(session, organization_id, row.id)
        held = await record.interviews_of_application(
            session, organization_id=organization_id, application_id=row.id
        )
        found = [await evaluations.of_interview(session, organization_id, one.id) for one in held]
        self.analysing = row.status is Status.ANALYSING or await applications.awaits_analysis(
            session, actor, row.id
        )
        self.can_edit = actor.can(Permission.EDIT_APPLICATIONS)
        self.can_invite = actor.can(Permission.INVITE)
        self.can_adopt = self.can_edit and actor.can(Permission.EDIT_POSITIONS)
        self.head = head_row(view, held, can_be_invited=row.status in INVITABLE)
        self.steps = step_rows(row.status, events)
        self.events = event_rows(events)
        self.resume = resume_row(resume, analysis)
        asked = await _asked(session, actor, row.requisition_number)
        self.analysis = analysis_row(analysis, resume, asked)
        self.interviews = [interview_row(one) for one in held]
        self.evaluation = evaluation_row(next((one for one in found if one), None))


async def _asked(session: AsyncSession, actor: Actor, requisition: int) -> list[str]:
    """The must-ask questions of the requisition's position, none while it has no position."""
    position_id = (await requisitions.get(session, actor, requisition)).position_id
    if position_id is None:
        return []
    detail = await positions.get(session, actor, position_id)
    return [one.question for one in detail.must_ask]
