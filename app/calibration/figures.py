"""How far the machine agrees with the organisation's people, and where it drifts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from app.assessment import regrade_figures
from app.assessment.estimation import CATEGORIES
from app.assessment.scoring import Recommendation
from app.calibration.agreement import Agreement, agreement, counts
from app.identity.permissions import Permission
from app.interviews import record
from app.question_bank import reading as question_bank
from app.reports import service as reports

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.assessment.regrade_figures import Cell, Disagreement, Slice
    from app.identity.permissions import Actor

Key = TypeVar("Key", int, tuple[str, str], tuple[int, int])

OF_EVERYONE = "Asked of everyone"
BANDS = ("low", "middle", "high")
MOST_SHOWN, MOST_MONTHS = 10, 12

_ORDER = (
    Recommendation.NO_HIRE,
    Recommendation.DISCUSS,
    Recommendation.HIRE,
    Recommendation.STRONG_HIRE,
)


@dataclass(frozen=True, slots=True)
class ConceptAgreement:
    """A concept's agreement, by blind and by open grades; `name` is as people read it."""

    name: str
    blind: Agreement
    opened: Agreement

    @property
    def answers(self) -> int:
        """How many grades there are of either kind."""
        return self.blind.answers + self.opened.answers


@dataclass(frozen=True, slots=True)
class Drift:
    """The mean of machine minus person over so many answers, of scores from 0 to 1."""

    name: str
    answers: int
    difference: float


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of an organisation. `concepts` come with most grades first."""

    blind: Agreement
    opened: Agreement
    decisions: Agreement
    concepts: tuple[ConceptAgreement, ...]
    by_band: tuple[Drift, ...]
    by_version: tuple[Drift, ...]
    by_month: tuple[Drift, ...]
    furthest: tuple[tuple[str, Disagreement], ...]

    @property
    def answers(self) -> int:
        """How many grades there are of either kind."""
        return self.blind.answers + self.opened.answers


async def figures(session: AsyncSession, actor: Actor) -> Figures:
    """The figures of the actor's organisation, from its interviews of candidates. Five queries."""
    actor.require(Permission.VIEW)
    organization_id = actor.organization_id
    interviews = record.of_candidates(organization_id)
    cells = await regrade_figures.cells(
        session, organization_id=organization_id, interviews=interviews
    )
    slices = await regrade_figures.slices(
        session, organization_id=organization_id, interviews=interviews
    )
    furthest = await regrade_figures.furthest(
        session, organization_id=organization_id, interviews=interviews, most=MOST_SHOWN
    )
    decided = await reports.decision_counts(session, actor)
    names = {row.concept: row.name for row in await question_bank.concepts(session, actor)}
    return Figures(
        blind=_agreement(cell for cell in cells if cell.blind),
        opened=_agreement(cell for cell in cells if not cell.blind),
        decisions=_decisions(decided),
        concepts=_by_concept(cells, names),
        by_band=_drifts(slices, lambda one: one.band, lambda band: f"Graded {BANDS[band]}"),
        by_version=_drifts(slices, lambda one: (one.engine, one.engine_version), " ".join),
        by_month=_drifts(
            slices, lambda one: (one.year, one.month), lambda when: f"{when[0]}-{when[1]:02}"
        )[-MOST_MONTHS:],
        furthest=tuple((concept_name(one.concept, names), one) for one in furthest),
    )


def concept_name(slug: str | None, names: dict[str, str]) -> str:
    """A concept as people read it; one that no longer has items goes by its slug."""
    if slug is None:
        return OF_EVERYONE
    words = slug.replace("-", " ")
    return names.get(slug, words[:1].upper() + words[1:])


def _agreement(cells: Iterable[Cell]) -> Agreement:
    known = list(cells)
    table = counts(((one.machine, one.person, one.answers) for one in known), CATEGORIES)
    return agreement(table, sum(one.difference for one in known))


def _decisions(rows: Sequence[tuple[str, str, int]]) -> Agreement:
    place = {value.value: number for number, value in enumerate(_ORDER)}
    known = [row for row in rows if row[0] in place and row[1] in place]
    return agreement(
        counts(((place[said], place[chosen], n) for said, chosen, n in known), len(_ORDER))
    )


def _by_concept(cells: Sequence[Cell], names: dict[str, str]) -> tuple[ConceptAgreement, ...]:
    grouped: defaultdict[str | None, list[Cell]] = defaultdict(list)
    for cell in cells:
        grouped[cell.concept].append(cell)
    rows = [
        ConceptAgreement(
            name=concept_name(slug, names),
            blind=_agreement(one for one in known if one.blind),
            opened=_agreement(one for one in known if not one.blind),
        )
        for slug, known in grouped.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.answers, row.name)))


def _drifts(
    slices: Sequence[Slice], key: Callable[[Slice], Key], name: Callable[[Key], str]
) -> tuple[Drift, ...]:
    answers: defaultdict[Key, int] = defaultdict(int)
    difference: defaultdict[Key, float] = defaultdict(float)
    for one in slices:
        answers[key(one)] += one.answers
        difference[key(one)] += one.difference
    return tuple(
        Drift(name(one), answers[one], difference[one] / answers[one]) for one in sorted(answers)
    )
