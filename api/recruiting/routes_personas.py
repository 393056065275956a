"""Personas: listed, made, edited, deleted."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Response

from api.recruiting.access import Member, needs
from api.recruiting.answers import Page, Success, failures, page_of, success
from api.recruiting.bodies import body_of, takes
from api.recruiting.paging import Camelled, Expected, Number, Order, Paged, tag
from api.recruiting.schemas_personas import (
    NewPersona,
    PersonaChanges,
    PersonaShown,
    persona_of,
)
from app.core.database import reading, unit_of_work
from app.core.paging import Wish
from app.identity.permissions import Permission
from app.personas import service as personas

router = APIRouter(prefix="/personas", tags=["Personas"])

_Sort = Annotated[Literal["name", "createdAt", "id"], Camelled]


@router.get(
    "",
    summary="List personas",
    operation_id="listPersonas",
    dependencies=[needs(Permission.VIEW)],
    responses=failures(),
)
async def list_personas(
    actor: Member,
    paging: Paged,
    *,
    search: Annotated[str, Query(max_length=200, description="Part of a name.")] = "",
    sort: _Sort = "name",
    order: Order = Order.ASC,
) -> Page[PersonaShown]:
    """Answer a page."""
    wish = Wish(paging.page, paging.per_page, sort, order is Order.DESC, search)
    async with reading() as session:
        found = await personas.listing(session, actor, wish)
    return page_of([persona_of(row) for row in found.rows], paging, found.total)


@router.post(
    "",
    status_code=201,
    summary="Create a persona",
    operation_id="createPersona",
    dependencies=[needs(Permission.EDIT_PROMPTS)],
    responses=failures(422),
    openapi_extra=takes(NewPersona),
)
async def create(
    actor: Member,
    wanted: Annotated[NewPersona, Depends(body_of(NewPersona))],
    response: Response,
) -> Success[PersonaShown]:
    """Make a persona."""
    async with unit_of_work() as session:
        made = await personas.create(session, actor, wanted.changes())
    tag(response, made.version)
    return success(persona_of(made))


@router.get(
    "/{persona_id}",
    summary="Get a persona",
    operation_id="getPersona",
    dependencies=[needs(Permission.VIEW)],
    responses=failures(404),
)
async def get(actor: Member, persona_id: Number, response: Response) -> Success[PersonaShown]:
    """Answer a persona."""
    async with reading() as session:
        found = await personas.get(session, actor, persona_id)
    tag(response, found.version)
    return success(persona_of(found))


@router.patch(
    "/{persona_id}",
    summary="Update a persona",
    operation_id="updatePersona",
    dependencies=[needs(Permission.EDIT_PROMPTS)],
    responses=failures(404, 409, 422),
    openapi_extra=takes(PersonaChanges),
)
async def update(
    actor: Member,
    persona_id: Number,
    wanted: Annotated[PersonaChanges, Depends(body_of(PersonaChanges))],
    expected: Expected,
    response: Response,
) -> Success[PersonaShown]:
    """Change a persona."""
    async with unit_of_work() as session:
        changed = await personas.update(session, actor, persona_id, wanted.changes(), expected)
    tag(response, changed.version)
    return success(persona_of(changed))


@router.delete(
    "/{persona_id}",
    status_code=204,
    summary="Delete a persona",
    description="Interviews that candidates are invited to already keep it.",
    operation_id="deletePersona",
    dependencies=[needs(Permission.EDIT_PROMPTS)],
    responses=failures(404, 409),
)
async def delete(actor: Member, persona_id: Number, expected: Expected) -> None:
    """Delete a persona."""
    async with unit_of_work() as session:
        await personas.delete(session, actor, persona_id, expected)
