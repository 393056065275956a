"""Adding concepts: from the bank, by name, or as a job description proposes them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import reflex as rx

from app.assessment.bank import load_bank
from app.assessment.items import DEPTH_NAMES, Area, Concept
from app.assessment.proposals import Proposal
from app.core.database import reading
from app.core.errors import InvalidInputError, ProblemError
from app.core.text import clean_text
from app.identity.permissions import Actor, Permission
from app.positions import building
from app.positions.inputs import MAX_CONCEPT_NAME, MAX_DESCRIPTION
from app.question_bank import reading as bank_reading
from app.question_bank import views as bank_views
from state.builder import ConceptRow
from state.guard import member
from state.position import PositionState

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

AREA_WORDS = {
    Area.BACKEND: "Back end",
    Area.FRONTEND: "Front end",
    Area.DATA: "Data",
    Area.OPERATIONS: "Operations",
    Area.SECURITY: "Security",
    Area.MACHINE_LEARNING: "Machine learning",
    Area.SYSTEM_DESIGN: "System design",
    Area.BEHAVIOURAL: "Behavioural",
}


OWN_SUMMARY = "Asked with your own questions, and general ones where you have none."


@dataclass(frozen=True)
class Entry:
    """A concept of the bank; `taken` when the position has it already."""

    slug: str
    name: str
    summary: str
    taken: bool


@dataclass(frozen=True)
class Group:
    """The concepts of one area."""

    area: str
    concepts: list[Entry] = field(default_factory=list)


@dataclass(frozen=True)
class ProposalRow:
    """A proposed concept; `because` is quoted from the description."""

    slug: str
    name: str
    target: int
    target_word: str
    weight: int
    because: str
    taken: bool


def find_groups(
    search: str, taken: Collection[str], own: Sequence[bank_views.ConceptRow] = ()
) -> list[Group]:
    """The concepts whose name, keywords or area have every word of the search.

    `own` are those of the organisation's questions that the bank does not hold; they come first.
    """
    words = search.casefold().split()
    ours = [
        Entry(row.concept, row.name, OWN_SUMMARY, row.concept in taken)
        for row in own
        if all(word in row.name.casefold() for word in words)
    ]
    found: dict[Area, list[Entry]] = {}
    for concept in sorted(load_bank().values(), key=lambda one: one.name.casefold()):
        if all(word in _searched(concept) for word in words):
            entry = Entry(concept.concept, concept.name, concept.summary, concept.concept in taken)
            found.setdefault(concept.area, []).append(entry)
    groups = [Group(words, found[area]) for area, words in AREA_WORDS.items() if area in found]
    return [Group("Your own", ours), *groups] if ours else groups


def _searched(concept: Concept) -> str:
    return " ".join([concept.name, *concept.keywords, AREA_WORDS[concept.area]]).casefold()


def proposal_rows(proposals: list[Proposal], taken: Collection[str]) -> list[ProposalRow]:
    """The proposals as rows; those the position has already are marked."""
    return [
        ProposalRow(
            slug=one.concept,
            name=one.name,
            target=one.target,
            target_word=DEPTH_NAMES[one.target],
            weight=round(one.weight),
            because=one.because,
            taken=one.concept in taken,
        )
        for one in proposals
    ]


class CatalogueState(rx.State):
    """The dialog "Add concept"."""

    search: str = ""
    groups: list[Group] = []
    by_name: str = ""
    told: str = ""
    problem: str = ""
    form_key: int = 0

    _own: tuple[bank_views.ConceptRow, ...] = ()

    @rx.event
    @member(Permission.EDIT_POSITIONS)
    async def begin(self, actor: Actor) -> Any:
        """Show the whole bank, and what the organisation has beside it."""
        self.search, self.told, self.problem = "", "", ""
        self.form_key += 1
        async with reading() as session:
            rows = await bank_reading.concepts(session, actor)
        self._own = tuple(row for row in rows if row.area is None)
        await self._look()

    @rx.event
    @member(Permission.EDIT_POSITIONS)
    async def find(self, _actor: Actor, search: str) -> Any:
        """Show what the words find."""
        self.search = clean_text(search, field="search", name="Search", longest=200)
        self.told, self.problem = "", ""
        await self._look()

    @rx.event
    @member(Permission.EDIT_POSITIONS)
    async def add(self, _actor: Actor, slug: str) -> Any:
        """Add a concept of the bank."""
        own = {row.concept: row.name for row in self._own}
        if isinstance(slug, str) and slug in own:
            return await self._add({"name": own[slug]})
        if not isinstance(slug, str) or slug not in load_bank():
            raise InvalidInputError("There is no such concept in the bank.")
        return await self._add({"slug": slug})

    @rx.event
    @member(Permission.EDIT_POSITIONS)
    async def add_by_name(self, _actor: Actor) -> Any:
        """Add what was searched for as a concept of its own."""
        return await self._add({"name": self.by_name})

    async def _add(self, values: dict[str, object]) -> Any:
        position = await self.get_state(PositionState)
        try:
            event = position._add_concept(values)
        except InvalidInputError as problem:
            self.problem = problem.message
            return None
        self.problem = ""
        self.told = f"{_rows(position)[-1].name} is added."
        await self._look()
        return event

    async def _look(self) -> None:
        rows = _rows(await self.get_state(PositionState))
        self.groups = find_groups(self.search, {row.slug for row in rows}, self._own)
        name = " ".join(self.search.split())[:MAX_CONCEPT_NAME]
        known = {
            *(row.name.casefold() for row in rows),
            *(entry.name.casefold() for group in self.groups for entry in group.concepts),
        }
        self.by_name = "" if name.casefold() in known else name


class ProposalsState(rx.State):
    """The dialog "From a job description"."""

    busy: bool = False
    asked: bool = False
    proposals: list[ProposalRow] = []
    problem: str = ""
    told: str = ""

    @rx.event
    @member(Permission.EDIT_POSITIONS)
    async def begin(self, _actor: Actor) -> Any:
        """Start afresh."""
        self.busy, self.asked, self.proposals = False, False, []
        self.problem, self.told = "", ""

    @rx.event(background=True)
    @member(Permission.EDIT_POSITIONS)
    async def propose(self, _actor: Actor, form: dict[str, Any]) -> Any:
        """Read the description, which stays with the position, and propose concepts."""
        given = form.get("job_description", "") if isinstance(form, dict) else ""
        try:
            text = clean_text(
                given, field="job_description", name="Job description", longest=MAX_DESCRIPTION
            )
            if not text:
                raise InvalidInputError("Paste a job description first.")
        except InvalidInputError as problem:
            async with self:
                self.problem, self.proposals, self.asked = problem.message, [], False
            return
        async with self:
            self.busy, self.problem, self.told, self.proposals = True, "", "", []
            position = await self.get_state(PositionState)
            fields = position.get_value("fields")
            if position.editable and text != fields.job_description:
                position.fields = replace(fields, job_description=text)
                position.dirty, position.saved = True, False
            seniority = fields.seniority
        try:
            proposals = await building.propose(text, seniority)
        except ProblemError as problem:
            async with self:
                self.busy, self.problem = False, problem.message
            return
        except Exception:
            async with self:
                self.busy = False
            raise
        async with self:
            rows = _rows(await self.get_state(PositionState))
            self.proposals = proposal_rows(proposals, {row.slug for row in rows})
            self.busy, self.asked = False, True
            count = len(self.proposals)
            self.told = f"{count} concept{'' if count == 1 else 's'} proposed." if count else ""

    @rx.event
    @member(Permission.EDIT_POSITIONS)
    async def accept(self, _actor: Actor, slug: str) -> Any:
        """Add a proposed concept as proposed."""
        rows: list[ProposalRow] = self.get_value("proposals")
        for row in rows:
            if row.slug == slug and not row.taken:
                break
        else:
            return None
        position = await self.get_state(PositionState)
        values = {"slug": row.slug, "weight": row.weight, "target_depth": row.target}
        try:
            event = position._add_concept(values)
        except InvalidInputError as problem:
            self.problem = problem.message
            return None
        self.proposals = [replace(one, taken=one.taken or one.slug == slug) for one in rows]
        self.problem, self.told = "", f"{row.name} is added."
        return event

    @rx.event
    @member(Permission.EDIT_POSITIONS)
    async def dismiss(self, _actor: Actor, slug: str) -> Any:
        """Take a proposal off the list."""
        rows: list[ProposalRow] = self.get_value("proposals")
        self.proposals = [row for row in rows if row.slug != slug]


def _rows(position: PositionState) -> list[ConceptRow]:
    rows: list[ConceptRow] = position.get_value("concepts")
    return rows
