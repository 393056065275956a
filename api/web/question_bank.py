"""The question bank as files: taken home, and brought along."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, StreamingResponse

from api.web.session import ActorDep, same_origin
from app.core import clock
from app.core.database import reading, unit_of_work
from app.core.errors import InvalidInputError
from app.identity.permissions import Permission
from app.question_bank.files import MAX_BYTES, FileFormat, read, write
from app.question_bank.importing import Outcome, everything, import_items

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.question_bank.importing import ImportLine

router = APIRouter(prefix="/files", include_in_schema=False)
PRIVATE = {"Cache-Control": "private, no-store"}
MEDIA_TYPES = {
    FileFormat.YAML: "application/yaml",
    FileFormat.JSON: "application/json",
    FileFormat.CSV: "text/csv",
}
# More lines than this are counted and not sent.
MOST_LINES = 200


@router.get("/questions.{kind}")
async def download_questions(
    kind: FileFormat, actor: ActorDep, scope: str = "own"
) -> StreamingResponse:
    """The organisation's own items as a file, or with `scope=all` those of the bank as well."""
    async with reading() as session:
        views = await everything(session, actor, own=scope != "all")
    name = f"questions-{clock.now():%Y-%m-%d}.{kind.value}"
    return StreamingResponse(
        (piece.encode("utf-8") for piece in write(views, kind)),
        media_type=f"{MEDIA_TYPES[kind]}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', **PRIVATE},
    )


@router.post("/questions", dependencies=[Depends(same_origin)])
async def upload_questions(
    request: Request, actor: ActorDep, kind: FileFormat, *, dry: bool = True
) -> JSONResponse:
    """Look through a file of items, sent as the body, or take it over where `dry` is false.

    Answers `counts` by outcome and the `lines`, wrong ones first; or a `problem` in words.
    """
    actor.require(Permission.EDIT_ITEMS)
    try:
        entries = read(await _body(request), kind)
        if dry:
            async with reading() as session:
                lines = await import_items(session, actor, entries, dry=True)
        else:
            async with unit_of_work() as session:
                lines = await import_items(session, actor, entries, dry=False)
    except InvalidInputError as problem:
        return JSONResponse({"problem": problem.message}, headers=PRIVATE)
    return JSONResponse(_told(lines), headers=PRIVATE)


async def _body(request: Request) -> bytes:
    """The body, read no further than a file may be long."""
    content = bytearray()
    async for piece in request.stream():
        content += piece
        if len(content) > MAX_BYTES:
            break
    return bytes(content)


def _told(lines: Sequence[ImportLine]) -> dict[str, Any]:
    counts = {one.value: sum(line.outcome is one for line in lines) for one in Outcome}
    ordered = sorted(lines, key=lambda line: line.outcome is not Outcome.WRONG)
    return {
        "problem": "",
        "counts": counts,
        "lines": [asdict(line) for line in ordered[:MOST_LINES]],
    }
