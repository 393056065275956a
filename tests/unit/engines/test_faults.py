"""What becomes of a grade when the provider does not do its part."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.core import clock
from app.engines.errors import Failure
from app.engines.models import CallOutcome
from app.engines.openai import breaker, client
from tests.support.openai_server import fails, says
from tests.support.raw_server import raw_server
from tests.unit.engines.teas import ITEM, Bench, judgement

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses in the same proportion that are over at once."""
    monkeypatch.setattr(client, "FIRST_PAUSE_S", 0.002)
    monkeypatch.setattr(client, "LONGEST_PAUSE_S", 0.01)


async def outcomes(bench: Bench) -> list[CallOutcome]:
    return [one.outcome for one in await bench.calls()]


async def test_a_rate_limit_is_waited_for_as_long_as_the_provider_asks(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses = []

    async def pause(seconds: float) -> None:
        pauses.append(seconds)

    monkeypatch.setattr(client.asyncio, "sleep", pause)
    bench.set(judgements=1)
    bench.script(fails(429, retryAfter=3), says(judgement()))
    grade = await bench.grade()
    assert (grade.engine, pauses) == ("openai", [3.0])
    assert await outcomes(bench) == [CallOutcome.RATE_LIMITED, CallOutcome.OK]


async def test_a_rate_limit_beyond_the_deadline_is_not_waited_for(bench: Bench) -> None:
    bench.set(judgements=1)
    bench.script(fails(429, retryAfter=600), says(judgement()))
    assert (await bench.grade()).fallback == Failure.UNAVAILABLE


async def test_an_error_of_the_server_is_tried_again(bench: Bench) -> None:
    bench.set(judgements=1)
    bench.script(fails(500), fails(503), says(judgement()))
    assert (await bench.grade()).engine == "openai"
    assert await outcomes(bench) == [*[CallOutcome.SERVER_ERROR] * 2, CallOutcome.OK]


async def test_after_the_last_attempt_the_built_in_engine_grades_and_says_why(
    bench: Bench,
) -> None:
    bench.set(judgements=1)
    bench.script(fails(500))
    grade = await bench.grade()
    assert (grade.engine, grade.fallback) == ("built-in", Failure.UNAVAILABLE)
    assert grade.score > 0.5
    assert len(bench.requests) == client.MAX_ATTEMPTS


async def test_invalid_json_is_tried_again_and_paid_for(bench: Bench) -> None:
    bench.set(judgements=1)
    bench.script(says('{"points": ['), says({"points": "many"}), says(judgement()))
    assert (await bench.grade()).engine == "openai"
    calls = await bench.calls()
    assert [one.outcome for one in calls] == [*[CallOutcome.INVALID] * 2, CallOutcome.OK]
    assert sum(one.cost_micros for one in calls) == 90


async def test_output_that_never_fits_falls_back(bench: Bench) -> None:
    bench.set(judgements=1)
    bench.script(says("I would rather talk."))
    assert (await bench.grade()).fallback == Failure.INVALID


@pytest.mark.parametrize("status", [400, 401, 404])
async def test_a_request_that_is_rejected_is_not_repeated(bench: Bench, status: int) -> None:
    bench.set(judgements=1)
    bench.script(fails(status))
    assert (await bench.grade()).fallback == Failure.REJECTED
    assert len(bench.requests) == 1


async def test_a_refusal_is_taken_for_one(bench: Bench) -> None:
    refusal = {"type": "refusal", "refusal": "I cannot help with that."}
    with raw_server(content=[refusal]) as server:
        bench.set(judgements=1, base_url=server.base_url)
        grade = await bench.grade()
    assert (grade.engine, grade.fallback) == ("built-in", Failure.REFUSED)
    assert await outcomes(bench) == [CallOutcome.REFUSED]


async def test_an_answer_cut_short_by_its_length_is_invalid(bench: Bench) -> None:
    text = {"type": "output_text", "text": '{"points": [', "annotations": []}
    with raw_server(content=[text], status="incomplete") as server:
        bench.set(judgements=1, base_url=server.base_url)
        assert (await bench.grade()).fallback == Failure.INVALID


async def test_a_body_that_is_no_response_is_invalid(bench: Bench) -> None:
    with raw_server(body=b"<html>Welcome</html>", content_type="text/html") as server:
        bench.set(judgements=1, base_url=server.base_url)
        assert (await bench.grade()).fallback == Failure.INVALID


async def test_a_provider_that_hangs_is_waited_for_no_longer_than_the_timeout(
    bench: Bench,
) -> None:
    bench.set(judgements=1, timeout_seconds=0.4)
    bench.script(says(judgement()), chaos={"latencyMs": 5_000})
    await (await bench.engine()).evaluator.prepare(ITEM)
    grade = await bench.grade()
    assert (grade.engine, grade.fallback) == ("built-in", Failure.UNAVAILABLE)
    assert set(await outcomes(bench)) == {CallOutcome.TIMEOUT}


async def test_a_connection_that_is_refused_or_cut_falls_back(bench: Bench) -> None:
    bench.set(judgements=1)
    bench.script(says(judgement()), chaos={"disconnectRate": 1})
    assert (await bench.grade()).fallback == Failure.UNAVAILABLE
    assert set(await outcomes(bench)) == {CallOutcome.CONNECTION}
    breaker.forget()
    bench.set(base_url="http://127.0.0.1:9")
    assert (await bench.grade()).fallback == Failure.UNAVAILABLE


async def test_a_question_whose_stream_is_cut_is_asked_in_the_items_own_words(
    bench: Bench,
) -> None:
    bench.script(
        says(f"Let us see. {ITEM.question}", chunkSize=5, truncateAfterChunks=2),
    )
    interviewer = (await bench.engine()).interviewer
    assert "".join([piece async for piece in interviewer.ask(ITEM)]) == ITEM.question
    assert set(await outcomes(bench)) == {CallOutcome.CONNECTION}


async def test_the_breaker_opens_after_failures_and_closes_after_a_success(bench: Bench) -> None:
    bench.set(judgements=1)
    with clock.at(clock.now()):
        bench.script(*[fails(500)] * breaker.FAILURES, says(judgement()))
        assert (await bench.grade()).fallback == Failure.UNAVAILABLE
        asked = len(bench.requests)
        assert asked == breaker.FAILURES
        assert (await bench.grade()).fallback == Failure.UNAVAILABLE
        assert len(bench.requests) == asked
        clock.advance(breaker.PAUSE + timedelta(seconds=1))
        assert (await bench.grade()).engine == "openai"
        assert (await bench.grade()).engine == "openai"
        assert len(bench.requests) == asked + 2


async def test_a_trial_that_fails_opens_the_breaker_again_at_once(bench: Bench) -> None:
    bench.set(judgements=1)
    with clock.at(clock.now()):
        bench.script(fails(500))
        await bench.grade()
        asked = len(bench.requests)
        clock.advance(breaker.PAUSE + timedelta(seconds=1))
        await bench.grade()
        assert len(bench.requests) == asked + 1
        await bench.grade()
        assert len(bench.requests) == asked + 1
