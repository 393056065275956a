"""What an organisation has of its own for a concept, and how that goes with the built-in items."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.assessment.items import Item  # noqa: TC001 - part of a public value

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class OrganizationItems:
    """An organisation's own items of one concept, and the ids it does not want asked.

    An active item with the id of a built-in one stands in its place; a retired id is of either.
    """

    active: tuple[Item, ...] = ()
    retired: frozenset[str] = frozenset()

    def merged(self, built_in: Sequence[Item]) -> tuple[Item, ...]:
        """What can be asked: the built-in items, without the retired, and the organisation's own.

        The organisation's version of a built-in item keeps its place.
        """
        own = {item.id: item for item in self.active}
        kept = [own.pop(item.id, item) for item in built_in if item.id not in self.retired]
        return (*kept, *own.values())


NOTHING = OrganizationItems()
