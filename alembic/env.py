"""Alembic's environment: the product's tables, on the product's engine."""

import asyncio

from sqlalchemy import Connection
from sqlalchemy.schema import SchemaItem
from sqlmodel import AutoString

from alembic import context
from app.core.database import Json, UtcDateTime, make_engine
from app.core.migrations import rebuilding
from app.settings import get_settings
from app.tables import metadata


def include_object(
    _item: SchemaItem, name: str | None, kind: str, reflected: bool, _compare_to: object
) -> bool:
    """Leave alone the tables that are there but not ours: those of the job runner."""
    return not (kind == "table" and reflected and name not in metadata.tables)


def render_item(kind: str, item: object, _context: object) -> str | bool:
    """Write column types in SQLAlchemy's own terms: a migration must outlive our classes."""
    if kind != "type":
        return False
    if isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, AutoString):
        return f"sa.String({item.length})" if item.length else "sa.String()"
    if item is Json:
        return "json_type"
    return False


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        compare_type=True,
        include_object=include_object,
        render_item=render_item,
        render_as_batch=connection.dialect.name == "sqlite",
    )
    with context.begin_transaction():
        context.run_migrations()


async def run_online() -> None:
    engine = make_engine(
        context.config.get_main_option("sqlalchemy.url") or get_settings().database
    )
    async with engine.connect() as connection, rebuilding(connection):
        await connection.run_sync(run)
        await connection.commit()
    await engine.dispose()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    asyncio.run(run_online())
