"""The organisation's Workday credentials, for administrators alone."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from api.recruiting.access import Member, needs
from api.recruiting.answers import Success, failures, success
from api.recruiting.bodies import body_of, takes
from api.recruiting.paging import Expected, tag
from api.recruiting.schemas_credentials import (
    CredentialsGiven,
    CredentialsShown,
    MappingGiven,
    MappingShown,
    TrialShown,
    mapping_of,
    status_of,
    trial_of,
)
from app.core.database import reading, unit_of_work
from app.identity.permissions import Permission
from app.workday import credentials, settling, trying

router = APIRouter(prefix="/credentials", tags=["Credentials"])
_ADMINISTRATORS = [needs(Permission.MANAGE_CREDENTIALS)]


@router.get(
    "/status",
    summary="Get credential status",
    operation_id="getCredentialStatus",
    dependencies=_ADMINISTRATORS,
    responses=failures(),
)
async def status(actor: Member) -> Success[CredentialsShown]:
    """Answer how things stand with Workday."""
    async with reading() as session:
        return success(status_of(await credentials.status(session, actor)))


@router.post(
    "",
    status_code=201,
    summary="Save credentials",
    operation_id="saveCredentials",
    dependencies=_ADMINISTRATORS,
    responses=failures(422),
    openapi_extra=takes(CredentialsGiven),
)
async def save(
    actor: Member,
    wanted: Annotated[CredentialsGiven, Depends(body_of(CredentialsGiven))],
) -> Success[CredentialsShown]:
    """Keep credentials, encrypted, in place of any others. Nothing is asked of Workday yet."""
    checked = await credentials.check(**wanted.model_dump())
    async with unit_of_work() as session:
        return success(status_of(await credentials.save(session, actor, checked)))


@router.post(
    "/test",
    summary="Test credentials",
    operation_id="testCredentials",
    dependencies=_ADMINISTRATORS,
    responses=failures(404),
)
async def test(actor: Member) -> Success[TrialShown]:
    """Get a token from Workday, and read a requisition and an application with it."""
    return success(trial_of(await trying.attempt(actor)))


@router.delete(
    "",
    status_code=204,
    summary="Delete credentials",
    operation_id="deleteCredentials",
    dependencies=_ADMINISTRATORS,
    responses=failures(404),
)
async def delete(actor: Member) -> None:
    """Forget the credentials. What was taken over from Workday stays."""
    async with unit_of_work() as session:
        await credentials.delete(session, actor)


@router.get(
    "/mapping",
    summary="Get the field mapping",
    operation_id="getFieldMapping",
    dependencies=_ADMINISTRATORS,
    responses=failures(),
)
async def get_mapping(actor: Member, response: Response) -> Success[MappingShown]:
    """Answer which lists, reports and fields of the tenant hold what is needed."""
    async with reading() as session:
        found = await settling.view(session, actor)
    tag(response, found.version)
    return success(mapping_of(found))


@router.put(
    "/mapping",
    summary="Save the field mapping",
    operation_id="saveFieldMapping",
    dependencies=_ADMINISTRATORS,
    responses=failures(409, 422),
    openapi_extra=takes(MappingGiven),
)
async def save_mapping(
    actor: Member,
    wanted: Annotated[MappingGiven, Depends(body_of(MappingGiven))],
    expected: Expected,
    response: Response,
) -> Success[MappingShown]:
    """Settle on a field mapping."""
    async with unit_of_work() as session:
        saved = await settling.save(session, actor, wanted.mapping, expected)
    tag(response, saved.version)
    return success(mapping_of(saved))
