"""The audit log as a chain that the database keeps."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.core import audit, audit_verify
from app.core.audit_chain import canonical
from app.core.audit_verify import in_words, verify
from app.core.database import unit_of_work
from app.core.ids import new_id
from tests.support.audit import actions_on

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


async def note(organization_id, *actions: str, **details: object) -> None:
    async with unit_of_work() as session:
        for action in actions:
            audit.record(
                session,
                action,
                subject_type="thing",
                subject_id=organization_id or new_id(),
                organization_id=organization_id,
                **details,
            )


async def tamper(*statements: str, **values: object) -> None:
    """Change rows as somebody could who owns the database: past its rules."""
    async with unit_of_work() as session:
        connection = await session.connection()
        if connection.dialect.name == "sqlite":
            await session.execute(text("DROP TRIGGER IF EXISTS audit_entry_no_update"))
            await session.execute(text("DROP TRIGGER IF EXISTS audit_entry_no_delete"))
        else:
            await session.execute(text("ALTER TABLE audit_entry DISABLE TRIGGER ALL"))
        for statement in statements:
            await session.execute(text(statement), values)


async def test_fifty_writers_at_once_make_one_chain_without_a_gap(database: str) -> None:
    ours, theirs = new_id(), new_id()

    async def work(number: int) -> None:
        # Each for both, now in this order and now in the other.
        for organization_id in (ours, theirs)[:: 1 if number % 2 else -1]:
            await note(organization_id, f"a{number}", "b")
        async with unit_of_work() as session:
            for organization_id in (ours, theirs)[:: -1 if number % 2 else 1]:
                audit.record(
                    session,
                    "c",
                    subject_type="thing",
                    subject_id=organization_id,
                    organization_id=organization_id,
                )

    await asyncio.gather(*(work(number) for number in range(50)))
    finding = await verify()
    assert finding.is_whole, in_words(finding)
    assert [chain.links for chain in finding.chains] == [150, 150]


@pytest.mark.parametrize("deed", ["UPDATE audit_entry SET action = 'x'", "DELETE FROM audit_entry"])
async def test_the_database_refuses_to_change_or_delete_an_entry(database: str, deed: str) -> None:
    ours = new_id()
    await note(ours, "done")

    async def do() -> None:
        async with unit_of_work() as session:
            await session.execute(text(deed))

    with pytest.raises(DBAPIError, match="only ever added"):
        await do()
    assert await actions_on(ours) == ["done"]


@on_sqlite
@pytest.mark.parametrize(
    ("deed", "found"),
    [
        ("UPDATE audit_entry SET action = 'other' WHERE sequence = 3", "Entry 3 ("),
        ("UPDATE audit_entry SET details = '{}' WHERE sequence = 3", "was changed after"),
        ("DELETE FROM audit_entry WHERE sequence = 3", "Entry 3 is missing: entry 4"),
        ("DELETE FROM audit_entry WHERE sequence >= 4", "Entry 4 is missing."),
        ("UPDATE audit_entry SET previous_hash = hash WHERE sequence = 2", "does not follow"),
        ("DELETE FROM audit_head", "Entry 1 lies beyond the head"),
        ("UPDATE audit_head SET sequence = 4", "The head does not fit entry 4"),
        ("UPDATE audit_head SET hash = 'x'", "The head does not fit entry 5"),
    ],
)
async def test_the_first_broken_link_is_named(
    database: str, monkeypatch: pytest.MonkeyPatch, deed: str, found: str
) -> None:
    monkeypatch.setattr(audit_verify, "PORTION", 2)
    ours, other = new_id(), None
    await note(ours, *"abcde", score=0.25)
    await note(other, "outside")
    assert (await verify()).is_whole
    await tamper(
        deed + (" AND " if "WHERE" in deed else " WHERE ") + "organization_id = :ours",
        ours=ours.hex,
    )
    finding = await verify()
    [broken] = [chain for chain in finding.chains if chain.broken]
    assert broken.organization_id == ours
    assert found in broken.broken
    assert "1 of 2 chains are whole" in in_words(finding)


async def test_what_was_there_before_the_chain_is_counted_by_itself(database: str) -> None:
    ours = new_id()
    await note(ours, "old")
    await tamper(
        "UPDATE audit_entry SET sequence = NULL, previous_hash = NULL, hash = NULL",
        "DELETE FROM audit_head",
    )
    await note(ours, "new")
    finding = await verify()
    assert (finding.is_whole, finding.unchained) == (True, 1)
    assert [chain.links for chain in finding.chains] == [1]


async def test_an_entry_stands_or_falls_with_what_it_tells_of(database: str) -> None:
    ours = new_id()

    def record(session, action: str) -> None:
        audit.record(session, action, subject_type="thing", subject_id=ours, organization_id=ours)

    async def change_of_mind(session, action: str) -> None:
        async with session.begin_nested():
            async with session.begin_nested():
                record(session, action)
            raise RuntimeError("changed my mind")

    async with unit_of_work() as session:
        record(session, "kept")
        with pytest.raises(RuntimeError):
            await change_of_mind(session, "dropped")
        async with session.begin_nested():
            record(session, "kept too")
    assert await actions_on(ours) == ["kept", "kept too"]

    async def fail() -> None:
        async with unit_of_work() as session:
            record(session, "lost")
            raise RuntimeError("fell")

    with pytest.raises(RuntimeError):
        await fail()
    assert await actions_on(ours) == ["kept", "kept too"]
    assert (await verify()).is_whole


async def test_the_hash_is_the_same_however_the_database_keeps_a_value(database: str) -> None:
    values = [1e22, 1e-7, 123456789.5, -0.0, 2**63, 1.0, True, "1", "ü\u2028", None, [], {"b": {}}]
    for value in values:
        await note(new_id(), "done", value=value, z=1, a=[value])
    finding = await verify()
    assert finding.is_whole, in_words(finding)


@given(st.dictionaries(st.text(), st.integers() | st.text() | st.booleans() | st.none()))
def test_values_that_differ_are_written_differently(value: dict[str, object]) -> None:
    assert canonical(value) == canonical(dict(reversed(value.items())))
    assert canonical(value) != canonical({**value, "another": 1} if value else {"a": 1})
    assert canonical([1]) != canonical([True]) != canonical(["1"])
