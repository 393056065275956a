"""What the question bank holds for an organisation: concepts, and the items of one."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from app.assessment.bank import load_bank
from app.assessment.items import Item
from app.core.errors import NotFoundError
from app.identity.permissions import Permission
from app.question_bank import repository
from app.question_bank.concepts import ConceptName
from app.question_bank.models import ItemStatus, OrganizationItem
from app.question_bank.views import BUILT_IN, ConceptPage, ConceptRow, ItemView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.permissions import Actor


async def concepts(session: AsyncSession, actor: Actor) -> tuple[ConceptRow, ...]:
    """Every concept of the bank and of the organisation's own items, by name. One query."""
    actor.require(Permission.VIEW)
    held = await repository.summary(session, organization_id=actor.organization_id)
    names = {row.concept: row.name for row in held}
    bank = load_bank()
    slugs = [*bank, *(slug for slug in names if slug not in bank)]
    own: Counter[str] = Counter()
    retired: Counter[str] = Counter()
    replaced: Counter[str] = Counter()
    originals = {slug: {item.id for item in bank[slug].items} for slug in names if slug in bank}
    for row in held:
        counter = own if row.status is ItemStatus.ACTIVE else retired
        counter[row.concept] += 1
        replaced[row.concept] += row.item_id in originals.get(row.concept, ())
    rows = [
        _row(
            ConceptName(slug, bank[slug].name if slug in bank else names[slug], bank.get(slug)),
            own=own[slug],
            retired=retired[slug],
            replaced=replaced[slug],
        )
        for slug in slugs
    ]
    return tuple(sorted(rows, key=lambda row: row.name.casefold()))


async def concept_page(session: AsyncSession, actor: Actor, concept: object) -> ConceptPage:
    """A concept with its items, by depth. Raises NotFoundError."""
    actor.require(Permission.VIEW)
    about = await concept_of(session, actor, concept)
    rows = await repository.of_concepts(
        session, organization_id=actor.organization_id, concepts=[about.slug]
    )
    views = items_of_concept(about, rows)
    replaced = sum(about.original(row.item_id) is not None for row in rows)
    return ConceptPage(
        row=_row(
            about,
            own=sum(row.status is ItemStatus.ACTIVE for row in rows),
            retired=sum(row.status is ItemStatus.RETIRED for row in rows),
            replaced=replaced,
        ),
        items=tuple(sorted(views, key=lambda view: (view.item.depth, not view.has_original))),
    )


async def concept_of(session: AsyncSession, actor: Actor, concept: object) -> ConceptName:
    """The concept of a slug, of the bank or the organisation's own. Raises NotFoundError."""
    if isinstance(concept, str):
        known = load_bank().get(concept)
        if known is not None:
            return ConceptName(concept, known.name, known)
        name = await repository.concept_name(
            session, organization_id=actor.organization_id, concept=concept
        )
        if name is not None:
            return ConceptName(concept, name, None)
    raise NotFoundError("There is no such concept in the question bank.")


def items_of_concept(about: ConceptName, rows: Sequence[OrganizationItem]) -> list[ItemView]:
    """The items of a concept: the bank's in their order, each as it is now, then one's own."""
    own = {row.item_id: row for row in rows}
    built_in = about.known.items if about.known else ()
    views = [view_of(about, own.pop(item.id, None), item) for item in built_in]
    return [*views, *(view_of(about, row) for row in own.values())]


def view_of(
    about: ConceptName, row: OrganizationItem | None, original: Item | None = None
) -> ItemView:
    """An item from its row, or the original where the organisation has no version of it."""
    if row is None:
        assert original is not None  # noqa: S101 - one of the two is there
        return ItemView(about.slug, about.name, original, BUILT_IN, ItemStatus.ACTIVE, 0, True)
    return ItemView(
        concept=row.concept,
        concept_name=about.name,
        item=Item.model_validate(row.content),
        origin=row.origin.value,
        status=row.status,
        version=row.version,
        has_original=about.original(row.item_id) is not None,
    )


def _row(about: ConceptName, *, own: int, retired: int, replaced: int) -> ConceptRow:
    built_in = len(about.known.items) if about.known else 0
    return ConceptRow(
        concept=about.slug,
        name=about.name,
        area=about.known.area if about.known else None,
        summary=about.known.summary if about.known else "",
        items=built_in - replaced + own,
        own=own,
        retired=retired,
        keywords=about.known.keywords if about.known else (),
    )
