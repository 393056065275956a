"""Taking over a file of items: first looked through, then all of it or nothing."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from app.assessment.bank import load_bank
from app.core.errors import InvalidInputError
from app.identity.permissions import Permission
from app.question_bank import repository
from app.question_bank.concepts import (
    ConceptName,
    check_item_id,
    concept_named,
    fresh_item_id,
)
from app.question_bank.editing import check_room, new_row, record, touch
from app.question_bank.inputs import FIELDS, parse_item
from app.question_bank.models import ItemOrigin, ItemStatus, OrganizationItem
from app.question_bank.reading import items_of_concept

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.assessment.items import Item
    from app.identity.permissions import Actor
    from app.question_bank.files import Entry
    from app.question_bank.views import ItemView

_ABOUT = ("concept", "concept_name", "id", "status")


class Outcome(StrEnum):
    """What an import does, or would do, with an item of the file."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class ImportLine:
    """An item of the file. `problem` says what is wrong, and `field` where, if anything is."""

    line: int
    outcome: Outcome
    concept_name: str = ""
    question: str = ""
    field: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class _Read:
    line: int
    about: ConceptName
    item: Item
    status: ItemStatus


async def import_items(
    session: AsyncSession, actor: Actor, entries: Sequence[Entry], *, dry: bool
) -> list[ImportLine]:
    """What becomes of each item of a file, in its order. With one of them wrong nothing is stored.

    An id the organisation or the bank has already means that item; without an id, an item with
    the same content is the same one. With `dry`, nothing is stored at all.
    """
    actor.require(Permission.EDIT_ITEMS)
    rows = await repository.every(session, organization_id=actor.organization_id)
    known = {(row.concept, row.item_id): row for row in rows}
    by_content = {_content_key(row.concept, row.content): row.item_id for row in rows}
    lines: list[ImportLine] = []
    work: list[tuple[_Read, Outcome]] = []
    seen: dict[tuple[str, str], int] = {}
    for entry in entries:
        try:
            read = _checked(entry, by_content, seen)
        except InvalidInputError as problem:
            lines.append(
                ImportLine(
                    entry.line, Outcome.WRONG, field=problem.field or "", problem=problem.message
                )
            )
            continue
        outcome = _outcome(read, known.get((read.about.slug, read.item.id)))
        lines.append(ImportLine(read.line, outcome, read.about.name, read.item.question))
        work.append((read, outcome))
    if len(work) < len(entries):
        return lines
    await check_room(session, actor, _more(work, known))
    if not dry:
        for read, outcome in work:
            if outcome is not Outcome.SAME:
                _store(session, actor, read, known.get((read.about.slug, read.item.id)))
        await session.flush()
    return lines


async def everything(session: AsyncSession, actor: Actor, *, own: bool) -> Iterator[ItemView]:
    """The items to export, concept by concept: the organisation's alone, or the bank's as well."""
    actor.require(Permission.VIEW)
    rows = await repository.every(session, organization_id=actor.organization_id)
    by_concept: dict[str, list[OrganizationItem]] = {}
    for row in rows:
        by_concept.setdefault(row.concept, []).append(row)
    return _views(by_concept, own=own)


def _views(by_concept: dict[str, list[OrganizationItem]], *, own: bool) -> Iterator[ItemView]:
    bank = load_bank()
    for slug in dict.fromkeys([*(() if own else bank), *by_concept]):
        rows, known = by_concept.get(slug, []), bank.get(slug)
        about = ConceptName(slug, known.name if known else rows[0].concept_name, known)
        for view in items_of_concept(about, rows):
            if view.version or not own:
                yield view


def _checked(
    entry: Entry,
    by_content: dict[tuple[str, str], str],
    seen: dict[tuple[str, str], int],
) -> _Read:
    if not isinstance(entry.values, dict):
        raise InvalidInputError("An item must be given by its fields.")
    given = entry.values
    unknown = [str(name) for name in given if name not in (*_ABOUT, *FIELDS)]
    if unknown:
        raise InvalidInputError(f"There is no field {unknown[0][:40]!r} of an item.")
    about = concept_named(given.get("concept"), given.get("concept_name"))
    status = given.get("status") or ItemStatus.ACTIVE
    if status not in {one.value for one in ItemStatus}:
        raise InvalidInputError("A status is active or retired.", field="status")
    values = {name: given[name] for name in FIELDS if name in given}
    item = parse_item(values, item_id=f"{about.slug}-1x")
    if given.get("id"):
        item_id = check_item_id(about.slug, given["id"])
    else:
        same = by_content.get(_content_key(about.slug, item.model_dump(mode="json")))
        item_id = same or fresh_item_id(about.slug, item.depth)
    key = (about.slug, item_id)
    if key in seen:
        raise InvalidInputError(f"The same item is in line {seen[key]} already.", field="id")
    seen[key] = entry.line
    return _Read(entry.line, about, item.model_copy(update={"id": item_id}), ItemStatus(status))


def _content_key(concept: str, content: dict[str, object]) -> tuple[str, str]:
    """What makes two items the same whatever their ids are."""
    # The database may give the members back in another order.
    return concept, json.dumps({name: content[name] for name in FIELDS}, sort_keys=True)


def _outcome(read: _Read, row: OrganizationItem | None) -> Outcome:
    content = read.item.model_dump(mode="json")
    if row is not None:
        same = row.content == content and row.status is read.status
        return Outcome.SAME if same else Outcome.CHANGED
    original = read.about.original(read.item.id)
    if original is None:
        return Outcome.NEW
    same = original == read.item and read.status is ItemStatus.ACTIVE
    return Outcome.SAME if same else Outcome.CHANGED


def _more(
    work: Sequence[tuple[_Read, Outcome]], known: dict[tuple[str, str], OrganizationItem]
) -> dict[str, int]:
    """How many rows each concept would gain."""
    more: dict[str, int] = {}
    for read, outcome in work:
        if outcome is not Outcome.SAME and (read.about.slug, read.item.id) not in known:
            more[read.about.slug] = more.get(read.about.slug, 0) + 1
    return more


def _store(session: AsyncSession, actor: Actor, read: _Read, row: OrganizationItem | None) -> None:
    if row is None:
        is_version = read.about.original(read.item.id) is not None
        origin = ItemOrigin.EDITED if is_version else ItemOrigin.IMPORTED
        row = new_row(actor, read.about, read.item, origin, read.status)
        session.add(row)
    else:
        row.content = read.item.model_dump(mode="json")
        row.depth, row.status = read.item.depth, read.status
        touch(row)
    record(session, actor, row, "item.imported", version=row.version)
