"""Looking at deliveries, and replaying them."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from sqlalchemy import event

from app.core.database import get_engine, reading, unit_of_work
from app.core.errors import ConflictError, NotFoundError, NotPermittedError
from app.core.ids import new_id
from app.core.secrets import seal
from app.identity.permissions import Role
from app.webhooks import deliveries, endpoints, service
from app.webhooks.models import (
    DeliveryStatus,
    EndpointFormat,
    EventType,
    WebhookDelivery,
    WebhookEndpoint,
)
from tests.support.interviews import invite, make_position
from tests.support.people import make_actor
from tests.support.webhooks import add_endpoint, deliveries_of, detail, endpoint_row, send_test

URL = "https://hooks.example.com/in"


async def listed(actor, **filters):
    async with reading() as session:
        return await deliveries.listing(session, actor, **filters)


async def mark(delivery_id, status: DeliveryStatus) -> None:
    async with unit_of_work() as session:
        (await session.get_one(WebhookDelivery, delivery_id)).status = status


@contextmanager
def counted():
    """The statements that are run inside."""
    statements: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        statements.append(statement)

    engine = get_engine().sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


async def test_deliveries_are_paged_newest_first_without_gap_or_repeat(database: str) -> None:
    actor = await make_actor()
    endpoint = await add_endpoint(actor, URL)
    made = [await send_test(actor, endpoint) for _ in range(7)]
    seen, cursor = [], None
    while True:
        page = await listed(actor, limit=3, cursor=cursor)
        seen += [row.id for row in page.rows]
        # What is added meanwhile is newer and shifts nothing.
        await send_test(actor, endpoint)
        if (cursor := page.next_cursor) is None:
            break
    assert seen == made[::-1]


async def test_deliveries_are_filtered(database: str) -> None:
    actor = await make_actor()
    first, second = [await add_endpoint(actor, URL) for _ in range(2)]
    await invite(actor, await make_position(actor))
    failed = await send_test(actor, second)
    await mark(failed, DeliveryStatus.FAILED)
    assert len((await listed(actor)).rows) == 3
    assert len((await listed(actor, endpoint_id=str(first.id))).rows) == 1
    assert [row.id for row in (await listed(actor, status="failed")).rows] == [failed]
    types = [row.event_type for row in (await listed(actor, event_type="webhook.test")).rows]
    assert types == [EventType.TEST]
    assert (await listed(actor, endpoint_id=first.id, status="failed")).rows == ()
    for nonsense in ({"status": "x"}, {"event_type": "x"}, {"endpoint_id": "x"}):
        assert (await listed(actor, **nonsense)).rows == ()
    assert len((await listed(actor, status="", event_type="", cursor="x")).rows) == 3


async def test_lists_take_a_fixed_number_of_queries(database: str) -> None:
    actor = await make_actor()

    async def queries() -> tuple[int, int]:
        with counted() as looking:
            await listed(actor)
        with counted() as managing:
            async with reading() as session:
                await endpoints.listing(session, actor)
        count = [[one for one in seen if "SELECT" in one] for seen in (looking, managing)]
        return len(count[0]), len(count[1])

    empty = await queries()
    for _ in range(5):
        endpoint = await add_endpoint(actor, URL)
        for _ in range(3):
            await send_test(actor, endpoint)
    assert await queries() == empty
    assert empty[0] == 1
    assert empty[1] == 2


async def test_endpoints_are_listed_with_how_their_deliveries_went(database: str) -> None:
    actor = await make_actor()
    endpoint = await add_endpoint(actor, URL)
    silent = await add_endpoint(actor, URL)
    for status, times in (
        (DeliveryStatus.DELIVERED, 3),
        (DeliveryStatus.FAILED, 2),
        (DeliveryStatus.CANCELLED, 1),
        (DeliveryStatus.PENDING, 4),
    ):
        for _ in range(times):
            await mark(await send_test(actor, endpoint), status)
    async with reading() as session:
        first, second = await endpoints.listing(session, actor)
    assert (first.id, second.id) == (endpoint.id, silent.id)
    assert (first.delivered_24h, first.failed_24h, first.pending) == (3, 2, 4)
    assert (second.delivered_24h, second.failed_24h, second.pending) == (0, 0, 0)


async def test_a_partners_call_back_is_listed_and_marked_and_its_credential_hidden(
    database: str,
) -> None:
    actor = await make_actor()
    interview = await invite(actor, await make_position(actor))
    async with unit_of_work() as session:
        session.add(
            WebhookEndpoint(
                organization_id=actor.organization_id,
                interview_id=interview.interview_id,
                format=EndpointFormat.GREENHOUSE,
                url=URL,
                event_types=["interview.started"],
                secret_sealed=seal("partner-secret"),
            )
        )
        await session.flush()
        await service.emit(
            session,
            EventType.INTERVIEW_STARTED,
            organization_id=actor.organization_id,
            interview_id=interview.interview_id,
            data={},
        )
    [row] = (await listed(actor)).rows
    assert row.is_partner
    shown = await detail(actor, row.id)
    assert (shown.method, shown.url) == ("PATCH", URL)
    assert "partner-secret" not in str(shown)


async def test_a_replay_is_a_new_delivery_of_the_same_event(database: str) -> None:
    actor = await make_actor()
    endpoint = await add_endpoint(actor, URL)
    delivery_id = await send_test(actor, endpoint)
    async with unit_of_work() as session:
        again = await deliveries.replay(session, actor, str(delivery_id))
    first, second = await deliveries_of(endpoint)
    assert (first.id, second.id, second.is_replay) == (delivery_id, again, True)
    assert first.event_id == second.event_id
    assert (await detail(actor, first.id)).body == (await detail(actor, second.id)).body


async def test_nothing_is_sent_to_an_endpoint_that_is_off(database: str) -> None:
    actor = await make_actor()
    endpoint = await add_endpoint(actor, URL)
    delivery_id = await send_test(actor, endpoint)
    async with unit_of_work() as session:
        await endpoints.set_enabled(session, actor, endpoint.id, False)
    with pytest.raises(ConflictError):
        await send_test(actor, endpoint)
    with pytest.raises(ConflictError):
        async with unit_of_work() as session:
            await deliveries.replay(session, actor, delivery_id)
    await invite(actor, await make_position(actor))
    assert len(await deliveries_of(endpoint)) == 1


async def test_another_organisations_deliveries_are_not_found(database: str) -> None:
    theirs = await make_actor()
    delivery_id = await send_test(theirs, await add_endpoint(theirs, URL))
    actor = await make_actor()
    assert (await listed(actor)).rows == ()
    for unknown in (delivery_id, new_id(), "nonsense", None):
        with pytest.raises(NotFoundError):
            await detail(actor, unknown)
        with pytest.raises(NotFoundError):
            async with unit_of_work() as session:
                await deliveries.replay(session, actor, unknown)


async def test_only_admins_look_at_deliveries(database: str) -> None:
    admin = await make_actor()
    delivery_id = await send_test(admin, await add_endpoint(admin, URL))
    member = await make_actor(Role.RECRUITER, admin.organization_id)
    with pytest.raises(NotPermittedError):
        await listed(member)
    with pytest.raises(NotPermittedError):
        await detail(member, delivery_id)
    with pytest.raises(NotPermittedError):
        async with unit_of_work() as session:
            await deliveries.replay(session, member, delivery_id)


async def test_with_an_endpoint_its_deliveries_go(database: str) -> None:
    actor = await make_actor()
    endpoint = await add_endpoint(actor, URL)
    delivery_id = await send_test(actor, endpoint)
    assert await endpoint_row(endpoint)
    async with unit_of_work() as session:
        await endpoints.delete(session, actor, endpoint.id)
    with pytest.raises(NotFoundError):
        await detail(actor, delivery_id)


async def test_an_endpoint_is_told_of_what_it_asked_for_alone(database: str) -> None:
    actor, other = await make_actor(), await make_actor()
    wanting = await add_endpoint(actor, URL, ["interview.scheduled"])
    others = [
        await add_endpoint(actor, URL, ["interview.completed"]),
        await add_endpoint(other, URL),
    ]
    await invite(actor, await make_position(actor))
    assert [one.event_type for one in await deliveries_of(wanting)] == ["interview.scheduled"]
    for endpoint in others:
        assert await deliveries_of(endpoint) == []
