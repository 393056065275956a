"""The choice of engine: how it is reached, whether it works, and what it has cost."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

import reflex as rx
import structlog
from sqlalchemy.exc import SQLAlchemyError

from app.core.database import reading, unit_of_work
from app.core.errors import InvalidInputError
from app.engines import service as engines
from app.engines.choices import check_address
from app.engines.models import CallOutcome
from app.identity.permissions import Actor, Permission
from app.settings import EngineName
from state.assessment import AssessmentState
from state.guard import blank, member

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.engines.service import ChoiceView, Spent

HIDDEN, READY, FAILED = "hidden", "ready", "failed"
FIELDS = (
    "engine",
    "base_url",
    "model",
    "api_key",
    "temperature",
    "timeout_seconds",
    "judgements",
    "budget_cents",
)
SPENDING_DAYS = 30
FOCUS_ERROR = (
    "setTimeout(() => document.querySelector('main [aria-invalid=\"true\"]')?.focus(), 80)"
)
_MAX_AMOUNT = 20

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class ChoiceRow:
    """What the form holds; a placeholder is what holds where a field is empty."""

    engine: str = EngineName.BUILT_IN.value
    base_url: str = ""
    model: str = ""
    temperature: str = ""
    timeout_seconds: str = ""
    judgements: str = ""
    budget: str = ""
    has_key: bool = False
    key_words: str = ""
    warning: str = ""
    default_base_url: str = ""
    default_model: str = ""
    default_temperature: str = ""
    default_timeout: str = ""
    default_judgements: str = ""
    default_budget: str = ""


@dataclass(frozen=True)
class SpentRow:
    """The calls to one model."""

    model: str
    calls: str
    failed: str
    tokens: str
    cost: str


class EngineState(rx.State):
    """The form. The key never comes back to the browser."""

    phase: str = HIDDEN
    choice: ChoiceRow = ChoiceRow()
    chosen: str = EngineName.BUILT_IN.value
    form_key: int = 0
    errors: dict[str, str] = dict.fromkeys(FIELDS, "")
    trying: bool = False
    works: bool = False
    tried: str = ""
    spent: list[SpentRow] = []
    spent_words: str = ""

    @rx.event
    @member(Permission.VIEW)
    async def show(self, actor: Actor) -> Any:
        """Fill the form, for those who may change it."""
        if not actor.can(Permission.MANAGE_ASSESSMENT):
            blank(self)
            return
        self.tried = ""
        await self._read(actor)

    @rx.event
    @member(Permission.MANAGE_ASSESSMENT)
    async def pick(self, _actor: Actor, engine: Any) -> Any:
        """Show the fields that the engine needs. Nothing is saved yet."""
        if engine in [name.value for name in EngineName]:
            self.chosen = str(engine)

    @rx.event
    @member(Permission.MANAGE_ASSESSMENT)
    async def save(self, actor: Actor, form: Any) -> Any:
        """Save the choice. An interview under way keeps what it began with."""
        given = form if isinstance(form, dict) else {}
        self.errors, self.tried = dict.fromkeys(FIELDS, ""), ""
        try:
            fields = {name: given.get(name) for name in FIELDS[1:-1]}
            budget = _cents(given.get("budget_cents"))
            await check_address(fields["base_url"])
            async with unit_of_work() as session:
                await engines.choose(
                    session,
                    actor,
                    engine=self.chosen,
                    budget_cents=budget,
                    forget_key=bool(given.get("forget_key")),
                    **fields,
                )
        except InvalidInputError as problem:
            name = problem.field if problem.field in FIELDS else "engine"
            self.errors = {**self.errors, str(name): problem.message}
            return rx.call_script(FOCUS_ERROR)
        await self._read(actor)
        return [
            rx.toast.success("The engine is saved.", close_button=True),
            AssessmentState.load,
        ]

    @rx.event(background=True)
    @member(Permission.MANAGE_ASSESSMENT)
    async def try_out(self, actor: Actor) -> Any:
        """Make one small call with what is saved."""
        async with self:
            if self.trying:
                return
            self.trying, self.tried = True, ""
        works, words = False, "It could not be tried. Try again."
        try:
            outcome = await engines.try_out(actor)
            works, words = outcome.works, outcome.words
        finally:
            async with self:
                self.trying, self.works, self.tried = False, works, words
        async with self:
            await self._read_spending(actor)

    async def _read(self, actor: Actor) -> None:
        try:
            async with reading() as session:
                view = await engines.choice_of(session, actor)
            await self._read_spending(actor)
        except SQLAlchemyError:
            log.exception("engine_not_loaded")
            self.phase = FAILED
            return
        self.choice, self.chosen = choice_row(view), view.engine.value
        self.form_key += 1
        self.phase = READY

    async def _read_spending(self, actor: Actor) -> None:
        async with reading() as session:
            spent = await engines.spending(session, actor, SPENDING_DAYS)
        self.spent, self.spent_words = spent_rows(spent), total_words(spent)


def choice_row(view: ChoiceView) -> ChoiceRow:
    """The form as it was saved."""
    return ChoiceRow(
        engine=view.engine.value,
        base_url=view.base_url or "",
        model=view.model or "",
        temperature=_plain(view.temperature),
        timeout_seconds=_plain(view.timeout_seconds),
        judgements=_plain(view.judgements),
        budget="" if view.budget_cents is None else f"{view.budget_cents / 100:.2f}",
        has_key=view.has_key,
        key_words=_key_words(view),
        warning=_warning(view),
        default_base_url=view.default_base_url,
        default_model=view.default_model,
        default_temperature=_plain(view.default_temperature) or "the model's own",
        default_timeout=_plain(view.default_timeout_seconds),
        default_judgements=_plain(view.default_judgements),
        default_budget=f"{view.default_budget_cents / 100:.2f}",
    )


def _key_words(view: ChoiceView) -> str:
    if view.has_key:
        ending = f" ending in {view.key_ends}" if view.key_ends else ""
        return f"A key{ending} is kept and never shown. Leave this empty to keep it."
    if view.has_operators_key:
        return "Empty: the key of whoever runs this installation is used, at its own address."
    return "Kept sealed, and never shown again."


def _warning(view: ChoiceView) -> str:
    if view.engine is view.in_use:
        return ""
    return "There is no key that works, so the built-in engine interviews and grades."


def _plain(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _cents(text: object) -> object:
    """Dollars as they are written, in cents; what is no amount goes on to be refused."""
    if not isinstance(text, str) or not text.strip() or len(text) > _MAX_AMOUNT:
        return text
    try:
        return float(Decimal(text.strip().removeprefix("$")) * 100)
    except InvalidOperation:
        return text


def spent_rows(spent: Sequence[Spent]) -> list[SpentRow]:
    """The calls by model, the dearest first."""
    grouped: defaultdict[str, list[Spent]] = defaultdict(list)
    for one in spent:
        grouped[one.model].append(one)
    dearest = sorted(grouped.items(), key=lambda one: -sum(call.cost_micros for call in one[1]))
    return [
        SpentRow(
            model=model,
            calls=f"{sum(one.calls for one in calls):,}",
            failed=f"{sum(one.calls for one in calls if one.outcome is not CallOutcome.OK):,}",
            tokens=f"{sum(one.input_tokens + one.output_tokens for one in calls):,}",
            cost=_dollars(sum(one.cost_micros for one in calls)),
        )
        for model, calls in dearest
    ]


def total_words(spent: Sequence[Spent]) -> str:
    """What the last days cost altogether."""
    if not spent:
        return "No calls to a model in the last 30 days."
    calls = sum(one.calls for one in spent)
    cost = _dollars(sum(one.cost_micros for one in spent))
    return f"{cost} in the last 30 days, for {calls:,} calls."


def _dollars(micros: int) -> str:
    return f"${micros / 1_000_000:,.2f}" if micros >= 10_000 or not micros else "under $0.01"  # noqa: PLR2004
