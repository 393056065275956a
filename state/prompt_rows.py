"""Prompts in the words of their screens: types, rows, versions and differences."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.prompts.answers import WITH_SCHEMA
from app.prompts.service import PromptType
from state.developers import moment_words
from state.template_rows import TemplateRow, template_row

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, tzinfo

    from app.prompts.service import PromptVersionView, PromptView

PROMPTS = "/settings/prompts"
ALL = "all"
MOST_VERSIONS, MOST_COMPARED, MOST_SHOWN = 100, 2_000, 400

TYPES: dict[PromptType, str] = {
    PromptType.RESUME_ANALYSIS: "Résumé analysis",
    PromptType.INTERVIEW: "Interview",
    PromptType.EVALUATION: "Evaluation",
    PromptType.INTERVIEW_EMAIL: "Invitation e-mail",
}


@dataclass(frozen=True)
class Choice:
    """One choice of several."""

    value: str
    words: str


TYPE_CHOICES = [(type_.value, words) for type_, words in TYPES.items()]


@dataclass(frozen=True)
class Section:
    """The prompts of one type: a page of them, or where all types are shown the first few."""

    type: str
    title: str
    about: str
    in_use: str
    in_use_href: str
    is_used: bool
    is_paged: bool
    rows: list[TemplateRow] = field(default_factory=list)
    more: str = ""
    more_href: str = ""


@dataclass(frozen=True)
class VersionRow:
    """A prompt as it was once."""

    version: int
    words: str
    who: str
    when: str
    is_newest: bool
    note: str


@dataclass(frozen=True)
class DiffRow:
    """A line of a difference: "added", "removed", "same" or "place"."""

    kind: str
    sign: str
    words: str


def prompt_row(view: PromptView, now: datetime, zone: tzinfo) -> TemplateRow:
    """A prompt in words."""
    where = view.requisition_name or "All requisitions"
    return template_row(
        view, now, zone, list_href=PROMPTS, where=where, default_for=f" for {where}"
    )


def version_rows(
    versions: Sequence[PromptVersionView], now: datetime, zone: tzinfo
) -> list[VersionRow]:
    """The newest versions; one that has the text of that before it says so."""
    before = [*[one.sha256 for one in versions[1:]], ""][: len(versions)]
    return [
        VersionRow(
            version=one.version,
            words=f"Version {one.version}",
            who=one.author or "the product or somebody who left",
            when=moment_words(one.created_at, now, zone),
            is_newest=position == 0,
            note="same text; its name, scope or use changed" if one.sha256 == earlier else "",
        )
        for position, (one, earlier) in enumerate(zip(versions, before, strict=True))
    ][:MOST_VERSIONS]


def takes_schema(value: str) -> bool:
    """Whether prompts of that type are answered by a document that can have a schema."""
    return value in {one.value for one in WITH_SCHEMA}


def difference(old: tuple[str, str], new: tuple[str, str]) -> list[DiffRow]:
    """How template and schema changed, with three lines around each change; [] for not at all."""
    rows = _lines(old[0], new[0])
    schema = _lines(old[1], new[1])
    if schema:
        rows = [*rows, DiffRow("place", "", "JSON Schema"), *schema]
    if len(rows) > MOST_SHOWN:
        rest = len(rows) - MOST_SHOWN
        rows = [*rows[:MOST_SHOWN], DiffRow("place", "", f"and {rest:,} lines more")]
    return rows


def _lines(old: str, new: str) -> list[DiffRow]:
    before, after = (text.strip().splitlines()[:MOST_COMPARED] for text in (old, new))
    rows = []
    for line in list(difflib.unified_diff(before, after, lineterm=""))[2:]:
        sign, words = line[:1], line[1:]
        if sign == "@":
            rows.append(DiffRow("place", "", _place(line)))
        else:
            kind = {"+": "added", "-": "removed"}.get(sign, "same")
            rows.append(DiffRow(kind, {"-": "−", "+": "+"}.get(sign, ""), words))
    return rows


def _place(head: str) -> str:
    found = re.search(r"\+(\d+)", head)
    return f"Line {found[1]}" if found else ""
