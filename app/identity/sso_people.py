"""Who somebody is here whom an organisation's provider vouches for."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from app.core import audit
from app.core.errors import InvalidInputError
from app.core.secrets import new_token
from app.core.text import clean_line
from app.identity import repository, service
from app.identity.models import AccessRequest, ExternalIdentity, FirstSignIn
from app.identity.permissions import Role

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.models import OidcConnection
    from app.identity.oidc import Person


class Refusal(StrEnum):
    """Why a single sign-on did not let somebody in."""

    EXPIRED = "expired"
    OTHER_BROWSER = "other-browser"
    OFF = "off"
    CANCELLED = "cancelled"
    PROVIDER = "provider"
    UNVERIFIED = "unverified"
    DOMAIN = "domain"
    TAKEN = "taken"
    INACTIVE = "inactive"
    WAITING = "waiting"
    DECLINED = "declined"


class SsoRefusedError(Exception):
    """The single sign-on ended without a session; `reason` says why.

    `goes_to` is where it was to lead, and `for_api` whether a program waits there.
    """

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.goes_to = ""
        self.for_api = False


def domain_of(email: str) -> str:
    """The domain of an e-mail address in lower case, or nothing."""
    try:
        return service.clean_email(email).rpartition("@")[2]
    except InvalidInputError:
        return ""


async def member_for(
    session: AsyncSession, connection: OidcConnection, person: Person
) -> UUID | Refusal:
    """The id of the user that the person is or becomes, or why they may not come in.

    Somebody known by the provider's own id stays who they are when their address changes.
    """
    organization_id = connection.organization_id
    await repository.hold(session, f"person:{organization_id}:{person.issuer}:{person.subject}")
    if not person.email_verified:
        return Refusal.UNVERIFIED
    if domain_of(person.email) not in connection.email_domains:
        return Refusal.DOMAIN
    known = await repository.external_identity(
        session, organization_id, person.issuer, person.subject
    )
    if known:
        return await _active_member(session, organization_id, known.user_id)
    email = service.clean_email(person.email)
    await repository.hold(session, f"email:{email}")
    user = await repository.user_by_email(session, email)
    if user:
        return await _linked(session, organization_id, person, user.id)
    if connection.first_sign_in is FirstSignIn.APPROVAL:
        return await _asked(session, organization_id, person, email)
    return await welcome(
        session, organization_id, person.issuer, person.subject, email=email, name=person.name
    )


async def welcome(
    session: AsyncSession,
    organization_id: UUID,
    issuer: str,
    subject: str,
    *,
    email: str,
    name: str,
) -> UUID:
    """Make somebody whom nobody here knows a recruiter; they have no password that anyone knows."""
    user = await service.add_member(
        session,
        organization_id=organization_id,
        email=email,
        name=shown_name(name, email),
        password=new_token(),
        role=Role.RECRUITER,
    )
    link(session, organization_id, issuer, subject, user.id)
    audit.record(
        session,
        "member.joined",
        subject_type="user",
        subject_id=user.id,
        organization_id=organization_id,
        user_id=user.id,
        role=Role.RECRUITER.value,
        by="single_sign_on",
    )
    return user.id


def link(
    session: AsyncSession, organization_id: UUID, issuer: str, subject: str, user_id: UUID
) -> None:
    """Note that a provider's subject is this user from now on."""
    session.add(
        ExternalIdentity(
            organization_id=organization_id, user_id=user_id, issuer=issuer, subject=subject
        )
    )
    audit.record(
        session,
        "user.linked",
        subject_type="user",
        subject_id=user_id,
        organization_id=organization_id,
        user_id=user_id,
        issuer=issuer,
    )


def shown_name(name: str, email: str) -> str:
    """The name that the provider gives, as far as it is one, otherwise the address's first part."""
    try:
        cleaned = clean_line(name[:400], field="name", name="Name", longest=400, required=False)
    except InvalidInputError:
        cleaned = ""
    return cleaned[:120].strip() or email.partition("@")[0]


async def _active_member(
    session: AsyncSession, organization_id: UUID, user_id: UUID
) -> UUID | Refusal:
    user = await repository.hold_user(session, user_id)
    belongs = await repository.membership(session, user_id, organization_id)
    return user.id if user and user.is_active and belongs else Refusal.INACTIVE


async def _linked(
    session: AsyncSession, organization_id: UUID, person: Person, user_id: UUID
) -> UUID | Refusal:
    """Link a member by their verified address, unless it was somebody else's before."""
    if not await repository.membership(session, user_id, organization_id):
        return Refusal.TAKEN
    if await repository.is_linked(session, organization_id, person.issuer, user_id):
        # The address was given to another person: they are not who had it.
        return Refusal.TAKEN
    found = await _active_member(session, organization_id, user_id)
    if not isinstance(found, Refusal):
        link(session, organization_id, person.issuer, person.subject, user_id)
    return found


async def _asked(
    session: AsyncSession, organization_id: UUID, person: Person, email: str
) -> Refusal:
    """Keep that somebody waits for an administrator's yes, once."""
    asked = await repository.access_request(session, organization_id, person.issuer, person.subject)
    if asked and asked.decided_at:
        return Refusal.DECLINED
    if asked is None:
        asked = AccessRequest(
            organization_id=organization_id,
            issuer=person.issuer,
            subject=person.subject,
            email=email,
            name=shown_name(person.name, email),
        )
        session.add(asked)
        audit.record(
            session,
            "access.requested",
            subject_type="access_request",
            subject_id=asked.id,
            organization_id=organization_id,
        )
    return Refusal.WAITING
