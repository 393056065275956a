"""Trying a prompt with a real application, found by its candidate's name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.applications.listing import listing
from app.core.database import reading
from app.core.errors import InvalidInputError, NotFoundError
from app.interviews.prompt_preview import PromptPreview, preview

if TYPE_CHECKING:
    from app.applications.values import ApplicationRow
    from app.identity.permissions import Actor

FEW, LONGEST_SHOWN = 6, 6_000
NONE_YET = "There is none yet."
NO_MATCH = "No application matches. Try another part of a name or an address."
NO_APPLICATIONS = (
    "Prompts are tried with real applications. Once there are some, they are found here."
)
_DATA_WORDS = {"resume_text": "The résumé", "answers": "Questions and answers"}


@dataclass(frozen=True)
class FoundRow:
    """An application to try a prompt with."""

    number: int = 0
    name: str = ""
    detail: str = ""


@dataclass(frozen=True)
class DataRow:
    """Words of the candidate's that go along as data."""

    name: str
    words: str
    cut: str


@dataclass(frozen=True)
class Tried:
    """What the prompt comes to."""

    text: str = ""
    cut: str = ""
    data: list[DataRow] = field(default_factory=list)


async def find_applications(actor: Actor, search: str) -> tuple[list[FoundRow], str]:
    """The newest few that match, and how many do in words."""
    async with reading() as session:
        found = await listing(session, actor, search=search, per_page=FEW)
    total = found.total
    if not total:
        return [], NO_MATCH if search else NO_APPLICATIONS
    words = "1 application" if total == 1 else f"{total:,} applications"
    if total > len(found.rows):
        words += f", the newest {len(found.rows)} shown"
    return [found_row(row) for row in found.rows], words


def found_row(row: ApplicationRow) -> FoundRow:
    """An application in a few words."""
    return FoundRow(row.number, row.candidate_name, row.requisition_name)


async def try_prompt(
    actor: Actor, number: int, prompt_type: str, template: str
) -> tuple[Tried, str]:
    """What the template comes to with that application, or why it does not."""
    try:
        async with reading() as session:
            shown = await preview(
                session, actor, application=number, prompt_type=prompt_type, template=template
            )
    except (InvalidInputError, NotFoundError) as problem:
        return Tried(), problem.message
    return tried_of(shown), ""


def tried_of(shown: PromptPreview) -> Tried:
    """A preview, cut to what somebody would read."""
    text, cut = _cut(shown.text)
    return Tried(
        text,
        cut,
        [
            DataRow(_DATA_WORDS.get(name, name), *_cut(words or NONE_YET))
            for name, words in shown.data.items()
        ],
    )


def _cut(words: str) -> tuple[str, str]:
    rest = len(words) - LONGEST_SHOWN
    return (words, "") if rest <= 0 else (words[:LONGEST_SHOWN], f"and {rest:,} characters more")
