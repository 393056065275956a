"""One concept of the question bank: its items by depth, and how each has performed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import reflex as rx

from app.assessment.item_statistics import NEVER_ASKED
from app.assessment.items import DEPTH_NAMES, MAX_DEPTH
from app.core.database import reading, unit_of_work
from app.core.errors import NotFoundError
from app.identity.permissions import Actor, Permission
from app.interviews.item_figures import item_figures
from app.question_bank import editing
from app.question_bank import reading as bank
from app.question_bank.models import ItemOrigin
from app.question_bank.views import BUILT_IN, ItemView
from state.guard import member

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.assessment.item_statistics import ItemStatistics
    from app.assessment.items import ReferencePoint
    from app.question_bank.views import ConceptPage

ORIGIN_WORDS = {
    BUILT_IN: "Built in",
    ItemOrigin.EDITED.value: "Your version",
    ItemOrigin.WRITTEN.value: "Your own",
    ItemOrigin.IMPORTED.value: "Imported",
    ItemOrigin.GENERATED.value: "Generated",
}


@dataclass(frozen=True)
class PointRow:
    """A reference point. `weight` is shown where it is not 1."""

    text: str
    weight: str
    also: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class ItemRow:
    """An item with its record in words; `weaknesses` are reasons to look at it again."""

    id: str
    question: str
    rephrase: str
    origin: str
    retired: bool
    has_original: bool
    record: str
    weaknesses: list[str] = field(default_factory=list)
    points: list[PointRow] = field(default_factory=list)
    misconceptions: list[str] = field(default_factory=list)
    follow_ups: list[str] = field(default_factory=list)
    sample: str = ""


@dataclass(frozen=True)
class DepthGroup:
    """The items of one depth."""

    title: str
    questions: list[ItemRow] = field(default_factory=list)


@dataclass(frozen=True)
class Head:
    """What stands above the items."""

    slug: str = ""
    name: str = ""
    summary: str = ""
    counts: str = ""


def depth_groups(page: ConceptPage, figures: Mapping[str, ItemStatistics]) -> list[DepthGroup]:
    """The items by depth; a depth without any is named as well, as nothing can be asked there."""
    return [
        DepthGroup(
            f"{depth} {DEPTH_NAMES[depth]}",
            [
                item_row(view, figures.get(view.item.id, NEVER_ASKED))
                for view in page.items
                if view.item.depth == depth
            ],
        )
        for depth in range(1, MAX_DEPTH + 1)
    ]


def item_row(view: ItemView, statistics: ItemStatistics) -> ItemRow:
    """One item in words."""
    item = view.item
    return ItemRow(
        id=item.id,
        question=item.question,
        rephrase="" if item.rephrase == item.question else item.rephrase,
        origin=ORIGIN_WORDS[view.origin] if view.version else ORIGIN_WORDS[BUILT_IN],
        retired=not view.is_active,
        has_original=view.has_original and view.version > 0,
        record=record_words(statistics),
        weaknesses=list(statistics.weaknesses),
        points=[_point_row(point) for point in item.points],
        misconceptions=list(item.misconceptions),
        follow_ups=[one.question for one in item.follow_ups],
        sample=item.sample_answer,
    )


def _point_row(point: ReferencePoint) -> PointRow:
    return PointRow(
        text=point.text,
        weight="" if point.weight == 1 else f"×{point.weight:g}",
        also=list(point.also),
    )


def record_words(statistics: ItemStatistics) -> str:
    """How an item has performed, in a line."""
    if not statistics.asked or statistics.mean is None:
        return "Not asked of a candidate yet"
    times = "once" if statistics.asked == 1 else f"{statistics.asked:,} times"
    said = f"Answered {times}, mean {statistics.mean:.0%}"
    if statistics.discrimination is None:
        return f"{said}; too few answers to say how well it tells candidates apart"
    return (
        f"{said}, discrimination {statistics.discrimination:.2f} "
        f"(from {statistics.compared:,} answers)"
    )


class ConceptState(rx.State):
    """One concept. What is changed here is stored at once."""

    loaded: bool = False
    missing: bool = False
    editable: bool = False
    head: Head = Head()
    groups: list[DepthGroup] = []

    _shown: str = ""
    _versions: dict[str, int] = {}

    @rx.event
    @member(Permission.VIEW)
    async def load(self, actor: Actor) -> Any:
        """Show the concept of the address."""
        wanted = self.router.url.path.rstrip("/").rpartition("/")[2]
        if wanted != self._shown:
            self.loaded = False
            yield
        self._shown = wanted
        await self._read(actor)

    async def _read(self, actor: Actor) -> None:
        self.editable = actor.can(Permission.EDIT_ITEMS)
        try:
            async with reading() as session:
                page = await bank.concept_page(session, actor, self._shown)
                figures = await item_figures(session, actor, [one.item.id for one in page.items])
        except NotFoundError:
            self.missing, self.loaded = True, True
            return
        row = page.row
        counts = [f"{row.items} asked"]
        counts += [f"{row.own} of them yours"] if row.own else []
        counts += [f"{row.retired} retired"] if row.retired else []
        self.head = Head(row.concept, row.name, row.summary, ", ".join(counts))
        self.groups = depth_groups(page, figures)
        self._versions = {one.item.id: one.version for one in page.items}
        self.missing, self.loaded = False, True

    @rx.event
    @member(Permission.EDIT_ITEMS)
    async def retire(self, actor: Actor, item_id: str) -> Any:
        """Ask an item no more."""
        await self._set_retired(actor, item_id, retired=True)
        return rx.toast.success("It is no longer asked.")

    @rx.event
    @member(Permission.EDIT_ITEMS)
    async def reactivate(self, actor: Actor, item_id: str) -> Any:
        """Ask it again."""
        await self._set_retired(actor, item_id, retired=False)
        return rx.toast.success("It can be asked again.")

    async def _set_retired(self, actor: Actor, item_id: object, *, retired: bool) -> None:
        async with unit_of_work() as session:
            await editing.set_retired(
                session,
                actor,
                self._shown,
                item_id,
                retired=retired,
                version=self._version(item_id),
            )
        await self._read(actor)

    @rx.event
    @member(Permission.EDIT_ITEMS)
    async def restore(self, actor: Actor, item_id: str) -> Any:
        """Go back to the built-in item."""
        async with unit_of_work() as session:
            await editing.restore(
                session, actor, self._shown, item_id, version=self._version(item_id)
            )
        await self._read(actor)
        return rx.toast.success("The original is back.")

    def _version(self, item_id: object) -> int:
        """The version that is on the screen."""
        known: dict[str, int] = self._versions
        return known.get(item_id, 0) if isinstance(item_id, str) else 0
