"""What the page says of webhooks is what is sent."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from sqlmodel import select

from api.integrations.openapi import document as own_document
from app.core.database import reading
from app.core.ids import new_id
from app.interviews.models import InterviewStatus
from app.webhooks import formats, signing
from app.webhooks.models import EventType, WebhookEvent
from components.reference_document import Document
from components.reference_events import DATA, EVENTS, HEADERS, example_delivery
from tests.support.interviews import begun, engine, take_whole
from tests.support.people import make_actor


def test_every_type_of_event_is_explained() -> None:
    assert [name for name, _ in EVENTS] == [type_.value for type_ in EventType]


def test_every_header_of_a_signature_is_explained() -> None:
    secret = signing.new_secret()
    sent = signing.headers(new_id(), b"{}", datetime.now(UTC), secret=secret, old_secret=secret)

    assert {name for name, _ in HEADERS} == set(sent)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_every_member_that_is_sent_is_explained(database) -> None:
    with engine():
        await take_whole(await begun(await make_actor()))
    async with reading() as session:
        events = list((await session.execute(select(WebhookEvent))).scalars())

    explained = dict(EVENTS)
    every = {name for name, _ in DATA}
    assert {event.type for event in events} >= {
        EventType.INTERVIEW_SCHEDULED,
        EventType.INTERVIEW_STARTED,
        EventType.INTERVIEW_COMPLETED,
        EventType.REPORT_GENERATED,
    }
    (told_of_report,) = [one for one in events if one.type is EventType.REPORT_GENERATED]
    example = example_delivery(Document(own_document()))
    assert set(example) == set(json.loads(formats.envelope(told_of_report)))
    assert set(example["data"]) == set(told_of_report.data)
    for event in events:
        more = set(event.data) - every
        assert not {name for name in more if f"`{name}`" not in explained[event.type.value]}
        body = json.loads(formats.envelope(event))
        document = Document(own_document())
        told = {field.name for field in document.fields(document.webhook_schema())}
        assert set(body) <= told | {"sequence"}


def test_every_status_an_event_may_have_is_explained() -> None:
    words = dict(DATA)["status"]

    public = {"cancelled": "canceled"}
    for status in InterviewStatus:
        assert f"`{public.get(status.value, status.value)}`" in words
