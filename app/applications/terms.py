"""The words by which an application is found."""

from __future__ import annotations

import re
import unicodedata
from itertools import zip_longest
from typing import TYPE_CHECKING

from sqlalchemy import delete
from sqlmodel import col

from app.applications.models import MAX_BESIDE, Application, ApplicationTerm

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.ext.asyncio import AsyncSession

MAX_TERM, MAX_WORDS = 64, 6
NOWHERE = "no-address.invalid"
"""The domain of the stand-ins for addresses of candidates who gave none."""

_PIECES = re.compile(r"\w+")


def fold(text: str) -> str:
    """Text without the differences a search does not care about: case and accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return unicodedata.normalize("NFKC", plain.casefold())


def search_words(text: str) -> tuple[str, ...]:
    """What to look for, each word to be matched with the beginning of a term; six at most."""
    return tuple(dict.fromkeys(word[:MAX_TERM] for word in fold(text).split()))[:MAX_WORDS]


def terms_of(*, name: str, email: str) -> dict[str, int]:
    """Words of the name, whole and in pieces, the address, and pieces of its local part.

    A word that another begins with is left out: whatever begins it begins the other. Each comes
    with how many characters it shares with the one before it, in the order of letters.
    """
    local = fold(email).split("@", 1)[0]
    words = {*fold(name).split(), fold(email)}
    words |= {piece for word in (fold(name), local) for piece in _PIECES.findall(word)}
    found: dict[str, int] = {}
    before = ""
    terms = sorted({word[:MAX_TERM] for word in words if word})
    for term, following in zip_longest(terms, terms[1:], fillvalue=""):
        if not following.startswith(term):
            found[term] = _shared(before, term)
            before = term
    return found


def beside(terms: Iterable[str]) -> str | None:
    """All terms of an application in one text, each after a blank; None for very long ones."""
    text = "".join(f" {term}" for term in terms)
    return text if len(text) <= MAX_BESIDE else None


def _shared(one: str, other: str) -> int:
    """How many characters two words have in common at their beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


def address_of(email: str) -> str:
    """The address to write to, or "" for a stand-in."""
    return "" if email.endswith(f"@{NOWHERE}") else email


async def note_terms(session: AsyncSession, application: Application) -> None:
    """Have an application found by its name and address as they are now, and by no others."""
    await session.execute(
        delete(ApplicationTerm).where(col(ApplicationTerm.application_id) == application.id)
    )
    found = terms_of(name=application.candidate_name, email=application.candidate_email)
    all_of_them = beside(found)
    session.add_all(
        [
            ApplicationTerm(
                application_id=application.id,
                term=term,
                organization_id=application.organization_id,
                shared=shared,
                beside=all_of_them,
                status=application.status,
                requisition_id=application.requisition_id,
                created_at=application.created_at,
            )
            for term, shared in found.items()
        ]
    )
