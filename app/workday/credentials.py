"""An organisation's Workday credentials: entered, looked at without being shown, and forgotten."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sqlmodel import col, select

from app.core import audit, clock, outbound
from app.core.errors import InvalidInputError, NotFoundError
from app.core.text import clean_line
from app.identity.permissions import Permission
from app.workday import vault
from app.workday.models import WorkdayCredential
from app.workday.vault import Secrets

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.permissions import Actor

MAX_URL, MAX_TENANT, MAX_CLIENT, MAX_SECRET, MAX_TOKEN = 300, 120, 200, 1_000, 8_000
NO_CREDENTIALS = "There are no Workday credentials."
_TENANT = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class CredentialStatus:
    """How things stand with Workday. Nothing of it is secret.

    `is_valid` is None while nothing was tried with these credentials, and `problem` why they do
    not do. `expires_at` is the end of the access token, which is renewed by itself.
    """

    has_credentials: bool
    is_valid: bool | None = None
    problem: str | None = None
    tenant_url: str | None = None
    tenant_id: str | None = None
    client_id: str | None = None
    last_validated: datetime | None = None
    expires_at: datetime | None = None
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True, repr=False)
class CheckedCredentials:
    """Credentials as they were entered, tidied. Made by `check`."""

    tenant_url: str
    tenant_id: str
    client_id: str
    secrets: Secrets


async def check(
    *,
    tenant_url: object,
    tenant_id: object,
    client_id: object,
    client_secret: object,
    refresh_token: object,
) -> CheckedCredentials:
    """What was entered, tidied. To be called before a transaction is opened.

    Raises InvalidInputError naming the field. Nothing is asked of Workday.
    """
    tenant = clean_line(tenant_id, field="tenant_id", name="Tenant", longest=MAX_TENANT)
    if not _TENANT.fullmatch(tenant):
        raise InvalidInputError(
            "The tenant is the name in Workday's addresses: letters, digits, - and _.",
            field="tenant_id",
        )
    return CheckedCredentials(
        tenant_url=await _check_url(tenant_url),
        tenant_id=tenant,
        client_id=clean_line(client_id, field="client_id", name="Client id", longest=MAX_CLIENT),
        secrets=Secrets(
            client_secret=clean_line(
                client_secret, field="client_secret", name="Client secret", longest=MAX_SECRET
            ),
            refresh_token=clean_line(
                refresh_token, field="refresh_token", name="Refresh token", longest=MAX_TOKEN
            ),
        ),
    )


async def status(session: AsyncSession, actor: Actor) -> CredentialStatus:
    """How things stand for the actor's organisation."""
    actor.require(Permission.MANAGE_CREDENTIALS)
    return _status(await vault.credential_of(session, actor.organization_id))


async def health(session: AsyncSession) -> bool | None:
    """Whether all organisations' credentials last worked; None where nobody has any.

    Nothing is asked of Workday. Those not tried yet count as working.
    """
    found = set((await session.execute(select(col(WorkdayCredential.is_valid)))).scalars())
    return False not in found if found else None


async def save(
    session: AsyncSession, actor: Actor, credentials: CheckedCredentials
) -> CredentialStatus:
    """Keep these credentials in place of any others; the requisitions are looked for soon."""
    actor.require(Permission.MANAGE_CREDENTIALS)
    row = await vault.credential_of(session, actor.organization_id, lock=True)
    is_new = row is None
    if row is None:
        row = WorkdayCredential(
            organization_id=actor.organization_id,
            tenant_url="",
            tenant_id="",
            client_id="",
            key_id="",
            wrapped_key="",
            sealed="",
            version=0,
        )
    now = clock.now()
    row.tenant_url, row.tenant_id = credentials.tenant_url, credentials.tenant_id
    row.client_id = credentials.client_id
    vault.keep_secrets(row, credentials.secrets)
    row.is_valid, row.problem, row.last_validated = None, None, None
    row.token_expires_at = row.refreshing_until = None
    row.next_check_at = row.updated_at = now
    row.updated_by = actor.user_id
    if is_new:
        session.add(row)
    await session.flush()
    _record(session, actor, "workday_credentials.saved", tenant=row.tenant_id)
    return _status(row)


async def delete(session: AsyncSession, actor: Actor) -> None:
    """Forget the credentials; what was taken over stays. Raises NotFoundError without any."""
    actor.require(Permission.MANAGE_CREDENTIALS)
    row = await vault.credential_of(session, actor.organization_id, lock=True)
    if row is None:
        raise NotFoundError(NO_CREDENTIALS)
    _record(session, actor, "workday_credentials.deleted", tenant=row.tenant_id)
    await session.delete(row)
    await session.flush()


def _status(row: WorkdayCredential | None) -> CredentialStatus:
    if row is None:
        return CredentialStatus(has_credentials=False)
    return CredentialStatus(
        has_credentials=True,
        is_valid=row.is_valid,
        problem=row.problem,
        tenant_url=row.tenant_url,
        tenant_id=row.tenant_id,
        client_id=row.client_id,
        last_validated=row.last_validated,
        expires_at=row.token_expires_at,
        updated_at=row.updated_at,
    )


async def _check_url(value: object) -> str:
    """The address of the tenant's host and nothing else, which may be asked."""
    text = clean_line(value, field="tenant_url", name="Tenant address", longest=MAX_URL)
    await outbound.check_host(text, field="tenant_url")
    parts = urlsplit(text)
    if parts.path not in {"", "/"} or parts.query or parts.fragment:
        raise InvalidInputError(
            "The tenant's address is that of its host alone, such as "
            "https://services1.myworkday.com.",
            field="tenant_url",
        )
    if parts.scheme != "https" and not outbound.is_listed(text):
        raise InvalidInputError("The address must begin with https://.", field="tenant_url")
    return f"{parts.scheme}://{parts.netloc}".lower()


def _record(session: AsyncSession, actor: Actor, action: str, **details: object) -> None:
    organization_id: UUID = actor.organization_id
    audit.record(
        session,
        action,
        subject_type="workday_credential",
        subject_id=organization_id,
        organization_id=organization_id,
        user_id=actor.user_id,
        **details,
    )
