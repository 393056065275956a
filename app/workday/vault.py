"""Workday credentials as they are kept: sealed, and opened only to call Workday."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from sqlmodel import col, select

from app.core import envelope
from app.core.envelope import Envelope
from app.workday.models import WorkdayCredential

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession


@dataclass(frozen=True, slots=True, repr=False)
class Secrets:
    """What must never be shown. Has no representation, so that no log can hold one."""

    client_secret: str
    refresh_token: str
    access_token: str | None = None

    def renewed(self, access_token: str, refresh_token: str | None) -> Secrets:
        """The same client with new tokens; Workday may keep the refresh token."""
        return replace(
            self,
            access_token=access_token,
            refresh_token=refresh_token or self.refresh_token,
        )


async def credential_of(
    session: AsyncSession, organization_id: UUID, *, lock: bool = False
) -> WorkdayCredential | None:
    """The organisation's credentials; with `lock`, held till the end of the transaction."""
    query = select(WorkdayCredential).where(
        col(WorkdayCredential.organization_id) == organization_id
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return (await session.execute(query)).scalar_one_or_none()


def open_secrets(row: WorkdayCredential) -> Secrets:
    """Raises SealError where the master key is gone."""
    kept = Envelope(row.key_id, row.wrapped_key, row.sealed)
    return Secrets(**json.loads(envelope.unseal(kept, purpose=_purpose(row.organization_id))))


def keep_secrets(row: WorkdayCredential, secrets: Secrets) -> None:
    """Seal under a fresh data key; the row is then another version."""
    sealed = envelope.seal(json.dumps(asdict(secrets)), purpose=_purpose(row.organization_id))
    row.key_id, row.wrapped_key, row.sealed = sealed.key_id, sealed.wrapped_key, sealed.sealed
    row.version = (row.version or 0) + 1


def rewrap(row: WorkdayCredential) -> None:
    """Have the newest master key wrap the data key. Raises SealError."""
    kept = Envelope(row.key_id, row.wrapped_key, row.sealed)
    moved = envelope.rewrap(kept, purpose=_purpose(row.organization_id))
    row.key_id, row.wrapped_key = moved.key_id, moved.wrapped_key


def _purpose(organization_id: UUID) -> str:
    return f"workday:{organization_id}"
