"""Public numbers: small integers that an organisation's things carry beside their ids.

Each organisation counts for itself, so that a number says nothing about anybody else. Whoever takes
numbers of several series in one transaction takes them in the order of `Series`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeGuard
from uuid import UUID

from sqlalchemy import BigInteger, Column
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, SQLModel, col

from app.core.database import enum_column

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

LARGEST = 2**31 - 1
"""No number is larger, so that every client can hold one."""


class Series(StrEnum):
    """What is counted."""

    RECRUITER = "recruiter"
    REQUISITION = "requisition"
    APPLICATION = "application"
    ANALYSIS = "analysis"
    INTERVIEW = "interview"
    EVALUATION = "evaluation"
    PROMPT = "prompt"
    PERSONA = "persona"
    QUEUE_ITEM = "queue_item"


class NumberSeries(SQLModel, table=True):
    """The last number an organisation has given away in a series."""

    __tablename__ = "number_series"

    organization_id: UUID = Field(
        foreign_key="organization.id", ondelete="CASCADE", primary_key=True
    )
    series: Series = Field(sa_column=Column(enum_column(Series), primary_key=True))
    last: int = Field(sa_column=Column(BigInteger, nullable=False))


def is_number(value: object) -> TypeGuard[int]:
    """Whether there can be something of that number."""
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= LARGEST


def number_in(text: str) -> int:
    """The public number that a text is; 0, which nothing has, where it is none."""
    plain = text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST))
    number = int(text) if plain else 0
    return number if is_number(number) else 0


async def take(
    session: AsyncSession, organization_id: UUID, series: Series, *, count: int = 1
) -> int:
    """The next number of the series; with a `count`, the first of so many in a row.

    Others who want one wait until this transaction is over.
    """
    connection = await session.connection()
    insert: Any = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = insert(NumberSeries).values(
        organization_id=organization_id, series=series, last=count
    )
    statement = statement.on_conflict_do_update(
        index_elements=["organization_id", "series"],
        set_={"last": col(NumberSeries.last) + count},
    ).returning(col(NumberSeries.last))
    last: int = (await session.execute(statement)).scalar_one()
    return last - count + 1
