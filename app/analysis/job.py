"""What an analysis knows of the job and of the person: what it measures by, and what it hides."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date  # noqa: TC003 - part of a public value


@dataclass(frozen=True, slots=True)
class SoughtConcept:
    """A concept that the requisition's position measures. `weight` is 1 to 5."""

    slug: str
    name: str
    weight: float
    must_have: bool = False


@dataclass(frozen=True, slots=True)
class Job:
    """The job as the requisition describes it, with the concepts of its position if it has one."""

    title: str
    description: str
    concepts: tuple[SoughtConcept, ...] = ()

    @property
    def digest(self) -> str:
        """Eight hex digits that change with anything that is sought."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the candidate is, so that it can be kept from whoever judges."""

    name: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A résumé as it was read.

    `hidden` holds what nobody would see, as `(kind, page, text)`; `today` is what "present" means
    in it.
    """

    text: str
    hidden: tuple[tuple[str, int | None, str], ...]
    today: date
