"""Trying whether an organisation's credentials and field mapping do, by really asking."""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.core import clock
from app.core.database import reading, unit_of_work
from app.core.errors import NotFoundError
from app.identity.permissions import Permission
from app.workday import settling, tokens, vault
from app.workday.credentials import NO_CREDENTIALS
from app.workday.errors import WorkdayRefusedError, WorkdayUnavailableError
from app.workday.mapping import check
from app.workday.source import Workday

if TYPE_CHECKING:
    from uuid import UUID

    from app.applications.values import ExternalApplication
    from app.identity.permissions import Actor
    from app.requisitions.values import ExternalRequisition
    from app.workday.models import WorkdayCredential
    from app.workday.source import HiringSource

_MAX_PROBLEM = 300
_MOST_LOOKED_AT = 10
"""How many requisitions are looked at for one with an application."""

WORKS = "Workday lets us in, and requisitions and applications can be read."


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of it, in words. `warnings` tells of paths of the mapping that lead nowhere."""

    is_valid: bool
    message: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sample:
    """What was read by a mapping: a requisition, one of its applications, its résumé's file name.

    `problem` says in words why there is nothing, `warnings` what paths lead nowhere.
    """

    requisition: ExternalRequisition | None = None
    application: ExternalApplication | None = None
    resume: str | None = None
    problem: str = ""
    warnings: tuple[str, ...] = ()


async def sample(actor: Actor, mapping: object, external_id: str = "") -> Sample:
    """Read a requisition and one of its applications by a mapping that need not be kept.

    Without `external_id` the first is read that has an application. Nothing is taken over. To be
    called outside transactions. Raises InvalidInputError naming the part of the mapping at fault,
    and NotFoundError where there are no credentials.
    """
    actor.require(Permission.MANAGE_CREDENTIALS)
    checked = check(mapping)
    async with reading() as session:
        if await vault.credential_of(session, actor.organization_id) is None:
            raise NotFoundError(NO_CREDENTIALS)
    source = Workday(actor.organization_id, checked)
    try:
        return await _read(source, external_id)
    except WorkdayUnavailableError as error:
        return Sample(problem=f"{error.message} Try again later.")
    except WorkdayRefusedError as error:
        return Sample(problem=error.message, warnings=tuple(source.unknown_paths()))


async def _read(source: HiringSource, external_id: str) -> Sample:
    found: Sample | None = None
    if external_id:
        requisition = await source.requisition(external_id)
        if requisition is None:
            return Sample(problem=f"Workday has no requisition “{external_id}”.")
        found = await _with_application(source, requisition)
    else:
        looked_at, requisitions = 0, source.requisitions(None)
        async with aclosing(requisitions):
            async for requisition in requisitions:
                found = await _with_application(source, requisition)
                looked_at += 1
                if found.application is not None or looked_at == _MOST_LOOKED_AT:
                    break
    if found is None:
        return Sample(problem="Workday has no requisitions.")
    return replace(found, warnings=tuple(source.unknown_paths()))


async def _with_application(source: HiringSource, requisition: ExternalRequisition) -> Sample:
    applications = source.applications(requisition.external_id, None)
    async with aclosing(applications):
        async for one in applications:
            complete = await source.complete(one)
            if complete is not None:
                resume = complete.resume.file_name if complete.resume else None
                return Sample(requisition, complete.application, resume)
    return Sample(requisition)


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
