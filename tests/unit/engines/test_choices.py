"""Choosing an engine: the key stays sealed, and everyone sees and spends only their own."""

from __future__ import annotations

import pytest

from app.core import clock
from app.core.database import reading, unit_of_work
from app.core.errors import InvalidInputError, NotPermittedError
from app.engines import service
from app.engines.models import CallOutcome, CallPurpose, EngineChoice, ModelCall
from app.identity.permissions import Role
from app.settings import EngineName, get_settings
from tests.support.people import make_actor

KEY = "sk-secret-of-one-9876"


async def choose(actor, **fields):
    async with unit_of_work() as session:
        return await service.choose(session, actor, **({"engine": "openai"} | fields))


async def chosen(actor):
    async with reading() as session:
        return await service.choice_of(session, actor)


async def test_an_organisation_chooses_for_itself_and_the_key_is_never_shown(
    database: str, capfd: pytest.CaptureFixture[str]
) -> None:
    actor, other = await make_actor(), await make_actor()
    view = await choose(actor, api_key=KEY, model="big", judgements="5", temperature="0.2")
    assert view == await chosen(actor)
    assert (view.in_use, view.model, view.judgements, view.temperature) == (
        EngineName.OPENAI, "big", 5, 0.2,
    )  # fmt: skip
    assert (view.has_key, view.key_ends) == (True, "9876")
    assert KEY not in repr(view)
    assert (await chosen(other)).in_use is EngineName.BUILT_IN
    mine = await service.engine_for(actor.organization_id)
    assert mine.evaluator.name == "openai"
    assert KEY not in repr(vars(mine.evaluator))
    assert (await service.engine_for(other.organization_id)).evaluator.name == "built-in"
    async with reading() as session:
        row = await session.get(EngineChoice, actor.organization_id)
    assert row is not None
    assert KEY not in (row.api_key_sealed or "")
    assert KEY not in "".join(capfd.readouterr())


async def test_an_empty_key_keeps_the_old_one_and_a_new_address_needs_it_anew(
    database: str,
) -> None:
    actor = await make_actor()
    await choose(actor, api_key=KEY)
    assert (await choose(actor, api_key="", model="other")).key_ends == "9876"
    with pytest.raises(InvalidInputError) as refused:
        await choose(actor, base_url="https://models.example.com/v1")
    assert refused.value.field == "api_key"
    assert (await chosen(actor)).base_url is None
    assert (await choose(actor, base_url="https://models.example.com/v1", api_key=KEY)).has_key
    assert not (await choose(actor, engine="built-in", forget_key=True)).has_key


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"engine": "oracle"}, "engine"),
        ({}, "api_key"),
        ({"api_key": KEY, "base_url": "https://127.0.0.1/v1"}, "base_url"),
        ({"api_key": KEY, "base_url": "https://10.0.0.1/v1"}, "base_url"),
        ({"api_key": KEY, "base_url": "http://models.example.com/v1"}, "base_url"),
        ({"api_key": KEY, "temperature": "hot"}, "temperature"),
        ({"api_key": KEY, "judgements": 2.5}, "judgements"),
        ({"api_key": KEY, "timeout_seconds": "0"}, "timeout_seconds"),
        ({"api_key": KEY, "budget_cents": "-1"}, "budget_cents"),
    ],
)
async def test_what_cannot_work_is_refused_by_name(database: str, fields: dict, field: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        await choose(await make_actor(), **fields)
    assert refused.value.field == field


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_the_operators_key_goes_to_the_operators_address_alone(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIVAVOCE_OPENAI_API_KEY", "sk-of-the-operator")
    get_settings.cache_clear()
    actor = await make_actor()
    with pytest.raises(InvalidInputError):
        await choose(actor, base_url="https://models.example.com/v1")
    view = await choose(actor, budget_cents=5_000)
    assert (view.in_use, view.has_key, view.has_operators_key) == (EngineName.OPENAI, False, True)
    from app.engines.choices import configuration_of

    async with reading() as session:
        configuration = await configuration_of(session, actor.organization_id)
    assert configuration is not None
    assert configuration.budget_cents == get_settings().openai_budget_cents


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_only_administrators_choose_see_and_try(database: str) -> None:
    actor = await make_actor(Role.RECRUITER)
    with pytest.raises(NotPermittedError):
        await choose(actor, api_key=KEY)
    with pytest.raises(NotPermittedError):
        await chosen(actor)
    with pytest.raises(NotPermittedError):
        await service.try_out(actor)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_a_name_that_leads_into_a_private_network_is_not_asked(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.core import outbound

    async def resolve(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    actor = await make_actor()
    await choose(actor, api_key=KEY, base_url="https://models.example.com/v1")
    monkeypatch.setattr(outbound, "resolve", resolve)
    found = await service.try_out(actor)
    assert (found.works, "did not answer" in found.words) == (False, True)


async def test_spending_is_by_day_model_and_outcome_and_ones_own(database: str) -> None:
    actor, other = await make_actor(), await make_actor()
    outcomes = [CallOutcome.OK, CallOutcome.OK, CallOutcome.TIMEOUT]
    async with unit_of_work() as session:
        for one in (actor, other):
            session.add_all(
                ModelCall(
                    organization_id=one.organization_id, purpose=CallPurpose.GRADE,
                    outcome=outcome, model="m", prompt="grade.v1", prompt_hash="x",
                    input_tokens=10, output_tokens=5, cost_micros=7,
                )
                for outcome in outcomes
            )  # fmt: skip
    async with reading() as session:
        found = await service.spending(session, actor, days=7)
    assert [(one.day, one.model, one.outcome, one.calls, one.cost_micros) for one in found] == [
        (clock.now().date(), "m", CallOutcome.OK, 2, 14),
        (clock.now().date(), "m", CallOutcome.TIMEOUT, 1, 7),
    ]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_trying_out_says_in_words_whether_it_works(bench, database: str) -> None:
    from tests.support.openai_server import fails, says

    bench.script(says({"reply": "ready"}), fails(401), says("ready"))
    assert (await service.try_out(bench.actor)).works
    assert "key" in (await service.try_out(bench.actor)).words
    assert "structured" in (await service.try_out(bench.actor)).words
