"""Whole orders: an ATS orders, a candidate takes the interview, the ATS is called back."""

from __future__ import annotations

import asyncio
import contextlib
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from granian.constants import Interfaces
from granian.server.embed import Server

from api.web.application import create_application
from app.core import clock
from app.core.database import reading, unit_of_work
from app.interviews import service as interviews
from app.interviews.invitations import invitation_of
from app.interviews.models import Interview
from app.jobs import runner
from app.partners import service as partners
from app.room import ending
from app.room import service as room
from app.settings import get_settings
from app.simulators.ats import ashby, greenhouse
from app.simulators.ats.application import application_of
from app.simulators.ats.state import Ats
from app.simulators.serving import serve
from app.webhooks import sending
from app.webhooks.models import DeliveryStatus, WebhookDelivery
from tests.api.partners.support import Customer, make_customer, rows
from tests.support.interviews import engine, take_whole
from tests.support.server import free_port

ASHBY_KEY = "ashby_example_key_1234"


@dataclass(frozen=True)
class World:
    """A customer, and the ATS in which they hire."""

    customer: Customer
    ats: Ats

    @property
    def position_id(self) -> str:
        return str(self.customer.position.id)


class Counted:
    """An application that knows how many requests it is at work on, afterwork included."""

    def __init__(self, app) -> None:
        self.app = app
        self.count = 0

    async def __call__(self, scope, receive, send) -> None:
        # The server's own conversation with the application lasts as long as the server.
        is_request = scope["type"] == "http"
        self.count += is_request
        try:
            await self.app(scope, receive, send)
        finally:
            self.count -= is_request


@asynccontextmanager
async def partner_interfaces():
    """Our side, over HTTP on loopback; gives its address. It ends with nothing under way."""
    port = free_port()
    application = Counted(create_application())
    server = Server(
        application,
        address="127.0.0.1",
        port=port,
        interface=Interfaces.ASGI,
        websockets=False,
        log_enabled=False,
    )
    serving = asyncio.ensure_future(server.serve())
    try:
        await listening(port)
        yield f"http://127.0.0.1:{port}/partners"
    finally:
        await until(lambda: application.count == 0)
        server.stop()
        await serving
        await until(lambda: application.count == 0)


async def listening(port: int) -> None:
    """Wait until somebody answers there."""
    async with asyncio.timeout(20):
        while True:
            with contextlib.suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                return
            await asyncio.sleep(0.02)


@pytest.fixture
async def world(database: str, monkeypatch: pytest.MonkeyPatch):
    """Both sides with jobs at work, and pauses between attempts that are over at once."""
    port = free_port()
    here = f"http://127.0.0.1:{port}"
    monkeypatch.setattr(sending, "PAUSES", tuple(timedelta(milliseconds=ms) for ms in (20, 40, 80)))
    monkeypatch.setenv("VIVAVOCE_WEBHOOK_PRIVATE_HOSTS", "127.0.0.1")
    monkeypatch.setenv("VIVAVOCE_ASHBY_API_BASE", here)
    get_settings.cache_clear()
    customer = await make_customer()
    async with unit_of_work() as session:
        await partners.connect(session, customer.actor, "ashby", ASHBY_KEY)
    async with partner_interfaces() as address, runner.running():
        ats = Ats(here, address, customer.key, ASHBY_KEY)
        serving = asyncio.ensure_future(serve(application_of(ats), ats, port))
        await listening(port)
        try:
            with engine():
                yield World(customer, ats)
        finally:
            serving.cancel()
            await asyncio.wait({serving})


async def until(condition, seconds: float = 60) -> None:
    """Wait for something the other side comes to know."""
    async with asyncio.timeout(seconds):
        while True:
            if condition():
                return
            await asyncio.sleep(0.02)


async def over() -> list[WebhookDelivery]:
    """Every call-back, once none is on its way; in order."""
    async with asyncio.timeout(60):
        while True:
            found = await rows(WebhookDelivery)
            if all(one.status is not DeliveryStatus.PENDING for one in found):
                return sorted(found, key=lambda one: one.sequence)
            await asyncio.sleep(0.05)


async def token_of(interview_id: str) -> str:
    async with reading() as session:
        interview = await session.get_one(Interview, UUID(interview_id))
    return invitation_of(interview).token


async def hold(interview_id: str) -> None:
    """The candidate takes the interview to its end."""
    token = await token_of(interview_id)
    await room.start(token, room.CONSENT_VERSION)
    await take_whole(token)


async def expire(interview_id: str) -> None:
    """The time for the interview passes."""
    async with unit_of_work() as session:
        interview = await session.get_one(Interview, UUID(interview_id))
        interview.expires_at = clock.now() - timedelta(minutes=1)
    assert await ending.expire_overdue() == 1


async def send(world: World, **candidate):
    """Send a test by Greenhouse."""
    answer = await greenhouse.send_test(
        world.ats, world.position_id, {"email": "ada@example.com"} | candidate
    )
    assert answer.status_code == 200, answer.text
    return world.ats.tests[len(world.ats.tests)]


async def start(world: World):
    """Start an assessment by Ashby."""
    answer = await ashby.start(world.ats, world.position_id, {"email": "ada@example.com"})
    assert answer.status_code == 200, answer.text
    return world.ats.assessments[answer.json()["results"]["assessment_id"]]


async def test_greenhouse_learns_the_score_by_itself_once_there_is_a_report(world: World) -> None:
    test = await send(world)
    await hold(test.interview_id)
    await until(lambda: test.answers)
    [answer] = test.answers
    assert answer["partner_status"] == "complete"
    assert answer["partner_score"] > 0
    assert answer["metadata"]["Recommendation"]
    [call_back] = await over()
    assert (call_back.status, call_back.attempts) == (DeliveryStatus.DELIVERED, 1)


async def test_a_test_sent_twice_over_a_shaky_line_is_one_interview(world: World) -> None:
    test = await send(world)
    again = await greenhouse.send_test(
        world.ats, world.position_id, {"email": "ada@example.com"}, number=test.number
    )
    assert again.json()["partner_interview_id"] == test.interview_id
    assert len(await rows(Interview)) == 1


@pytest.mark.parametrize("end", ["cancelled", "expired"])
async def test_greenhouse_looks_when_nothing_is_to_be_waited_for(world: World, end: str) -> None:
    test = await send(world)
    if end == "expired":
        await expire(test.interview_id)
    else:
        async with unit_of_work() as session:
            await interviews.cancel(session, world.customer.actor, test.interview_id)
    await until(lambda: test.answers)
    status = "expired" if end == "expired" else "canceled"
    assert [answer["partner_status"] for answer in test.answers] == [status]


async def test_greenhouse_is_called_again_until_it_hears(world: World) -> None:
    test = await send(world)
    world.ats.faults += [500, 429, 503]
    await hold(test.interview_id)
    await until(lambda: test.answers)
    [call_back] = await over()
    assert (call_back.status, call_back.attempts) == (DeliveryStatus.DELIVERED, 4)
    assert test.call_backs == 1


async def test_greenhouse_knows_the_call_back_by_the_key_it_was_given(world: World) -> None:
    async with unit_of_work() as session:
        await partners.connect(session, world.customer.actor, "greenhouse", world.customer.key)
    world.ats.wants_authorization = True
    test = await send(world)
    await hold(test.interview_id)
    await until(lambda: test.answers)
    assert test.authorization is not None


async def test_ashby_is_told_of_each_step_and_of_the_result(world: World) -> None:
    assessment = await start(world)
    await hold(assessment.assessment_id)
    await until(lambda: assessment.state == "complete")
    statuses = [one["assessment_status"]["value"] for one in assessment.updates]
    assert statuses == ["Started", "Completed", "Report ready"]
    result = assessment.updates[-1]
    assert result["assessment_result"]["type"] == "numeric_score"
    assert result["assessment_profile_url"]["value"].endswith(assessment.assessment_id)
    call_backs = await over()
    assert [one.status for one in call_backs] == [DeliveryStatus.DELIVERED] * 3


async def test_ashby_is_told_why_an_assessment_came_to_nothing(world: World) -> None:
    cancelled, expired = await start(world), await start(world)
    answer = await ashby.cancel(world.ats, cancelled.assessment_id)
    assert answer.json()["success"]
    await expire(expired.assessment_id)
    for assessment, reason in ((cancelled, "Cancelled"), (expired, "Expired")):
        await until(lambda: assessment.state == "cancelled")  # noqa: B023 - waited for at once
        assert assessment.updates[-1]["cancelled_reason"]["value"] == reason


async def test_ashby_may_fail_in_all_its_ways_and_is_told_again_in_order(world: World) -> None:
    assessment = await start(world)
    world.ats.faults += [429, "refuse", 500]
    await hold(assessment.assessment_id)
    await until(lambda: assessment.state == "complete")
    first, *others = await over()
    assert (first.status, first.attempts) == (DeliveryStatus.DELIVERED, 4)
    assert [one.attempts for one in others] == [1, 1]
    statuses = [one["assessment_status"]["value"] for one in assessment.updates]
    assert statuses == ["Started", "Completed", "Report ready"]


async def test_a_key_that_ashby_refuses_fails_and_a_new_one_goes_for_what_comes_later(
    world: World,
) -> None:
    assessment = await start(world)
    world.ats.ashby_key = "ashby_another_key_5678"
    token = await token_of(assessment.assessment_id)
    await room.start(token, room.CONSENT_VERSION)
    [refused] = await over()
    assert (refused.status, refused.last_status_code) == (DeliveryStatus.FAILED, 403)
    async with unit_of_work() as session:
        await partners.connect(session, world.customer.actor, "ashby", world.ats.ashby_key)
    await take_whole(token)
    await until(lambda: assessment.state == "complete")


async def test_a_refusal_of_ashbys_is_kept_in_its_words(world: World) -> None:
    assessment = await start(world)
    world.ats.faults += ["refuse"] * 4
    await room.start(await token_of(assessment.assessment_id), room.CONSENT_VERSION)
    [refused] = await over()
    assert refused.status is DeliveryStatus.FAILED
    assert refused.last_error == "Ashby refused the update: The assessment is being edited."


async def test_a_disconnected_ashby_is_told_nothing_more(world: World) -> None:
    assessment = await start(world)
    async with unit_of_work() as session:
        await partners.disconnect(session, world.customer.actor, "ashby")
    await hold(assessment.assessment_id)
    assert await over() == []
    assert assessment.updates == []


async def test_the_simulator_is_as_particular_as_the_systems_it_stands_for(world: World) -> None:
    assessment = await start(world)
    good = {
        "timestamp": 1,
        "assessment_status": {
            "identifier": "status",
            "label": "Status",
            "type": "string",
            "value": "Started",
        },
    }
    url = {"identifier": "report", "label": "Report", "type": "url", "value": "https://x.example"}
    score = {"identifier": "score", "label": "Score", "type": "numeric_score", "value": 7}
    bad = [
        {"timestamp": "1"},
        {"timestamp": -1},
        {"assessment_status": {"identifier": "status"}},
        {"assessment_result": score},
        {"assessment_result": score | {"value": True}, "assessment_profile_url": url},
        {"assessment_result": score | {"type": "number"}, "assessment_profile_url": url},
        {"metadata": [url, url]},
    ]
    assert list(ashby.problems(good, assessment)) == []
    for change in bad:
        assert list(ashby.problems(good | change, assessment)), change
    assert greenhouse.problems(200, {"partner_status": "sent"}) == []
    for said in (
        {},
        {"partner_status": "complete"},
        {"partner_status": "sent", "partner_score": "7"},
        {"partner_status": "sent", "metadata": {"a": {}}},
    ):
        assert greenhouse.problems(200, said), said
