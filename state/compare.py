"""Two to four reports side by side, as the address says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import reflex as rx

from app.assessment.items import MAX_DEPTH
from app.core.database import reading
from app.core.errors import ConflictError, InvalidInputError, NotFoundError
from app.identity.permissions import Actor, Permission
from app.reports.comparison import MOST, Compared, compare
from state.guard import member
from state.rows import interval_words, score_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.reports.comparison import ComparedConcept, Comparison
    from app.reports.views import ConceptView


@dataclass(frozen=True)
class Column:
    """An interview that is compared."""

    interview: str
    name: str
    position: str
    score: str
    interval: str
    says: str
    decision: str
    decided_by: str


@dataclass(frozen=True)
class Cell:
    """What is known of a concept in one interview; places on the scale are in percent.

    `state` is `graded`, `not_asked` or `not_planned`.
    """

    name: str
    state: str
    words: str
    value: str
    at: str
    low: str
    width: str
    target: str
    unsure: bool


@dataclass(frozen=True)
class Line:
    """A concept across all columns."""

    name: str
    cells: list[Cell]


class CompareState(rx.State):
    """The comparison, or why there is none."""

    loaded: bool = False
    problem: str = ""
    columns: list[Column] = []
    lines: list[Line] = []

    @rx.event
    @member(Permission.VIEW)
    async def load(self, actor: Actor) -> Any:
        """Compare what the address names."""
        self.problem, self.columns, self.lines = "", [], []
        try:
            async with reading() as session:
                found = await compare(session, actor, ids_of(self.router.url.query_parameters))
        except (InvalidInputError, NotFoundError, ConflictError) as problem:
            self.problem = problem.message
        else:
            self.columns = [column_of(one) for one in found.columns]
            self.lines = lines_of(found)
        self.loaded = True


def ids_of(parameters: Mapping[str, str]) -> list[str]:
    """The ids in an address, one more than can be compared at most."""
    given = [one.strip() for one in parameters.get("ids", "").split(",")]
    return [one for one in given if one][: MOST + 1]


def column_of(one: Compared) -> Column:
    """A column's head."""
    return Column(
        interview=str(one.interview_id),
        name=one.candidate_name,
        position=one.position_title,
        score=score_words(one.score),
        interval=interval_words(one.low, one.high),
        says=one.recommendation,
        decision=one.decision,
        decided_by=one.decided_by,
    )


def lines_of(found: Comparison) -> list[Line]:
    """The concepts, each with a cell per column."""
    return [
        Line(
            row.name,
            [
                cell_of(view, column.candidate_name)
                for view, column in zip(row.cells, found.columns, strict=True)
            ],
        )
        for row in _most_shared_first(found)
    ]


def _most_shared_first(found: Comparison) -> list[ComparedConcept]:
    """What can be compared comes first; otherwise the order stays."""
    return sorted(
        found.rows,
        key=lambda row: sum(1 for cell in row.cells if cell is None),
    )


def cell_of(view: ConceptView | None, name: str) -> Cell:
    """What is known of a concept, drawn and in words."""
    if view is None:
        return _blank(name, "not_planned", "Not part of this interview")
    target = _place(view.target)
    if view.depth is None or view.low is None or view.high is None:
        words = "Not asked" if not view.asked else "No answer could be graded"
        return _blank(name, "not_asked", f"{words}, target {view.target}", target)
    unsure = ", graded with low confidence" if view.low_confidence else ""
    return Cell(
        name=name,
        state="graded",
        words=(
            f"Depth {view.depth:.1f}, between {view.low:.1f} and {view.high:.1f}, "
            f"target {view.target}{unsure}"
        ),
        value=f"{view.depth:.1f}",
        at=_place(view.depth),
        low=_place(view.low),
        width=_place(view.high - view.low),
        target=target,
        unsure=view.low_confidence,
    )


def _blank(name: str, state: str, words: str, target: str = "") -> Cell:
    return Cell(
        name=name,
        state=state,
        words=words,
        value="",
        at="",
        low="",
        width="",
        target=target,
        unsure=False,
    )


def _place(depth: float) -> str:
    return f"{min(max(depth / MAX_DEPTH, 0), 1):.1%}"
