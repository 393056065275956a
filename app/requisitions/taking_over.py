"""Taking over from Workday what it says of a requisition, beside what people changed here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.activity import service as activity
from app.core import clock, numbers
from app.hiring_settings.service import settings_of
from app.requisitions import repository
from app.requisitions.inputs import MAX_DESCRIPTION, MAX_LOCATION, MAX_NAME, OF_WORKDAY
from app.requisitions.models import Requisition

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.requisitions.values import ExternalRequisition

SOURCE = "workday"


async def upsert_from_workday(
    session: AsyncSession, organization_id: UUID, external: ExternalRequisition
) -> Requisition:
    """Add or bring up to date the requisition of that external id; it is held till the end.

    A field that a person has changed here stays as it is until Workday says the same; where the two
    then differ, the activity log says so. One that was gone and is back is taken up again.
    """
    known = await repository.by_external_id(session, organization_id, external.external_id)
    if known is None:
        # Who takes a number waits for all who took one before, and then sees what they added.
        number = await numbers.take(session, organization_id, numbers.Series.REQUISITION)
        known = await repository.by_external_id(session, organization_id, external.external_id)
        if known is None:
            return await _add(session, organization_id, number, external)
    said = _said(external)
    is_news = known.workday_data != external.data
    known.edited = [name for name in known.edited if getattr(known, name) != said[name]]
    kept = [name for name in OF_WORKDAY if name in known.edited]
    changed = [
        name for name in OF_WORKDAY if name not in kept and getattr(known, name) != said[name]
    ]
    for name in changed:
        setattr(known, name, said[name])
    if known.removed_at is not None:
        known.removed_at = None
        changed.append("removed_at")
    known.workday_data = external.data
    if changed:
        known.version += 1
        known.updated_at = clock.now()
        _log(session, known, f"“{known.name}” was changed in Workday.", fields=sorted(changed))
    if kept and is_news:
        _log(
            session,
            known,
            f"“{known.name}” is otherwise in Workday; what was changed here was kept.",
            fields=kept,
        )
    await session.flush()
    return known


async def mark_removed(session: AsyncSession, requisition: Requisition) -> None:
    """Note that a requisition is gone in Workday. Nothing of it is deleted here."""
    if requisition.removed_at is not None:
        return
    requisition.removed_at = requisition.updated_at = clock.now()
    requisition.is_active = False
    requisition.version += 1
    _log(session, requisition, f"“{requisition.name}” is gone in Workday; it was made inactive.")


async def _add(
    session: AsyncSession, organization_id: UUID, number: int, external: ExternalRequisition
) -> Requisition:
    settings = await settings_of(session, organization_id)
    made = Requisition(
        organization_id=organization_id,
        number=number,
        external_id=external.external_id,
        recruiter_id=settings.default_recruiter_id,
        workday_data=external.data,
        next_check_at=clock.now(),
        **_said(external),
    )
    session.add(made)
    await session.flush()
    _log(session, made, f"“{made.name}” was taken over from Workday.")
    return made


def _said(external: ExternalRequisition) -> dict[str, Any]:
    """What Workday says, cut to what fits: a long description must not stop the others."""
    return {
        "name": (" ".join(external.name.split()) or external.external_id)[:MAX_NAME],
        "description": external.description[:MAX_DESCRIPTION],
        "detailed_description": external.detailed_description[:MAX_DESCRIPTION],
        "location": (external.location or "")[:MAX_LOCATION] or None,
        "is_active": external.is_active,
    }


def _log(
    session: AsyncSession,
    requisition: Requisition,
    message: str,
    fields: list[str] | None = None,
) -> None:
    extra: dict[str, Any] = {"fields": fields} if fields else {}
    activity.log(
        session,
        message,
        organization_id=requisition.organization_id,
        source=SOURCE,
        requisition_id=requisition.id,
        **extra,
    )
