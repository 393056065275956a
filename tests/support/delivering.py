"""Processes that invite candidates and deliver what there is to tell, to be killed by a test.

`python -m tests.support.delivering ORGANIZATION POSITION MEMBER` loads the product once. For each
number it reads, it forks a process that says its id, invites until there are so many interviews,
and then goes on delivering until it is killed.
"""

from __future__ import annotations

import asyncio
import os
import sys
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select

from app.core.database import reading, unit_of_work
from app.core.ids import new_id
from app.core.process import die_with_parent
from app.identity.permissions import Actor, Role
from app.interviews import service
from app.interviews.models import Interview
from app.jobs import runner
from app.tables import metadata


async def main(organization_id: UUID, position_id: UUID, user_id: UUID, most: int) -> None:
    actor = Actor(
        user_id=user_id,
        organization_id=organization_id,
        role=Role.ADMIN,
        name="Somebody",
        email="somebody@example.com",
        organization_name="Example Works",
    )
    async with runner.running():
        print(os.getpid(), flush=True)
        while await interviews(position_id) < most:
            async with unit_of_work() as session:
                await service.invite(
                    session,
                    actor,
                    position_id=position_id,
                    full_name="Ada Example",
                    email=f"{new_id()}@example.com",
                )
            await asyncio.sleep(0.03)
        await asyncio.Event().wait()


async def interviews(position_id: UUID) -> int:
    counting = (
        select(func.count()).select_from(Interview).where(col(Interview.position_id) == position_id)
    )
    async with reading() as session:
        return (await session.execute(counting)).scalar_one()


if __name__ == "__main__":
    die_with_parent()
    assert metadata.tables
    ids = [UUID(one) for one in sys.argv[1:]]
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            die_with_parent()
            asyncio.run(main(*ids, int(line)))
        os.waitpid(child, 0)
