"""`make rotate-keys`: wrap every sealed credential by the newest key of the settings.

Each organisation's is a transaction of its own, so that the command can be stopped at any moment
and run again. An older key can be taken out of the settings once it says that nothing is left.
"""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlmodel import col, select

import app.identity.models  # noqa: F401 - credentials refer to organisations and people
from app.core import envelope
from app.core.database import dispose, reading, unit_of_work
from app.core.secrets import SealError
from app.settings import SettingsError
from app.workday import vault
from app.workday.models import WorkdayCredential

if TYPE_CHECKING:
    from uuid import UUID


@dataclass(frozen=True, slots=True)
class Rotated:
    """How many credentials were wrapped anew, and how many no known key can open."""

    moved: int
    unreadable: int


async def rotate() -> Rotated:
    """Wrap by the newest key whatever another one wraps. Raises SettingsError."""
    newest = envelope.newest_key()
    async with reading() as session:
        query = (
            select(col(WorkdayCredential.organization_id))
            .where(col(WorkdayCredential.key_id) != newest)
            .order_by(col(WorkdayCredential.organization_id))
        )
        behind = list((await session.execute(query)).scalars())
    outcomes = [await _move(organization_id, newest) for organization_id in behind]
    return Rotated(moved=outcomes.count(True), unreadable=outcomes.count(False))


async def _move(organization_id: UUID, newest: str) -> bool | None:
    """Whether it could be done; None where there is nothing to do any more."""
    async with unit_of_work() as session:
        row = await vault.credential_of(session, organization_id, lock=True)
        if row is None or row.key_id == newest:
            return None
        try:
            vault.rewrap(row)
        except SealError:
            return False
        return True


async def _run() -> int:
    try:
        done = await rotate()
    finally:
        await dispose()
    sys.stdout.write(f"{done.moved} credentials are now under the key {envelope.newest_key()}.\n")
    if done.unreadable:
        sys.stdout.write(f"{done.unreadable} cannot be read under any key that is known.\n")
    return 1 if done.unreadable else 0


def main() -> None:
    """Rotate, and end with 1 where something could not be read."""
    try:
        sys.exit(asyncio.run(_run()))
    except SettingsError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
