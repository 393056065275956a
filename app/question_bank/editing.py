"""Adding, rewording, retiring and restoring items. Nothing here changes what was ever asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.exc import IntegrityError

from app.core import audit, clock
from app.core.errors import ConflictError, InvalidInputError, NotFoundError
from app.identity.permissions import Permission
from app.question_bank import repository
from app.question_bank.concepts import concept_named, fresh_item_id
from app.question_bank.inputs import parse_item
from app.question_bank.models import ItemOrigin, ItemStatus, OrganizationItem
from app.question_bank.reading import concept_of, view_of

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from app.assessment.items import Item
    from app.identity.permissions import Actor
    from app.question_bank.concepts import ConceptName
    from app.question_bank.views import ItemView

MAX_PER_CONCEPT, MAX_ALTOGETHER = 60, 2_000
CHANGED_MEANWHILE = (
    "Somebody else has changed this item in the meantime. Reload it to see what they did; "
    "what you wrote is still here to be copied."
)


async def add(
    session: AsyncSession, actor: Actor, *, concept: object, concept_name: object, values: object
) -> ItemView:
    """A new item of the organisation's own, active from now on.

    `concept` is a slug of the bank, or empty where `concept_name` says which one it is. Raises
    InvalidInputError as `parse_item` does, and where there is no room for more.
    """
    actor.require(Permission.EDIT_ITEMS)
    about = concept_named(concept, concept_name)
    item = parse_item(values, item_id=fresh_item_id(about.slug, 1))
    item = item.model_copy(update={"id": fresh_item_id(about.slug, item.depth)})
    await check_room(session, actor, {about.slug: 1})
    row = new_row(actor, about, item, ItemOrigin.WRITTEN)
    session.add(row)
    await session.flush()
    record(session, actor, row, "item.added")
    return view_of(about, row)


async def edit(
    session: AsyncSession,
    actor: Actor,
    concept: object,
    item_id: object,
    values: object,
    *,
    version: object,
) -> ItemView:
    """Reword an item; of a built-in one this makes the organisation's own version.

    `version` is that of the item the edit began from. Raises NotFoundError, InvalidInputError as
    `parse_item` does, and ConflictError where somebody else has changed the item since.
    """
    actor.require(Permission.EDIT_ITEMS)
    about, row = await _held(session, actor, concept, item_id, version)
    original = about.original(str(item_id))
    if row is None:
        return await _begin(
            session, actor, about, parse_item(values, item_id=str(item_id)), ItemStatus.ACTIVE
        )
    item = parse_item(values, item_id=row.item_id)
    row.content = item.model_dump(mode="json")
    row.depth = item.depth
    if original is not None:
        row.origin = ItemOrigin.EDITED
    touch(row)
    record(session, actor, row, "item.edited", version=row.version)
    return view_of(about, row)


async def set_retired(
    session: AsyncSession,
    actor: Actor,
    concept: object,
    item_id: object,
    *,
    retired: bool,
    version: object,
) -> ItemView:
    """Ask an item no more, or again. Raises NotFoundError and ConflictError as `edit` does."""
    actor.require(Permission.EDIT_ITEMS)
    about, row = await _held(session, actor, concept, item_id, version)
    status = ItemStatus.RETIRED if retired else ItemStatus.ACTIVE
    original = about.original(str(item_id))
    if row is None and original is not None:
        return await _begin(session, actor, about, original, status)
    if row is None:
        raise NotFoundError("There is no such item.")
    record(session, actor, row, "item.retired" if retired else "item.reactivated")
    if not retired and original is not None and row.content == original.model_dump(mode="json"):
        # Retired and taken back without a change in between: the bank's own again.
        await session.delete(row)
        await session.flush()
        return view_of(about, None, original)
    row.status = status
    touch(row)
    return view_of(about, row)


async def restore(
    session: AsyncSession, actor: Actor, concept: object, item_id: object, *, version: object
) -> ItemView:
    """Drop the organisation's version of a built-in item, so that the original is asked again.

    Raises NotFoundError, and ConflictError as `edit` does, or where there is no original.
    """
    actor.require(Permission.EDIT_ITEMS)
    about, row = await _held(session, actor, concept, item_id, version)
    original = about.original(str(item_id))
    if original is None:
        raise ConflictError("This item is your own, so there is no original to go back to.")
    if row is not None:
        record(session, actor, row, "item.restored")
        await session.delete(row)
        await session.flush()
    return view_of(about, None, original)


async def _begin(
    session: AsyncSession, actor: Actor, about: ConceptName, item: Item, status: ItemStatus
) -> ItemView:
    """The organisation's first version of a built-in item."""
    await check_room(session, actor, {about.slug: 1})
    row = new_row(actor, about, item, ItemOrigin.EDITED, status)
    try:
        async with session.begin_nested():
            session.add(row)
    except IntegrityError:
        raise ConflictError(CHANGED_MEANWHILE) from None
    action = "item.edited" if status is ItemStatus.ACTIVE else "item.retired"
    record(session, actor, row, action, version=row.version)
    return view_of(about, row)


async def _held(
    session: AsyncSession, actor: Actor, concept: object, item_id: object, version: object
) -> tuple[ConceptName, OrganizationItem | None]:
    """The item's concept and row, held until the transaction ends; None for a built-in as it is."""
    about = await concept_of(session, actor, concept)
    row = await repository.item(
        session,
        organization_id=actor.organization_id,
        concept=about.slug,
        item_id=item_id if isinstance(item_id, str) else "",
        lock=True,
    )
    if row is None and about.original(str(item_id)) is None:
        raise NotFoundError("There is no such item.")
    if (row.version if row else 0) != version:
        raise ConflictError(CHANGED_MEANWHILE)
    return about, row


async def check_room(session: AsyncSession, actor: Actor, more: dict[str, int]) -> None:
    """Refuse more items than are kept, by concept slug. Raises InvalidInputError."""
    counts = await repository.counts(session, organization_id=actor.organization_id)
    crowded = [slug for slug in more if counts.get(slug, 0) + more[slug] > MAX_PER_CONCEPT]
    if crowded:
        raise InvalidInputError(
            f"A concept can have {MAX_PER_CONCEPT} items of your own at most: {crowded[0]}."
        )
    if sum(counts.values()) + sum(more.values()) > MAX_ALTOGETHER:
        raise InvalidInputError(
            f"An organisation can have {MAX_ALTOGETHER:,} items of its own at most."
        )


def new_row(
    actor: Actor,
    about: ConceptName,
    item: Item,
    origin: ItemOrigin,
    status: ItemStatus = ItemStatus.ACTIVE,
) -> OrganizationItem:
    """A row that is not stored yet."""
    return OrganizationItem(
        organization_id=actor.organization_id,
        concept=about.slug,
        concept_name=about.name,
        item_id=item.id,
        depth=item.depth,
        content=item.model_dump(mode="json"),
        origin=origin,
        status=status,
        created_by=actor.user_id,
    )


def touch(row: OrganizationItem) -> None:
    """Note that a row was changed."""
    row.version += 1
    row.updated_at = clock.now()


def record(
    session: AsyncSession, actor: Actor, row: OrganizationItem, action: str, **details: object
) -> None:
    """Put it into the audit log."""
    audit.record(
        session,
        action,
        subject_type="item",
        subject_id=row.id,
        organization_id=actor.organization_id,
        user_id=actor.user_id,
        item=row.item_id,
        **details,
    )
