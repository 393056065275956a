"""The audit log: who did what to which thing, and when. Entries are only ever added.

Each organisation's entries are a chain of hashes; the database itself refuses to change or delete
one. `python -m app.core.audit_verify` walks the chains.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Column, Index, event, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, SQLModel, col

from app.core import clock
from app.core.audit_chain import GENESIS, NOBODYS, hash_of
from app.core.database import Json, UtcDateTime, before_commit
from app.core.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.ext.asyncio import AsyncSession
    from sqlalchemy.orm import Session, SessionTransaction

_PENDING = "audit_entries"


class AuditEntry(SQLModel, table=True):
    """One thing done. `user_id` is None for what the system or a candidate did.

    The entries of an organisation are a chain: each is counted by `sequence`, and its `hash` covers
    all it says and the hash before it. What was written before there was a chain has neither.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index(None, "organization_id", "at"),
        Index(None, "subject_id"),
        Index(None, "organization_id", "sequence", unique=True),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organization_id: UUID | None = None
    user_id: UUID | None = None
    action: str = Field(max_length=60)
    subject_type: str = Field(max_length=40)
    subject_id: UUID
    details: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    sequence: int | None = None
    previous_hash: str | None = Field(default=None, max_length=64)
    hash: str | None = Field(default=None, max_length=64)


class AuditHead(SQLModel, table=True):
    """The newest link of an organisation's chain; whoever adds one holds its lock till the end.

    What belongs to no organisation is chained under the id of zeros.
    """

    __tablename__ = "audit_head"

    organization_id: UUID = Field(primary_key=True)
    sequence: int
    hash: str = Field(max_length=64)


def record(
    session: AsyncSession,
    action: str,
    *,
    subject_type: str,
    subject_id: UUID,
    organization_id: UUID | None,
    user_id: UUID | None = None,
    **details: Any,  # noqa: ANN401 - whatever JSON describes the act; never a secret or an answer
) -> None:
    """Add an entry to the current unit of work, so that it stands or falls with the act.

    It is chained at the very end of the work: till then nobody else waits for the chain.
    """
    entry = AuditEntry(
        organization_id=organization_id,
        user_id=user_id,
        action=action,
        subject_type=subject_type,
        subject_id=subject_id,
        details=details,
    )
    pending = session.info.get(_PENDING)
    if pending is None:
        pending = session.info[_PENDING] = _Pending(session.sync_session)
        before_commit(session, pending.write)
    pending.add(entry)


class _Pending:
    """The entries of one unit of work that are to be written, each with its savepoint."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._entries: list[tuple[AuditEntry, SessionTransaction | None]] = []
        event.listen(session, "after_soft_rollback", self._forget)

    def add(self, entry: AuditEntry) -> None:
        """Have an entry written, unless the savepoint it was made under is rolled back."""
        self._entries.append((entry, self._session.get_nested_transaction()))

    def _forget(self, _session: Session, rolled_back: SessionTransaction) -> None:
        self._entries = [
            (entry, savepoint)
            for entry, savepoint in self._entries
            if not _is_under(savepoint, rolled_back)
        ]

    async def write(self, session: AsyncSession) -> None:
        """Chain and add the entries. What the work changes otherwise is locked before the chains.

        The organisations come in the order of their ids, so that two who write for the same ones
        wait for each other and never against each other.
        """
        del session.info[_PENDING]
        event.remove(self._session, "after_soft_rollback", self._forget)
        await session.flush()
        chains: dict[UUID, list[AuditEntry]] = {}
        for entry, _ in self._entries:
            chains.setdefault(entry.organization_id or NOBODYS, []).append(entry)
        for key in sorted(chains):
            await _chain(session, key, chains[key])
        session.add_all([entry for entry, _ in self._entries])


def _is_under(savepoint: SessionTransaction | None, rolled_back: SessionTransaction) -> bool:
    while savepoint is not None:
        if savepoint is rolled_back:
            return True
        savepoint = savepoint.parent
    return False


async def _chain(session: AsyncSession, key: UUID, entries: Sequence[AuditEntry]) -> None:
    """Give the entries their places after the chain's head, and make the last of them its head."""
    connection = await session.connection()
    insert: Any = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = (
        insert(AuditHead)
        .values(organization_id=key, sequence=len(entries), hash=GENESIS)
        .on_conflict_do_update(
            index_elements=["organization_id"],
            set_={"sequence": col(AuditHead.sequence) + len(entries)},
        )
        .returning(col(AuditHead.sequence), col(AuditHead.hash))
    )
    last, before = (await session.execute(statement)).one()
    for sequence, entry in enumerate(entries, start=last - len(entries) + 1):
        entry.sequence, entry.previous_hash = sequence, before
        entry.hash = before = hash_of(entry)
    await session.execute(
        update(AuditHead).where(col(AuditHead.organization_id) == key).values(hash=before)
    )
