"""Whole interviews in the room with a model: nobody is named to it, and nothing stops them."""

from __future__ import annotations

import json

import pytest

from app.core.database import reading
from app.core.errors import NotFoundError
from app.engines.service import cost_of
from app.reports import service as reports
from app.reports.regrade import regrade_check
from app.room import service as room
from tests.support.interviews import (
    concept,
    evaluations_of,
    interview_of,
    invite,
    make_position,
    send,
    turns_of,
)
from tests.support.openai_server import fails
from tests.support.people import make_actor
from tests.unit.engines.teas import Bench

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
NAME, EMAIL = "Zebulon Quillfeather", "zebulon.q@example.com"


async def held(actor, answers: int = 2) -> str:
    """The token of an interview that was held and ended, each answer half of what is wanted."""
    position = await make_position(
        actor, concepts=[concept("Database indexing", slug="database-indexing", in_bank=True)]
    )
    invitation = await invite(actor, position, full_name=NAME, email=EMAIL)
    await room.start(invitation.token, room.CONSENT_VERSION)
    for _ in range(answers):
        asked = [turn for turn in await turns_of(invitation.token) if turn.item][-1]
        await send(invitation.token, f"As I see it: {asked.item['points'][0]['text']}")
    await room.end(invitation.token)
    return invitation.token


async def test_an_interview_is_held_and_graded_by_the_model_which_learns_of_nobody(
    bench: Bench, database: str
) -> None:
    bench.model = f"able-{bench.model}"
    bench.set(model=bench.model, judgements=2)
    token = await held(bench.actor)
    interview = await interview_of(token)
    assert interview.engine == "openai"
    grades = await evaluations_of(token)
    assert {grade.engine for grade in grades} == {"openai"}
    assert all(grade.score_low is not None and not grade.fallback for grade in grades)
    assert any(point.evidence for grade in grades for point in grade.points)
    first = (await turns_of(token))[0]
    assert first.text.startswith("Let us look at this.")
    sent = json.dumps(bench.requests)
    secret = (NAME, "Zebulon", "Quillfeather", EMAIL, "Tea master", bench.actor.name,
              bench.actor.organization_name, str(interview.id), str(interview.candidate_id),
              str(bench.actor.organization_id), token, "sk-for-tests")  # fmt: skip
    assert [one for one in secret if one in sent] == []
    async with reading() as session:
        cost = await cost_of(session, bench.actor.organization_id, interview.id)
        nobody = await cost_of(session, interview.id, interview.id)
    assert (cost.calls, cost.cost_micros) == (len(bench.requests), 30 * len(bench.requests))
    assert nobody.calls == 0
    found = await regrade_check(bench.actor, interview.id)
    assert (found.different, found.skipped) == ((), ())
    with pytest.raises(NotFoundError):
        await regrade_check(await make_actor(), interview.id)


async def test_without_its_provider_the_interview_goes_on_and_the_report_says_so(
    bench: Bench, database: str
) -> None:
    bench.script(fails(401))
    token = await held(bench.actor)
    grades = await evaluations_of(token)
    assert len(grades) == 2
    assert {(one.engine, one.fallback) for one in grades} == {("built-in", "provider_rejected")}
    interview = await interview_of(token)
    async with reading() as session:
        view = await reports.report_view(session, bench.actor, interview.id)
    said = " ".join(view.remarks)
    assert "graded by the built-in engine: the model provider rejected the request." in said


async def test_a_spent_budget_stops_the_calls_and_not_the_interview(
    bench: Bench, database: str
) -> None:
    bench.model = f"able-{bench.model}"
    bench.set(model=bench.model, judgements=1, budget_cents=1, output_cents_per_million=2_000)
    token = await held(bench.actor, 4)
    grades = await evaluations_of(token)
    assert grades[-1].fallback == "budget_spent"
    interview = await interview_of(token)
    async with reading() as session:
        cost = await cost_of(session, bench.actor.organization_id, interview.id)
    assert cost.cents <= 1


async def test_without_a_key_everything_is_as_before(
    bench: Bench, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.set(api_key="")
    token = await held(bench.actor)
    assert (await interview_of(token)).engine == "built-in"
    assert {(one.engine, one.fallback) for one in await evaluations_of(token)} == {("built-in", "")}
    assert bench.requests == []
    assert await bench.calls() == []
