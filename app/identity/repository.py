"""Queries of identity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import String, cast, delete, func, text, update
from sqlmodel import col, select

from app.identity.models import (
    AccessRequest,
    AuthSession,
    ExternalIdentity,
    Membership,
    OidcConnection,
    OidcLogin,
    Organization,
    RefreshToken,
    SignInAttempt,
    SigningKey,
    User,
)
from app.identity.permissions import Role

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession


async def user_by_email(session: AsyncSession, email: str) -> User | None:
    """The user with that address (in lower case)."""
    return (
        await session.execute(select(User).where(col(User.email) == email))
    ).scalar_one_or_none()


async def first_membership(session: AsyncSession, user_id: UUID) -> Membership | None:
    """The user's oldest membership: the organisation they sign in to."""
    query = (
        select(Membership)
        .where(col(Membership.user_id) == user_id)
        .order_by(col(Membership.id))
        .limit(1)
    )
    return (await session.execute(query)).scalar_one_or_none()


async def membership(
    session: AsyncSession, user_id: UUID, organization_id: UUID
) -> Membership | None:
    """What the user may do in the organisation, if they belong to it."""
    query = select(Membership).where(
        col(Membership.user_id) == user_id, col(Membership.organization_id) == organization_id
    )
    return (await session.execute(query)).scalar_one_or_none()


async def live_session(
    session: AsyncSession, token_hash: str, now: datetime
) -> tuple[AuthSession, User, Membership, Organization] | None:
    """An unexpired session with its active user, role and organisation, in one query."""
    query = (
        select(AuthSession, User, Membership, Organization)
        .join(User, col(User.id) == col(AuthSession.user_id))
        .join(Organization, col(Organization.id) == col(AuthSession.organization_id))
        .join(
            Membership,
            (col(Membership.user_id) == col(AuthSession.user_id))
            & (col(Membership.organization_id) == col(AuthSession.organization_id)),
        )
        .where(
            col(AuthSession.token_hash) == token_hash,
            col(AuthSession.expires_at) > now,
            col(User.is_active),
        )
    )
    row = (await session.execute(query)).one_or_none()
    return None if row is None else (row[0], row[1], row[2], row[3])


async def end_session(session: AsyncSession, token_hash: str) -> AuthSession | None:
    """Delete the session of that token; gives back what was deleted."""
    query = (
        delete(AuthSession).where(col(AuthSession.token_hash) == token_hash).returning(AuthSession)
    )
    return (await session.execute(query)).scalar_one_or_none()


async def end_sessions_of(session: AsyncSession, user_id: UUID) -> None:
    """Delete every session of a user."""
    await session.execute(delete(AuthSession).where(col(AuthSession.user_id) == user_id))


async def purge(
    session: AsyncSession, *, sessions_before: datetime, attempts_before: datetime
) -> None:
    """Delete expired sessions and attempts that no longer count."""
    await session.execute(delete(AuthSession).where(col(AuthSession.expires_at) <= sessions_before))
    await session.execute(delete(SignInAttempt).where(col(SignInAttempt.at) < attempts_before))


async def recent_attempts(
    session: AsyncSession, *, account: str, address: str, since: datetime
) -> tuple[int, int]:
    """Failed attempts since then: of the account, and from the address."""
    by_account = (
        select(func.count())
        .select_from(SignInAttempt)
        .where(col(SignInAttempt.account) == account, col(SignInAttempt.at) >= since)
    )
    by_address = (
        select(func.count())
        .select_from(SignInAttempt)
        .where(col(SignInAttempt.address) == address, col(SignInAttempt.at) >= since)
    )
    return (
        (await session.execute(by_account)).scalar_one(),
        (await session.execute(by_address)).scalar_one(),
    )


async def forget_attempts(session: AsyncSession, account: str) -> None:
    """Delete an account's failed attempts, after it signed in."""
    await session.execute(delete(SignInAttempt).where(col(SignInAttempt.account) == account))


async def any_organization(session: AsyncSession) -> bool:
    """Whether there is an organisation at all; a fresh database has none."""
    return (await session.execute(select(Organization.id).limit(1))).first() is not None


async def remove_members(session: AsyncSession, organization_id: UUID) -> None:
    """Delete the users who belong to this organisation and to no other."""
    here = select(Membership.user_id).where(col(Membership.organization_id) == organization_id)
    elsewhere = select(Membership.user_id).where(col(Membership.organization_id) != organization_id)
    await session.execute(
        delete(User).where(col(User.id).in_(here), col(User.id).not_in(elsewhere))
    )


async def remove_organization(session: AsyncSession, organization_id: UUID) -> None:
    """Delete an organisation; the database takes all that hangs on it along."""
    await session.execute(delete(Organization).where(col(Organization.id) == organization_id))


async def members(session: AsyncSession, organization_id: UUID) -> list[tuple[User, Membership]]:
    """The people of an organisation, by name."""
    query = (
        select(User, Membership)
        .join(Membership, col(Membership.user_id) == col(User.id))
        .where(col(Membership.organization_id) == organization_id)
        .order_by(col(User.name))
    )
    return [(user, membership) for user, membership in (await session.execute(query)).all()]


async def names_of(
    session: AsyncSession, organization_id: UUID, user_ids: set[UUID]
) -> dict[UUID, str]:
    """The names of those of the users who belong to the organisation."""
    query = (
        select(User.id, User.name)
        .join(Membership, col(Membership.user_id) == col(User.id))
        .where(col(Membership.organization_id) == organization_id, col(User.id).in_(user_ids))
    )
    return {row[0]: row[1] for row in (await session.execute(query)).all()}


async def hold(session: AsyncSession, name: str) -> None:
    """Let nobody else do what goes by that name until this transaction ends."""
    if session.get_bind().dialect.name == "postgresql":
        lock = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")
        await session.execute(lock, {"name": f"identity:{name}"})


async def hold_user(session: AsyncSession, user_id: UUID) -> User | None:
    """The user as of now; nobody else changes their sign-ins until this transaction ends."""
    query = (
        select(User)
        .where(col(User.id) == user_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return (await session.execute(query)).scalar_one_or_none()


async def signing_keys(session: AsyncSession, moment: datetime) -> list[SigningKey]:
    """The keys that still verify at that moment, newest first."""
    query = (
        select(SigningKey)
        .where(col(SigningKey.retires_at) > moment)
        .order_by(col(SigningKey.created_at).desc(), col(SigningKey.id).desc())
    )
    return list((await session.execute(query)).scalars())


async def purge_signing_keys(session: AsyncSession, moment: datetime) -> None:
    """Delete the keys that verify nothing any more."""
    await session.execute(delete(SigningKey).where(col(SigningKey.retires_at) <= moment))


async def member_of_family(
    session: AsyncSession, user_id: UUID, organization_id: UUID, family_id: UUID
) -> tuple[User, Membership, Organization] | None:
    """An active user with role and organisation, while their family of tokens has not ended."""
    lives = (
        select(RefreshToken.id)
        .where(
            col(RefreshToken.family_id) == family_id,
            col(RefreshToken.user_id) == user_id,
            col(RefreshToken.organization_id) == organization_id,
            col(RefreshToken.ended_at).is_(None),
        )
        .exists()
    )
    query = (
        select(User, Membership, Organization)
        .join(Membership, col(Membership.user_id) == col(User.id))
        .join(Organization, col(Organization.id) == col(Membership.organization_id))
        .where(
            col(User.id) == user_id,
            col(Organization.id) == organization_id,
            col(User.is_active),
            lives,
        )
    )
    row = (await session.execute(query)).one_or_none()
    return None if row is None else (row[0], row[1], row[2])


async def refresh_token(session: AsyncSession, token_hash: str) -> RefreshToken | None:
    """The refresh token of that hash, as of now."""
    query = (
        select(RefreshToken)
        .where(col(RefreshToken.token_hash) == token_hash)
        .execution_options(populate_existing=True)
    )
    return (await session.execute(query)).scalar_one_or_none()


async def end_family(session: AsyncSession, family_id: UUID, moment: datetime) -> None:
    """Make every token of a family worthless."""
    await session.execute(
        update(RefreshToken)
        .where(col(RefreshToken.family_id) == family_id, col(RefreshToken.ended_at).is_(None))
        .values(ended_at=moment)
    )


async def end_families_of(session: AsyncSession, user_id: UUID, moment: datetime) -> None:
    """Make every token of a user worthless, wherever it was given."""
    await session.execute(
        update(RefreshToken)
        .where(col(RefreshToken.user_id) == user_id, col(RefreshToken.ended_at).is_(None))
        .values(ended_at=moment)
    )


async def purge_refresh_tokens(session: AsyncSession, moment: datetime) -> None:
    """Delete the refresh tokens that have expired."""
    await session.execute(delete(RefreshToken).where(col(RefreshToken.expires_at) <= moment))


async def connection_by_slug(session: AsyncSession, slug: str) -> OidcConnection | None:
    """The single sign-on of that address, unless it is switched off."""
    query = select(OidcConnection).where(
        col(OidcConnection.slug) == slug, col(OidcConnection.is_enabled)
    )
    return (await session.execute(query)).scalar_one_or_none()


async def connections_with(session: AsyncSession, domain: str) -> list[OidcConnection]:
    """The connections, switched on or off, that the e-mail domain belongs to."""
    listed = cast(col(OidcConnection.email_domains), String)
    query = select(OidcConnection).where(listed.contains(f'"{domain}"', autoescape=True))
    return list((await session.execute(query)).scalars())


async def take_login(session: AsyncSession, state_hash: str) -> OidcLogin | None:
    """Remove a sign-in that is under way, and give it to whoever was first."""
    query = delete(OidcLogin).where(col(OidcLogin.state_hash) == state_hash).returning(OidcLogin)
    return (await session.execute(query)).scalar_one_or_none()


async def login_by_state(session: AsyncSession, state_hash: str) -> OidcLogin | None:
    """A sign-in that is under way."""
    query = select(OidcLogin).where(col(OidcLogin.state_hash) == state_hash)
    return (await session.execute(query)).scalar_one_or_none()


async def take_exchange(session: AsyncSession, exchange_hash: str) -> OidcLogin | None:
    """Remove a sign-in that waits to be exchanged, and give it to whoever was first."""
    query = (
        delete(OidcLogin).where(col(OidcLogin.exchange_hash) == exchange_hash).returning(OidcLogin)
    )
    return (await session.execute(query)).scalar_one_or_none()


async def purge_logins(session: AsyncSession, moment: datetime) -> None:
    """Delete the sign-ins that were never finished."""
    await session.execute(delete(OidcLogin).where(col(OidcLogin.expires_at) <= moment))


async def external_identity(
    session: AsyncSession, organization_id: UUID, issuer: str, subject: str
) -> ExternalIdentity | None:
    """Who a provider's subject is here."""
    query = select(ExternalIdentity).where(
        col(ExternalIdentity.organization_id) == organization_id,
        col(ExternalIdentity.issuer) == issuer,
        col(ExternalIdentity.subject) == subject,
    )
    return (await session.execute(query)).scalar_one_or_none()


async def is_linked(
    session: AsyncSession, organization_id: UUID, issuer: str, user_id: UUID
) -> bool:
    """Whether a user is already somebody to that provider."""
    query = select(ExternalIdentity.id).where(
        col(ExternalIdentity.organization_id) == organization_id,
        col(ExternalIdentity.issuer) == issuer,
        col(ExternalIdentity.user_id) == user_id,
    )
    return (await session.execute(query)).first() is not None


async def access_request(
    session: AsyncSession, organization_id: UUID, issuer: str, subject: str
) -> AccessRequest | None:
    """What a provider's subject has asked for here."""
    query = select(AccessRequest).where(
        col(AccessRequest.organization_id) == organization_id,
        col(AccessRequest.issuer) == issuer,
        col(AccessRequest.subject) == subject,
    )
    return (await session.execute(query)).scalar_one_or_none()


async def open_access_requests(session: AsyncSession, organization_id: UUID) -> list[AccessRequest]:
    """Those who wait for an answer, the longest first."""
    query = (
        select(AccessRequest)
        .where(
            col(AccessRequest.organization_id) == organization_id,
            col(AccessRequest.decided_at).is_(None),
        )
        .order_by(col(AccessRequest.created_at), col(AccessRequest.id))
    )
    return list((await session.execute(query)).scalars())


async def linked_users(session: AsyncSession, organization_id: UUID) -> set[UUID]:
    """The users who have signed in by the organisation's provider."""
    query = select(ExternalIdentity.user_id).where(
        col(ExternalIdentity.organization_id) == organization_id
    )
    return set((await session.execute(query)).scalars())


async def other_admins(session: AsyncSession, organization_id: UUID, user_id: UUID) -> bool:
    """Whether somebody else who can sign in administers the organisation."""
    query = (
        select(Membership.id)
        .join(User, col(User.id) == col(Membership.user_id))
        .where(
            col(Membership.organization_id) == organization_id,
            col(Membership.role) == Role.ADMIN,
            col(Membership.user_id) != user_id,
            col(User.is_active),
        )
        .limit(1)
    )
    return (await session.execute(query)).first() is not None


async def owner_of_slug(session: AsyncSession, slug: str) -> UUID | None:
    """The organisation whose single sign-on has that address."""
    query = select(OidcConnection.organization_id).where(col(OidcConnection.slug) == slug)
    return (await session.execute(query)).scalar_one_or_none()
