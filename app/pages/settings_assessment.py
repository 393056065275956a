"""/settings/assessment: the engine, its accuracy, and how far it agrees with people."""

from __future__ import annotations

from typing import Any

import reflex as rx

from app.calibration.accuracy import COMMAND
from app.calibration.agreement import ENOUGH
from app.pages.frame import member_page
from components.assessment import accuracy, agreement, apart, in_use
from components.assessment_drift import drift
from components.assessment_engine import engine_form, spending
from components.controls import button
from components.display import loading, notice, page_head, panel
from components.settings import settings_tabs
from state.assessment import FAILED, READY, AssessmentState
from state.assessment_engine import FAILED as NO_ENGINE
from state.assessment_engine import READY as HAS_ENGINE
from state.assessment_engine import EngineState
from state.shell import ShellState

ROUTE = "/settings/assessment"
TITLE = "Assessment"
ON_LOAD = [ShellState.load, AssessmentState.load, EngineState.show]

S: Any = AssessmentState
Engine: Any = EngineState


def page() -> rx.Component:
    """The page."""
    return member_page(
        page_head("Assessment", above="Settings"),
        settings_tabs("assessment", is_admin=ShellState.is_admin),
        rx.match(
            S.phase,
            (READY, _assessment()),
            (FAILED, _failed()),
            panel(loading(rows=8, label="Loading the figures")),
        ),
        current="settings",
    )


def _assessment() -> rx.Component:
    return rx.el.div(
        in_use(S),
        rx.match(
            Engine.phase,
            (HAS_ENGINE, rx.el.div(engine_form(Engine), spending(Engine), class_name="assess-two")),
            (
                NO_ENGINE,
                notice("The choice of engine could not be loaded.", tone="bad", role="alert"),
            ),
            rx.fragment(),
        ),
        agreement(S, enough=ENOUGH),
        drift(S),
        apart(S),
        accuracy(S, command=COMMAND),
        class_name="assess",
    )


def _failed() -> rx.Component:
    return notice(
        "The figures could not be loaded.",
        rx.el.div(button("Try again", on_click=[S.load, Engine.show])),
        tone="bad",
        role="alert",
    )
