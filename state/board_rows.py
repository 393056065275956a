"""The board in words: its columns and cards, and where a card may go."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.applications.models import ApplicationStatus as Status
from app.applications.progress import INVITABLE, NOT_INVITABLE, OUT
from app.applications.status import TRANSITIONS, WORDS
from app.core import clock
from state.application_resume import risk_level, risk_tone

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from app.applications.values import ApplicationRow, Stage

MAIN = (
    Status.NEW,
    Status.ANALYSING,
    Status.ANALYSED,
    Status.INVITED,
    Status.INTERVIEWING,
    Status.COMPLETE,
)
FOLDED = (Status.REJECTED, Status.WITHDRAWN, Status.FAILED)
_RESTING = (Status.NEW, Status.ANALYSED, Status.COMPLETE)
INVITE, LEAVE, ANALYSE, BACK = "invite", "leave", "analyse", "back"
_BY_ITSELF = {
    Status.NEW: "No application becomes new again.",
    Status.ANALYSED: "Its analysis leads here by itself.",
    Status.INTERVIEWING: "The candidate leads here, by beginning the interview.",
    Status.COMPLETE: "The end of the interview leads here.",
    Status.FAILED: "Only what goes wrong leads here.",
}


@dataclass(frozen=True)
class Flag:
    """What a card says beside its name."""

    words: str = ""
    tone: str = ""


@dataclass(frozen=True)
class CardRow:
    """An application on the board. `rule` names what may be done with it, see `rules_of`."""

    number: int = 0
    href: str = ""
    name: str = ""
    risk: str = ""
    risk_tone: str = ""
    flags: list[Flag] = field(default_factory=list)
    since: str = ""
    rule: str = ""


@dataclass(frozen=True)
class ColumnRow:
    """A column; `more` says how many of its applications are not shown."""

    status: str = ""
    words: str = ""
    total: int = 0
    more: int = 0
    cards: list[CardRow] = field(default_factory=list)


@dataclass(frozen=True)
class TargetRow:
    """Where a card may be moved, or why it may not."""

    value: str = ""
    words: str = ""
    why: str = ""


@dataclass(frozen=True)
class Standing:
    """What decides where a card may go."""

    status: Status
    has_resume: bool
    has_analysis: bool
    has_report: bool
    has_address: bool

    @property
    def key(self) -> str:
        """A name of it that is the same for the same."""
        facts = (self.has_resume, self.has_analysis, self.has_report, self.has_address)
        return f"{self.status.value}-{''.join('1' if one else '0' for one in facts)}"

    @property
    def resting(self) -> Status:
        """Where it is taken up again."""
        if self.has_report:
            return Status.COMPLETE
        return Status.ANALYSED if self.has_analysis else Status.NEW


def standing_of(row: ApplicationRow) -> Standing:
    """What of an application decides where its card may go."""
    return Standing(
        row.status,
        row.has_resume,
        row.has_analysis,
        row.has_report,
        bool(row.candidate_email),
    )


def way(at: Standing, to: Status) -> tuple[str, str]:
    """How an application gets there by hand, and "", or "" and why it cannot."""
    if to is at.status:
        found = "", "It stands here."
    elif to is Status.INVITED:
        found = _inviting(at)
    elif to is Status.ANALYSING:
        found = _analysing(at)
    elif to in OUT and to in TRANSITIONS[at.status]:
        found = LEAVE, ""
    elif at.status in OUT and to is at.resting:
        found = BACK, ""
    elif at.status in OUT and to in _RESTING:
        found = "", f"It is taken up again as “{WORDS[at.resting]}”."
    else:
        found = "", _BY_ITSELF[to]
    return found


def _inviting(at: Standing) -> tuple[str, str]:
    if at.status not in INVITABLE:
        return "", f"The application {NOT_INVITABLE[at.status]}"
    return (INVITE, "") if at.has_address else ("", "The candidate has no e-mail address.")


def _analysing(at: Standing) -> tuple[str, str]:
    if at.status in OUT:
        return "", "Take it up again first."
    return (ANALYSE, "") if at.has_resume else ("", "There is no résumé to analyse.")


def refusals(at: Standing) -> dict[str, str]:
    """Why it cannot go there, by status; "" where it can."""
    return {to.value: way(at, to)[1] for to in Status}


def rules_of(stages: tuple[Stage, ...]) -> dict[str, dict[str, str]]:
    """Where the cards may go, once for all that stand alike."""
    known = {one.key: one for stage in stages for one in map(standing_of, stage.rows)}
    return {key: refusals(one) for key, one in known.items()}


def targets(at: Standing) -> list[TargetRow]:
    """Every column a card could be moved to, those it can first."""
    rows = [
        TargetRow(to.value, WORDS[to], way(at, to)[1])
        for to in (*MAIN, *FOLDED)
        if to is not at.status and to is not Status.FAILED
    ]
    return sorted(rows, key=lambda row: row.why != "")


def column_row(stage: Stage, hiding: Collection[UUID] = ()) -> ColumnRow:
    """A column in words. `hiding` are applications whose résumé holds hidden text."""
    now = clock.now()
    return ColumnRow(
        status=stage.status.value,
        words=stage.words,
        total=stage.total,
        more=max(0, stage.total - len(stage.rows)),
        cards=[
            _card(
                row,
                stage.since.get(row.id, row.created_at),
                now,
                hides_text=row.id in hiding,
            )
            for row in stage.rows
        ],
    )


def _card(row: ApplicationRow, since: datetime, now: datetime, *, hides_text: bool) -> CardRow:
    flags = [
        Flag(words, tone)
        for words, tone, holds in (
            ("Asked for a human", "warn", row.human_requested),
            ("Protected matters", "warn", row.compliance_review),
            ("Hidden text", "bad", hides_text),
            ("No résumé", "", not row.has_resume),
            ("No e-mail", "", not row.candidate_email),
        )
        if holds
    ]
    return CardRow(
        number=row.number,
        href=f"/applications/{row.number}",
        name=row.candidate_name,
        risk=risk_level(row.risk_score) if row.has_analysis else "",
        risk_tone=risk_tone(row.risk_score),
        flags=flags,
        since=days_words((now - since).days),
        rule=standing_of(row).key,
    )


def days_words(days: int) -> str:
    """How long a card stands in its column."""
    return "today" if days <= 0 else "1 day" if days == 1 else f"{days} days"


def shifted(columns: list[ColumnRow], number: int, to: Status) -> list[ColumnRow]:
    """The columns with a card moved on top of another one, as it is hoped to be."""
    card = next((card for one in columns for card in one.cards if card.number == number), None)
    if card is None:
        return columns
    moved = []
    for one in columns:
        cards = [known for known in one.cards if known.number != number]
        total = one.total - (len(one.cards) - len(cards))
        if one.status == to.value:
            cards, total = [card, *cards], total + 1
        moved.append(ColumnRow(one.status, one.words, total, one.more, cards))
    return moved
