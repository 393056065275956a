"""When a candidate is invited without anybody's doing. One rule, in one place."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from app.applications.models import ApplicationStatus

if TYPE_CHECKING:
    from app.applications.models import Application
    from app.hiring_settings.service import HiringSettingsView
    from app.requisitions.models import Requisition


class Hold(StrEnum):
    """Why an application is not invited by itself. The values are the words people read."""

    OFF = "The requisition does not invite by itself."
    CLOSED = "The requisition is not active."
    NOT_ANALYSED = "The application is not at the point of being invited."
    NO_RISK = "The résumé allowed no risk score."
    RISK = "The risk score is higher than the settings allow."
    REVIEW = "A person has to look at what the résumé says of protected matters first."
    STATUS = "Workday has not given the application the status that the requisition waits for."
    NO_ADDRESS = "The application has no e-mail address to send an invitation to."
    INVITED = "There has been an invitation for this application already."


TOLD = frozenset({Hold.NO_RISK, Hold.RISK, Hold.REVIEW, Hold.NO_ADDRESS})
"""What the activity log tells, as somebody may wait for the invitation."""


def hold_of(
    application: Application,
    requisition: Requisition,
    settings: HiringSettingsView,
    *,
    had_interview: bool,
) -> Hold | None:
    """What keeps an application from being invited by itself, or None."""
    risk, awaited = application.risk_score, requisition.auto_send_on_status
    held = {
        Hold.OFF: not requisition.auto_send_interview,
        Hold.CLOSED: not requisition.is_active or requisition.removed_at is not None,
        Hold.INVITED: had_interview,
        Hold.NOT_ANALYSED: application.status is not ApplicationStatus.ANALYSED
        or application.removed_at is not None,
        Hold.STATUS: awaited is not None and _plain(awaited) != _plain(application.workday_status),
        Hold.REVIEW: application.compliance_review,
        Hold.NO_RISK: risk is None,
        Hold.RISK: risk is not None and risk > settings.auto_send_max_risk,
        Hold.NO_ADDRESS: not application.candidate_email,
    }
    return next((hold for hold, is_so in held.items() if is_so), None)


def _plain(status: str | None) -> str:
    return " ".join((status or "").split()).casefold()
