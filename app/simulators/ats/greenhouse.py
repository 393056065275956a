"""Greenhouse: sends tests, is told by PATCH that one has changed, and asks how it stands."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, BackgroundTasks, Request
from fastapi.responses import JSONResponse, Response

from app.simulators.ats.state import Ats, TakeHomeTest

if TYPE_CHECKING:
    import httpx

router = APIRouter()
PATH = "/integrations/testing_partners/take_home_tests"


async def send_test(
    ats: Ats, test_id: str, candidate: dict[str, Any], *, number: int | None = None
) -> httpx.Response:
    """Press "Send test"; with the number of an earlier test, send that once more."""
    known = ats.tests.get(number) if number else None
    test = known or TakeHomeTest(number or len(ats.tests) + 1)
    ats.tests[test.number] = test
    answer = await ats.ask(
        "POST",
        "/greenhouse/send_test",
        json={
            "partner_test_id": test_id,
            "candidate": {
                "first_name": "Ada",
                "last_name": "Example",
                "resume_url": None,
                "phone_number": None,
                "greenhouse_profile_url": f"{ats.base_url}/people/{test.number}",
            }
            | candidate,
            "url": f"{ats.base_url}{PATH}/{test.number}",
        },
    )
    if answer.status_code == 200:  # noqa: PLR2004 - as documented, and nothing else
        test.interview_id = answer.json()["partner_interview_id"]
    return answer


@router.patch(f"{PATH}/{{number}}")
async def completed(number: int, request: Request, background: BackgroundTasks) -> Response:
    """Be told that a test has changed."""
    ats: Ats = request.app.state.ats
    fault = ats.fault()
    if isinstance(fault, int):
        return Response(status_code=fault)
    test = ats.tests.get(number)
    if test is None:
        return Response(status_code=404)
    test.authorization = request.headers.get("authorization")
    expected = "Basic " + base64.b64encode(f"{ats.partner_key}:".encode()).decode()
    if ats.wants_authorization and test.authorization != expected:
        return Response(status_code=401)
    if await request.body():
        return Response(status_code=400)
    test.call_backs += 1
    background.add_task(look, ats, test)
    return Response(status_code=200)


async def look(ats: Ats, test: TakeHomeTest) -> None:
    """Ask how a test stands, and tell the partner where the answer makes no sense."""
    answer = await ats.ask(
        "GET", "/greenhouse/test_status", params={"partner_interview_id": test.interview_id}
    )
    said = answer.json()
    errors = problems(answer.status_code, said)
    if errors:
        await ats.ask(
            "POST",
            "/greenhouse/response_error",
            json={
                "api_call": "test_status",
                "errors": errors,
                "partner_interview_id": test.interview_id,
            },
        )
    test.answers.append(said)


def problems(status: int, said: dict[str, Any]) -> list[str]:
    """What Greenhouse would not accept of a status."""
    found = [] if status == 200 else [f"answered {status}"]  # noqa: PLR2004
    if not isinstance(said.get("partner_status"), str):
        found.append("partner_status is missing")
    if said.get("partner_status") == "complete" and not said.get("partner_profile_url"):
        found.append("partner_status is 'complete' but partner_profile_url is missing")
    if not isinstance(said.get("partner_score"), int | float | None):
        found.append("partner_score is not a number")
    if any(isinstance(value, dict | list) for value in (said.get("metadata") or {}).values()):
        found.append("metadata is nested")
    return found


@router.get("/control/greenhouse")
async def shown(request: Request) -> JSONResponse:
    """Every test that was sent, for people and tests to look at."""
    ats: Ats = request.app.state.ats
    return JSONResponse(
        [
            {
                "number": test.number,
                "partner_interview_id": test.interview_id,
                "call_backs": test.call_backs,
                "answers": test.answers,
            }
            for test in ats.tests.values()
        ]
    )


@router.post("/control/greenhouse/send_test")
async def pressed(request: Request) -> Response:
    """Send a test: `{"partner_test_id": …, "candidate": {…}}`; gives what the partner answered."""
    wanted = await request.json()
    answer = await send_test(
        request.app.state.ats, wanted["partner_test_id"], wanted.get("candidate", {})
    )
    return Response(answer.content, answer.status_code, media_type="application/json")
