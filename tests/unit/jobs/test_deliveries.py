"""Telling endpoints, with the job runner at work and a real receiver."""

from __future__ import annotations

import pytest

from app.jobs import runner
from app.webhooks.models import DeliveryStatus
from tests.support.people import make_actor
from tests.support.receiver import receiver
from tests.support.webhooks import add_endpoint, deliveries_of, detail, send_test, settled

pytestmark = pytest.mark.usefixtures("loopback_allowed", "quick")


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
