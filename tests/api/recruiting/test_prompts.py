"""Prompts of the Recruiting contract, called as its document calls them."""

from __future__ import annotations

import pytest

from api.web.application import create_application
from app.identity.permissions import Role
from tests.support.people import make_actor
from tests.support.recruiting import (
    client_of,
    data_of,
    failure_of,
    made_application,
    made_requisition,
)

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
DOCUMENTED = {
    "name": "Technical Resume Analysis",
    "promptType": "resume_analysis",
    "templateContent": "You are an AI recruiter...",
    "schemaContent": '{ "type": "object" }',
    "requisitionId": None,
    "isDefault": True,
}
SHOWN = {"id", "name", "promptType", "templateContent", "schemaContent", "requisitionId",
         "requisitionName", "isDefault", "version", "createdAt", "updatedAt"}  # fmt: skip


@on_sqlite
async def test_the_documents_example_is_made_read_edited_and_deleted(database: str) -> None:
    served = create_application()
    actor = await make_actor()
    async with await client_of(actor, served) as client:
        made = await client.post("/prompts", json=DOCUMENTED)
        prompt = data_of(made, 201)
        assert made.headers["ETag"] == '"1"'
        assert set(prompt) == SHOWN
        assert {name: prompt[name] for name in DOCUMENTED} == DOCUMENTED
        assert prompt["id"] == 1

        listed = await client.get("/prompts", params={"prompt_type": "resume_analysis"})
        assert data_of(listed) == [prompt]
        assert listed.json()["meta"] == {"page": 1, "perPage": 20, "total": 1, "totalPages": 1}
        assert data_of(await client.get("/prompts", params={"prompt_type": "interview"})) == []
        assert data_of(await client.get("/prompts", params={"requisition_id": 9})) == []

        edited = await client.patch(
            "/prompts/1",
            json={"templateContent": "For {{ position_title }}", "isDefault": False},
            headers={"If-Match": '"1"'},
        )
        assert data_of(edited)["isDefault"] is False
        assert edited.headers["ETag"] == '"2"'
        stale = await client.patch("/prompts/1", json={"name": "x"}, headers={"If-Match": '"1"'})
        failure_of(stale, 409, "CONFLICT")
        versions = data_of(await client.get("/prompts/1/versions", params={"perPage": 1}))
        assert [one["templateContent"] for one in versions] == ["For {{ position_title }}"]
        failure_of(await client.delete("/prompts/1", headers={"If-Match": '"1"'}), 409, "CONFLICT")
        assert (await client.delete("/prompts/1")).status_code == 204
        failure_of(await client.get("/prompts/1"), 404)


@on_sqlite
async def test_what_is_wrong_is_told_with_its_field_and_status(database: str) -> None:
    served = create_application()
    actor = await make_actor()
    recruiter = await make_actor(Role.RECRUITER, actor.organization_id)
    async with await client_of(actor, served) as client:
        for status, field, body in (
            (400, "promptType", DOCUMENTED | {"promptType": "poem"}),
            (400, "isDefault", DOCUMENTED | {"isDefault": None}),
            (400, "schemaContent", DOCUMENTED | {"schemaContent": {}}),
            (400, "colour", DOCUMENTED | {"colour": "red"}),
            (422, "templateContent", DOCUMENTED | {"templateContent": "{{ nam }}"}),
            (422, "schemaContent", DOCUMENTED | {"schemaContent": "{"}),
            (422, "requisitionId", DOCUMENTED | {"requisitionId": 9}),
        ):
            error = failure_of(await client.post("/prompts", json=body), status)
            assert error["details"]["field"] == field
        error = failure_of(
            await client.post("/prompts", json=DOCUMENTED | {"templateContent": "{{ nam }}"}), 422
        )
        assert "“nam”" in error["message"]
        assert "position_title" in error["message"]
        failure_of(await client.get("/prompts", params={"sort": "size"}), 400)
        failure_of(await client.get("/prompts", params={"perPage": 101}), 400)
        failure_of(await client.get(f"/prompts/{2**31}"), 404)
        failure_of(await client.get("/prompts/0"), 400)
    async with await client_of(recruiter, served) as client:
        assert data_of(await client.get("/prompts")) == []
        failure_of(await client.post("/prompts", json=DOCUMENTED), 403)
        failure_of(await client.patch("/prompts/1", json={}), 403)
        failure_of(await client.delete("/prompts/1"), 403)


@on_sqlite
async def test_variables_are_told_and_a_prompt_is_tried_with_an_application(database: str) -> None:
    served = create_application()
    actor = await make_actor(Role.READONLY)
    admin = await make_actor(Role.ADMIN, actor.organization_id)
    requisition = await made_requisition(admin)
    application = await made_application(admin, requisition, full_name="Zebulon Quillfeather")
    async with await client_of(actor, served) as client:
        variables = data_of(await client.get("/prompt-variables"))
        # Types are keyed as they are named elsewhere, in camelCase as every member is.
        assert set(variables) == {"resumeAnalysis", "interview", "evaluation", "interviewEmail"}
        assert {"name", "type", "description", "example", "isOptional"} == set(
            variables["interviewEmail"][0]
        )
        wanted = {
            "applicationId": application.number,
            "promptType": "interview_email",
            "templateContent": "{{ candidate_first_name }}: {{ interview_url }}",
        }
        shown = data_of(await client.post("/prompt-previews", json=wanted))
        assert shown["text"].startswith("Zebulon: http")
        assert (shown["applicationId"], shown["requisitionName"]) == (
            application.number,
            requisition.name,
        )
        for field, body in (
            ("promptId", {"applicationId": application.number}),
            ("promptId", wanted | {"promptId": 1}),
            ("promptId", {"applicationId": application.number, "promptId": 9}),
            ("applicationId", wanted | {"applicationId": 999}),
            ("templateContent", wanted | {"templateContent": "{{ nam }}"}),
        ):
            refused = await client.post("/prompt-previews", json=body)
            assert failure_of(refused, 422)["details"]["field"] == field
