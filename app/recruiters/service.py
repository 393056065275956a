"""Recruiters: who stands for a requisition, and what candidates get to read of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict
from sqlalchemy.exc import IntegrityError

from app.core import audit, clock, numbers
from app.core.errors import ConflictError, InvalidInputError, NotFoundError
from app.core.paging import Page, Wish
from app.core.text import clean_line, clean_text
from app.identity import repository as people
from app.identity.permissions import Permission
from app.identity.service import clean_email
from app.recruiters import repository
from app.recruiters.models import Recruiter

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.permissions import Actor

NO_SUCH_RECRUITER = "There is no such recruiter."
ADDRESS_TAKEN = "Another recruiter has this e-mail address."
CHANGED = (
    "This recruiter was changed by somebody else in the meantime. Reload to see their changes, "
    "then make yours again."
)
MAX_NAME, MAX_TITLE, MAX_PHONE, MAX_CONTACT = 120, 120, 30, 1_000


class RecruiterView(BaseModel):
    """A recruiter. `user_id` is the member they sign in as, where they do.

    `version` goes back with the edit that begins here.
    """

    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: UUID
    number: int
    user_id: UUID | None
    name: str
    email: str
    phone: str | None
    title: str | None
    public_contact_info: str | None
    version: int
    created_at: AwareDatetime
    updated_at: AwareDatetime


async def listing(
    session: AsyncSession, actor: Actor, wish: Wish | None = None
) -> Page[RecruiterView]:
    """A page of the recruiters. Raises InvalidInputError for a field that nothing is sorted by."""
    actor.require(Permission.VIEW)
    found = await repository.page(session, actor.organization_id, wish or Wish())
    rows = tuple(RecruiterView.model_validate(row) for row in found.rows)
    return Page(rows, found.total, found.page, found.per_page)


async def get(session: AsyncSession, actor: Actor, number: object) -> RecruiterView:
    """A recruiter. Raises NotFoundError."""
    actor.require(Permission.VIEW)
    return RecruiterView.model_validate(await by_number(session, actor.organization_id, number))


async def by_number(session: AsyncSession, organization_id: UUID, number: object) -> Recruiter:
    """The organisation's recruiter of that number, as stored. Raises NotFoundError."""
    found = await repository.by_number(session, organization_id, number)
    if found is None:
        raise NotFoundError(NO_SUCH_RECRUITER)
    return found


async def of_id(
    session: AsyncSession, organization_id: UUID, recruiter_id: UUID | None
) -> RecruiterView | None:
    """The organisation's recruiter of an id of our own, if there is one."""
    if recruiter_id is None:
        return None
    found = await repository.by_ids(session, organization_id, [recruiter_id])
    return RecruiterView.model_validate(found[0]) if found else None


async def of_member(session: AsyncSession, actor: Actor) -> RecruiterView | None:
    """The recruiter as whom the actor stands for requisitions, if they do."""
    if actor.user_id is None:
        return None
    found = await repository.of_user(session, actor.organization_id, actor.user_id, actor.email)
    return RecruiterView.model_validate(found) if found else None


async def numbers_and_names(
    session: AsyncSession, organization_id: UUID, ids: Collection[UUID]
) -> dict[UUID, tuple[int, str]]:
    """Number and name of those of the recruiters that are the organisation's."""
    found = await repository.by_ids(session, organization_id, ids) if ids else []
    return {row.id: (row.number, row.name) for row in found}


async def requisition_counts(
    session: AsyncSession, actor: Actor, ids: Collection[UUID]
) -> dict[UUID, int]:
    """For how many requisitions each of the recruiters stands; those with none are left out."""
    actor.require(Permission.VIEW)
    return await repository.requisition_counts(session, actor.organization_id, ids) if ids else {}


async def number_of(
    session: AsyncSession, organization_id: UUID, recruiter_id: UUID | None
) -> int | None:
    """The public number of a recruiter of the organisation, if it is one."""
    view = await of_id(session, organization_id, recruiter_id)
    return view.number if view else None


async def name_of(
    session: AsyncSession, organization_id: UUID, recruiter_id: UUID | None
) -> str | None:
    """The name of a recruiter of the organisation, if it is one."""
    view = await of_id(session, organization_id, recruiter_id)
    return view.name if view else None


async def create(session: AsyncSession, actor: Actor, values: Mapping[str, Any]) -> RecruiterView:
    """A new recruiter, of `name`, `email`, and `phone`, `title` and `public_contact_info`.

    Raises InvalidInputError naming the field, and ConflictError for an address that is taken.
    """
    actor.require(Permission.MANAGE_RECRUITERS)
    columns = _parse({"name": None, "email": None, **values})
    recruiter = Recruiter(
        organization_id=actor.organization_id,
        number=await numbers.take(session, actor.organization_id, numbers.Series.RECRUITER),
        user_id=await _member(session, actor, columns["email"]),
        **columns,
    )
    await _write(session, recruiter)
    _record(session, actor, recruiter, "recruiter.created")
    return RecruiterView.model_validate(recruiter)


async def update(
    session: AsyncSession,
    actor: Actor,
    number: object,
    changes: Mapping[str, Any],
    expected_version: int | None = None,
) -> RecruiterView:
    """Change what is named. Raises NotFoundError, InvalidInputError and ConflictError.

    The last is for an address that is taken, and for a version that is no longer the newest.
    """
    actor.require(Permission.MANAGE_RECRUITERS)
    recruiter = await _held(session, actor, number, expected_version)
    columns = _parse(changes)
    changed = {name: value for name, value in columns.items() if getattr(recruiter, name) != value}
    if not changed:
        return RecruiterView.model_validate(recruiter)
    if "email" in changed:
        changed["user_id"] = await _member(session, actor, changed["email"])
    await _write(session, recruiter, **changed)
    _record(session, actor, recruiter, "recruiter.updated", fields=sorted(columns))
    return RecruiterView.model_validate(recruiter)


async def delete(
    session: AsyncSession, actor: Actor, number: object, expected_version: int | None = None
) -> None:
    """Delete a recruiter who stands for no requisition. Raises NotFoundError and ConflictError."""
    actor.require(Permission.MANAGE_RECRUITERS)
    recruiter = await _held(session, actor, number, expected_version)
    standing = await repository.requisitions_of(session, actor.organization_id, recruiter.id)
    if standing:
        raise ConflictError(_still_standing(recruiter.name, standing))
    # Nobody can give them one now: for that the row would have to be free.
    await session.delete(recruiter)
    await session.flush()
    _record(session, actor, recruiter, "recruiter.deleted")


def _still_standing(name: str, count: int) -> str:
    what = "1 requisition" if count == 1 else f"{count:,} requisitions"
    return f"{name} still stands for {what}: give them to another recruiter first."


def _parse(values: Mapping[str, Any]) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    for field, value in values.items():
        if field == "name":
            columns[field] = clean_line(value, field=field, name="Name", longest=MAX_NAME)
        elif field == "email":
            columns[field] = clean_email(value)
        elif field == "phone":
            columns[field] = _line(value, field, "Phone number", MAX_PHONE)
        elif field == "title":
            columns[field] = _line(value, field, "Title", MAX_TITLE)
        elif field == "public_contact_info":
            name = "Public contact information"
            columns[field] = (
                clean_text(value or "", field=field, name=name, longest=MAX_CONTACT) or None
            )
        else:
            raise InvalidInputError(f"A recruiter has no “{field}”.", field=field)
    return columns


def _line(value: object, field: str, name: str, longest: int) -> str | None:
    if value is None:
        return None
    return clean_line(value, field=field, name=name, longest=longest, required=False) or None


async def _member(session: AsyncSession, actor: Actor, email: str) -> UUID | None:
    """The member of the organisation with that address."""
    user = await people.user_by_email(session, email)
    if user is None:
        return None
    there = await people.names_of(session, actor.organization_id, {user.id})
    return user.id if user.id in there else None


async def _held(
    session: AsyncSession, actor: Actor, number: object, expected_version: int | None
) -> Recruiter:
    recruiter = await repository.by_number(session, actor.organization_id, number, lock=True)
    if recruiter is None:
        raise NotFoundError(NO_SUCH_RECRUITER)
    if expected_version is not None and recruiter.version != expected_version:
        raise ConflictError(CHANGED)
    return recruiter


async def _write(session: AsyncSession, recruiter: Recruiter, **changes: object) -> None:
    try:
        async with session.begin_nested():
            if changes:
                for name, value in changes.items():
                    setattr(recruiter, name, value)
                recruiter.version += 1
                recruiter.updated_at = clock.now()
            session.add(recruiter)
    except IntegrityError:
        raise ConflictError(ADDRESS_TAKEN, field="email") from None


def _record(
    session: AsyncSession, actor: Actor, recruiter: Recruiter, action: str, **details: object
) -> None:
    audit.record(
        session,
        action,
        subject_type="recruiter",
        subject_id=recruiter.id,
        organization_id=actor.organization_id,
        user_id=actor.user_id,
        number=recruiter.number,
        **details,
    )
