"""The audit log as a file, for administrators."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse

from api.web.session import ActorDep  # noqa: TC001 - FastAPI reads it from the annotation
from app.core import clock
from app.core.database import reading, unit_of_work
from app.identity.audit_csv import audit_csv, record_export
from app.identity.audit_view import AuditQuery

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from app.identity.permissions import Actor

router = APIRouter(prefix="/files", include_in_schema=False)
_LONGEST = 120


@router.get("/audit.csv")
async def download_audit_log(request: Request, actor: ActorDep) -> Response:
    """The audit log as CSV, with the filters of the screen. That it was taken is written down.

    `start` and `end` are moments of ISO 8601, the second left out. What cannot be read does not
    restrict.
    """
    given = {name: value[:_LONGEST] for name, value in request.query_params.items()}
    query = AuditQuery(
        person=given.get("person", ""),
        action=given.get("action", ""),
        kind=given.get("kind", ""),
        subject=given.get("subject", ""),
        start=_moment(given.get("start", "")),
        end=_moment(given.get("end", "")),
    )
    async with unit_of_work() as session:
        record_export(session, actor, query)
    return StreamingResponse(
        _lines(actor, query),
        media_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="audit-log-{clock.now():%Y-%m-%d}.csv"',
            "Cache-Control": "private, no-store",
        },
    )


async def _lines(actor: Actor, query: AuditQuery) -> AsyncIterator[bytes]:
    async with reading() as session:
        async for piece in audit_csv(session, actor, query):
            yield piece.encode("utf-8", "replace")


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
