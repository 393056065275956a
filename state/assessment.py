"""Settings → Assessment: the engine in use, how accurate it is, and how far people agree."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import reflex as rx
import structlog
from sqlalchemy.exc import SQLAlchemyError

from app.calibration.accuracy import Accuracy, accuracy
from app.calibration.figures import figures
from app.core.database import reading
from app.engines import service as engines
from app.identity.permissions import Actor, Permission
from state.assessment_rows import (
    AccuracyRow,
    AgreementRow,
    ApartRow,
    DriftChart,
    accuracy_rows,
    agreement_rows,
    apart_row,
    decisions_words,
    drift_charts,
    engine_name,
    measured_words,
)
from state.guard import member

if TYPE_CHECKING:
    from app.calibration.figures import Figures

LOADING, READY, FAILED = "loading", "ready", "failed"

log = structlog.get_logger(__name__)


class AssessmentState(rx.State):
    """What every member may see."""

    phase: str = LOADING
    engine: str = ""
    version: str = ""
    measured: str = ""
    accuracy: list[AccuracyRow] = []
    compared: list[AccuracyRow] = []
    agreement: list[AgreementRow] = []
    decisions: str = ""
    drift: list[DriftChart] = []
    apart: list[ApartRow] = []
    blind_count: int = 0
    may_review: bool = False

    @rx.event
    @member(Permission.VIEW)
    async def load(self, actor: Actor) -> Any:
        """Show the engine and the figures."""
        try:
            async with reading() as session:
                found = await figures(session, actor)
            used = await engines.engine_for(actor.organization_id)
        except SQLAlchemyError:
            log.exception("assessment_not_loaded")
            self.phase = FAILED
            return
        name, version = used.evaluator.name, used.evaluator.version
        self.engine, self.version = engine_name(name), version
        self._show_accuracy(await asyncio.to_thread(accuracy), name, version)
        self._show_agreement(found)
        self.may_review = actor.can(Permission.REVIEW)
        self.phase = READY

    def _show_accuracy(self, measured: Accuracy | None, name: str, version: str) -> None:
        rows = accuracy_rows(measured, name) if measured else []
        self.accuracy = [row for row in rows if row.own]
        self.compared = rows if self.accuracy else []
        self.measured = ""
        if measured and self.accuracy:
            self.measured = measured_words(measured, name, version)

    def _show_agreement(self, found: Figures) -> None:
        self.agreement = agreement_rows(found)
        self.decisions = decisions_words(found.decisions)
        self.drift = drift_charts(found)
        self.apart = [apart_row(concept, one) for concept, one in found.furthest]
        self.blind_count = found.blind.answers
