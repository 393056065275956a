"""The migrations, on both kinds of database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from dbos._schemas.system_database import SystemSchema
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError

from alembic import command
from app.core.database import get_engine, unit_of_work
from app.core.migrations import alembic_config, rebuilding
from app.tables import metadata
from tests.support.interviews import begun, turns_of
from tests.support.people import make_actor

if TYPE_CHECKING:
    from sqlalchemy import Connection


async def run(function) -> object:
    async with get_engine().begin() as connection:
        return await connection.run_sync(function)


def tables(connection: Connection) -> set[str]:
    """Our own tables; on SQLite those of the job runner stand beside them."""
    runners = {table.name for table in SystemSchema.metadata_obj.tables.values()}
    return (
        set(inspect(connection).get_table_names())
        - {"alembic_version", "dbos_migrations"}
        - runners
    )


async def test_the_migrated_schema_is_that_of_the_models(database: str) -> None:
    def differences(connection: Connection) -> list[object]:
        ours = tables(connection)
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_name": lambda name, kind, _parents: kind != "table" or name in ours,
            },
        )
        return compare_metadata(context, metadata)

    assert await run(tables) == set(metadata.tables)
    assert await run(differences) == []


async def test_migrations_go_down_to_nothing_and_up_again(database: str) -> None:
    def go(target: str):
        def step(connection: Connection) -> None:
            direction = command.downgrade if target == "base" else command.upgrade
            direction(alembic_config(connection), target)

        return step

    await run(go("base"))
    assert await run(tables) == set()
    await run(go("head"))
    assert await run(tables) == set(metadata.tables)


async def test_a_table_made_anew_keeps_what_refers_to_it(database: str) -> None:
    token = await begun(await make_actor())
    before = [turn.id for turn in await turns_of(token)]

    async with get_engine().connect() as connection, rebuilding(connection):
        for go, target in ((command.downgrade, "0002"), (command.upgrade, "head")):
            await connection.run_sync(lambda c, go=go, to=target: go(alembic_config(c), to))
        await connection.commit()

    assert before
    assert [turn.id for turn in await turns_of(token)] == before


async def test_the_database_still_refuses_an_interview_of_no_known_kind(database: str) -> None:
    await begun(await make_actor())
    for column in ("kind", "status"):
        with pytest.raises(IntegrityError):
            async with unit_of_work() as session:
                await session.execute(text(f"UPDATE interview SET {column} = 'unheard of'"))
