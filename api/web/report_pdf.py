"""A report as a file to keep or to pass on."""

from __future__ import annotations

import asyncio
import re
import unicodedata
from urllib.parse import quote

from fastapi import APIRouter
from fastapi.responses import Response

from api.web.session import ActorDep  # noqa: TC001 - FastAPI reads it from the annotation
from app.core.database import reading
from app.core.errors import NotFoundError
from app.reports import service
from app.reports.pdf import report_pdf

router = APIRouter(prefix="/files", include_in_schema=False)

_UNSAFE = re.compile(r"[^A-Za-z0-9]+")
_MAX_NAME = 80


@router.get("/interviews/{interview_id}/report.pdf")
async def download_report(interview_id: str, actor: ActorDep) -> Response:
    """The report on an interview of one's own organisation, as PDF."""
    async with reading() as session:
        view = await service.report_view(session, actor, interview_id)
    if view.verdict is None:
        raise NotFoundError("There is no report on this interview yet.")
    content = await asyncio.to_thread(report_pdf, view)
    return Response(
        content,
        media_type="application/pdf",
        headers={
            "Content-Disposition": content_disposition(
                f"Report {view.header.candidate_name} {view.header.position_title}"
            ),
            # It is about a person: no cache between may keep it.
            "Cache-Control": "private, no-store",
        },
    )


def content_disposition(title: str) -> str:
    """The header that names a download: plainly for every browser, and as written for most.

    Nothing of the title can end the header or name a folder.
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    plain = _UNSAFE.sub("-", plain)[:_MAX_NAME].strip("-") or "report"
    written = re.sub(r"[\x00-\x1f\x7f/\\:*?\"<>|]+", " ", title)
    written = (
        " ".join(written.encode("utf-8", "ignore").decode().split())[:_MAX_NAME].strip() or "Report"
    )
    encoded = quote(f"{written}.pdf", safe="")
    return f"attachment; filename=\"{plain}.pdf\"; filename*=UTF-8''{encoded}"
