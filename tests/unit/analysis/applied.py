"""An applicant with a résumé, for tests of what is done with it."""

from __future__ import annotations

from app.applications import service as applications
from app.core.database import reading, unit_of_work
from app.resumes import service as resumes
from app.resumes.models import ResumeFormat
from app.resumes.reading import ReadResume
from tests.support.recruiting import made_application, made_requisition
from tests.unit.analysis.samples import JOB, PERSON, resume


async def applied(actor, text: str | None = None, **fields):
    """An application to a requisition for `samples.JOB`, with that résumé; None for none."""
    requisition = await made_requisition(
        actor, name=JOB.title, description=JOB.description, detailed_description="", **fields
    )
    application = await made_application(actor, requisition, full_name=PERSON["name"])
    if text != "":
        await give(application, resume() if text is None else text)
    return application


async def give(application, text: str) -> None:
    read = ReadResume(ResumeFormat.TEXT, text, (0,), (), None)
    async with unit_of_work() as session:
        await resumes.add(
            session,
            application.organization_id,
            application.id,
            file_name="resume.txt",
            content=text.encode(),
            read=read,
        )


async def stored(application):
    """The application as it stands now."""
    async with reading() as session:
        return await applications.of(session, application.organization_id, application.id)
