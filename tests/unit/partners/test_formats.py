"""What partners are told, and what of their answers counts as success."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime

import pytest

from app.core.ids import new_id
from app.core.outbound import Answer
from app.core.secrets import seal
from app.webhooks.formats import FORMATS
from app.webhooks.models import EndpointFormat, EventType, WebhookEndpoint, WebhookEvent

AT = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
STARTED, ENDED = "2026-11-21T09:00:00Z", "2026-11-21T09:24:40.5Z"
REPORT = "https://vivavoce.example.com/interviews/1"


def endpoint(format_: EndpointFormat, key: str = "a-key") -> WebhookEndpoint:
    return WebhookEndpoint(
        organization_id=new_id(),
        format=format_,
        url="https://ats.example.com/call",
        event_types=[],
        secret_sealed=seal(key),
    )


def event(type_: EventType, sequence: int = 1, **data) -> WebhookEvent:
    interview_id = new_id()
    return WebhookEvent(
        organization_id=new_id(),
        interview_id=interview_id,
        type=type_,
        sequence=sequence,
        data={"interview_id": str(interview_id)} | data,
        created_at=AT,
    )


def report(**data) -> WebhookEvent:
    said = {
        "status": "completed",
        "started_at": STARTED,
        "ended_at": ENDED,
        "overall_score": 71.6,
        "recommendation": "strong_hire",
        "report_url": REPORT,
    } | data
    return event(
        EventType.REPORT_GENERATED,
        **{name: value for name, value in said.items() if value is not None},
    )


def ashby_body(told: WebhookEvent) -> dict:
    call = FORMATS[EndpointFormat.ASHBY].call(told, endpoint(EndpointFormat.ASHBY), AT)
    return json.loads(call.body)


def test_greenhouse_is_sent_a_patch_without_parameters() -> None:
    call = FORMATS[EndpointFormat.GREENHOUSE].call(
        report(), endpoint(EndpointFormat.GREENHOUSE, ""), AT
    )
    assert (call.method, call.url, call.body) == ("PATCH", "https://ats.example.com/call", b"")
    assert "Authorization" not in call.headers


@pytest.mark.parametrize("format_", [EndpointFormat.GREENHOUSE, EndpointFormat.ASHBY])
def test_a_known_key_is_the_user_of_basic_authentication_and_shown_to_nobody(
    format_: EndpointFormat,
) -> None:
    call = FORMATS[format_].call(report(), endpoint(format_), AT)
    scheme, encoded = call.headers["Authorization"].split()
    assert (scheme, base64.b64decode(encoded)) == ("Basic", b"a-key:")
    assert encoded not in str(call.shown_headers)


def test_ashby_is_told_of_the_start() -> None:
    told = event(EventType.INTERVIEW_STARTED, status="in_progress")
    call = FORMATS[EndpointFormat.ASHBY].call(told, endpoint(EndpointFormat.ASHBY), AT)
    assert (call.method, call.headers["Accept"]) == ("POST", "application/json; version=1")
    assert json.loads(call.body) == {
        "assessment_id": told.data["interview_id"],
        "timestamp": int(AT.timestamp() * 1000) + 1,
        "assessment_status": {
            "identifier": "status",
            "label": "Status",
            "type": "string",
            "value": "Started",
        },
    }


def test_ashby_is_given_the_result_with_the_report() -> None:
    body = ashby_body(report())
    assert body["assessment_profile_url"]["type"] == "url"
    assert body["assessment_profile_url"]["value"] == REPORT
    assert (body["assessment_result"]["type"], body["assessment_result"]["value"]) == (
        "numeric_score",
        72,
    )
    assert {one["identifier"]: (one["type"], one["value"]) for one in body["metadata"]} == {
        "recommendation": ("string", "Strong hire"),
        "duration": ("numeric_duration_minutes", 25),
        "recommended": ("boolean_success", True),
    }
    values = [*body["metadata"]] + [one for one in body.values() if isinstance(one, dict)]
    identifiers = [one["identifier"] for one in values]
    assert len(set(identifiers)) == len(identifiers)


@pytest.mark.parametrize(
    ("recommendation", "passed"), [("hire", True), ("no_hire", False), ("discuss", None)]
)
def test_what_should_be_talked_about_has_neither_passed_nor_failed(
    recommendation: str, passed: bool | None
) -> None:
    metadata = ashby_body(report(recommendation=recommendation))["metadata"]
    said = {one["identifier"]: one["value"] for one in metadata}
    assert said.get("recommended") is passed


def test_a_report_without_a_score_says_so_instead_of_zero() -> None:
    result = ashby_body(report(overall_score=None))["assessment_result"]
    assert (result["type"], result["value"]) == ("string", "Not enough evidence")


@pytest.mark.parametrize(("status", "why"), [("canceled", "Cancelled"), ("expired", "Expired")])
def test_ashby_is_told_why_there_is_nothing_to_wait_for(status: str, why: str) -> None:
    body = ashby_body(event(EventType.INTERVIEW_CANCELED, status=status))
    assert body["cancelled_reason"]["value"] == why
    assert "assessment_status" not in body


@pytest.mark.parametrize(
    ("status", "words"), [("completed", "Completed"), ("abandoned", "Left before the end")]
)
def test_an_interview_that_is_over_has_no_result_before_its_report(status: str, words: str) -> None:
    body = ashby_body(event(EventType.INTERVIEW_COMPLETED, status=status))
    assert body["assessment_status"]["value"] == words
    assert "assessment_result" not in body


def test_events_of_one_moment_come_one_after_the_other() -> None:
    first = ashby_body(event(EventType.INTERVIEW_COMPLETED, 2, status="completed"))
    second = ashby_body(event(EventType.REPORT_GENERATED, 3, **report().data))
    assert first["timestamp"] < second["timestamp"]


@pytest.mark.parametrize(
    ("status", "body", "failure"),
    [
        (200, b'{"success":true,"results":{}}', None),
        (200, b"", None),
        (
            200,
            b'{"success": false, "errors": ["x"], "errorInfo": {"message": "Unknown assessment."}}',
            "Ashby refused the update: Unknown assessment.",
        ),
        (200, b'{"success":false,"errors":["x"]}', "Ashby refused the update: ['x']"),
        (200, b'{"success":false,"err', "Ashby refused the update: it did not say why."),
        (200, b'{"results":{"success":false}}', None),
        (200, b'["success", {"success":false}]', None),
        (401, b"", "Answered 401."),
        (429, b"", "Answered 429."),
        (500, b"oops", "Answered 500."),
    ],
)
def test_ashby_may_refuse_with_status_200(status: int, body: bytes, failure: str | None) -> None:
    assert FORMATS[EndpointFormat.ASHBY].failure(Answer(status, {}, body)) == failure


def test_a_refusal_is_kept_short() -> None:
    body = json.dumps({"success": False, "errorInfo": {"message": "no " * 900}}).encode()
    failure = FORMATS[EndpointFormat.ASHBY].failure(Answer(200, {}, body))
    assert failure is not None
    assert len(failure) <= 300
