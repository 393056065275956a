"""The hiring settings of the organisation."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from api.recruiting.access import Member, needs
from api.recruiting.answers import Success, failures, success
from api.recruiting.bodies import body_of, takes
from api.recruiting.paging import Expected, tag
from api.recruiting.schemas_settings import SettingsChanges, SettingsShown, settings_of
from app.core.database import reading, unit_of_work
from app.hiring_settings import service as hiring_settings
from app.identity.permissions import Permission

router = APIRouter(prefix="/settings", tags=["Settings"])


@router.get(
    "",
    summary="Get all settings",
    operation_id="getSettings",
    dependencies=[needs(Permission.VIEW)],
    responses=failures(),
)
async def get(actor: Member, response: Response) -> Success[SettingsShown]:
    """Answer the settings as they hold."""
    async with reading() as session:
        found = await hiring_settings.get(session, actor)
    tag(response, found.version)
    return success(settings_of(found))


@router.patch(
    "",
    summary="Update settings",
    operation_id="updateSettings",
    dependencies=[needs(Permission.MANAGE_SETTINGS)],
    responses=failures(409, 422),
    openapi_extra=takes(SettingsChanges),
)
async def update(
    actor: Member,
    wanted: Annotated[SettingsChanges, Depends(body_of(SettingsChanges))],
    expected: Expected,
    response: Response,
) -> Success[SettingsShown]:
    """Change settings."""
    async with unit_of_work() as session:
        changed = await hiring_settings.update(session, actor, wanted.fields(), expected)
    tag(response, changed.version)
    return success(settings_of(changed))
