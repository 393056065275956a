"""Evaluations over the API, called as the contract's document calls them."""

from __future__ import annotations

import pytest

from app.identity.permissions import Role
from tests.support.interviews import begun, engine, interview_of
from tests.support.people import make_actor
from tests.support.recruiting import client_of, data_of, failure_of
from tests.support.reports import reported

pytestmark = pytest.mark.usefixtures("database")
SCORE = int | None
SHAPE = {
    "id": int,
    "interviewId": int,
    "reliabilityScore": SCORE,
    "accountabilityScore": SCORE,
    "professionalismScore": SCORE,
    "communicationScore": SCORE,
    "technicalScore": SCORE,
    "growthPotentialScore": SCORE,
    "overallScore": SCORE,
    "summary": str,
    "strengths": list,
    "weaknesses": list,
    "redFlags": list,
    "recommendation": str,
    "nextInterviewFocus": list,
    "createdAt": str,
}


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_an_evaluation_is_answered_as_the_document_says() -> None:
    actor = await make_actor()
    client = await client_of(actor)
    with engine():
        running = await interview_of(await begun(actor))
    failure_of(await client.get(f"/interviews/{running.number}/evaluation"), 404)
    done = await reported(actor)
    url = f"/interviews/{done.number}/evaluation"
    shown = data_of(await client.get(url))
    for name, kind in SHAPE.items():
        assert isinstance(shown[name], kind), (name, shown[name])
    assert shown["interviewId"] == done.number
    assert shown["recommendation"] in {"strong_hire", "hire", "discuss", "no_hire"}
    assert 0 <= shown["technicalScore"] <= 10
    assert 0 <= shown["overallScore"] <= 100
    assert shown["reliabilityScore"] is None
    span = shown["basis"]["technicalScore"]["evidence"][0]
    assert "full marks"[span["start"] : span["end"]] == span["quote"]
    reader = await client_of(await make_actor(Role.READONLY, actor.organization_id))
    assert data_of(await reader.get(url)) == shown
    failure_of(await (await client_of(await make_actor())).get(url), 404)
    for number, status in (("99", 404), ("2147483648", 404), ("none", 400)):
        failure_of(await client.get(f"/interviews/{number}/evaluation"), status)
