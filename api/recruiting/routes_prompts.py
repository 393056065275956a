"""Prompts: listed, made, edited, tried with an application, deleted."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Response

from api.recruiting.access import Member, needs
from api.recruiting.answers import Page, Success, failures, page_of, success
from api.recruiting.bodies import body_of, takes
from api.recruiting.paging import Camelled, Expected, Number, Order, Paged, QueryNumber, tag
from api.recruiting.schemas_prompts import (
    NewPrompt,
    PreviewShown,
    PreviewWanted,
    PromptChanges,
    PromptShown,
    PromptVersionShown,
    VariablesShown,
    preview_of,
    prompt_of,
    variables,
    version_of,
)
from app.core.database import reading, unit_of_work
from app.core.errors import InvalidInputError
from app.core.paging import Wish
from app.identity.permissions import Permission
from app.interviews.prompt_preview import preview
from app.prompts import service as prompts
from app.prompts.models import PromptType  # noqa: TC001 - FastAPI reads it from the annotation

router = APIRouter(prefix="/prompts", tags=["Prompts"])
# Beside /prompts/{prompt_id} and not under it, where they would look like prompts of that number.
aside = APIRouter(tags=["Prompts"])

_Sort = Annotated[Literal["name", "promptType", "createdAt", "updatedAt", "id"], Camelled]


@router.get(
    "",
    summary="List prompts",
    operation_id="listPrompts",
    dependencies=[needs(Permission.VIEW)],
    responses=failures(),
)
async def list_prompts(
    actor: Member,
    paging: Paged,
    *,
    prompt_type: PromptType | None = None,
    requisition_id: QueryNumber | None = None,
    search: Annotated[str, Query(max_length=200, description="Part of a name.")] = "",
    sort: _Sort = "name",
    order: Order = Order.ASC,
) -> Page[PromptShown]:
    """Answer a page."""
    wish = Wish(paging.page, paging.per_page, sort, order is Order.DESC, search)
    async with reading() as session:
        found = await prompts.listing(
            session, actor, wish, prompt_type=prompt_type, requisition=requisition_id
        )
    return page_of([prompt_of(row) for row in found.rows], paging, found.total)


@router.post(
    "",
    status_code=201,
    summary="Create a prompt",
    operation_id="createPrompt",
    dependencies=[needs(Permission.EDIT_PROMPTS)],
    responses=failures(422),
    openapi_extra=takes(NewPrompt),
)
async def create(
    actor: Member,
    wanted: Annotated[NewPrompt, Depends(body_of(NewPrompt))],
    response: Response,
) -> Success[PromptShown]:
    """Make a prompt."""
    async with unit_of_work() as session:
        made = await prompts.create(session, actor, wanted.fields())
    tag(response, made.version)
    return success(prompt_of(made))


@aside.get(
    "/prompt-variables",
    summary="List the variables of prompts",
    operation_id="listPromptVariables",
    dependencies=[needs(Permission.VIEW)],
    responses=failures(),
)
async def list_variables() -> Success[VariablesShown]:
    """Answer what the templates of each type may name."""
    return success(variables())


@aside.post(
    "/prompt-previews",
    summary="Preview a prompt",
    description=(
        "Renders a stored prompt (`promptId`), or a template (`promptType` and `templateContent`), "
        "with an application. Nothing is stored or sent."
    ),
    operation_id="previewPrompt",
    dependencies=[needs(Permission.VIEW)],
    responses=failures(422),
    openapi_extra=takes(PreviewWanted),
)
async def try_out(
    actor: Member, wanted: Annotated[PreviewWanted, Depends(body_of(PreviewWanted))]
) -> Success[PreviewShown]:
    """Show what a prompt comes to."""
    if (wanted.prompt_id is None) is (wanted.template_content is None):
        raise InvalidInputError(
            "Send either promptId, or promptType and templateContent.", field="prompt_id"
        )
    async with reading() as session:
        shown = await preview(
            session,
            actor,
            application=wanted.application_id,
            number=wanted.prompt_id,
            prompt_type=wanted.prompt_type,
            template=wanted.template_content,
        )
    return success(preview_of(shown))


@router.get(
    "/{prompt_id}",
    summary="Get a prompt",
    operation_id="getPrompt",
    dependencies=[needs(Permission.VIEW)],
    responses=failures(404),
)
async def get(actor: Member, prompt_id: Number, response: Response) -> Success[PromptShown]:
    """Answer a prompt."""
    async with reading() as session:
        found = await prompts.get(session, actor, prompt_id)
    tag(response, found.version)
    return success(prompt_of(found))


@router.get(
    "/{prompt_id}/versions",
    summary="List what a prompt has been",
    operation_id="listPromptVersions",
    dependencies=[needs(Permission.VIEW)],
    responses=failures(404),
)
async def list_versions(
    actor: Member, prompt_id: Number, paging: Paged
) -> Page[PromptVersionShown]:
    """Answer a page, the newest first."""
    async with reading() as session:
        found = await prompts.history(session, actor, prompt_id)
    rows = found[paging.offset : paging.offset + paging.limit]
    return page_of([version_of(row) for row in rows], paging, len(found))


@router.patch(
    "/{prompt_id}",
    summary="Update a prompt",
    operation_id="updatePrompt",
    dependencies=[needs(Permission.EDIT_PROMPTS)],
    responses=failures(404, 409, 422),
    openapi_extra=takes(PromptChanges),
)
async def update(
    actor: Member,
    prompt_id: Number,
    wanted: Annotated[PromptChanges, Depends(body_of(PromptChanges))],
    expected: Expected,
    response: Response,
) -> Success[PromptShown]:
    """Change a prompt, as a new version."""
    async with unit_of_work() as session:
        changed = await prompts.update(session, actor, prompt_id, wanted.fields(), expected)
    tag(response, changed.version)
    return success(prompt_of(changed))


@router.delete(
    "/{prompt_id}",
    status_code=204,
    summary="Delete a prompt",
    description="Another default, or what is built in, takes its place.",
    operation_id="deletePrompt",
    dependencies=[needs(Permission.EDIT_PROMPTS)],
    responses=failures(404, 409),
)
async def delete(actor: Member, prompt_id: Number, expected: Expected) -> None:
    """Delete a prompt."""
    async with unit_of_work() as session:
        await prompts.delete(session, actor, prompt_id, expected)
