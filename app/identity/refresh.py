"""Refresh tokens: each is exchanged once, for a new pair.

A token that comes back after it was used was copied by somebody, and nobody can tell which of the
two is the thief: the whole family ends and the user signs in again. That holds for a client too
that repeats a request because its answer was lost, however soon.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from app.core import audit, clock
from app.core.ids import new_id
from app.core.secrets import new_token, token_hash
from app.identity import access_tokens, repository, service
from app.identity.models import RefreshToken
from app.settings import get_settings

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.access_tokens import AccessToken
    from app.identity.models import User

_PURPOSE = "refresh"


@dataclass(frozen=True, slots=True)
class Pair:
    """An access token and the refresh token that its successor is had for."""

    access: AccessToken
    refresh_token: str


async def login(
    session: AsyncSession, *, email: object, password: object, address: str
) -> Pair | None:
    """A pair of a new family, or None where the e-mail or the password is wrong.

    Failures count together with the browser's, in the same unit of work, which the caller
    therefore commits either way. Raises TooManyRequestsError.
    """
    known = await service.check_sign_in(session, email=email, password=password, address=address)
    if known is None:
        return None
    user, membership = known
    service.record_sign_in(session, user.id, membership.organization_id, by="api")
    return await begin(session, user_id=user.id, organization_id=membership.organization_id)


async def begin(session: AsyncSession, *, user_id: UUID, organization_id: UUID) -> Pair:
    """The first pair of a family, for a user whose identity is established."""
    return await _pair(session, user_id, organization_id, family_id=new_id())


async def exchange(session: AsyncSession, token: str) -> Pair | None:
    """A new pair for a refresh token, or None where it is worth nothing.

    Reuse ends the family in the same unit of work, which the caller therefore commits either way.
    """
    found = await _held(session, token)
    if found is None:
        return None
    kept, user = found
    now = clock.now()
    if kept.ended_at or kept.expires_at <= now:
        return None
    if kept.used_at:
        await repository.end_family(session, kept.family_id, now)
        _record(session, "refresh_token.reused", kept)
        return None
    if not user.is_active or not await repository.membership(
        session, kept.user_id, kept.organization_id
    ):
        return None
    kept.used_at = now
    await session.flush()
    return await _pair(session, kept.user_id, kept.organization_id, family_id=kept.family_id)


async def logout(session: AsyncSession, token: str) -> None:
    """End the family of a refresh token, if there is one and it has not ended."""
    found = await _held(session, token)
    if found is None or found[0].ended_at:
        return
    await repository.end_family(session, found[0].family_id, clock.now())
    _record(session, "user.signed_out", found[0])


async def _held(session: AsyncSession, token: str) -> tuple[RefreshToken, User] | None:
    """The token as it is once nobody else works on its user's sign-ins, and the user."""
    hashed = token_hash(token, purpose=_PURPOSE)
    kept = await repository.refresh_token(session, hashed)
    user = kept and await repository.hold_user(session, kept.user_id)
    kept = await repository.refresh_token(session, hashed)
    return (kept, user) if kept and user else None


async def _pair(
    session: AsyncSession, user_id: UUID, organization_id: UUID, *, family_id: UUID
) -> Pair:
    token = new_token()
    session.add(
        RefreshToken(
            family_id=family_id,
            token_hash=token_hash(token, purpose=_PURPOSE),
            user_id=user_id,
            organization_id=organization_id,
            expires_at=clock.now() + timedelta(days=get_settings().refresh_token_days),
        )
    )
    await session.flush()
    access = await access_tokens.issue(
        session, user_id=user_id, organization_id=organization_id, family_id=family_id
    )
    return Pair(access, token)


def _record(session: AsyncSession, action: str, kept: RefreshToken) -> None:
    audit.record(
        session,
        action,
        subject_type="user",
        subject_id=kept.user_id,
        organization_id=kept.organization_id,
        user_id=kept.user_id,
    )
