"""Ashby: starts and cancels assessments, and takes in `assessment.update`, or refuses it."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from app.simulators.ats.state import Assessment, Ats

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

router = APIRouter()

TYPES: dict[str, tuple[type, ...]] = {
    "numeric_score": (int, float),
    "numeric_duration_minutes": (int, float),
    "url": (str,),
    "string": (str,),
    "boolean_success": (bool,),
}
VALUES = ("assessment_status", "assessment_profile_url", "assessment_result", "cancelled_reason")


async def start(
    ats: Ats, type_id: str, candidate: dict[str, Any], *, application_id: str | None = None
) -> httpx.Response:
    """Start an assessment for a candidacy, a new one unless it is named."""
    answer = await ats.ask(
        "POST",
        "/ashby/assessment.start",
        json={
            "assessment_type_id": type_id,
            "candidate": {
                "ashby_id": str(uuid4()),
                "first_name": "Ada",
                "last_name": "Example",
                "ashby_profile_url": f"{ats.base_url}/candidates/1",
            }
            | candidate,
            "application": {"ashby_id": application_id or str(uuid4()), "status": "Active"},
            "job": {"ashby_id": str(uuid4()), "name": "Job"},
        },
    )
    if answer.status_code == 200:  # noqa: PLR2004
        known = answer.json()["results"]["assessment_id"]
        ats.assessments.setdefault(known, Assessment(known))
    return answer


async def cancel(ats: Ats, assessment_id: str) -> httpx.Response:
    """Cancel an assessment."""
    return await ats.ask("POST", "/ashby/assessment.cancel", json={"assessment_id": assessment_id})


@router.post("/assessment.update")
async def update(request: Request) -> Response:
    """Take in an update. What is wrong with its content is told with status 200, as Ashby does."""
    ats: Ats = request.app.state.ats
    refused = _not_heard(ats, request)
    if refused is not None:
        return refused
    body = await request.json()
    assessment = ats.assessments.get(str(body.get("assessment_id")))
    if assessment is None:
        return _refusal("assessment_not_found", "There is no such assessment.")
    wrong = next(problems(body, assessment), None)
    if wrong:
        return _refusal("invalid_input", wrong)
    _apply(assessment, body)
    return JSONResponse({"success": True, "results": {"assessment_id": assessment.assessment_id}})


def problems(body: dict[str, Any], assessment: Assessment) -> Iterator[str]:
    """What is wrong with an update."""
    timestamp = body.get("timestamp")
    if not isinstance(timestamp, int) or timestamp < assessment.timestamp:
        yield "timestamp must be milliseconds, not earlier than those of the last update"
    if "cancelled_reason" not in body and "assessment_status" not in body:
        yield "assessment_status is required"
    if "assessment_result" in body and "assessment_profile_url" not in body:
        yield "assessment_profile_url is required"
    values = [body[name] for name in VALUES if name in body] + list(body.get("metadata", []))
    for value in values:
        if set(value) - {"description"} != {"identifier", "label", "type", "value"}:
            yield f"{value} is not a value"
        elif type(value["value"]) not in TYPES.get(value["type"], ()):
            yield f"{value['identifier']} is not of its type"
    identifiers = [value.get("identifier") for value in values]
    if len(set(identifiers)) < len(identifiers):
        yield "identifiers must be unique"


def _not_heard(ats: Ats, request: Request) -> Response | None:
    """Why an update is not even looked at, if it is not."""
    fault = ats.fault()
    if isinstance(fault, int):
        return Response(status_code=fault)
    user = _user(request.headers.get("authorization", ""))
    if user != ats.ashby_key:
        return Response(status_code=403 if user else 401)
    if "version=1" not in request.headers.get("accept", ""):
        return _refusal("unsupported_version", "The Accept header names no version.")
    if fault is not None:
        return _refusal("assessment_locked", "The assessment is being edited.")
    return None


def _apply(assessment: Assessment, body: dict[str, Any]) -> None:
    assessment.timestamp = body["timestamp"]
    assessment.updates.append(body)
    if "cancelled_reason" in body:
        assessment.state = "cancelled"
    elif "assessment_result" in body:
        assessment.state = "complete"
    elif body["assessment_status"]["value"] == "Started":
        assessment.state = "started"


def _user(authorization: str) -> str:
    scheme, _, encoded = authorization.partition(" ")
    try:
        decoded = base64.b64decode(encoded, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""
    user, colon, password = decoded.partition(":")
    return user if scheme == "Basic" and colon and not password else ""


def _refusal(code: str, message: str) -> JSONResponse:
    told = {"code": code, "message": message, "requestId": uuid4().hex}
    return JSONResponse({"success": False, "errors": [code], "errorInfo": told})


@router.get("/control/ashby")
async def shown(request: Request) -> JSONResponse:
    """Every assessment that was started, for people and tests to look at."""
    ats: Ats = request.app.state.ats
    return JSONResponse(
        [
            {"assessment_id": one.assessment_id, "state": one.state, "updates": one.updates}
            for one in ats.assessments.values()
        ]
    )


@router.post("/control/ashby/start")
async def pressed(request: Request) -> Response:
    """Start one: `{"assessment_type_id": …, "candidate": {…}}`; gives the partner's answer."""
    wanted = await request.json()
    answer = await start(
        request.app.state.ats, wanted["assessment_type_id"], wanted.get("candidate", {})
    )
    return Response(answer.content, answer.status_code, media_type="application/json")
