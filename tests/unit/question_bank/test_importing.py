"""A file of items is looked through first, and taken over whole or not at all."""

from __future__ import annotations

from app.assessment.bank import load_bank
from app.core.database import reading, unit_of_work
from app.question_bank import reading as contents
from app.question_bank.files import Entry, FileFormat, read, write
from app.question_bank.importing import everything, import_items
from app.question_bank.inputs import values_of
from tests.support.people import make_actor

FIRST, SECOND, *_ = load_bank()["caching"].items
TEA = {"concept_name": "Tea", "depth": 2, "question": "Why tea?", "points": ["It calms."]}


async def take(actor, *values: object, dry: bool = False) -> list[tuple]:
    entries = [Entry(line, one) for line, one in enumerate(values, 1)]
    async with unit_of_work() as session:
        lines = await import_items(session, actor, entries, dry=dry)
    return [(line.outcome.value, line.field) for line in lines]


async def exported(actor, kind: FileFormat, *, own: bool = True) -> str:
    async with reading() as session:
        return "".join(write(await everything(session, actor, own=own), kind))


async def rows(actor) -> list:
    async with reading() as session:
        return [row for row in await contents.concepts(session, actor) if row.own or row.retired]


async def test_one_wrong_line_keeps_everything_out(database: str) -> None:
    actor = await make_actor()
    found = await take(
        actor,
        TEA,
        TEA | {"depth": 9},
        TEA | {"id": "caching-1a"},
        TEA | {"concept": "coffee"},
        TEA | {"status": "old"},
        "nothing",
        {"question": "Of what?"},
    )
    assert found == [
        ("new", ""),
        ("wrong", "depth"),
        ("wrong", "id"),
        ("wrong", "concept"),
        ("wrong", "status"),
        ("wrong", ""),
        ("wrong", "concept_name"),
    ]
    assert not await rows(actor)


async def test_a_dry_run_stores_nothing_and_a_second_import_changes_nothing(database: str) -> None:
    actor = await make_actor()
    same = {"concept": "caching", "id": FIRST.id} | values_of(FIRST)
    other = {"concept": "caching", "id": SECOND.id} | values_of(SECOND) | {"question": "Ours?"}
    file = (TEA, same, other)
    assert [kind for kind, _ in await take(actor, *file, dry=True)] == ["new", "same", "changed"]
    assert not await rows(actor)
    await take(actor, *file)
    assert [row.own for row in await rows(actor)] == [1, 1]
    assert [kind for kind, _ in await take(actor, *file)] == ["same", "same", "same"]
    assert await take(actor, TEA, TEA) == [("same", ""), ("wrong", "id")]


async def test_an_export_makes_another_organisation_the_same(database: str) -> None:
    actor = await make_actor()
    retired = {"concept": "caching", "id": FIRST.id, "status": "retired"} | values_of(FIRST)
    await take(actor, TEA, retired)
    for kind in FileFormat:
        other = await make_actor()
        content = await exported(actor, kind)
        async with unit_of_work() as session:
            await import_items(session, other, read(content.encode(), kind), dry=False)
        assert await rows(other) == await rows(actor)
        assert await exported(other, kind) == content
    whole = read((await exported(actor, FileFormat.JSON, own=False)).encode(), FileFormat.JSON)
    assert len(whole) == 1 + sum(len(concept.items) for concept in load_bank().values())
