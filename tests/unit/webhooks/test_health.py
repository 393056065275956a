"""When an endpoint is switched off for failing, and that its owners learn of it once."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import col, select

from app.core import clock
from app.core.database import reading, unit_of_work
from app.core.secrets import unseal
from app.identity.permissions import Role
from app.mail.models import Mail, MailKind
from app.webhooks import endpoints, health, sending, service
from app.webhooks.models import DeliveryStatus, EndpointStatus, WebhookEndpoint
from tests.support.audit import actions_on
from tests.support.people import make_actor
from tests.support.webhooks import add_endpoint, deliveries_of, endpoint_row

URL = "https://hooks.example.com/in"
LAST = len(sending.PAUSES) + 1


async def finish(endpoint, error: str | None, status_code: int | None = 500) -> None:
    """A delivery that ends so at its last attempt."""
    async with unit_of_work() as session:
        row = await session.get_one(WebhookEndpoint, endpoint.id)
        delivery = await service.emit_test(session, row)
    outcome = sending.Outcome(clock.now(), 5, {}, status_code, error)
    async with unit_of_work() as session:
        assert not await sending.record(session, delivery.id, LAST, outcome)


async def mails_of(actor) -> list[Mail]:
    query = (
        select(Mail)
        .where(
            col(Mail.organization_id) == actor.organization_id,
            col(Mail.kind) == MailKind.ENDPOINT_DISABLED,
        )
        .order_by(col(Mail.recipient))
    )
    async with reading() as session:
        return list((await session.execute(query)).scalars())


async def fail(endpoint, times: int, over: timedelta) -> None:
    began = clock.now()
    for number in range(times):
        with clock.at(began + over * number / max(times - 1, 1)):
            await finish(endpoint, "Answered 500.")


async def test_twenty_failures_over_half_a_day_switch_an_endpoint_off_and_admins_are_told_once(
    database: str,
) -> None:
    actor = await make_actor()
    second = await make_actor(organization_id=actor.organization_id)
    await make_actor(Role.RECRUITER, actor.organization_id)
    endpoint = await add_endpoint(actor, URL)
    await fail(endpoint, 25, timedelta(hours=13))
    row = await endpoint_row(endpoint)
    assert row.status is EndpointStatus.DISABLED
    assert "deliveries failed" in row.disabled_reason
    mails = await mails_of(actor)
    assert [mail.recipient for mail in mails] == sorted([actor.email, second.email])
    assert URL in unseal(mails[0].text_sealed)
    assert (await actions_on(endpoint.id)).count("webhook_endpoint.switched_off") == 1


async def test_many_failures_in_a_short_time_do_not(database: str) -> None:
    actor = await make_actor()
    endpoint = await add_endpoint(actor, URL)
    await fail(endpoint, 30, health.FAILING_FOR - timedelta(minutes=1))
    assert (await endpoint_row(endpoint)).status is EndpointStatus.ENABLED
    assert await mails_of(actor) == []


async def test_few_failures_over_a_long_time_do_not(database: str) -> None:
    actor = await make_actor()
    endpoint = await add_endpoint(actor, URL)
    await fail(endpoint, health.MOST_FAILURES - 1, timedelta(days=9))
    assert (await endpoint_row(endpoint)).status is EndpointStatus.ENABLED


async def test_one_success_begins_the_count_anew(database: str) -> None:
    actor = await make_actor()
    endpoint = await add_endpoint(actor, URL)
    await fail(endpoint, health.MOST_FAILURES - 1, timedelta(days=1))
    await finish(endpoint, None, 200)
    with clock.at(clock.now() + timedelta(days=2)):
        await finish(endpoint, "Answered 500.")
    row = await endpoint_row(endpoint)
    assert (row.status, row.failures_in_a_row) == (EndpointStatus.ENABLED, 1)


async def test_410_switches_off_at_once_and_each_time(database: str) -> None:
    actor = await make_actor()
    endpoint = await add_endpoint(actor, URL)
    for told in (1, 2):
        await finish(endpoint, "Answered 410.", 410)
        await finish(endpoint, "Answered 410.", 410)
        row = await endpoint_row(endpoint)
        assert (row.status, row.disabled_reason) == (
            EndpointStatus.DISABLED,
            "It answered 410: it is gone.",
        )
        assert len(await mails_of(actor)) == told
        async with unit_of_work() as session:
            await endpoints.set_enabled(session, actor, endpoint.id, True)


async def test_an_attempt_that_is_recorded_twice_counts_once(database: str) -> None:
    actor = await make_actor()
    endpoint = await add_endpoint(actor, URL)
    async with unit_of_work() as session:
        delivery_id = await endpoints.send_test(session, actor, endpoint.id)
    outcome = sending.Outcome(clock.now(), 5, {}, 500, "Answered 500.")
    for number, again in ((1, True), (1, True), (2, True), (3, True), (4, False), (4, False)):
        async with unit_of_work() as session:
            assert await sending.record(session, delivery_id, number, outcome) is again
    [delivery] = await deliveries_of(endpoint)
    assert (delivery.status, delivery.attempts) == (DeliveryStatus.FAILED, 4)
    assert (await endpoint_row(endpoint)).failures_in_a_row == 1


def test_the_pauses_are_as_the_contract_says() -> None:
    assert [pause.total_seconds() for pause in sending.PAUSES] == [2, 4, 8]
