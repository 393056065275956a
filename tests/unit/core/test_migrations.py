"""The migrations, on both kinds of database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from dbos._schemas.system_database import SystemSchema
from sqlalchemy import inspect

from alembic import command
from app.core.database import get_engine
from app.core.migrations import alembic_config
from app.tables import metadata

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
