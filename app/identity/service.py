"""Signing in and out, sessions, and the people of an organisation."""

from __future__ import annotations

import asyncio
import hashlib
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from email_validator import EmailNotValidError, validate_email
from pwdlib import PasswordHash

from app.core import audit, clock
from app.core.errors import (
    ConflictError,
    InvalidInputError,
    NotAuthenticatedError,
    TooManyRequestsError,
)
from app.core.secrets import new_token, token_hash
from app.core.text import clean_line
from app.identity import repository
from app.identity.models import AuthSession, Membership, Organization, SignInAttempt, User
from app.identity.permissions import Actor, Role
from app.settings import get_settings

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

SESSION_COOKIE = "vivavoce_session"
_PURPOSE = "session"
MIN_PASSWORD, MAX_PASSWORD = 10, 256
# An address may stand for a whole office, so it is allowed more than one account is.
ADDRESS_FACTOR = 5


@lru_cache(maxsize=1)
def _passwords() -> PasswordHash:
    return PasswordHash.recommended()


@lru_cache(maxsize=1)
def _decoy_hash() -> str:
    return _passwords().hash("no account has this password")


def clean_email(value: object, *, field: str = "email") -> str:
    """A valid address in lower case. Raises InvalidInputError, naming the field."""
    text = clean_line(value, field=field, name="E-mail address", longest=254)
    try:
        return validate_email(text, check_deliverability=False).normalized.lower()
    except EmailNotValidError as error:
        raise InvalidInputError(f"This is not an e-mail address: {error}", field=field) from None


async def sign_in(
    session: AsyncSession, *, email: object, password: object, address: str
) -> str | None:
    """A new session's token, or None where the e-mail or the password is wrong.

    A failure is recorded in the same unit of work, which the caller therefore commits either way.
    Raises TooManyRequestsError when the account or the address has failed too often.
    """
    known = await check_sign_in(session, email=email, password=password, address=address)
    if known is None:
        return None
    user, membership = known
    record_sign_in(session, user.id, membership.organization_id, by="browser")
    return await open_session(session, user_id=user.id, organization_id=membership.organization_id)


async def check_sign_in(
    session: AsyncSession, *, email: object, password: object, address: str
) -> tuple[User, Membership] | None:
    """Whose e-mail and password these are, or None; counted and limited as `sign_in` says."""
    settings = get_settings()
    account_email = _as_typed(email)
    plain = password[:MAX_PASSWORD] if isinstance(password, str) else ""
    account = hashlib.sha256(account_email.encode()).hexdigest()
    window = timedelta(minutes=settings.sign_in_window_minutes)
    by_account, by_address = await repository.recent_attempts(
        session, account=account, address=address, since=clock.now() - window
    )
    limit = settings.sign_in_attempts
    if by_account >= limit or by_address >= limit * ADDRESS_FACTOR:
        raise TooManyRequestsError(
            f"Too many attempts. Try again in {settings.sign_in_window_minutes} minutes.",
            retry_after=int(window.total_seconds()),
        )
    user = await repository.user_by_email(session, account_email)
    membership = user and await repository.first_membership(session, user.id)
    known = user if user and user.is_active and membership else None
    checked = known.password_hash if known else _decoy_hash()
    # An unknown account costs as much time as a wrong password, and so gives nothing away.
    matches = await asyncio.to_thread(
        _passwords().verify, plain.encode("utf-8", "surrogatepass"), checked
    )
    if not (known and membership and matches):
        session.add(SignInAttempt(account=account, address=address))
        return None
    # Who changed the password or was shut out while it was being checked stays out.
    held = await repository.hold_user(session, known.id)
    if held is None or not held.is_active or held.password_hash != checked:
        return None
    await repository.forget_attempts(session, account)
    return held, membership


def record_sign_in(session: AsyncSession, user_id: UUID, organization_id: UUID, *, by: str) -> None:
    """Note in the audit log that somebody signed in, and by what."""
    audit.record(
        session,
        "user.signed_in",
        subject_type="user",
        subject_id=user_id,
        organization_id=organization_id,
        user_id=user_id,
        by=by,
    )


def _as_typed(email: object) -> str:
    """The address as it would be stored, or nothing for what cannot be one."""
    try:
        return clean_line(email, field="email", name="E-mail address", longest=254).lower()
    except InvalidInputError:
        return ""


async def open_session(session: AsyncSession, *, user_id: UUID, organization_id: UUID) -> str:
    """Open a session for a user whose identity is established; gives its token."""
    token = new_token()
    session.add(
        AuthSession(
            token_hash=token_hash(token, purpose=_PURPOSE),
            user_id=user_id,
            organization_id=organization_id,
            expires_at=clock.now() + timedelta(days=get_settings().session_days),
        )
    )
    return token


async def authenticate(session: AsyncSession, token: str | None) -> Actor:
    """Who holds this session token. Raises NotAuthenticatedError when nobody (any more) does."""
    found = token and await repository.live_session(
        session, token_hash(token, purpose=_PURPOSE), clock.now()
    )
    if not found:
        raise NotAuthenticatedError
    auth, user, membership, organization = found
    return Actor(
        user_id=user.id,
        organization_id=organization.id,
        role=membership.role,
        name=user.name,
        email=user.email,
        organization_name=organization.name,
        session_id=auth.id,
    )


async def sign_out(session: AsyncSession, token: str | None) -> None:
    """End the session of this token, if there is one."""
    ended = token and await repository.end_session(session, token_hash(token, purpose=_PURPOSE))
    if ended:
        audit.record(
            session,
            "user.signed_out",
            subject_type="user",
            subject_id=ended.user_id,
            organization_id=ended.organization_id,
            user_id=ended.user_id,
        )


async def change_password(
    session: AsyncSession, actor: Actor, *, current: object, new: object
) -> str:
    """Set a new password and end every session; gives the token of a fresh one.

    Raises InvalidInputError naming `current` or `new`.
    """
    user = actor.user_id and await repository.hold_user(session, actor.user_id)
    if not user:
        raise NotAuthenticatedError
    plain = current[:MAX_PASSWORD] if isinstance(current, str) else ""
    if not await asyncio.to_thread(_passwords().verify, plain, user.password_hash):
        raise InvalidInputError("This is not your current password.", field="current")
    user.password_hash = await asyncio.to_thread(_passwords().hash, check_password(new))
    await repository.end_sessions_of(session, user.id)
    await repository.end_families_of(session, user.id, clock.now())
    audit.record(
        session,
        "user.password_changed",
        subject_type="user",
        subject_id=user.id,
        organization_id=actor.organization_id,
        user_id=user.id,
    )
    return await open_session(session, user_id=user.id, organization_id=actor.organization_id)


def check_password(value: object) -> str:
    """A password fit to be set. Raises InvalidInputError naming `new`."""
    if not isinstance(value, str) or not MIN_PASSWORD <= len(value) <= MAX_PASSWORD:
        raise InvalidInputError(
            f"A password has {MIN_PASSWORD} to {MAX_PASSWORD} characters.", field="new"
        )
    return value


async def create_organization(session: AsyncSession, *, name: str) -> Organization:
    """A new, empty organisation."""
    organization = Organization(
        name=clean_line(name, field="name", name="Organisation name", longest=120)
    )
    session.add(organization)
    await session.flush()
    return organization


async def add_member(
    session: AsyncSession,
    *,
    organization_id: UUID,
    email: str,
    name: str,
    password: str,
    role: Role,
) -> User:
    """A new user who belongs to the organisation. Raises ConflictError for a known address."""
    address = clean_email(email)
    if await repository.user_by_email(session, address):
        raise ConflictError("There is already a user with this e-mail address.", field="email")
    user = User(
        email=address,
        name=clean_line(name, field="name", name="Name", longest=120),
        password_hash=await asyncio.to_thread(_passwords().hash, check_password(password)),
    )
    session.add(user)
    await session.flush()
    session.add(Membership(user_id=user.id, organization_id=organization_id, role=role))
    await session.flush()
    return user


async def remove_organization(session: AsyncSession, organization_id: UUID) -> None:
    """Delete an organisation with everything it has, and the users who belong to no other."""
    await repository.remove_members(session, organization_id)
    await repository.remove_organization(session, organization_id)


async def purge_expired(session: AsyncSession) -> None:
    """Forget sessions and sign-ins that have ended and attempts that no longer count."""
    moment = clock.now()
    window = timedelta(minutes=get_settings().sign_in_window_minutes)
    await repository.purge(session, sessions_before=moment, attempts_before=moment - window)
    await repository.purge_refresh_tokens(session, moment)
    await repository.purge_logins(session, moment)
