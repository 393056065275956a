"""Which engine an organisation uses, and how: choosing, showing, and what follows from both.

The operator's key is sent to the operator's address alone: an organisation that names an address
of its own brings a key of its own.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import datetime  # noqa: TC003 - part of a public value
from typing import TYPE_CHECKING, Any
from uuid import UUID

from app.core import audit, clock, outbound
from app.core.errors import InvalidInputError
from app.core.secrets import SealError, seal, unseal
from app.core.text import clean_line
from app.engines.models import EngineChoice
from app.identity.permissions import Permission
from app.settings import EngineName, get_settings

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.permissions import Actor
    from app.settings import Settings

MAX_KEY, MAX_MODEL = 400, 120
MICROS_PER_CENT = 10_000
_UNCHOSEN = EngineChoice(organization_id=UUID(int=0), engine=EngineName.OPENAI)


@dataclass(frozen=True, slots=True)
class Configuration:
    """Everything a call to a model needs. Prices are cents per million tokens.

    `is_ours` says that the address is the operator's own, which may be a private one.
    """

    base_url: str
    api_key: str = field(repr=False)
    model: str
    temperature: float | None
    timeout_seconds: float
    judgements: int
    budget_cents: int
    input_cents_per_million: float
    output_cents_per_million: float
    is_ours: bool

    def cost_micros(self, input_tokens: int, output_tokens: int) -> int:
        """What so many tokens cost, in millionths of a dollar, rounded up."""
        cents_per_million = (
            input_tokens * self.input_cents_per_million
            + output_tokens * self.output_cents_per_million
        )
        return math.ceil(cents_per_million * MICROS_PER_CENT / 1_000_000)


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """What an organisation chose, without its key. What is None is as the settings say.

    `engine` is the one chosen, or by default; `in_use` the one that interviews and grades: without
    a key that is the built-in one. The `default_` values are those of the settings.
    """

    engine: EngineName
    in_use: EngineName
    is_chosen: bool
    base_url: str | None
    model: str | None
    temperature: float | None
    timeout_seconds: float | None
    judgements: int | None
    budget_cents: int | None
    has_key: bool
    key_ends: str
    has_operators_key: bool
    default_base_url: str
    default_model: str
    default_temperature: float | None
    default_timeout_seconds: float
    default_judgements: int
    default_budget_cents: int
    updated_at: datetime | None


async def choice_of(session: AsyncSession, actor: Actor) -> ChoiceView:
    """What the actor's organisation chose. Raises NotPermittedError."""
    actor.require(Permission.MANAGE_ASSESSMENT)
    return _view(await session.get(EngineChoice, actor.organization_id))


async def choose(
    session: AsyncSession,
    actor: Actor,
    *,
    engine: object,
    base_url: object = None,
    api_key: object = None,
    model: object = None,
    temperature: object = None,
    timeout_seconds: object = None,
    judgements: object = None,
    budget_cents: object = None,
    forget_key: bool = False,
) -> ChoiceView:
    """Choose the engine. Empty fields are as the settings say; an empty key keeps the old one.

    Raises InvalidInputError naming the field, and NotPermittedError. A name that can be resolved
    is checked again at each call, so a screen may ask `check_address` before it opens a
    transaction.
    """
    actor.require(Permission.MANAGE_ASSESSMENT)
    row = await session.get(EngineChoice, actor.organization_id, with_for_update=True)
    if row is None:
        row = EngineChoice(organization_id=actor.organization_id, engine=EngineName.BUILT_IN)
    old_url = row.base_url
    row.engine = _engine(engine)
    row.base_url = _base_url(base_url)
    row.model = _line(model, "model", "Model", MAX_MODEL)
    row.temperature = _number(temperature, "temperature", "Temperature", 0, 2)
    row.timeout_seconds = _number(timeout_seconds, "timeout_seconds", "Timeout", 1, 300)
    row.judgements = _whole(judgements, "judgements", "Judgements", 1, 9)
    row.budget_cents = _whole(budget_cents, "budget_cents", "Budget", 0, 100_000)
    key = _line(api_key, "api_key", "Key", MAX_KEY)
    if forget_key:
        row.api_key_sealed = None
    elif key:
        row.api_key_sealed = seal(key)
    elif row.api_key_sealed and row.base_url != old_url:
        # Whoever may change the address must not learn the key by having it sent elsewhere.
        raise InvalidInputError("Enter the key anew for the new address.", field="api_key")
    _check_complete(row)
    row.updated_by, row.updated_at = actor.user_id, clock.now()
    session.add(row)
    await session.flush()
    audit.record(
        session,
        "engine.chosen",
        subject_type="organization",
        subject_id=actor.organization_id,
        organization_id=actor.organization_id,
        user_id=actor.user_id,
        engine=row.engine.value,
        base_url=row.base_url,
        model=row.model,
        has_key=row.api_key_sealed is not None,
    )
    return _view(row)


async def check_address(base_url: object) -> None:
    """Whether an organisation's address leads out to the public internet, asking the resolver.

    For screens, before they open a transaction. Raises InvalidInputError naming `base_url`.
    """
    if isinstance(base_url, str) and base_url.strip():
        await outbound.check_host(base_url, field="base_url")


async def configuration_of(session: AsyncSession, organization_id: UUID) -> Configuration | None:
    """How to reach the organisation's model, or None where its engine is the built-in one."""
    return _configuration(await session.get(EngineChoice, organization_id))


def operators_configuration() -> Configuration | None:
    """How the settings alone say to reach a model, or None without a key."""
    settings = get_settings()
    key = settings.openai_api_key.get_secret_value()
    if not key:
        return None
    return _filled(_UNCHOSEN, settings, key)


def _configuration(row: EngineChoice | None) -> Configuration | None:
    settings = get_settings()
    if (row.engine if row else settings.engine) is not EngineName.OPENAI:
        return None
    row = row or _UNCHOSEN
    key = _key_of(row, settings)
    return _filled(row, settings, key) if key else None


def _key_of(row: EngineChoice, settings: Settings) -> str:
    if row.api_key_sealed:
        try:
            return unseal(row.api_key_sealed)
        except SealError:
            return ""
    return "" if row.base_url else settings.openai_api_key.get_secret_value()


def _filled(row: EngineChoice, settings: Settings, key: str) -> Configuration:
    budget = settings.openai_budget_cents if row.budget_cents is None else row.budget_cents
    if row.api_key_sealed is None:
        # On the operator's account nobody else raises what an interview may cost.
        budget = min(budget, settings.openai_budget_cents)
    return Configuration(
        base_url=row.base_url or settings.openai_base_url,
        api_key=key,
        model=row.model or settings.openai_model,
        temperature=settings.openai_temperature if row.temperature is None else row.temperature,
        timeout_seconds=row.timeout_seconds or settings.openai_timeout_seconds,
        judgements=row.judgements or settings.openai_judgements,
        budget_cents=budget,
        input_cents_per_million=settings.openai_input_cents_per_million,
        output_cents_per_million=settings.openai_output_cents_per_million,
        is_ours=row.base_url is None,
    )


def _view(row: EngineChoice | None) -> ChoiceView:
    settings = get_settings()
    key = ""
    if row is not None and row.api_key_sealed:
        try:
            key = unseal(row.api_key_sealed)
        except SealError:
            key = ""
    return ChoiceView(
        engine=row.engine if row else settings.engine,
        in_use=EngineName.OPENAI if _configuration(row) else EngineName.BUILT_IN,
        is_chosen=row is not None,
        base_url=row.base_url if row else None,
        model=row.model if row else None,
        temperature=row.temperature if row else None,
        timeout_seconds=row.timeout_seconds if row else None,
        judgements=row.judgements if row else None,
        budget_cents=row.budget_cents if row else None,
        has_key=bool(key),
        key_ends=key[-4:] if len(key) >= 8 else "",  # noqa: PLR2004 - of a short key it is too much
        has_operators_key=bool(settings.openai_api_key.get_secret_value()),
        default_base_url=settings.openai_base_url,
        default_model=settings.openai_model,
        default_temperature=settings.openai_temperature,
        default_timeout_seconds=settings.openai_timeout_seconds,
        default_judgements=settings.openai_judgements,
        default_budget_cents=settings.openai_budget_cents,
        updated_at=row.updated_at if row else None,
    )


def _check_complete(row: EngineChoice) -> None:
    if row.engine is not EngineName.OPENAI or row.api_key_sealed:
        return
    if row.base_url:
        raise InvalidInputError("An address of your own needs a key of its own.", field="api_key")
    if not get_settings().openai_api_key.get_secret_value():
        raise InvalidInputError("Enter a key: without one there is no model.", field="api_key")


def _engine(value: object) -> EngineName:
    known = {name.value: name for name in EngineName}
    if not isinstance(value, str) or value not in known:
        raise InvalidInputError("Choose one of the engines.", field="engine")
    return known[value]


def _base_url(value: object) -> str | None:
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    checked = outbound.check_url(value, field="base_url").rstrip("/")
    if len(checked) > 500:  # noqa: PLR2004 - as the column
        raise InvalidInputError("The address is too long.", field="base_url")
    if not checked.lower().startswith("https://") and not outbound.is_listed(checked):
        raise InvalidInputError("The address must begin with https://.", field="base_url")
    return checked


def _line(value: object, field_: str, name: str, longest: int) -> str | None:
    if value is None:
        return None
    return clean_line(value, field=field_, name=name, longest=longest, required=False) or None


def _number(value: object, field_: str, name: str, least: float, most: float) -> float | None:
    if value is None or value == "":
        return None
    try:
        number = float(_plain(value))
    except ValueError:
        number = math.nan
    if not least <= number <= most:
        raise InvalidInputError(f"{name} is a number from {least:g} to {most:g}.", field=field_)
    return number


def _whole(value: object, field_: str, name: str, least: int, most: int) -> int | None:
    number = _number(value, field_, name, least, most)
    if number is None:
        return None
    if number != int(number):
        raise InvalidInputError(f"{name} is a whole number.", field=field_)
    return int(number)


def _plain(value: Any) -> str | int | float:  # noqa: ANN401 - whatever a form gives
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError("not a number")
    return value
