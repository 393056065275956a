"""How an organisation's Workday is laid out, as its administrators settled it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from app.core import audit, clock
from app.core.errors import ConflictError
from app.identity.permissions import Permission
from app.workday.mapping import FieldMapping, check
from app.workday.models import WorkdayMapping

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.permissions import Actor

_CHANGED = (
    "The field mapping was changed by somebody else in the meantime. Reload to see their changes, "
    "then make yours again."
)


@dataclass(frozen=True, slots=True)
class MappingView:
    """The field mapping that holds. `version` is 0 where it is the default."""

    mapping: FieldMapping
    version: int


async def mapping_of(session: AsyncSession, organization_id: UUID) -> FieldMapping:
    """The organisation's mapping, or the default."""
    row = await _row(session, organization_id)
    return check(row.mapping) if row else FieldMapping()


async def view(session: AsyncSession, actor: Actor) -> MappingView:
    """The mapping of the actor's organisation."""
    actor.require(Permission.MANAGE_CREDENTIALS)
    row = await _row(session, actor.organization_id)
    return MappingView(check(row.mapping), row.version) if row else MappingView(FieldMapping(), 0)


async def save(
    session: AsyncSession, actor: Actor, value: object, expected_version: int | None = None
) -> MappingView:
    """Settle on a mapping; what it leaves out is as by default.

    Raises InvalidInputError naming the part at fault, and ConflictError for a version that is no
    longer the newest.
    """
    actor.require(Permission.MANAGE_CREDENTIALS)
    mapping = check(value)
    row = await _row(session, actor.organization_id, lock=True)
    if expected_version is not None and expected_version != (row.version if row else 0):
        raise ConflictError(_CHANGED)
    kept = mapping.model_dump(mode="json")
    if row is None:
        row = WorkdayMapping(organization_id=actor.organization_id, mapping=kept)
        try:
            async with session.begin_nested():
                session.add(row)
        except IntegrityError:
            raise ConflictError(_CHANGED) from None
    else:
        row.mapping, row.version, row.updated_at = kept, row.version + 1, clock.now()
        await session.flush()
    audit.record(
        session,
        "workday_mapping.saved",
        subject_type="workday_mapping",
        subject_id=actor.organization_id,
        organization_id=actor.organization_id,
        user_id=actor.user_id,
    )
    return MappingView(mapping, row.version)


async def _row(
    session: AsyncSession, organization_id: UUID, *, lock: bool = False
) -> WorkdayMapping | None:
    query = select(WorkdayMapping).where(col(WorkdayMapping.organization_id) == organization_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return (await session.execute(query)).scalar_one_or_none()
