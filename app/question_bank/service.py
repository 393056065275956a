"""The organisation's own items: what the interviews ask beside, and in place of, the built-in."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy.exc import IntegrityError

from app.assessment.items import Item
from app.question_bank import repository
from app.question_bank.concepts import check_item_id
from app.question_bank.models import ItemOrigin, ItemStatus, OrganizationItem
from app.question_bank.values import OrganizationItems

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession


async def items_of(
    session: AsyncSession, organization_id: UUID, concepts: Collection[str]
) -> Mapping[str, OrganizationItems]:
    """What the organisation has of its own for these concepts, by slug; none, no entry."""
    rows = await repository.of_concepts(
        session, organization_id=organization_id, concepts=set(concepts)
    )
    active: defaultdict[str, list[Item]] = defaultdict(list)
    retired: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.status is ItemStatus.ACTIVE:
            active[row.concept].append(item_of(row))
        else:
            retired[row.concept].add(row.item_id)
    return {
        concept: OrganizationItems(tuple(active[concept]), frozenset(retired[concept]))
        for concept in {row.concept for row in rows}
    }


def item_of(row: OrganizationItem) -> Item:
    """The item that a row keeps."""
    return Item.model_validate(row.content)


async def store_generated(
    session: AsyncSession,
    organization_id: UUID,
    concept_slug: str,
    concept_name: str,
    items: Sequence[Item],
) -> int:
    """Keep items that an engine wrote for a concept; gives how many of them are new.

    An id that the concept has already is left as it is, so that doing it again changes nothing.
    Raises InvalidInputError for an id without the form `<concept>-3a`: ids of different concepts
    must never meet in one interview.
    """
    for item in items:
        check_item_id(concept_slug, item.id)
    return sum(
        [
            await _insert_new(
                session,
                OrganizationItem(
                    organization_id=organization_id,
                    concept=concept_slug,
                    concept_name=concept_name,
                    item_id=item.id,
                    depth=item.depth,
                    content=item.model_dump(mode="json"),
                    origin=ItemOrigin.GENERATED,
                ),
            )
            for item in items
        ]
    )


async def _insert_new(session: AsyncSession, row: OrganizationItem) -> bool:
    """Add a row, unless the organisation has an item of that id. Whether it was added."""
    known = await repository.item(
        session,
        organization_id=row.organization_id,
        concept=row.concept,
        item_id=row.item_id,
    )
    if known is not None:
        return False
    try:
        async with session.begin_nested():
            session.add(row)
    except IntegrityError:
        # Somebody else was first, in between; theirs stands.
        return False
    return True
