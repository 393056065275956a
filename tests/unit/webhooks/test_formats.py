"""Our envelope, and how its request is signed."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from app.core import clock
from app.core.database import reading, unit_of_work
from app.core.outbound import Answer
from app.webhooks import endpoints, service
from app.webhooks.formats import FORMATS, Vivavoce, envelope
from app.webhooks.models import EndpointFormat, EventType, WebhookEndpoint, WebhookEvent
from tests.support.interviews import invite, make_position
from tests.support.people import make_actor
from tests.support.webhooks import add_endpoint, endpoint_row

URL = "https://hooks.example.com/in"
DATA = {"zeta": 1, "interview_id": "x", "score": 72.5, "b": {"z": ["ü", "\u2028"], "a": True}}


def test_every_format_has_its_entry() -> None:
    assert set(FORMATS) == set(EndpointFormat)


async def test_the_envelope_is_as_the_contract_says(database: str) -> None:
    actor = await make_actor()
    interview = await invite(actor, await make_position(actor))
    with clock.at(datetime(2026, 11, 21, 9, 30, tzinfo=UTC)):
        async with unit_of_work() as session:
            event = await service.emit(
                session,
                EventType.REPORT_GENERATED,
                organization_id=actor.organization_id,
                interview_id=interview.interview_id,
                data=DATA,
            )
    assert json.loads(envelope(event)) == {
        "id": str(event.id),
        "type": "report.generated",
        "timestamp": "2026-11-21T09:30:00Z",
        "org_id": str(actor.organization_id),
        "sequence": 2,
        "data": DATA,
    }


async def test_the_body_is_the_same_bytes_whenever_it_is_made(database: str) -> None:
    actor = await make_actor()
    async with unit_of_work() as session:
        written = WebhookEvent(
            organization_id=actor.organization_id, type=EventType.TEST, sequence=1, data=DATA
        )
        session.add(written)
        await session.flush()
        before = envelope(written)
    async with reading() as session:
        assert envelope(await session.get_one(WebhookEvent, written.id)) == before


async def test_the_old_secret_signs_until_its_time_is_over(database: str) -> None:
    actor = await make_actor()
    made = await add_endpoint(actor, URL)
    event = WebhookEvent(
        organization_id=actor.organization_id, type=EventType.TEST, sequence=1, data={}
    )
    async with unit_of_work() as session:
        secret = await endpoints.rotate_secret(session, actor, made.id)
    now = clock.now()
    row = await endpoint_row(made)
    call = Vivavoce().call(event, row, now)
    for one in (made.secret, secret):
        assert Webhook(one).verify(call.body, call.headers)["type"] == "webhook.test"
    with clock.at(now + timedelta(hours=25)):
        later = Vivavoce().call(event, row, now)
    assert Webhook(secret).verify(later.body, later.headers)
    assert "X-Signature-256-Previous" not in later.headers
    with pytest.raises(WebhookVerificationError):
        Webhook(made.secret).verify(later.body, later.headers)
    assert later.body == call.body


@pytest.mark.parametrize("status", [199, 300, 301, 304, 400, 410, 500])
def test_what_is_not_2xx_is_a_failure(status: int) -> None:
    assert Vivavoce().failure(Answer(status, {}))


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_2xx_is_success(status: int) -> None:
    assert Vivavoce().failure(Answer(status, {})) is None


def test_the_secret_itself_is_never_sent() -> None:
    from app.core.secrets import seal
    from app.webhooks.signing import new_secret

    secret = new_secret()
    endpoint = WebhookEndpoint(url=URL, event_types=[], secret_sealed=seal(secret))
    event = WebhookEvent(type=EventType.TEST, sequence=1, data={}, organization_id=endpoint.id)
    call = Vivavoce().call(event, endpoint, clock.now())
    assert secret.removeprefix("whsec_") not in str(call)
