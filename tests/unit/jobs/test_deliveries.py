"""Telling endpoints, with the job runner at work and a real receiver."""

from __future__ import annotations

from datetime import timedelta

import pytest
from dbos import DBOS

from app.core import clock, outbound
from app.core.database import unit_of_work
from app.jobs import deliveries as jobs
from app.jobs import runner
from app.settings import get_settings
from app.webhooks import deliveries, endpoints, sending, service
from app.webhooks.models import (
    DeliveryStatus,
    EndpointStatus,
    EventType,
    WebhookDelivery,
    WebhookEvent,
)
from tests.support.interviews import invite, make_position
from tests.support.people import make_actor
from tests.support.receiver import HANG, Reply, receiver
from tests.support.webhooks import (
    add_endpoint,
    deliveries_of,
    detail,
    endpoint_row,
    send_test,
    settled,
)

pytestmark = pytest.mark.usefixtures("loopback_allowed", "quick")


async def make_events(actor, interview_id, *types: EventType) -> None:
    """Events of an interview, each in a transaction of its own."""
    for type_ in types:
        async with unit_of_work() as session:
            await service.emit(
                session,
                type_,
                organization_id=actor.organization_id,
                interview_id=interview_id,
                data={"interview_id": str(interview_id)},
            )


async def test_an_endpoint_is_told(database: str) -> None:
    actor = await make_actor()
    async with receiver() as listening, runner.running():
        endpoint = await add_endpoint(actor, listening.url("/hook"))
        delivery_id = await send_test(actor, endpoint)
        await settled(endpoint)
    [request] = listening.received
    [delivery] = await deliveries_of(endpoint)
    assert (request.method, request.path) == ("POST", "/hook")
    assert delivery.status is DeliveryStatus.DELIVERED
    assert request.content["id"] == request.headers["webhook-id"] == str(delivery.event_id)
    shown = await detail(actor, delivery_id)
    assert shown.body.encode() == request.body
    [attempt] = shown.attempts
    assert (attempt.status_code, attempt.response, attempt.error) == (200, "thanks", None)
    assert attempt.request_headers["webhook-id"] == request.headers["webhook-id"]


async def test_a_failing_receiver_is_told_again_with_the_same_bytes_until_it_takes_them(
    database: str,
) -> None:
    actor = await make_actor()
    async with receiver() as listening, runner.running():
        listening.script["/"] = [500, 404, Reply(503, b"later"), 204]
        endpoint = await add_endpoint(actor, listening.url())
        delivery_id = await send_test(actor, endpoint)
        await settled(endpoint)
    assert len(listening.received) == 4
    assert len({(one.body, one.headers["webhook-id"]) for one in listening.received}) == 1
    shown = await detail(actor, delivery_id)
    assert shown.delivery.status is DeliveryStatus.DELIVERED
    assert [one.status_code for one in shown.attempts] == [500, 404, 503, 204]
    assert [one.number for one in shown.attempts] == [1, 2, 3, 4]
    assert shown.attempts[2].response == "later"


async def test_it_is_waited_between_attempts_and_given_up_after_four(database: str) -> None:
    actor = await make_actor()
    async with receiver() as listening, runner.running():
        listening.script["/"] = [500]
        endpoint = await add_endpoint(actor, listening.url())
        await send_test(actor, endpoint)
        await settled(endpoint)
    [delivery] = await deliveries_of(endpoint)
    assert (delivery.status, delivery.attempts) == (DeliveryStatus.FAILED, 4)
    came = [one.at for one in listening.received]
    for earlier, later, pause in zip(came, came[1:], sending.PAUSES, strict=False):
        assert later - earlier >= pause.total_seconds()


async def test_a_receiver_that_hangs_is_given_up_and_told_again(database: str, monkeypatch) -> None:
    monkeypatch.setattr(outbound, "TIMEOUT_S", 0.3)
    actor = await make_actor()
    async with receiver() as listening, runner.running():
        listening.script["/"] = [HANG, 200]
        endpoint = await add_endpoint(actor, listening.url())
        delivery_id = await send_test(actor, endpoint)
        await settled(endpoint)
    first, second = (await detail(actor, delivery_id)).attempts
    assert (first.status_code, first.error) == (None, "No answer within 0.3 seconds.")
    assert second.status_code == 200


async def test_a_redirect_is_a_failure_and_its_target_never_called(database: str) -> None:
    actor = await make_actor()
    async with receiver() as target, receiver() as listening, runner.running():
        for status in (301, 302, 307, 308):
            path = f"/{status}"
            listening.script[path] = [Reply(status, headers={"Location": target.url()})]
            endpoint = await add_endpoint(actor, listening.url(path))
            await send_test(actor, endpoint)
            await settled(endpoint)
            [delivery] = await deliveries_of(endpoint)
            assert (delivery.status, delivery.attempts) == (DeliveryStatus.FAILED, 4)
            assert delivery.last_error == f"Answered {status}: redirects are not followed."
    assert target.connections == 0


async def test_410_switches_the_endpoint_off_and_what_is_on_its_way_is_cancelled(
    database: str,
) -> None:
    actor = await make_actor()
    async with receiver() as listening, runner.running():
        listening.script["/"] = [410]
        endpoint = await add_endpoint(actor, listening.url())
        interview_id = (await invite(actor, await make_position(actor))).interview_id
        await make_events(actor, interview_id, *[EventType.PROCTORING_ALERT] * 3)
        await settled(endpoint)
    statuses = [one.status for one in await deliveries_of(endpoint)]
    assert statuses == [DeliveryStatus.FAILED] + [DeliveryStatus.CANCELLED] * 3
    assert len(listening.received) == 1
    assert (await endpoint_row(endpoint)).status is EndpointStatus.DISABLED


async def test_an_endpoint_that_is_switched_off_or_deleted_meanwhile_is_told_no_more(
    database: str, monkeypatch
) -> None:
    monkeypatch.setattr(sending, "PAUSES", (timedelta(seconds=1),) * 3)
    actor = await make_actor()
    async with receiver() as listening, runner.running():
        listening.script["/off"] = listening.script["/deleted"] = [500]
        off = await add_endpoint(actor, listening.url("/off"))
        deleted = await add_endpoint(actor, listening.url("/deleted"))
        await send_test(actor, off)
        delivery_id = await send_test(actor, deleted)
        await listening.count(2)
        async with unit_of_work() as session:
            await endpoints.set_enabled(session, actor, off.id, False)
            await endpoints.delete(session, actor, deleted.id)
        await settled(off)
        await (await DBOS.retrieve_workflow_async(f"deliver_webhook:{delivery_id}")).get_result()
    [delivery] = await deliveries_of(off)
    assert delivery.status is DeliveryStatus.CANCELLED
    assert await deliveries_of(deleted) == []
    assert len(listening.received) == 2


async def test_a_name_that_leads_elsewhere_the_second_time_is_not_followed_there(
    database: str, monkeypatch
) -> None:
    answers = iter([["127.0.0.1"], ["127.0.0.2"], ["127.0.0.1", "10.0.0.1"], ["127.0.0.1"]])

    async def resolve(host: str, port: int) -> list[str]:
        return next(answers)

    actor = await make_actor()
    async with receiver() as listening, receiver("127.0.0.2") as private, runner.running():
        private.port = listening.port
        monkeypatch.setattr(outbound, "resolve", resolve)
        listening.script["/"] = [500, 200]
        endpoint = await add_endpoint(actor, listening.url(host="rebinding.example.com"))
        delivery_id = await send_test(actor, endpoint)
        await settled(endpoint)
    attempts = (await detail(actor, delivery_id)).attempts
    private_words = "The address leads into a private network."
    assert [(one.status_code, one.error) for one in attempts] == [
        (500, "Answered 500."),
        (None, private_words),
        (None, private_words),
        (200, None),
    ]
    assert len(listening.received) == 2
    assert listening.received[0].headers["host"] == f"rebinding.example.com:{listening.port}"


async def test_events_of_one_interview_arrive_in_order_even_if_the_first_needs_all_attempts(
    database: str,
) -> None:
    actor = await make_actor()
    async with receiver() as listening, runner.running():
        failing = iter([500, 500, 500])
        listening.script["/"] = [
            lambda request: next(failing, 200) if request.content["sequence"] == 1 else 200
        ]
        endpoint = await add_endpoint(actor, listening.url())
        interview_id = (await invite(actor, await make_position(actor))).interview_id
        await make_events(
            actor, interview_id, EventType.INTERVIEW_STARTED, EventType.INTERVIEW_COMPLETED
        )
        await settled(endpoint)
    assert [one.content["sequence"] for one in listening.received] == [1, 1, 1, 1, 2, 3]


async def test_after_an_event_that_could_not_be_told_the_later_ones_still_are(
    database: str,
) -> None:
    actor = await make_actor()
    async with receiver() as listening, runner.running():
        listening.script["/"] = [lambda request: 500 if request.content["sequence"] == 1 else 200]
        endpoint = await add_endpoint(actor, listening.url())
        interview_id = (await invite(actor, await make_position(actor))).interview_id
        await make_events(actor, interview_id, EventType.INTERVIEW_STARTED)
        await settled(endpoint)
    assert [one.content["sequence"] for one in listening.received] == [1, 1, 1, 1, 2]


async def test_endpoints_that_hang_hold_nobody_else_up(database: str) -> None:
    actor, other = await make_actor(), await make_actor()
    async with receiver() as dead, receiver() as listening, runner.running():
        dead.script["/"] = [HANG]
        hanging = [await add_endpoint(actor, dead.url()) for _ in range(3)]
        for endpoint in hanging:
            for _ in range(20):
                await send_test(actor, endpoint)
        await dead.count(3 * 16)
        for one in (actor, other):
            endpoint = await add_endpoint(one, listening.url())
            await send_test(one, endpoint)
            await settled(endpoint)
        waiting = [one.status for one in await deliveries_of(hanging[0])]
        assert waiting == [DeliveryStatus.PENDING] * 20
    assert len(listening.received) == 2


async def test_a_replay_tells_the_same_event_under_the_same_id_once_more(database: str) -> None:
    actor = await make_actor()
    async with receiver() as listening, runner.running():
        endpoint = await add_endpoint(actor, listening.url())
        delivery_id = await send_test(actor, endpoint)
        await settled(endpoint)
        async with unit_of_work() as session:
            again = await deliveries.replay(session, actor, delivery_id)
        await settled(endpoint)
    first, second = listening.received
    assert first.body == second.body
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    made = await deliveries_of(endpoint)
    assert [(one.id, one.is_replay) for one in made] == [(delivery_id, False), (again, True)]


async def test_a_delivery_that_nobody_works_on_is_taken_up_again(database: str) -> None:
    actor = await make_actor()
    async with receiver() as listening, runner.running():
        endpoint = await add_endpoint(actor, listening.url())
        async with unit_of_work() as session:
            event = WebhookEvent(
                organization_id=actor.organization_id, type=EventType.TEST, sequence=1, data={}
            )
            session.add(event)
            await session.flush()
            session.add(
                WebhookDelivery(
                    organization_id=actor.organization_id,
                    endpoint_id=endpoint.id,
                    event_id=event.id,
                    sequence=1,
                    event_type=EventType.TEST,
                )
            )
        await jobs.resume_strays(clock.now())
        await jobs.resume_strays(clock.now() + timedelta(minutes=11))
        await settled(endpoint)
    assert len(listening.received) == 1


async def test_a_delivery_that_is_worked_on_is_not_ordered_twice(database: str) -> None:
    actor = await make_actor()
    async with receiver() as listening, runner.running():
        listening.script["/"] = [HANG]
        endpoint = await add_endpoint(actor, listening.url())
        await send_test(actor, endpoint)
        await listening.count(1)
        before = len(await DBOS.list_workflows_async(name="deliver_webhook"))
        await jobs.resume_strays(clock.now() + timedelta(minutes=11))
        assert len(await DBOS.list_workflows_async(name="deliver_webhook")) == before == 1


async def test_what_a_stop_of_the_server_cuts_off_is_told_after_the_next_start(
    database: str,
) -> None:
    actor = await make_actor()
    async with receiver() as listening:
        listening.script["/"] = [HANG, 200]
        endpoint = await add_endpoint(actor, listening.url())
        async with runner.running():
            delivery_id = await send_test(actor, endpoint)
            await listening.count(1)
        async with runner.running():
            await settled(endpoint)
    [attempt] = (await detail(actor, delivery_id)).attempts
    assert (attempt.number, attempt.status_code) == (1, 200)


async def test_an_endpoint_whose_secret_cannot_be_read_any_more_is_not_told_and_it_says_why(
    database: str, monkeypatch
) -> None:
    actor = await make_actor()
    async with receiver() as listening, runner.running():
        endpoint = await add_endpoint(actor, listening.url())
        monkeypatch.setenv("VIVAVOCE_SECRET_KEY", "another key of at least 32 characters")
        get_settings.cache_clear()
        await send_test(actor, endpoint)
        await settled(endpoint)
    [delivery] = await deliveries_of(endpoint)
    assert listening.received == []
    assert delivery.status is DeliveryStatus.FAILED
    assert "another secret key" in delivery.last_error
