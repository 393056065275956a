"""From figures of accuracy and agreement to the rows of their tables. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.calibration.agreement import ENOUGH
from state.moments import day
from state.report_view import percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.assessment.regrade_figures import Disagreement
    from app.calibration.accuracy import Accuracy, Measured
    from app.calibration.agreement import Agreement
    from app.calibration.figures import ConceptAgreement, Drift, Figures

NONE = "–"
ENGINE_NAMES = {"built-in": "Built-in", "openai": "OpenAI-compatible"}
# The scale of the drift chart ends here, in shares of a full answer, on either side.
_WIDEST = 0.5


@dataclass(frozen=True)
class AccuracyRow:
    """One grader on one set of answers; `own` marks the engine in use among the others."""

    key: str
    set: str
    grader: str
    own: bool
    size: str
    pearson: str
    spearman: str
    rmse: str
    qwk: str
    two_way: str
    three_way: str
    middle: str
    seconds: str


@dataclass(frozen=True)
class AgreementRow:
    """Agreement on a concept or as a whole: kappa with its interval, and shares."""

    name: str
    blind_answers: str
    blind_kappa: str
    open_answers: str
    open_kappa: str
    exact: str
    adjacent: str
    difference: str


@dataclass(frozen=True)
class DriftRow:
    """A mean difference as a bar to either side of nothing: places are percentages."""

    name: str
    answers: str
    value: str
    label: str
    left: str
    width: str
    tone: str
    few: bool


@dataclass(frozen=True)
class DriftChart:
    """The bars of one way to cut the answers."""

    title: str
    rows: list[DriftRow]


@dataclass(frozen=True)
class ApartRow:
    """An answer on which person and machine are far apart, and the way to it."""

    key: str
    concept: str
    machine: str
    person: str
    by: str
    reason: str
    href: str


def engine_name(name: str) -> str:
    """An engine as people read it."""
    return ENGINE_NAMES.get(name, name)


def accuracy_rows(accuracy: Accuracy, engine: str) -> list[AccuracyRow]:
    """Every set with the engine first and what it is compared with below."""
    return [
        _accuracy_row(one, own=one.grader == engine)
        for one in sorted(
            accuracy.rows,
            key=lambda one: (
                [row.set for row in accuracy.rows].index(one.set),
                one.grader != engine,
            ),
        )
    ]


def _accuracy_row(one: Measured, *, own: bool) -> AccuracyRow:
    middle = one.confusion[1] if len(one.confusion) > 1 else ()
    return AccuracyRow(
        key=f"{one.set} {one.grader}",
        set=one.set,
        grader=engine_name(one.grader),
        own=own,
        size=f"{one.size:,}",
        pearson=_number(one.pearson),
        spearman=_number(one.spearman),
        rmse=_number(one.rmse),
        qwk=_number(one.qwk),
        two_way=_number(one.macro_f1_2way),
        three_way=_number(one.macro_f1_3way),
        middle=" / ".join(str(number) for number in middle) if sum(middle) else NONE,
        seconds=_number(one.seconds_per_answer),
    )


def _number(value: float | None) -> str:
    return NONE if value is None else f"{value:.2f}".replace("-", "−")


def measured_words(accuracy: Accuracy, engine: str, version: str) -> str:
    """When the figures were measured, and with what."""
    measured = accuracy.engine or engine
    words = f"Measured {day(accuracy.measured_at)} with {engine_name(measured)}"
    if not accuracy.engine_version:
        return f"{words}; the file does not say which version."
    words += f" {accuracy.engine_version}"
    if (measured, accuracy.engine_version) == (engine, version):
        return f"{words}, the version in use."
    return f"{words}; in use is {engine_name(engine)} {version}."


def agreement_rows(figures: Figures) -> list[AgreementRow]:
    """All concepts together first, then each."""
    whole = _agreement_row("All concepts", figures.blind, figures.opened)
    return [whole, *(_concept_row(one) for one in figures.concepts)] if figures.answers else []


def _concept_row(one: ConceptAgreement) -> AgreementRow:
    return _agreement_row(one.name, one.blind, one.opened)


def _agreement_row(name: str, blind: Agreement, opened: Agreement) -> AgreementRow:
    # Shares and the difference come from the fairer kind, as far as there are such grades.
    best = blind if blind.answers else opened
    return AgreementRow(
        name=name,
        blind_answers=str(blind.answers),
        blind_kappa=kappa_words(blind),
        open_answers=str(opened.answers),
        open_kappa=kappa_words(opened),
        exact=share_of(best.exact),
        adjacent=share_of(best.adjacent),
        difference=signed(best.difference),
    )


def kappa_words(agreement: Agreement) -> str:
    """Kappa with its 90 % interval, or why there is none."""
    if not agreement.answers:
        return NONE
    if not agreement.is_enough:
        return "too few"
    if agreement.kappa is None:
        return "all alike"
    kappa = agreement.kappa
    return f"{_number(kappa.value)} ({_number(kappa.low)} to {_number(kappa.high)})"


def share_of(value: float | None) -> str:
    """A share in percent."""
    return NONE if value is None else f"{value * 100:.0f} %"


def signed(value: float | None) -> str:
    """A difference of scores in points of a hundred, with its sign."""
    if value is None:
        return NONE
    points = round(value * 100)
    return f"+{points}" if points > 0 else f"−{-points}" if points else "0"


def drift_charts(figures: Figures) -> list[DriftChart]:
    """The ways to cut the answers, those with nothing to show left out."""
    by_concept = [
        (one.name, best.answers, best.difference)
        for one in figures.concepts
        for best in (one.blind if one.blind.answers else one.opened,)
        if best.difference is not None
    ]
    concepts = sorted(by_concept, key=lambda one: -abs(one[2]))[:_MOST_CONCEPTS]
    charts = [
        DriftChart("By score the machine gave", _drift_rows(figures.by_band)),
        DriftChart("By concept", [_drift_row(*one) for one in concepts]),
        DriftChart("By engine version", _drift_rows(figures.by_version)),
        DriftChart("By month of the re-grade", _drift_rows(figures.by_month)),
    ]
    return [chart for chart in charts if chart.rows]


_MOST_CONCEPTS = 8


def _drift_rows(drifts: Sequence[Drift]) -> list[DriftRow]:
    return [_drift_row(one.name, one.answers, one.difference) for one in drifts]


def _drift_row(name: str, answers: int, difference: float) -> DriftRow:
    shown = min(max(difference, -_WIDEST), _WIDEST)
    few = answers < ENOUGH
    of = "1 answer" if answers == 1 else f"{answers:,} answers"
    side = "above" if difference > 0 else "below"
    words = f"{abs(round(difference * 100))} points {side} people" if difference else "as people"
    return DriftRow(
        name=name,
        answers=of,
        value=signed(difference),
        label=f"{name}: {words}, {of}{', too few to tell' if few else ''}",
        left=percent(_WIDEST + min(shown, 0.0), 2 * _WIDEST),
        width=percent(abs(shown), 2 * _WIDEST),
        tone="over" if difference > 0 else "under",
        few=few,
    )


def apart_row(concept: str, one: Disagreement) -> ApartRow:
    """A line of the largest disagreements."""
    return ApartRow(
        key=str(one.evaluation_id),
        concept=concept,
        machine=share_of(one.machine),
        person=share_of(one.person),
        by=f"{one.by}, blind" if one.blind else one.by,
        reason=one.reason,
        href=f"/interviews/{one.interview_id}",
    )


def decisions_words(decisions: Agreement) -> str:
    """How far recorded decisions follow the machine's recommendation, in a sentence."""
    if not decisions.answers:
        return "No decisions are recorded yet."
    said = "1 decision" if decisions.answers == 1 else f"{decisions.answers:,} decisions"
    same = share_of(decisions.exact)
    kappa = kappa_words(decisions)
    weighted = f"weighted κ {kappa}" if decisions.kappa else f"weighted κ: {kappa}"
    return f"{said}, {same} the same as the machine's recommendation; {weighted}."
