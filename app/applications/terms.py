"""The words by which an application is found."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from sqlalchemy import delete
from sqlmodel import col

from app.applications.models import Application, ApplicationTerm

if TYPE_CHECKING:
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


def terms_of(*, name: str, email: str) -> set[str]:
    """Words of the name as typed and in pieces, the address whole and its local part."""
    local = fold(email).split("@", 1)[0]
    words = {*fold(name).split(), fold(email), local}
    words |= {piece for word in (fold(name), local) for piece in _PIECES.findall(word)}
    return {word[:MAX_TERM] for word in words if word}


def address_of(email: str) -> str:
    """The address to write to, or "" for a stand-in."""
    return "" if email.endswith(f"@{NOWHERE}") else email


async def note_terms(session: AsyncSession, application: Application) -> None:
    """Have an application found by its name and address as they are now, and by no others."""
    await session.execute(
        delete(ApplicationTerm).where(col(ApplicationTerm.application_id) == application.id)
    )
    found = terms_of(name=application.candidate_name, email=application.candidate_email)
    session.add_all(
        [
            ApplicationTerm(
                application_id=application.id,
                term=term,
                organization_id=application.organization_id,
            )
            for term in sorted(found)
        ]
    )
