"""Requisitions: made here or taken over from Workday, edited, and synchronised on demand."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from app.core import audit, clock, numbers
from app.core.errors import ConflictError, InvalidInputError, NotFoundError
from app.core.ids import parse_id
from app.hiring_settings.service import settings_of
from app.identity.permissions import Permission
from app.personas.models import Persona
from app.positions import service as positions
from app.queue import service as queue
from app.queue.models import JobType
from app.recruiters.models import Recruiter
from app.requisitions import inputs, repository
from app.requisitions.listing import listing
from app.requisitions.models import Requisition
from app.requisitions.taking_over import mark_removed, upsert_from_workday
from app.requisitions.values import ExternalRequisition, RequisitionRow, RequisitionView

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.hiring_settings.service import HiringSettingsView
    from app.identity.permissions import Actor
    from app.queue.models import QueueItem

__all__ = [
    "ExternalRequisition",
    "RequisitionRow",
    "RequisitionView",
    "by_id",
    "create",
    "get",
    "held",
    "listing",
    "mark_removed",
    "queue_sync",
    "remove",
    "update",
    "upsert_from_workday",
]

NO_SUCH_REQUISITION = "There is no such requisition."
SYNC_PRIORITY = 10
"""What a person waits for goes before what is due by itself."""

_NAMED_BY_NUMBER: dict[str, tuple[str, type[Recruiter | Persona], str]] = {
    "recruiter": ("recruiter_id", Recruiter, "There is no such recruiter."),
    "persona": ("persona_id", Persona, "There is no such persona."),
}


async def get(session: AsyncSession, actor: Actor, number: object) -> RequisitionView:
    """One requisition with all it holds. Raises NotFoundError."""
    actor.require(Permission.VIEW)
    found = await repository.by_number(session, actor.organization_id, number)
    if found is None:
        raise NotFoundError(NO_SUCH_REQUISITION)
    return await _view(session, found)


async def by_id(
    session: AsyncSession, organization_id: UUID, requisition_id: UUID, *, lock: bool = False
) -> Requisition:
    """The organisation's requisition, as stored. Raises NotFoundError."""
    found = await repository.by_id(session, organization_id, requisition_id, lock=lock)
    if found is None:
        raise NotFoundError(NO_SUCH_REQUISITION)
    return found


async def held(
    session: AsyncSession,
    actor: Actor,
    number: object,
    expected_version: int | None = None,
) -> Requisition:
    """The requisition, locked until the transaction ends.

    Raises NotFoundError, and ConflictError where a version is expected and it has another.
    """
    found = await repository.by_number(session, actor.organization_id, number, lock=True)
    if found is None:
        raise NotFoundError(NO_SUCH_REQUISITION)
    if expected_version is not None and found.version != expected_version:
        raise ConflictError(
            "This requisition was changed by somebody else in the meantime. "
            "Reload it to see their changes, then make yours again."
        )
    return found


async def create(session: AsyncSession, actor: Actor, values: Mapping[str, Any]) -> RequisitionView:
    """A new requisition of the fields of `update`, `name` at least, and `external_id`.

    Raises InvalidInputError naming the field, and ConflictError for an external id that is taken.
    """
    actor.require(Permission.EDIT_REQUISITIONS)
    if "name" not in values:
        raise InvalidInputError("Name is needed.", field="name")
    settings = await settings_of(session, actor.organization_id)
    columns = await _columns(session, actor, values, settings)
    external_id = inputs.clean_external_id(values.get("external_id"))
    # Who takes a number waits for all who took one before, and then sees what they added.
    number = await numbers.take(session, actor.organization_id, numbers.Series.REQUISITION)
    if external_id is not None and await repository.by_external_id(
        session, actor.organization_id, external_id
    ):
        raise ConflictError("There is a requisition with this external id.", field="external_id")
    made = Requisition(
        organization_id=actor.organization_id,
        number=number,
        external_id=external_id,
        edited=_of_workday(columns) if external_id else [],
        next_check_at=clock.now() if external_id else None,
        **({"recruiter_id": settings.default_recruiter_id} | columns),
    )
    session.add(made)
    await session.flush()
    _record(session, actor, made, "requisition.created", name=made.name)
    return await _view(session, made)


async def update(
    session: AsyncSession,
    actor: Actor,
    number: object,
    changes: Mapping[str, Any],
    expected_version: int | None = None,
) -> RequisitionView:
    """Change what is named: the fields of `RequisitionView` that a person may set.

    `recruiter` and `persona` are numbers and `position_id` an id, each None for none. What Workday
    says of the same fields no longer holds then. Raises NotFoundError, InvalidInputError naming
    the field, and ConflictError as `held` does.
    """
    actor.require(Permission.EDIT_REQUISITIONS)
    requisition = await held(session, actor, number, expected_version)
    settings = await settings_of(session, actor.organization_id)
    columns = await _columns(session, actor, changes, settings)
    changed = {
        name: value for name, value in columns.items() if getattr(requisition, name) != value
    }
    if not changed:
        return await _view(session, requisition)
    for name, value in changed.items():
        setattr(requisition, name, value)
    if requisition.external_id is not None:
        requisition.edited = sorted({*requisition.edited, *_of_workday(changed)})
    if requisition.last_synced_at and "min_check_interval" in changed:
        requisition.next_check_at = requisition.last_synced_at + timedelta(
            minutes=requisition.min_check_interval
        )
    requisition.version += 1
    requisition.updated_at = clock.now()
    await session.flush()
    _record(session, actor, requisition, "requisition.updated", fields=sorted(changed))
    return await _view(session, requisition)


async def remove(session: AsyncSession, actor: Actor, requisition: Requisition) -> None:
    """Delete a requisition that `held` gave, with its applications.

    Only through `interviews.hiring.delete_requisition`, which looks at their interviews first.
    """
    actor.require(Permission.EDIT_REQUISITIONS)
    _record(session, actor, requisition, "requisition.deleted", name=requisition.name)
    await session.delete(requisition)
    await session.flush()


async def queue_sync(session: AsyncSession, actor: Actor, number: object) -> QueueItem:
    """Have a requisition synchronised with Workday, before what is due by itself.

    While one is waiting or running, that one is given. Raises NotFoundError, and
    InvalidInputError for a requisition that is not from Workday.
    """
    actor.require(Permission.EDIT_REQUISITIONS)
    requisition = await repository.by_number(session, actor.organization_id, number)
    if requisition is None:
        raise NotFoundError(NO_SUCH_REQUISITION)
    if requisition.external_id is None:
        raise InvalidInputError(
            "This requisition is not from Workday: there is nothing to synchronise with."
        )
    return await queue.add(
        session,
        organization_id=actor.organization_id,
        job_type=JobType.SYNC,
        requisition_id=requisition.id,
        priority=SYNC_PRIORITY,
        key=f"sync:{requisition.id}",
        created_by=actor.user_id,
    )


async def _columns(
    session: AsyncSession, actor: Actor, changes: Mapping[str, Any], settings: HiringSettingsView
) -> dict[str, Any]:
    """What is entered, as columns, each of the organisation's own."""
    columns = inputs.parse(
        changes, hours=(settings.lookback_hours_min, settings.lookback_hours_max)
    )
    for name, (column, kind, missing) in _NAMED_BY_NUMBER.items():
        if name not in changes:
            continue
        number = changes[name]
        columns[column] = number and await repository.id_of_number(
            session, kind, actor.organization_id, number
        )
        if number is not None and columns[column] is None:
            raise InvalidInputError(missing, field=column)
    if "position_id" in changes:
        columns["position_id"] = await _position(session, actor, changes["position_id"])
    return columns


async def _position(session: AsyncSession, actor: Actor, value: object) -> UUID | None:
    if value is None:
        return None
    known = parse_id(value)
    try:
        if known is None:
            raise NotFoundError("There is no such position.")
        return (await positions.get(session, actor, known)).id
    except NotFoundError as error:
        raise InvalidInputError(error.message, field="position_id") from None


def _of_workday(columns: Mapping[str, Any]) -> list[str]:
    return sorted(set(columns) & set(inputs.OF_WORKDAY))


async def _view(session: AsyncSession, requisition: Requisition) -> RequisitionView:
    recruiter = await repository.recruiter_of(
        session, requisition.organization_id, requisition.recruiter_id
    )
    return RequisitionView(
        recruiter_number=recruiter[0] if recruiter else None,
        recruiter_name=recruiter[1] if recruiter else None,
        persona_number=await repository.persona_number(
            session, requisition.organization_id, requisition.persona_id
        ),
        edited=tuple(requisition.edited),
        **requisition.model_dump(
            exclude={"organization_id", "recruiter_id", "persona_id", "next_check_at", "edited"}
        ),
    )


def _record(
    session: AsyncSession, actor: Actor, requisition: Requisition, action: str, **details: object
) -> None:
    audit.record(
        session,
        action,
        subject_type="requisition",
        subject_id=requisition.id,
        organization_id=actor.organization_id,
        user_id=actor.user_id,
        **details,
    )
