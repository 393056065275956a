"""Analyses of résumés: making one, showing the newest, and taking up a question it suggests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.activity.models import LogLevel
from app.analysis import repository
from app.analysis.adoption import Adopted, adopt_question
from app.analysis.engine import Analysed, analyser_for
from app.analysis.job import Document, Identity, Job, SoughtConcept
from app.analysis.models import Analysis
from app.analysis.views import AnalysisView, view_of
from app.applications import entries
from app.applications import service as applications
from app.applications.models import ApplicationStatus as Status
from app.applications.status import TRANSITIONS, move
from app.candidates import service as candidates
from app.core import clock
from app.core.database import reading, unit_of_work
from app.core.errors import NotFoundError
from app.core.numbers import Series, take
from app.positions import service as positions
from app.requisitions import service as requisitions
from app.resumes import service as resumes

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.applications.models import Application
    from app.identity.permissions import Actor
    from app.requisitions.models import Requisition
    from app.resumes.models import Resume

__all__ = ["Adopted", "AnalysisView", "adopt_question", "analyse", "newest", "of_application"]

NO_RESUME = "There is no résumé to analyse."
FAILED = "The analysis failed. It can be tried again."
_OUT = frozenset({Status.REJECTED, Status.WITHDRAWN})
_BEFORE = frozenset(one for one, after in TRANSITIONS.items() if Status.ANALYSING in after)


@dataclass(frozen=True, slots=True)
class _Subject:
    """What an analysis is made from, read in one transaction."""

    organization_id: UUID
    application_id: UUID
    requisition_id: UUID
    resume_id: UUID
    job: Job
    document: Document
    who: Identity


async def analyse(organization_id: UUID, application_id: UUID) -> UUID | None:
    """Analyse an application's newest résumé; the analysis' id, or None where there is nothing to.

    Never inside a transaction: it opens its own, and may call a model between them. The same
    résumé, job and engine are analysed once; what was made instead of a model's analysis, because
    the model failed, is made anew. An application that was rejected or withdrawn is left alone.
    Raises NotFoundError, and whatever the engine raises, after the application was marked failed.
    """
    subject = await _subject(organization_id, application_id)
    if subject is None:
        return None
    try:
        analyser = await analyser_for(organization_id, subject.requisition_id, subject.job)
        made = await _made_before(subject, analyser.version)
        found = None
        if made is None:
            await _begin(subject)
            found = await analyser.analyse(subject.document, subject.who)
    except Exception:
        await _fail(organization_id, application_id, FAILED)
        raise
    return await _finish(subject, found, analyser.version)


async def newest(
    session: AsyncSession, organization_id: UUID, application_id: UUID
) -> AnalysisView | None:
    """The analysis of an application that counts, or None."""
    row = await repository.newest(
        session, organization_id=organization_id, application_id=application_id
    )
    return view_of(row) if row else None


async def of_application(
    session: AsyncSession, actor: Actor, application_number: object
) -> AnalysisView:
    """The analysis that counts of the application of that number. Raises NotFoundError."""
    application = await applications.by_number(session, actor, application_number)
    found = await newest(session, actor.organization_id, application.id)
    if found is None:
        raise NotFoundError("This application has not been analysed yet.")
    return found


async def _subject(organization_id: UUID, application_id: UUID) -> _Subject | None:
    """What there is to analyse; without anything the application is marked failed."""
    async with reading() as session:
        application = await applications.of(session, organization_id, application_id)
        resume = await resumes.newest(session, organization_id, application_id)
        if application.status in _OUT:
            return None
        if resume is not None and resume.text.strip():
            requisition = await requisitions.by_id(
                session, organization_id, application.requisition_id
            )
            candidate = await candidates.of(session, organization_id, application.candidate_id)
            return _Subject(
                organization_id=organization_id,
                application_id=application_id,
                requisition_id=requisition.id,
                resume_id=resume.id,
                job=await _job(session, requisition),
                document=_document(resume),
                who=Identity(candidate.full_name, candidate.email, candidate.phone or ""),
            )
    await _fail(organization_id, application_id, (resume and resume.problem) or NO_RESUME)
    return None


async def _job(session: AsyncSession, requisition: Requisition) -> Job:
    concepts: tuple[SoughtConcept, ...] = ()
    if requisition.position_id is not None:
        _, plan = await positions.plan_of(
            session,
            organization_id=requisition.organization_id,
            position_id=requisition.position_id,
        )
        concepts = tuple(
            SoughtConcept(one.slug, one.name, float(one.weight), one.must_have)
            for one in plan.targets
        )
    parts = (requisition.description, requisition.detailed_description)
    return Job(requisition.name, "\n\n".join(part for part in parts if part), concepts)


def _document(resume: Resume) -> Document:
    hidden = tuple(
        (str(one.get("kind", "")), one.get("page"), str(one.get("text", "")))
        for one in resume.hidden
    )
    return Document(resume.text, hidden, clock.now().date())


async def _made_before(subject: _Subject, version: str) -> Analysis | None:
    async with reading() as session:
        return await _same(session, subject, version)


async def _same(session: AsyncSession, subject: _Subject, version: str) -> Analysis | None:
    return await repository.same(
        session,
        organization_id=subject.organization_id,
        application_id=subject.application_id,
        resume_id=subject.resume_id,
        engine_version=version,
    )


async def _begin(subject: _Subject) -> None:
    """Show that the application is being analysed; one that has gone on stays where it is."""
    async with unit_of_work() as session:
        application = await _held(session, subject.organization_id, subject.application_id)
        if application.status in _BEFORE:
            await move(session, application, Status.ANALYSING)


async def _finish(subject: _Subject, found: Analysed | None, version: str) -> UUID | None:
    """Store what was found, and let the application go on."""
    async with unit_of_work() as session:
        application = await _held(session, subject.organization_id, subject.application_id)
        row = await _same(session, subject, version)
        if row is None and found is not None:
            row = await _store(session, application, subject.resume_id, found)
        if application.status is Status.ANALYSING:
            await move(session, application, Status.ANALYSED)
        return row.id if row else None


async def _store(
    session: AsyncSession, application: Application, resume_id: UUID, found: Analysed
) -> Analysis:
    findings = found.findings
    stored = findings.model_dump(mode="json")
    row = Analysis(
        organization_id=application.organization_id,
        number=await take(session, application.organization_id, Series.ANALYSIS),
        application_id=application.id,
        resume_id=resume_id,
        engine=found.engine,
        engine_version=found.engine_version,
        prompt_hash=found.prompt_hash,
        fallback=found.fallback,
        **stored,
    )
    session.add(row)
    await session.flush()
    await applications.note_analysis(
        session,
        application,
        risk_score=findings.risk_score,
        compliance_review=bool(findings.compliance_flags),
    )
    entries.log(
        session,
        application,
        "The résumé was analysed.",
        source="analysis",
        analysis=row.number,
        engine=found.engine,
        fallback=found.fallback,
    )
    return row


async def _fail(organization_id: UUID, application_id: UUID, words: str) -> None:
    """Note why there is no analysis; an application that has gone on stays where it is."""
    async with unit_of_work() as session:
        application = await _held(session, organization_id, application_id)
        if application.status in {Status.NEW, Status.ANALYSING}:
            await move(session, application, Status.FAILED, reason=words)
            application.failure = words
        entries.log(session, application, words, source="analysis", level=LogLevel.WARNING)


async def _held(session: AsyncSession, organization_id: UUID, application_id: UUID) -> Application:
    return await applications.of(session, organization_id, application_id, lock=True)
