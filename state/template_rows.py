"""Prompts and personas as rows of a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from state.developers import ago_words

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from app.personas.service import PersonaView
    from app.prompts.service import PromptView


@dataclass(frozen=True)
class TemplateRow:
    """A prompt or a persona in words. `default_for` ends the words of what makes it the default."""

    number: int
    href: str
    name: str
    about: str
    where: str
    is_default: bool
    default_for: str
    version: str
    edited: str


def template_row(
    view: PromptView | PersonaView,
    now: datetime,
    zone: tzinfo,
    *,
    list_href: str,
    where: str,
    about: str = "",
    default_for: str = "",
) -> TemplateRow:
    """A row; `where` says where it is used, or how it speaks."""
    return TemplateRow(
        number=view.number,
        href=f"{list_href}/{view.number}",
        name=view.name,
        about=about,
        where=where,
        is_default=view.is_default,
        default_for=default_for,
        version=f"v{view.version}",
        edited=ago_words(view.updated_at, now, zone),
    )
