"""Résumés: kept with what was read of them, given out as they came."""

from __future__ import annotations

import hashlib
import re
from dataclasses import asdict
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from app.applications import entries
from app.applications import service as applications
from app.applications.progress import OUT
from app.core import audit, clock
from app.core.errors import NotFoundError
from app.identity.permissions import Permission
from app.resumes import repository
from app.resumes.models import Resume, ResumeFile, ResumeFormat

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.applications.models import Application
    from app.identity.permissions import Actor
    from app.resumes.reading import ReadResume

__all__ = ["MEDIA_TYPES", "ResumeContent", "add", "file_of", "newest", "upload"]

_MAX_NAME = 200
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff\"<>|*?:]+")
MEDIA_TYPES: dict[ResumeFormat, str] = {
    ResumeFormat.PDF: "application/pdf",
    ResumeFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ResumeFormat.TEXT: "text/plain",
}
_ENDINGS = {ResumeFormat.PDF: ".pdf", ResumeFormat.DOCX: ".docx", ResumeFormat.TEXT: ".txt"}


class ResumeContent(NamedTuple):
    """A résumé as it came: its name, media type and bytes."""

    name: str
    media_type: str
    content: bytes


async def add(
    session: AsyncSession,
    organization_id: UUID,
    application_id: UUID,
    *,
    file_name: str,
    content: bytes,
    read: ReadResume,
) -> Resume:
    """Keep a résumé as the newest of an application; the same bytes again are the same one.

    Raises NotFoundError.
    """
    application = await applications.of(session, organization_id, application_id, lock=True)
    digest = hashlib.sha256(content).hexdigest()
    there = await newest(session, organization_id, application_id)
    if there is not None and there.sha256 == digest and there.text == read.text:
        return there
    resume = Resume(
        organization_id=organization_id,
        application_id=application_id,
        file_name=_named(file_name, read.format),
        format=read.format,
        size=len(content),
        sha256=digest,
        text=read.text,
        pages=list(read.pages),
        hidden=[asdict(one) for one in read.hidden],
        problem=read.problem or None,
        created_at=clock.now(),
    )
    session.add(resume)
    await session.flush()
    session.add(ResumeFile(resume_id=resume.id, organization_id=organization_id, content=content))
    await session.flush()
    await applications.note_resume(session, application)
    _tell(session, application, resume)
    return resume


async def upload(
    session: AsyncSession,
    actor: Actor,
    number: int,
    *,
    file_name: str,
    content: bytes,
    read: ReadResume,
) -> Resume:
    """Keep what a person sends as the résumé of an application, and have it analysed.

    Of one that was rejected or withdrawn it is only kept.

    Raises NotPermittedError and NotFoundError.
    """
    actor.require(Permission.EDIT_APPLICATIONS)
    application = await applications.by_number(session, actor, number)
    resume = await add(
        session,
        actor.organization_id,
        application.id,
        file_name=file_name,
        content=content,
        read=read,
    )
    audit.record(
        session,
        "resume.uploaded",
        subject_type="application",
        subject_id=application.id,
        organization_id=actor.organization_id,
        user_id=actor.user_id,
        sha256=resume.sha256,
    )
    if application.status not in OUT:
        await applications.reprocess(session, actor, number)
    return resume


async def newest(
    session: AsyncSession, organization_id: UUID, application_id: UUID
) -> Resume | None:
    """The résumé of an application that counts, or None."""
    return await repository.newest(
        session, organization_id=organization_id, application_id=application_id
    )


async def file_of(session: AsyncSession, actor: Actor, number: int) -> ResumeContent:
    """The newest résumé of an application, as it came. Raises NotFoundError."""
    actor.require(Permission.VIEW)
    application = await applications.by_number(session, actor, number)
    resume = await newest(session, actor.organization_id, application.id)
    if resume is None:
        raise NotFoundError("This application has no résumé.")
    content = await repository.content_of(
        session, organization_id=actor.organization_id, resume_id=resume.id
    )
    audit.record(
        session,
        "resume.downloaded",
        subject_type="application",
        subject_id=application.id,
        organization_id=actor.organization_id,
        user_id=actor.user_id,
        sha256=resume.sha256,
    )
    return ResumeContent(resume.file_name, MEDIA_TYPES[resume.format], content)


def _named(file_name: str, kind: ResumeFormat) -> str:
    """The name without folders and what no file may be called, ending as its content says."""
    plain = _UNSAFE.sub(" ", file_name.replace("\\", "/"))
    name = PurePosixPath(plain).name.strip(" .")
    ending = _ENDINGS[kind]
    stem = name[: -len(ending)] if name.lower().endswith(ending) else PurePosixPath(name).stem
    return f"{stem.strip()[: _MAX_NAME - len(ending)] or 'resume'}{ending}"


def _tell(session: AsyncSession, application: Application, resume: Resume) -> None:
    kinds = sorted({str(one["kind"]) for one in resume.hidden})
    entries.log(
        session,
        application,
        "Received a résumé that cannot be read" if resume.problem else "Received a résumé",
        source="resumes",
        format=resume.format.value,
        bytes=resume.size,
        hidden=kinds,
    )
