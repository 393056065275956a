"""`make verify-audit`: walk every chain of the audit log and name the first broken link of each.

A chain whose every link and head was written anew with hashes that fit looks whole; who fears that
keeps the heads that this prints somewhere else, and compares.
"""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func
from sqlmodel import col, select

from app.core.audit import AuditEntry, AuditHead
from app.core.audit_chain import GENESIS, NOBODYS, hash_of
from app.core.database import dispose, reading

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession
    from sqlalchemy.sql.elements import ColumnElement

PORTION = 1000


@dataclass(frozen=True, slots=True)
class Chain:
    """What was found of a chain: `links` that hold from the first on, and what breaks it, or "".

    `head` is the hash of the last link that holds. The chain of what belongs to no organisation
    has the id of zeros.
    """

    organization_id: UUID
    links: int
    head: str
    broken: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """All chains, and how many entries are from before there were any."""

    chains: tuple[Chain, ...]
    unchained: int

    @property
    def is_whole(self) -> bool:
        """Whether every link holds."""
        return not any(chain.broken for chain in self.chains)


async def verify() -> Finding:
    """Walk all chains, portion by portion, while others go on adding to them."""
    async with reading() as session:
        heads = {head.organization_id: head for head in await _heads(session)}
        chained = select(col(AuditEntry.organization_id)).where(
            col(AuditEntry.sequence).is_not(None)
        )
        known = set((await session.execute(chained.distinct())).scalars())
        before = select(func.count()).where(col(AuditEntry.sequence).is_(None))
        unchained = (await session.execute(before)).scalar_one()
    keys = sorted(heads.keys() | {one or NOBODYS for one in known})
    return Finding(tuple([await _walk(key, heads.get(key)) for key in keys]), unchained)


async def verify_one(organization_id: UUID) -> Chain:
    """Walk the chain of one organisation."""
    async with reading() as session:
        head = await session.get(AuditHead, organization_id)
    return await _walk(organization_id, head)


async def _heads(session: AsyncSession) -> list[AuditHead]:
    return list((await session.execute(select(AuditHead))).scalars())


async def _walk(key: UUID, head: AuditHead | None) -> Chain:
    """Follow a chain to where its head was when we began."""
    links, before = 0, GENESIS
    last = head.sequence if head else 0
    while links < last:
        portion = await _portion(key, after=links, last=last)
        for entry in portion:
            if problem := _problem(entry, links + 1, before):
                return Chain(key, links, before, problem)
            links, before = links + 1, hash_of(entry)
        if not portion:
            return Chain(key, links, before, f"Entry {links + 1} is missing.")
    if head is not None and head.hash != before:
        return Chain(key, links, before, f"The head does not fit entry {links}, the last one.")
    beyond = await _beyond(key)
    problem = f"Entry {beyond} lies beyond the head of the chain." if beyond is not None else ""
    return Chain(key, links, before, problem)


async def _portion(key: UUID, *, after: int, last: int) -> list[AuditEntry]:
    query = (
        select(AuditEntry)
        .where(_of(key), col(AuditEntry.sequence) > after, col(AuditEntry.sequence) <= last)
        .order_by(col(AuditEntry.sequence), col(AuditEntry.id))
        .limit(PORTION)
    )
    async with reading() as session:
        return list((await session.execute(query)).scalars())


async def _beyond(key: UUID) -> int | None:
    """The first entry that no head has counted; asked in one statement, as others go on adding."""
    head = select(col(AuditHead.sequence)).where(col(AuditHead.organization_id) == key)
    query = select(func.min(col(AuditEntry.sequence))).where(
        _of(key), col(AuditEntry.sequence) > func.coalesce(head.scalar_subquery(), 0)
    )
    async with reading() as session:
        return (await session.execute(query)).scalar_one()


def _of(key: UUID) -> ColumnElement[bool]:
    column = col(AuditEntry.organization_id)
    return column.is_(None) if key == NOBODYS else column == key


def _problem(entry: AuditEntry, expected: int, before: str) -> str:
    name = f"entry {entry.sequence} ({entry.id}, {entry.action}, {entry.at:%Y-%m-%d %H:%M:%S} UTC)"
    if entry.sequence is None or entry.sequence < expected:
        return f"There is a second {name}."
    if entry.sequence > expected:
        return f"Entry {expected} is missing: {name} comes next."
    if entry.previous_hash != before:
        return f"{name.capitalize()} does not follow from the one before it."
    if entry.hash != hash_of(entry):
        return f"{name.capitalize()} was changed after it was written."
    return ""


def in_words(finding: Finding) -> str:
    """What was found, a line for each chain."""
    lines = []
    for chain in finding.chains:
        whose = "no organisation" if chain.organization_id == NOBODYS else chain.organization_id
        state = f"BROKEN. {chain.broken}" if chain.broken else f"whole, head {chain.head}"
        lines.append(f"{whose}: {chain.links} entries, {state}")
    if finding.unchained:
        lines.append(f"{finding.unchained} entries are from before there were chains.")
    whole = sum(not chain.broken for chain in finding.chains)
    return "\n".join([*lines, f"{whole} of {len(finding.chains)} chains are whole."])


async def _main() -> int:
    try:
        finding = await verify()
    finally:
        await dispose()
    sys.stdout.write(in_words(finding) + "\n")
    return 0 if finding.is_whole else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(_main()))
