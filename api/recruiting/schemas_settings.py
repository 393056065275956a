"""What is sent and shown of the hiring settings. There is no secret among them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from api.common.formats import Instant, Integer
from api.recruiting.answers import Shown
from api.recruiting.bodies import Given, may_lack
from app.core.numbers import LARGEST
from app.hiring_settings.service import LEAST_DAYS, LEAST_HOURS, MAX_NAME, MOST_DAYS, MOST_HOURS

if TYPE_CHECKING:
    from app.hiring_settings.service import HiringSettingsView

_Hours = Annotated[Integer, Field(ge=LEAST_HOURS, le=MOST_HOURS)]


class SettingsChanges(Given):
    """What to change of the settings; what is left out stays."""

    lookback_hours_default: _Hours = may_lack(
        description="Between the shortest and the longest look-back."
    )
    lookback_hours_min: _Hours = may_lack()
    lookback_hours_max: _Hours = may_lack()
    interview_token_expiry_days: Annotated[Integer, Field(ge=LEAST_DAYS, le=MOST_DAYS)] = may_lack()
    email_from_address: Annotated[str, Field(max_length=254)] | None = Field(
        default=None,
        description=(
            "Whom e-mails to candidates are from. One that our mail server does not serve gets the "
            "answers instead."
        ),
    )
    email_from_name: Annotated[str, Field(max_length=MAX_NAME)] | None = None
    default_recruiter_id: Annotated[Integer, Field(ge=1, le=LARGEST)] | None = None
    auto_send_max_risk: Annotated[float, Field(ge=0, le=1, strict=False)] = may_lack(
        description="The highest risk score with which an application is invited by itself."
    )

    def fields(self) -> dict[str, Any]:
        """What was sent, as the service names it."""
        return {
            "default_recruiter_number" if name == "default_recruiter_id" else name: value
            for name, value in self.changes().items()
        }


class SettingsShown(Shown):
    """The settings of an organisation."""

    lookback_hours_default: int
    lookback_hours_min: int
    lookback_hours_max: int
    interview_token_expiry_days: int
    email_from_address: str | None
    email_from_name: str | None
    default_recruiter_id: int | None
    auto_send_max_risk: float
    version: int
    updated_at: Instant | None


def settings_of(view: HiringSettingsView) -> SettingsShown:
    """The settings as the contract shows them."""
    return SettingsShown(
        default_recruiter_id=view.default_recruiter_number,
        **view.model_dump(exclude={"default_recruiter_id", "default_recruiter_number"}),
    )
