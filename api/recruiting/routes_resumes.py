"""The résumé of an application: sent, and given out as it came."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from api.common.files import TooLongError, Upload, attachment, takes_file, upload_of
from api.recruiting.access import Member, needs
from api.recruiting.answers import Success, failures, success
from api.recruiting.paging import Number  # noqa: TC001 - FastAPI reads it from the annotation
from api.recruiting.schemas_resumes import ResumeShown, resume_of
from app.applications import service as applications
from app.core.database import reading, unit_of_work
from app.identity.permissions import Permission
from app.resumes import reading as reader
from app.resumes import service as resumes

router = APIRouter(prefix="/applications", tags=["Applications"])
_BINARY: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}}


async def _sent(request: Request) -> Upload:
    try:
        return await upload_of(request, most_bytes=reader.most_bytes())
    except TooLongError:
        raise reader.too_large() from None


@router.post(
    "/{application_id}/resume",
    status_code=201,
    summary="Add an application's résumé",
    description=(
        "A PDF, Word (.docx) or text file, told by what it is and not by its name. It becomes the "
        "application's newest résumé and is analysed. What nobody would see in it, such as white "
        "letters on white, is left out and listed in `hidden`. A file that cannot be read (because "
        "it is encrypted, damaged, too large or too long, or a picture of text) is 422 and changes "
        "nothing."
    ),
    operation_id="addApplicationResume",
    dependencies=[needs(Permission.EDIT_APPLICATIONS)],
    responses=failures(404, 422),
    openapi_extra=takes_file("The résumé."),
)
async def add(
    actor: Member, application_id: Number, sent: Annotated[Upload, Depends(_sent)]
) -> Success[ResumeShown]:
    """Read a file and keep it."""
    async with reading() as session:
        await applications.by_number(session, actor, application_id)
    read = await reader.read(sent.content, sent.name)
    async with unit_of_work() as session:
        kept = await resumes.upload(
            session, actor, application_id, file_name=sent.name, content=sent.content, read=read
        )
    return success(resume_of(kept, application_id))


@router.get(
    "/{application_id}/resume",
    summary="Get an application's résumé",
    description="The newest one, byte by byte as it came.",
    operation_id="getApplicationResume",
    dependencies=[needs(Permission.VIEW)],
    response_class=Response,
    responses=failures(404)
    | {
        200: {
            "description": "The file.",
            "content": dict.fromkeys(resumes.MEDIA_TYPES.values(), _BINARY),
        }
    },
)
async def download(actor: Member, application_id: Number) -> Response:
    """Give a résumé out."""
    async with unit_of_work() as session:
        name, media_type, content = await resumes.file_of(session, actor, application_id)
    headers = {"Content-Disposition": attachment(name), "X-Content-Type-Options": "nosniff"}
    return Response(content, headers=headers | {"Content-Type": media_type})
