"""Workday's lists, page by page, and its reports, which come whole."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any

from app.workday.errors import WorkdayRefusedError
from app.workday.records import rows_of
from app.workday.transport import NotThereError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import datetime

    from app.workday.mapping import ReportList, RestList
    from app.workday.transport import Connection

PAGE = 100
"""Workday gives no more at once."""

MOST_PAGES = 2_000


class Lists:
    """The lists of one tenant."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def all_of(
        self,
        source: RestList | ReportList,
        what: str,
        *,
        since: datetime | None = None,
        requisition: str | None = None,
    ) -> AsyncIterator[dict[str, Any]]:
        """Every record; one that moves between pages meanwhile may come twice."""
        query: dict[str, str] = {}
        if since is not None and source.since_parameter is not None:
            moment = since.astimezone(UTC).isoformat(timespec="seconds")
            query[source.since_parameter] = moment.replace("+00:00", "Z")
        if requisition is not None and source.requisition_parameter is not None:
            query[source.requisition_parameter] = requisition
        if source.kind == "report":
            for row in await self._report(source, what, query):
                yield row
            return
        for number in range(MOST_PAGES):
            page = await self._page(source, what, query, limit=PAGE, offset=number * PAGE)
            rows = rows_of(page, "data", what)
            for row in rows:
                yield row
            total = page.get("total")
            # Some lists say no total; a page that is not full is then the last.
            is_last = number * PAGE + len(rows) >= total if isinstance(total, int) else False
            if is_last or len(rows) < PAGE:
                return
        raise WorkdayRefusedError(
            f"Workday lists more than {MOST_PAGES * PAGE:,} records for {what}."
        )

    async def probe(self, source: RestList | ReportList, what: str) -> None:
        """Ask for one record, to see whether the list may be had."""
        if source.kind == "report":
            await self._report(source, what, {})
        else:
            await self._page(source, what, {}, limit=1, offset=0)

    async def _page(
        self, source: RestList, what: str, query: dict[str, str], *, limit: int, offset: int
    ) -> dict[str, Any]:
        numbers = {"limit": str(limit), "offset": str(offset)}
        try:
            return await self._connection.rest(source.resource, what, {**query, **numbers})
        except NotThereError:
            raise WorkdayRefusedError(
                f"Workday has no “{source.resource}”, where the field mapping looks for {what}."
            ) from None

    async def _report(
        self, source: ReportList, what: str, query: dict[str, str]
    ) -> list[dict[str, Any]]:
        name = f"{source.owner}/{source.report}"
        try:
            return rows_of(await self._connection.report(name, what, query), "Report_Entry", what)
        except NotThereError:
            raise WorkdayRefusedError(
                f"Workday has no report “{name}”, where the field mapping looks for {what}."
            ) from None
