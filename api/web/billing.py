"""Receipts and the ledger as files to keep, for those who pay."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from fastapi import APIRouter
from fastapi.responses import Response, StreamingResponse

from api.web.receipt_pdf import receipt_pdf
from api.web.report_pdf import content_disposition
from api.web.session import ActorDep  # noqa: TC001 - FastAPI reads it from the annotation
from app.billing import top_ups
from app.billing.ledger_csv import ledger_csv
from app.billing.statement import filters_of
from app.core import clock
from app.core.database import reading
from app.identity.permissions import Permission

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from app.billing.statement import LedgerFilters
    from app.identity.permissions import Actor

router = APIRouter(prefix="/files", include_in_schema=False)
# Money is nobody else's business: no cache between may keep it.
PRIVATE = {"Cache-Control": "private, no-store"}


@router.get("/receipts/{top_up_id}.pdf")
async def download_receipt(top_up_id: str, actor: ActorDep) -> Response:
    """The receipt of a top-up of one's own organisation, as PDF."""
    async with reading() as session:
        found = await top_ups.receipt(session, actor, top_up_id)
    content = await asyncio.to_thread(receipt_pdf, found)
    return Response(
        content,
        media_type="application/pdf",
        headers={"Content-Disposition": content_disposition(f"Receipt {found.number}"), **PRIVATE},
    )


@router.get("/ledger.csv")
async def download_ledger(
    actor: ActorDep,
    kind: str = "",
    since: str = "",
    until: str = "",
    search: str = "",
) -> Response:
    """The ledger as CSV, with the filters of the screen.

    `since` and `until` are days (2026-11-21), both included, or moments of ISO 8601, the second
    left out. What cannot be read does not restrict.
    """
    actor.require(Permission.MANAGE_BILLING)
    filters = filters_of(
        kind=kind, since=_moment(since), until=_moment(until, last=True), search=search
    )
    name = f"ledger-{clock.now():%Y-%m-%d}.csv"
    return StreamingResponse(
        _lines(actor, filters),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', **PRIVATE},
    )


async def _lines(actor: Actor, filters: LedgerFilters) -> AsyncIterator[bytes]:
    async with reading() as session:
        async for piece in ledger_csv(session, actor, filters):
            yield piece.encode("utf-8", "replace")


def _moment(text: str, *, last: bool = False) -> datetime | None:
    """The beginning of a day, or with `last` its end; or the moment itself."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    is_day = len(text) <= len("2026-11-21")
    try:
        return aware + timedelta(days=1) if last and is_day else aware
    except OverflowError:
        return None
