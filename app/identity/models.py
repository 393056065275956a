"""Tables of identity."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.database import UtcDateTime, enum_column
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
