"""Tables of identity."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.database import Json, UtcDateTime, enum_column
from app.core.ids import new_id
from app.identity.permissions import Role


class Organization(SQLModel, table=True):
    """A tenant: everything that people make belongs to one."""

    __tablename__ = "organization"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str = Field(max_length=120)
    created_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)


class User(SQLModel, table=True):
    """A person who signs in. E-mail addresses are kept in lower case."""

    __tablename__ = "user_account"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    email: str = Field(max_length=254, unique=True)
    name: str = Field(max_length=120)
    password_hash: str = Field(max_length=255)
    is_active: bool = True
    created_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)


class Membership(SQLModel, table=True):
    """What a user may do in an organisation."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("user_id", "organization_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    user_id: UUID = Field(foreign_key="user_account.id", ondelete="CASCADE")
    organization_id: UUID = Field(foreign_key="organization.id", ondelete="CASCADE", index=True)
    role: Role = Field(sa_column=Column(enum_column(Role), nullable=False))


class AuthSession(SQLModel, table=True):
    """A signed-in browser. Only the hash of its token is kept."""

    __tablename__ = "auth_session"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    token_hash: str = Field(max_length=64, unique=True)
    user_id: UUID = Field(foreign_key="user_account.id", ondelete="CASCADE", index=True)
    organization_id: UUID = Field(foreign_key="organization.id", ondelete="CASCADE")
    created_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime, index=True)


class SignInAttempt(SQLModel, table=True):
    """A failed sign-in, kept for as long as it counts towards a limit."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index(None, "account", "at"), Index(None, "address", "at"))

    id: UUID = Field(default_factory=new_id, primary_key=True)
    account: str = Field(max_length=64)
    address: str = Field(max_length=64)
    at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)


class SigningKey(SQLModel, table=True):
    """A key that access tokens are signed with. Its private part is sealed.

    The newest one signs; older ones verify until `retires_at`.
    """

    __tablename__ = "signing_key"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    private_sealed: str = Field(max_length=2000)
    created_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    retires_at: datetime = Field(sa_type=UtcDateTime, index=True)


class RefreshToken(SQLModel, table=True):
    """A token that a new pair is given for, once. Only its hash is kept.

    All that descend from one sign-in are a family. One that is used twice was copied, and ends the
    family: `ended_at` is then set in all of it.
    """

    __tablename__ = "refresh_token"
    __table_args__ = (Index(None, "family_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    family_id: UUID
    token_hash: str = Field(max_length=64, unique=True)
    user_id: UUID = Field(foreign_key="user_account.id", ondelete="CASCADE", index=True)
    organization_id: UUID = Field(foreign_key="organization.id", ondelete="CASCADE")
    created_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime, index=True)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class FirstSignIn(StrEnum):
    """What becomes of somebody whom the provider vouches for and nobody here knows."""

    RECRUITER = "recruiter"
    APPROVAL = "approval"


class OidcConnection(SQLModel, table=True):
    """An organisation's single sign-on, with any provider that publishes a discovery document.

    Only addresses of `email_domains` may come in by it; each domain is one organisation's.
    """

    __tablename__ = "oidc_connection"

    organization_id: UUID = Field(
        foreign_key="organization.id", ondelete="CASCADE", primary_key=True
    )
    slug: str = Field(max_length=60, unique=True)
    name: str = Field(max_length=80)
    discovery_url: str = Field(max_length=500)
    client_id: str = Field(max_length=300)
    client_secret_sealed: str | None = Field(default=None, max_length=1000)
    email_domains: list[str] = Field(sa_column=Column(Json, nullable=False))
    first_sign_in: FirstSignIn = Field(sa_column=Column(enum_column(FirstSignIn), nullable=False))
    is_enabled: bool = True
    version: int = 1
    updated_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)


class OidcLogin(SQLModel, table=True):
    """A sign-in that is under way at the provider. `state` and `nonce` are kept as hashes.

    The browser that began it holds a cookie whose hash is `browser_hash`; `code_verifier` is
    sealed. With `for_api` it ends in a code that is exchanged for tokens, once.
    """

    __tablename__ = "oidc_login"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organization_id: UUID = Field(foreign_key="organization.id", ondelete="CASCADE")
    state_hash: str = Field(max_length=64, unique=True)
    nonce_hash: str = Field(max_length=64)
    browser_hash: str = Field(max_length=64)
    code_verifier_sealed: str = Field(max_length=500)
    goes_to: str = Field(default="", max_length=500)
    for_api: bool = False
    exchange_hash: str | None = Field(default=None, max_length=64, unique=True)
    user_id: UUID | None = Field(
        default=None, foreign_key="user_account.id", ondelete="CASCADE", index=True
    )
    expires_at: datetime = Field(sa_type=UtcDateTime, index=True)


class ExternalIdentity(SQLModel, table=True):
    """Who a user is to a provider: the issuer's subject, which never changes as addresses do."""

    __tablename__ = "external_identity"
    __table_args__ = (UniqueConstraint("organization_id", "issuer", "subject"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organization_id: UUID = Field(foreign_key="organization.id", ondelete="CASCADE")
    user_id: UUID = Field(foreign_key="user_account.id", ondelete="CASCADE", index=True)
    issuer: str = Field(max_length=500)
    subject: str = Field(max_length=255)
    created_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)


class AccessRequest(SQLModel, table=True):
    """Somebody whom the provider vouches for, and who waits for an administrator's yes."""

    __tablename__ = "access_request"
    __table_args__ = (UniqueConstraint("organization_id", "issuer", "subject"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organization_id: UUID = Field(foreign_key="organization.id", ondelete="CASCADE")
    issuer: str = Field(max_length=500)
    subject: str = Field(max_length=255)
    email: str = Field(max_length=254)
    name: str = Field(max_length=120)
    created_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    is_granted: bool | None = None
