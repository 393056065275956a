"""The people of an organisation, as its administrators see and steer them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.core import audit, clock
from app.core.errors import ConflictError, NotFoundError
from app.identity import repository, sso_people
from app.identity.models import AccessRequest
from app.identity.permissions import Actor, Permission, Role

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.models import Membership, User


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the organisation. `signs_in_by_provider` is of its single sign-on."""

    user_id: UUID
    name: str
    email: str
    role: Role
    is_active: bool
    signs_in_by_provider: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody whom the provider vouches for and who waits for an answer."""

    id: UUID
    name: str
    email: str
    created_at: datetime


async def members(session: AsyncSession, actor: Actor) -> list[Member]:
    """The people of the organisation, by name. Raises NotPermittedError."""
    actor.require(Permission.MANAGE_MEMBERS)
    linked = await repository.linked_users(session, actor.organization_id)
    return [
        Member(
            user_id=user.id,
            name=user.name,
            email=user.email,
            role=membership.role,
            is_active=user.is_active,
            signs_in_by_provider=user.id in linked,
            created_at=user.created_at,
        )
        for user, membership in await repository.members(session, actor.organization_id)
    ]


async def change_role(session: AsyncSession, actor: Actor, user_id: UUID, role: Role) -> None:
    """Give a member another role, which counts at once.

    Raises NotPermittedError, NotFoundError, and ConflictError for the last administrator.
    """
    user, membership = await _member(session, actor, user_id)
    if membership.role is role:
        return
    if user.is_active and membership.role is Role.ADMIN:
        await _require_another_admin(session, actor, user.id)
    was, membership.role = membership.role, role
    _record(session, actor, "member.role_changed", user.id, was=was.value, role=role.value)


async def deactivate(session: AsyncSession, actor: Actor, user_id: UUID) -> None:
    """Shut a member out: every session and token of theirs ends at once.

    Raises NotPermittedError, NotFoundError, and ConflictError for the last administrator.
    """
    user, membership = await _member(session, actor, user_id)
    if not user.is_active:
        return
    if membership.role is Role.ADMIN:
        await _require_another_admin(session, actor, user.id)
    user.is_active = False
    await repository.end_sessions_of(session, user.id)
    await repository.end_families_of(session, user.id, clock.now())
    _record(session, actor, "member.deactivated", user.id)


async def reactivate(session: AsyncSession, actor: Actor, user_id: UUID) -> None:
    """Let a member sign in again, with the role they had. Raises as `change_role`."""
    user, _membership = await _member(session, actor, user_id)
    if user.is_active:
        return
    user.is_active = True
    _record(session, actor, "member.reactivated", user.id)


async def access_requests(session: AsyncSession, actor: Actor) -> list[Waiting]:
    """Those who wait for an answer, the longest first. Raises NotPermittedError."""
    actor.require(Permission.MANAGE_MEMBERS)
    return [
        Waiting(id=one.id, name=one.name, email=one.email, created_at=one.created_at)
        for one in await repository.open_access_requests(session, actor.organization_id)
    ]


async def grant(session: AsyncSession, actor: Actor, request_id: UUID) -> UUID:
    """Make who waits a recruiter, who can then sign in; gives their user's id.

    Raises NotPermittedError, NotFoundError, and ConflictError where it was answered before or the
    address has become somebody's meanwhile.
    """
    asked = await _decide(session, actor, request_id, is_granted=True)
    user_id = await sso_people.welcome(
        session,
        actor.organization_id,
        asked.issuer,
        asked.subject,
        email=asked.email,
        name=asked.name,
    )
    _record(session, actor, "access.granted", user_id, role=Role.RECRUITER.value)
    return user_id


async def decline(session: AsyncSession, actor: Actor, request_id: UUID) -> None:
    """Say no to who waits. Raises as `grant`."""
    asked = await _decide(session, actor, request_id, is_granted=False)
    _record(session, actor, "access.declined", asked.id, subject_type="access_request")


async def _member(session: AsyncSession, actor: Actor, user_id: UUID) -> tuple[User, Membership]:
    """A member of the actor's organisation, while nobody else changes its members."""
    actor.require(Permission.MANAGE_MEMBERS)
    await repository.hold(session, f"members:{actor.organization_id}")
    membership = await repository.membership(session, user_id, actor.organization_id)
    user = membership and await repository.hold_user(session, user_id)
    if not membership or not user:
        raise NotFoundError("There is no such member.")
    return user, membership


async def _require_another_admin(session: AsyncSession, actor: Actor, user_id: UUID) -> None:
    if not await repository.other_admins(session, actor.organization_id, user_id):
        raise ConflictError(
            "This is the last administrator: make somebody else one first.", field="role"
        )


async def _decide(
    session: AsyncSession, actor: Actor, request_id: UUID, *, is_granted: bool
) -> AccessRequest:
    actor.require(Permission.MANAGE_MEMBERS)
    await repository.hold(session, f"access:{actor.organization_id}")
    asked = await session.get(AccessRequest, request_id)
    if asked is None or asked.organization_id != actor.organization_id:
        raise NotFoundError("There is no such request.")
    if asked.decided_at:
        raise ConflictError("This request has been answered already.")
    asked.decided_at, asked.is_granted = clock.now(), is_granted
    return asked


def _record(
    session: AsyncSession,
    actor: Actor,
    action: str,
    subject_id: UUID,
    *,
    subject_type: str = "user",
    **details: Any,  # noqa: ANN401 - as the audit log takes them
) -> None:
    audit.record(
        session,
        action,
        subject_type=subject_type,
        subject_id=subject_id,
        organization_id=actor.organization_id,
        user_id=actor.user_id,
        **details,
    )
