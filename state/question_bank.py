"""The question bank: its concepts by area, found by words, and files brought along."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import reflex as rx
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.errors import InvalidInputError
from app.core.paging import Page
from app.identity.permissions import Actor, Permission
from app.question_bank import reading as bank
from state import table_query
from state.catalogue import AREA_WORDS
from state.guard import member
from state.tables import Part, Table, finding, loading, refreshing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.question_bank.views import ConceptRow

HERE = "/questions"
FILE_INPUT = "questions-file"
OWN = "Your own"
# A file that was chosen before is no longer; the same one can then be chosen again.
FORGET = f"document.getElementById('{FILE_INPUT}').value = ''"
_MOST_LINES, _MAX_WORDS = 200, 300
# The browser sends the file itself, over the session of the page, and gives the answer.
SEND = """(async () => {
  const file = document.getElementById(%(input)s)?.files?.[0];
  if (!file) return {problem: "Choose a file first."};
  const ending = file.name.split(".").pop().toLowerCase();
  const kind = {yml: "yaml", yaml: "yaml", json: "json", csv: "csv"}[ending];
  if (!kind) return {problem: "Choose a file that ends in .yaml, .json or .csv."};
  try {
    const answer = await fetch(`/files/questions?kind=${kind}&dry=%(dry)s`,
      {method: "POST", body: file});
    return answer.ok ? await answer.json() : {problem: await answer.text()};
  } catch {
    return {problem: "The file could not be sent. Check your connection and try again."};
  }
})()"""


@dataclass(frozen=True)
class Entry:
    """A concept; `counts` says how many questions it has, `own` what of it is one's own."""

    slug: str
    name: str
    summary: str
    counts: str
    own: str


@dataclass(frozen=True)
class Group:
    """The concepts of one area."""

    area: str
    concepts: list[Entry] = field(default_factory=list)


@dataclass(frozen=True)
class LineRow:
    """An item of a file that was looked through, in words."""

    line: str
    outcome: str
    tone: str
    says: str


@dataclass(frozen=True)
class Imported:
    """What looking through a file has shown. `ready` says how many items can be taken over."""

    summary: str = ""
    problem: str = ""
    ready: str = ""
    done: bool = False
    lines: list[LineRow] = field(default_factory=list)


_OUTCOMES = {
    "new": ("New", "good"),
    "changed": ("Changed", "accent"),
    "same": ("As it is", ""),
    "wrong": ("Wrong", "bad"),
}


def groups_of(rows: Sequence[ConceptRow], search: str) -> list[Group]:
    """The concepts whose name, keywords or area have every word, by area; one's own first."""
    words = search.casefold().split()
    found: dict[str, list[Entry]] = {}
    for row in rows:
        area = AREA_WORDS[row.area] if row.area else OWN
        searched = " ".join([row.name, *row.keywords, area]).casefold()
        if all(word in searched for word in words):
            found.setdefault(area, []).append(_entry(row))
    return [Group(area, found[area]) for area in (OWN, *AREA_WORDS.values()) if area in found]


def _entry(row: ConceptRow) -> Entry:
    own = [f"{row.own} of them yours"] if row.own and row.area else []
    retired = [f"{row.retired} retired"] if row.retired else []
    return Entry(
        slug=row.concept,
        name=row.name,
        summary=row.summary or "A concept that the built-in bank does not hold.",
        counts="1 question" if row.items == 1 else f"{row.items} questions",
        own=", ".join([*own, *retired]),
    )


def imported_of(answer: object, *, dry: bool) -> Imported:
    """What the server said of a file, as the browser hands it on: anything may come here."""
    given: dict[str, Any] = answer if isinstance(answer, dict) else {}
    problem = given.get("problem")
    counts = given.get("counts")
    if problem or not isinstance(counts, dict):
        words = str(problem or "The file could not be read.")[:_MAX_WORDS]
        return Imported(problem=words)
    number = {name: counts[name] if isinstance(counts.get(name), int) else 0 for name in _OUTCOMES}
    lines = given.get("lines")
    rows = [_line(one) for one in (lines if isinstance(lines, list) else [])[:_MOST_LINES]]
    said = ", ".join(
        f"{number[name]} {words.lower()}" for name, (words, _) in _OUTCOMES.items() if number[name]
    )
    if number["wrong"]:
        return Imported(summary=f"{said}. Nothing is taken over until all is right.", lines=rows)
    fresh = number["new"] + number["changed"]
    if not dry:
        return Imported(summary=f"Taken over: {said}.", lines=rows, done=True)
    ready = "" if not fresh else "1 question" if fresh == 1 else f"{fresh} questions"
    return Imported(summary=f"{said}.", ready=ready, lines=rows)


def _line(one: object) -> LineRow:
    given = one if isinstance(one, dict) else {}
    outcome, tone = _OUTCOMES.get(str(given.get("outcome")), ("Wrong", "bad"))
    about = [str(given.get(name) or "") for name in ("field", "problem")]
    said = " ".join(filter(None, [f"{about[0]}:" if about[0] else "", about[1]]))
    said = said or ": ".join([str(given.get(name) or "") for name in ("concept_name", "question")])
    return LineRow(f"Line {given.get('line')}"[:20], outcome, tone, said[:_MAX_WORDS])


class Query(table_query.Query):
    """What the address asks for: concepts with those words, all on one page."""

    HERE = HERE
    LAST_PAGE = 1


class QuestionBankState(Table, rx.State):
    """The page of concepts, as its address says."""

    QUERY = Query
    NOTHING = "No concepts"

    rows: list[Group] = []
    editable: bool = False
    found_words: str = ""
    imported: Imported = Imported()
    sending: bool = False

    load = loading(Permission.VIEW)
    refresh = refreshing(Permission.VIEW)
    find = finding(Permission.VIEW)

    async def _found(
        self, session: AsyncSession, actor: Actor, query: Query
    ) -> tuple[Part, list[Group]]:
        self.editable = actor.can(Permission.EDIT_ITEMS)
        groups = groups_of(await bank.concepts(session, actor), query.search)
        number = sum(len(group.concepts) for group in groups)
        self.found_words = "1 concept" if number == 1 else f"{number} concepts"
        return Page(tuple(groups), len(groups), 1, max(len(groups), 1)), groups

    @rx.event
    @member(Permission.EDIT_ITEMS)
    async def begin_import(self, _actor: Actor) -> Any:
        """Start afresh with no file chosen."""
        self.imported, self.sending = Imported(), False

    @rx.event
    @member(Permission.EDIT_ITEMS)
    async def send_file(self, _actor: Actor, dry: bool) -> Any:
        """Let the browser send the file, to be looked through or to be taken over."""
        if not isinstance(dry, bool):
            raise InvalidInputError("A file is looked through, or taken over.")
        self.sending = True
        back = QuestionBankState.looked_through if dry else QuestionBankState.taken_over
        script = SEND % {"input": json.dumps(FILE_INPUT), "dry": json.dumps(dry)}
        return rx.call_script(script, callback=back)

    @rx.event
    @member(Permission.EDIT_ITEMS)
    async def looked_through(self, _actor: Actor, answer: Any) -> Any:
        """Show what is in the file."""
        self.sending, self.imported = False, imported_of(answer, dry=True)

    @rx.event
    @member(Permission.EDIT_ITEMS)
    async def taken_over(self, actor: Actor, answer: Any) -> Any:
        """Show what became of it."""
        self.sending, self.imported = False, imported_of(answer, dry=False)
        return await self._look(actor)
