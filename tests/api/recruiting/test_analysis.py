"""Analyses over the API: the document's fields, evidence beside them, questions taken up."""

from __future__ import annotations

import pytest

from app.analysis import service as analysis
from app.identity.permissions import Role
from tests.support.people import make_actor
from tests.support.recruiting import client_of, data_of, failure_of
from tests.unit.analysis.applied import applied
from tests.unit.analysis.samples import resume

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

LISTS = ("pros", "cons", "redFlags", "suggestedQuestions", "complianceFlags")


async def test_an_analysis_has_the_fields_of_the_document_and_what_they_rest_on(
    database: str,
) -> None:
    actor = await make_actor()
    application = await applied(actor)
    address = f"/applications/{application.number}/analysis"
    async with await client_of(actor) as client:
        failure_of(await client.get(address), 404)
        await analysis.analyse(actor.organization_id, application.id)
        data = data_of(await client.get(address))
        assert (data["id"], data["applicationId"]) == (1, application.number)
        assert isinstance(data["riskScore"], float)
        assert isinstance(data["relevanceSummary"], str)
        assert data["createdAt"].endswith("Z")
        assert (data["engine"], data["fallback"]) == ("built-in", None)
        for name in LISTS:
            assert all(isinstance(one, str) for one in data[name]), name
        for name, each in data["evidence"].items():
            assert len(each) == len(data[name])
            for span in (span for spans in each for span in spans):
                assert resume()[span["start"] : span["end"]] == span["quote"]
        assert [one["text"] for one in data["questions"]] == data["suggestedQuestions"]
        failure_of(await client.get("/applications/999/analysis"), 404)
        failure_of(await client.get("/applications/x/analysis"), 400)
    async with await client_of(await make_actor()) as stranger:
        failure_of(await stranger.get(address), 404)


async def test_a_question_is_taken_up_by_those_who_may(database: str) -> None:
    actor = await make_actor()
    application = await applied(actor)
    await analysis.analyse(actor.organization_id, application.id)
    address = f"/applications/{application.number}/analysis"
    readonly = await make_actor(Role.READONLY, actor.organization_id)
    async with await client_of(readonly) as client:
        asked = data_of(await client.get(address))["suggestedQuestions"][0]
        failure_of(await client.post(f"{address}/questions", json={"index": 0}), 403)
    recruiter = await make_actor(Role.RECRUITER, actor.organization_id)
    async with await client_of(recruiter) as client:
        for _ in range(2):
            data = data_of(await client.post(f"{address}/questions", json={"index": 0}))
            assert set(data) == {"positionId", "question"}
            assert data["question"] == asked
        error = failure_of(
            await client.post(f"{address}/questions", json={"index": 900}), 422, "INVALID_INPUT"
        )
        assert error["details"]["field"] == "index"
        for wrong in ({}, {"index": "0"}, {"index": -1}, {"index": 0, "other": 1}, [0]):
            failure_of(await client.post(f"{address}/questions", json=wrong), 400)
