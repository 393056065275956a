"""The question bank as the screens receive it: frozen values, never rows of a session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.question_bank.models import ItemStatus

if TYPE_CHECKING:
    from app.assessment.items import Area, Item

BUILT_IN = "built-in"
"""The origin of an item that the organisation has not touched."""


@dataclass(frozen=True, slots=True)
class ItemView:
    """An item as it would be asked. `version` goes back with an edit; 0 for the built-in as it is.

    `origin` is BUILT_IN or one of ItemOrigin; `has_original` says that the bank has an item of
    this id, to which it can be restored.
    """

    concept: str
    concept_name: str
    item: Item
    origin: str
    status: ItemStatus
    version: int
    has_original: bool

    @property
    def is_active(self) -> bool:
        """Whether it is asked."""
        return self.status is ItemStatus.ACTIVE


@dataclass(frozen=True, slots=True)
class ConceptRow:
    """A concept in the list. `area` is None for one the bank does not hold.

    `items` counts what is asked, `own` what of it is the organisation's, `retired` what is not.
    """

    concept: str
    name: str
    area: Area | None
    summary: str
    items: int
    own: int
    retired: int
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ConceptPage:
    """A concept with all its items, by depth, retired ones included."""

    row: ConceptRow
    items: tuple[ItemView, ...]
