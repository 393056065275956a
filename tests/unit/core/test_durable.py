"""Ordering work in the transaction it belongs to."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from dbos import DBOSClient

from app.core import durable
from app.core.database import unit_of_work
from app.core.ids import new_id


async def ordered() -> list[str]:
    """The ids of the workflows that wait to be run."""

    def look() -> list[str]:
        client = DBOSClient(system_database_url=durable.database_url())
        try:
            return sorted(one.workflow_id for one in client.list_workflows())
        finally:
            client.destroy()

    return await asyncio.to_thread(look)


async def test_an_order_stands_once_its_transaction_is_committed(database: str) -> None:
    subject = new_id()
    async with unit_of_work() as session:
        await durable.enqueue(session, "work", subject, queue="q")
    assert await ordered() == [f"work:{subject}"]


async def test_an_order_falls_with_its_transaction(database: str) -> None:
    async def change_of_mind() -> None:
        async with unit_of_work() as session:
            await durable.enqueue(session, "work", new_id(), queue="q")
            raise RuntimeError("changed my mind")

    with pytest.raises(RuntimeError, match="changed my mind"):
        await change_of_mind()
    assert await ordered() == []


async def test_the_same_order_twice_is_one_and_a_run_of_another_name_is_another(
    database: str,
) -> None:
    subject = new_id()
    for run in ("", "", "again"):
        async with unit_of_work() as session:
            await durable.enqueue(session, "work", subject, queue="q", run=run)
    assert await ordered() == [f"work:{subject}", f"work:{subject}:again"]


async def test_an_order_may_name_its_partition_and_wait(database: str) -> None:
    subject = new_id()
    async with unit_of_work() as session:
        await durable.enqueue(
            session, "work", subject, queue="q", partition="p", delay=timedelta(hours=1)
        )
    assert await ordered() == [f"work:{subject}"]
