"""What holds for all requisitions of an organisation: look-back, invitations, who writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict
from sqlalchemy.dialects import postgresql, sqlite

from app.core import audit, clock
from app.core.errors import ConflictError, InvalidInputError, NotFoundError
from app.core.text import clean_line
from app.hiring_settings.models import HiringSettings
from app.identity.permissions import Permission
from app.identity.service import clean_email
from app.recruiters import service as recruiters

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.permissions import Actor

LEAST_HOURS, MOST_HOURS = 1, 8_760
LEAST_DAYS, MOST_DAYS = 1, 90
MAX_NAME = 120
CHANGED = (
    "The settings were changed by somebody else in the meantime. Reload to see their changes, "
    "then make yours again."
)
_HOURS = ("lookback_hours_default", "lookback_hours_min", "lookback_hours_max")


class HiringSettingsView(BaseModel):
    """The settings as they hold. `version` grows with each change.

    Hours are those of the Workday look-back. `default_recruiter_id` is our own id, and
    `default_recruiter_number` the public one.
    """

    model_config = ConfigDict(frozen=True)

    lookback_hours_default: int
    lookback_hours_min: int
    lookback_hours_max: int
    interview_token_expiry_days: int
    email_from_address: str | None
    email_from_name: str | None
    default_recruiter_id: UUID | None
    default_recruiter_number: int | None
    auto_send_max_risk: float
    version: int
    updated_at: AwareDatetime | None

    def lookback(self, hours: int | None) -> int:
        """How many hours to look back for a requisition that says so many, or nothing."""
        wanted = self.lookback_hours_default if hours is None else hours
        return min(max(wanted, self.lookback_hours_min), self.lookback_hours_max)


async def settings_of(session: AsyncSession, organization_id: UUID) -> HiringSettingsView:
    """The organisation's settings; what was never set is as it is for everybody."""
    row = await session.get(HiringSettings, organization_id)
    return await _view(session, organization_id, row)


async def get(session: AsyncSession, actor: Actor) -> HiringSettingsView:
    """The settings of the actor's organisation."""
    actor.require(Permission.VIEW)
    return await settings_of(session, actor.organization_id)


async def update(
    session: AsyncSession,
    actor: Actor,
    changes: Mapping[str, Any],
    expected_version: int | None = None,
) -> HiringSettingsView:
    """Change what is named; the default recruiter is named by `default_recruiter_number`.

    Raises InvalidInputError naming the field, and ConflictError for a version that is no longer
    the newest.
    """
    actor.require(Permission.MANAGE_SETTINGS)
    row = await _held(session, actor.organization_id)
    if expected_version is not None and row.version != expected_version:
        raise ConflictError(CHANGED)
    columns = await _parse(session, actor, changes)
    changed = {name: value for name, value in columns.items() if getattr(row, name) != value}
    if changed:
        _check_hours({**{name: getattr(row, name) for name in _HOURS}, **columns}, changed)
        for name, value in changed.items():
            setattr(row, name, value)
        row.version += 1
        row.updated_at = clock.now()
        await session.flush()
        audit.record(
            session,
            "hiring_settings.changed",
            subject_type="organization",
            subject_id=actor.organization_id,
            organization_id=actor.organization_id,
            user_id=actor.user_id,
            fields=sorted(changed),
        )
    return await _view(session, actor.organization_id, row)


async def _held(session: AsyncSession, organization_id: UUID) -> HiringSettings:
    """The organisation's row, made where there is none, and held till the end."""
    connection = await session.connection()
    insert: Any = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    fresh = HiringSettings(organization_id=organization_id)
    await session.execute(
        insert(HiringSettings).values(fresh.model_dump()).on_conflict_do_nothing()
    )
    return await session.get_one(
        HiringSettings, organization_id, with_for_update=True, populate_existing=True
    )


async def _parse(session: AsyncSession, actor: Actor, changes: Mapping[str, Any]) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    for field, value in changes.items():
        if field in _HOURS:
            columns[field] = _whole(value, field, "hours", LEAST_HOURS, MOST_HOURS)
        elif field == "interview_token_expiry_days":
            columns[field] = _whole(value, field, "days", LEAST_DAYS, MOST_DAYS)
        elif field == "email_from_address":
            columns[field] = clean_email(value, field=field) if value else None
        elif field == "email_from_name":
            columns[field] = _sender(value)
        elif field == "auto_send_max_risk":
            columns[field] = _share(value)
        elif field == "default_recruiter_number":
            columns["default_recruiter_id"] = await _recruiter(session, actor, value)
        else:
            raise InvalidInputError(f"There is no setting “{field}”.", field=field)
    return columns


def _check_hours(hours: Mapping[str, int], changed: Mapping[str, object]) -> None:
    """Refuse bounds that exclude each other or the default, naming what was changed."""
    low, default, high = (
        hours[name]
        for name in ("lookback_hours_min", "lookback_hours_default", "lookback_hours_max")
    )
    if low > high:
        at_fault = "lookback_hours_min" if "lookback_hours_min" in changed else "lookback_hours_max"
        raise InvalidInputError(
            f"The shortest look-back, {low} hours, is longer than the longest, {high}.",
            field=at_fault,
        )
    if not low <= default <= high:
        at_fault = next((name for name in _HOURS if name in changed), _HOURS[0])
        raise InvalidInputError(
            f"The look-back by default, {default} hours, must lie between {low} and {high}.",
            field=at_fault,
        )


def _whole(value: object, field: str, unit: str, low: int, high: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise InvalidInputError(
            f"This must be a whole number of {unit} from {low:,} to {high:,}.", field=field
        )
    return value


def _share(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise InvalidInputError("A risk lies between 0 and 1.", field="auto_send_max_risk")
    return float(value)


def _sender(value: object) -> str | None:
    if value is None:
        return None
    name = clean_line(
        value, field="email_from_name", name="Sender's name", longest=MAX_NAME, required=False
    )
    return name or None


async def _recruiter(session: AsyncSession, actor: Actor, number: object) -> UUID | None:
    if number is None:
        return None
    try:
        return (await recruiters.by_number(session, actor.organization_id, number)).id
    except NotFoundError as error:
        raise InvalidInputError(error.message, field="default_recruiter_id") from None


async def _view(
    session: AsyncSession, organization_id: UUID, row: HiringSettings | None
) -> HiringSettingsView:
    stored = row or HiringSettings(organization_id=organization_id)
    number = await recruiters.number_of(session, organization_id, stored.default_recruiter_id)
    return HiringSettingsView(
        **stored.model_dump(exclude={"organization_id", "updated_at"}),
        default_recruiter_number=number,
        updated_at=row.updated_at if row else None,
    )
