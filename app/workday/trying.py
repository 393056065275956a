"""Trying whether an organisation's credentials and field mapping do, by really asking."""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.core import clock
from app.core.database import reading, unit_of_work
from app.core.errors import NotFoundError
from app.identity.permissions import Permission
from app.workday import settling, tokens, vault
from app.workday.credentials import NO_CREDENTIALS
from app.workday.errors import WorkdayRefusedError, WorkdayUnavailableError
from app.workday.source import Workday

if TYPE_CHECKING:
    from uuid import UUID

    from app.identity.permissions import Actor
    from app.workday.models import WorkdayCredential
    from app.workday.source import HiringSource

_MAX_PROBLEM = 300
WORKS = "Workday lets us in, and requisitions and applications can be read."


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of it, in words. `warnings` tells of paths of the mapping that lead nowhere."""

    is_valid: bool
    message: str
    warnings: tuple[str, ...] = ()


async def attempt(actor: Actor) -> Trial:
    """Get a token, and read a requisition, an application and where its résumé is.

    To be called outside transactions. Raises NotFoundError where there are no credentials.
    """
    actor.require(Permission.MANAGE_CREDENTIALS)
    organization_id = actor.organization_id
    async with reading() as session:
        row = await vault.credential_of(session, organization_id)
        if row is None:
            raise NotFoundError(NO_CREDENTIALS)
        mapping = await settling.mapping_of(session, organization_id)
    source = Workday(organization_id, mapping)
    try:
        # An access token that still holds would say nothing of the credentials.
        await tokens.access(organization_id, refused=tokens.kept(row))
        await _look(source)
    except WorkdayUnavailableError as error:
        return Trial(is_valid=False, message=f"{error.message} Try again later.")
    except WorkdayRefusedError as error:
        await _note(organization_id, row, error.message)
        return Trial(is_valid=False, message=error.message)
    await _note(organization_id, row, None)
    return Trial(is_valid=True, message=WORKS, warnings=tuple(source.unknown_paths()))


async def _look(source: HiringSource) -> None:
    requisitions = source.requisitions(None)
    async with aclosing(requisitions):
        async for requisition in requisitions:
            applications = source.applications(requisition.external_id, None)
            async with aclosing(applications):
                async for found in applications:
                    await source.complete(found)
                    return


async def _note(organization_id: UUID, tried: WorkdayCredential, problem: str | None) -> None:
    async with unit_of_work() as session:
        row = await vault.credential_of(session, organization_id, lock=True)
        named = ("tenant_url", "tenant_id", "client_id")
        if row is None or any(getattr(row, name) != getattr(tried, name) for name in named):
            return
        row.is_valid = problem is None
        row.problem = problem[:_MAX_PROBLEM] if problem else None
        row.last_validated = clock.now()
