"""How applicant tracking systems are called back about the interviews they ordered.

What the endpoint's secret seals is the key to call the partner with, and nothing where there is
none. Both are sent as the user of HTTP Basic authentication with an empty password.
"""

from __future__ import annotations

import base64
import json
import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

from app.core.secrets import unseal
from app.webhooks.calls import Call, status_failure
from app.webhooks.models import EventType

if TYPE_CHECKING:
    from app.core.outbound import Answer
    from app.webhooks.models import WebhookEndpoint, WebhookEvent

# Ashby's front door refuses calls that do not say whose they are.
AGENT = "Vivavoce-Integrations/1"
_LONGEST_FAILURE = 300
_REFUSED = re.compile(rb'\s*\{\s*"success"\s*:\s*false')


class Greenhouse:
    """A PATCH without parameters, upon which Greenhouse asks for the test's status.

    As documented for the Assessment API ("Mark Test as Completed"), whose example carries the key
    that the partner gave to the customer; we send it where the customer has told us that key.
    """

    def call(self, event: WebhookEvent, endpoint: WebhookEndpoint, at: datetime) -> Call:
        """The same request whatever has happened: what happened is asked for."""
        return Call(
            method="PATCH",
            url=endpoint.url,
            headers={"Accept": "application/json", "User-Agent": AGENT} | _authorization(endpoint),
            secret_headers=frozenset({"Authorization"}),
        )

    def failure(self, answer: Answer) -> str | None:
        """Whatever is not 2xx."""
        return status_failure(answer)


class Ashby:
    """A call of Ashby's `assessment.update`.

    Documented: the members, that a status "Started" notes the start, that `assessment_result`
    completes the assessment and needs the URL, that `cancelled_reason` cancels it, and the types
    of values. Assumed: that other statuses are shown as they are, and that a boolean_success is
    shown as passed or failed.
    """

    def call(self, event: WebhookEvent, endpoint: WebhookEndpoint, at: datetime) -> Call:
        """A POST of what the event changes."""
        return Call(
            method="POST",
            url=endpoint.url,
            headers={
                "Content-Type": "application/json",
                "Accept": "application/json; version=1",
                "User-Agent": AGENT,
            }
            | _authorization(endpoint),
            body=json.dumps(update_of(event), separators=(",", ":")).encode("ascii"),
            secret_headers=frozenset({"Authorization"}),
        )

    def failure(self, answer: Answer) -> str | None:
        """Ashby says 200 to much that it refuses; then the body says that it did, and why."""
        refused = status_failure(answer)
        if refused is not None:
            return refused
        body = _json(answer)
        if body.get("success") is not False and not _REFUSED.match(answer.body):
            return None
        told = body.get("errorInfo")
        message = told.get("message") if isinstance(told, dict) else None
        why = message or body.get("errors") or "it did not say why."
        return f"Ashby refused the update: {why}"[:_LONGEST_FAILURE]


def update_of(event: WebhookEvent) -> dict[str, Any]:
    """The body of `assessment.update` for an event of an interview."""
    data = event.data
    milliseconds = int(event.created_at.timestamp() * 1000)
    update: dict[str, Any] = {
        "assessment_id": data["interview_id"],
        # Events of one moment still have to come one after the other.
        "timestamp": milliseconds + event.sequence,
    }
    match event.type:
        case EventType.INTERVIEW_CANCELED:
            why = "Expired" if data.get("status") == "expired" else "Cancelled"
            return update | {"cancelled_reason": _value("reason", "Reason", "string", why)}
        case EventType.REPORT_GENERATED:
            return update | _result(data)
        case EventType.INTERVIEW_STARTED:
            status = "Started"
        case _:
            status = "Left before the end" if data.get("status") == "abandoned" else "Completed"
    return update | {"assessment_status": _value("status", "Status", "string", status)}


def _result(data: dict[str, Any]) -> dict[str, Any]:
    score, recommendation = data.get("overall_score"), data["recommendation"]
    minutes = _minutes(data.get("started_at"), data.get("ended_at"))
    metadata = [
        _value("recommendation", "Recommendation", "string", _words(recommendation)),
        _value("duration", "From start to end", "numeric_duration_minutes", minutes),
    ]
    # An interview that should be talked about has neither passed nor failed.
    if recommendation != "discuss":
        passed = recommendation != "no_hire"
        metadata.append(_value("recommended", "Recommended", "boolean_success", passed))
    return {
        "assessment_status": _value("status", "Status", "string", "Report ready"),
        "assessment_profile_url": _value("report", "Report", "url", data["report_url"]),
        "assessment_result": _value("score", "Overall score", "numeric_score", round(score))
        if score is not None
        else _value("score", "Overall score", "string", "Not enough evidence"),
        "metadata": metadata,
    }


def _value(identifier: str, label: str, type_: str, value: object) -> dict[str, object]:
    return {"identifier": identifier, "label": label, "type": type_, "value": value}


def _minutes(started: str | None, ended: str | None) -> int:
    if started is None or ended is None:
        return 0
    passed = datetime.fromisoformat(ended) - datetime.fromisoformat(started)
    return max(round(passed.total_seconds() / 60), 0)


def _words(recommendation: str) -> str:
    return recommendation.replace("_", " ").capitalize()


def _authorization(endpoint: WebhookEndpoint) -> dict[str, str]:
    key = unseal(endpoint.secret_sealed)
    if not key:
        return {}
    return {"Authorization": "Basic " + base64.b64encode(f"{key}:".encode()).decode()}


def _json(answer: Answer) -> dict[str, Any]:
    """The answer's members; none where it is no object, or was too long to be read whole."""
    try:
        body = json.loads(answer.body)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
