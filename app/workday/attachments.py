"""Résumés in Workday: which attachment is the newest, and its file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.settings import get_settings
from app.workday.mapping import filled
from app.workday.records import Reading, rows_of

if TYPE_CHECKING:
    from app.workday.mapping import ResumeFields
    from app.workday.transport import Connection

DEFAULT_NAME = "resume"
MAX_NAME = 200
_MEGABYTE = 1_000_000
_WHAT = "the résumés"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file to be had. `reference` is what is kept, to tell whether it is another by now."""

    resource: str
    file_name: str
    reference: dict[str, Any]


class Attachments:
    """The résumés of one tenant."""

    def __init__(self, connection: Connection, fields: ResumeFields | None) -> None:
        self._connection = connection
        self._fields = fields
        self._reading = Reading("résumé")

    async def newest(self, document: dict[str, Any], ids: dict[str, str]) -> Attachment | None:
        """The newest attachment of an application's candidate. Raises NotThereError."""
        fields = self._fields
        if fields is None:
            return None
        if fields.list is None:
            return self._attachment(document, ids)
        page = await self._connection.rest(filled(fields.list, **ids), _WHAT)
        rows = rows_of(page, "data", _WHAT)
        if not rows:
            return None
        return self._attachment(max(rows, key=self._changed), ids)

    async def content(self, attachment: Attachment) -> bytes:
        """The file. Raises NotThereError, and WorkdayTooLargeError."""
        largest = get_settings().resume_megabytes * _MEGABYTE
        return await self._connection.file(attachment.resource, "a résumé", largest=largest)

    def unknown(self) -> list[str]:
        """In words, the paths that no attachment has."""
        return self._reading.unknown()

    def _changed(self, row: dict[str, Any]) -> str:
        path = self._fields.changed_at if self._fields else None
        return self._reading.text(row, path, "its last change") or ""

    def _attachment(self, record: dict[str, Any], ids: dict[str, str]) -> Attachment | None:
        fields = self._fields
        if fields is None:
            return None
        key = self._reading.text(record, fields.id, "the résumé's id")
        if key is None:
            return None
        name = self._reading.text(record, fields.file_name, "the résumé's file name")
        changed = self._reading.text(record, fields.changed_at, "its last change")
        return Attachment(
            filled(fields.content, **ids, resume=key),
            " ".join((name or DEFAULT_NAME).split())[-MAX_NAME:],
            {"id": key, "fileName": name, "changedAt": changed},
        )
