"""Résumés in the browser: dropped onto an application, and taken home."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import JSONResponse, Response

from api.common.files import TooLongError, attachment, upload_of
from api.web.session import ActorDep, same_origin
from app.applications import service as applications
from app.core.database import reading, unit_of_work
from app.core.errors import InvalidInputError, NotFoundError
from app.core.numbers import LARGEST
from app.identity.permissions import Permission
from app.resumes import reading as reader
from app.resumes import service as resumes
from app.resumes.proposal import propose

router = APIRouter(prefix="/files", include_in_schema=False)
PRIVATE = {"Cache-Control": "private, no-store"}
_Number = Annotated[int, Path(ge=1, le=LARGEST)]


@router.post("/applications/{number}/resume", dependencies=[Depends(same_origin)])
async def upload(request: Request, number: _Number, actor: ActorDep) -> JSONResponse:
    """Read a file, sent as the part `file` of a form, and keep it as an application's résumé.

    Answers `problem` in words, empty where there is none, with its `pages` and what is `hidden`.
    """
    actor.require(Permission.EDIT_APPLICATIONS)
    try:
        async with reading() as session:
            await applications.by_number(session, actor, number)
        sent = await upload_of(request, most_bytes=reader.most_bytes())
        read = await reader.read(sent.content, sent.name)
        async with unit_of_work() as session:
            kept = await resumes.upload(
                session, actor, number, file_name=sent.name, content=sent.content, read=read
            )
    except TooLongError:
        return _told(problem=reader.too_large().message)
    except (InvalidInputError, NotFoundError) as problem:
        return _told(problem=problem.message)
    return _told(file_name=kept.file_name, pages=len(kept.pages), hidden=kept.hidden)


@router.post("/resumes", dependencies=[Depends(same_origin)])
async def look_at(request: Request, actor: ActorDep) -> JSONResponse:
    """Read a file without keeping it; answers the `name` and `email` it is probably of."""
    actor.require(Permission.EDIT_APPLICATIONS)
    try:
        sent = await upload_of(request, most_bytes=reader.most_bytes())
        read = await reader.read(sent.content, sent.name)
    except TooLongError:
        return _told(problem=reader.too_large().message)
    except InvalidInputError as problem:
        return _told(problem=problem.message)
    proposed = propose(read.text, sent.name)
    return _told(name=proposed.full_name, email=proposed.email)


@router.get("/applications/{number}/resume")
async def download(number: _Number, actor: ActorDep) -> Response:
    """An application's newest résumé, as it came."""
    async with unit_of_work() as session:
        name, media_type, content = await resumes.file_of(session, actor, number)
    return Response(
        content,
        headers={"Content-Type": media_type, "Content-Disposition": attachment(name), **PRIVATE},
    )


def _told(**members: Any) -> JSONResponse:  # noqa: ANN401 - JSON
    return JSONResponse({"problem": "", **members}, headers=PRIVATE)
