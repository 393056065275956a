"""Concepts by slug or by name, and the ids that items of a concept may have."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.assessment.bank import load_bank
from app.assessment.generic import slug_of
from app.core.errors import InvalidInputError
from app.core.ids import new_id
from app.core.text import clean_line

if TYPE_CHECKING:
    from app.assessment.items import Concept, Item

MAX_NAME = 80
_RANDOM = 6


@dataclass(frozen=True, slots=True)
class ConceptName:
    """A concept by its slug and its name; `known` is the bank's, if it holds it."""

    slug: str
    name: str
    known: Concept | None

    def original(self, item_id: str) -> Item | None:
        """The bank's item of that id."""
        items = self.known.items if self.known else ()
        return next((item for item in items if item.id == item_id), None)


def concept_named(slug: object, name: object) -> ConceptName:
    """The concept that a slug of the bank, or else a name, stands for.

    Raises InvalidInputError naming `concept` or `concept_name`.
    """
    bank = load_bank()
    if isinstance(slug, str) and slug in bank:
        return ConceptName(slug, bank[slug].name, bank[slug])
    words = clean_line(name or "", field="concept_name", name="Concept", longest=MAX_NAME)
    same = (one for one in bank.values() if one.name.casefold() == words.casefold())
    known = next(same, None) or bank.get(slug_of(words))
    found = ConceptName(known.concept, known.name, known) if known else None
    found = found or ConceptName(slug_of(words), words, None)
    if slug and slug != found.slug:
        raise InvalidInputError(
            f"The concept {words} goes by {found.slug!r}; leave `concept` empty or write that.",
            field="concept",
        )
    return found


def fresh_item_id(concept: str, depth: int) -> str:
    """An id for a new item, which no other has."""
    return f"{concept}-{depth}{new_id().hex[-_RANDOM:]}"


def check_item_id(concept: str, value: object) -> str:
    """An id that was given. Ids of different concepts never meet in an interview: see the form.

    Raises InvalidInputError naming `id`.
    """
    if isinstance(value, str) and re.fullmatch(
        rf"{re.escape(concept)}-[1-5][a-z0-9]{{1,8}}", value
    ):
        return value
    raise InvalidInputError(
        f"An id has the form {concept}-3a, or is left empty for a new item.", field="id"
    )
