"""Where hiring data comes from: one small interface, and Workday behind it.

A tenant's lists come from its REST API or from its reports, as the field mapping says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import quote

from app.applications.values import ExternalApplication
from app.requisitions.values import ExternalRequisition
from app.workday.attachments import Attachment, Attachments
from app.workday.lists import Lists
from app.workday.mapping import filled, find
from app.workday.records import Reading
from app.workday.transport import Connection, NotThereError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from datetime import datetime
    from uuid import UUID

    from app.workday.mapping import FieldMapping

RECORD, CANDIDATE, RESUME = "application", "candidate", "resume"
"""What an application's data holds: the record of the list, the candidate's, the attachment's."""

MAX_EXTERNAL_ID, MAX_STATUS = 120, 60


@dataclass(frozen=True, slots=True)
class Found:
    """An application as a list names it, before anything else is fetched of it."""

    external_id: str
    record: dict[str, Any]
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Complete:
    """An application with its candidate, and the attachment that is their résumé."""

    application: ExternalApplication
    resume: Attachment | None


@dataclass(frozen=True, slots=True)
class ResumeContent:
    """A résumé's file as it was fetched."""

    file_name: str
    content: bytes


class HiringSource(Protocol):
    """What a system that hiring data comes from has to offer.

    Everything raises the errors of `app.workday.errors`. `since` leaves out what did not change
    from then on, as far as the system can tell; None wants all.
    """

    @property
    def lists_whole(self) -> bool:
        """Whether the list of requisitions holds all that is to be known of each."""
        ...

    def requisitions(self, since: datetime | None) -> AsyncGenerator[ExternalRequisition, None]:
        """Its requisitions."""
        ...

    async def requisition(self, external_id: str) -> ExternalRequisition | None:
        """One requisition; None where it is gone."""
        ...

    def applications(self, requisition: str, since: datetime | None) -> AsyncGenerator[Found, None]:
        """The applications for a requisition."""
        ...

    async def has_application(self, external_id: str) -> bool:
        """Whether there is still an application that a whole list did not name."""
        ...

    async def complete(self, found: Found) -> Complete | None:
        """An application with all that is known of it; None where it is gone by now."""
        ...

    async def resume(self, attachment: Attachment) -> ResumeContent | None:
        """A résumé's file; None where it is gone by now."""
        ...

    def unknown_paths(self) -> list[str]:
        """In words, the paths of the mapping that led nowhere so far."""
        ...


class Workday:
    """An organisation's Workday tenant as a source. To be used outside transactions."""

    def __init__(self, organization_id: UUID, mapping: FieldMapping) -> None:
        self.mapping = mapping
        self._connection = Connection(organization_id)
        self._lists = Lists(self._connection)
        self._attachments = Attachments(self._connection, mapping.resume)
        self._requisitions = Reading("requisition")
        self._applications = Reading("application")
        self._candidates = Reading("application")

    @property
    def lists_whole(self) -> bool:
        """Reports give the same whether one asks for all or for one."""
        return self.mapping.requisitions.kind == "report"

    async def requisitions(
        self, since: datetime | None
    ) -> AsyncGenerator[ExternalRequisition, None]:
        """Every requisition, each once."""
        source, seen = self.mapping.requisitions, set[str]()
        async for record in self._lists.all_of(source, "the requisitions", since=since):
            requisition = self._requisition(record)
            if requisition is not None and requisition.external_id not in seen:
                seen.add(requisition.external_id)
                yield requisition
        self._requisitions.require("the requisition's id")

    async def requisition(self, external_id: str) -> ExternalRequisition | None:
        """One requisition, or None where Workday has none of that id."""
        source = self.mapping.requisitions
        if source.kind == "rest":
            resource = f"{source.resource}/{quote(external_id, safe='')}"
            try:
                record = await self._connection.rest(resource, "the requisition")
            except NotThereError:
                return None
            return self._requisition(record)
        async for requisition in self.requisitions(None):
            if requisition.external_id == external_id:
                return requisition
        return None

    async def applications(
        self, requisition: str, since: datetime | None
    ) -> AsyncGenerator[Found, None]:
        """The applications for a requisition, each once."""
        fields, seen = self.mapping.application, set[str]()
        async for record in self._lists.all_of(
            self.mapping.applications, "the applications", since=since, requisition=requisition
        ):
            external_id = self._applications.text(record, fields.id, "the application's id")
            of = self._applications.text(record, fields.requisition, "its requisition")
            changed = self._applications.moment(record, fields.changed_at, "its last change")
            is_old = since is not None and changed is not None and changed < since
            if external_id is None or external_id in seen or is_old:
                continue
            if len(external_id) > MAX_EXTERNAL_ID or (of is not None and of != requisition):
                continue
            seen.add(external_id)
            yield Found(external_id, record, changed)
        self._applications.require("the application's id")

    async def has_application(self, external_id: str) -> bool:
        """Whether it is there; lists shift while they are paged through, and reports do not."""
        source = self.mapping.applications
        if source.kind == "report":
            return False
        try:
            resource = f"{source.resource}/{quote(external_id, safe='')}"
            await self._connection.rest(resource, "the application")
        except NotThereError:
            return False
        return True

    async def complete(self, found: Found) -> Complete | None:
        """The application with its candidate and résumé; None where the candidate is gone."""
        fields, read = self.mapping.application, self._candidates
        candidate_id = read.text(found.record, fields.candidate, "the candidate's id")
        ids = {"application": found.external_id, "candidate": candidate_id or ""}
        document = dict(found.record)
        data: dict[str, Any] = {RECORD: found.record}
        try:
            if self.mapping.candidate is not None and candidate_id is not None:
                resource = filled(self.mapping.candidate, **ids)
                data[CANDIDATE] = await self._connection.rest(resource, "the candidates")
                document["candidate"] = data[CANDIDATE]
            attachment = await self._attachments.newest(document, ids)
        except NotThereError:
            return None
        if attachment is not None:
            data[RESUME] = attachment.reference
        status = read.text(document, fields.status, "the application's status")
        return Complete(
            ExternalApplication(
                external_id=found.external_id,
                full_name=self._name(document),
                email=read.text(document, fields.email, "the candidate's e-mail address"),
                phone=read.text(document, fields.phone, "the candidate's phone number"),
                workday_status=status[:MAX_STATUS] if status else None,
                withdrawn=self.mapping.is_withdrawn(status),
                rejected=self.mapping.is_rejected(status),
                applied_at=read.moment(document, fields.applied_at, "the day of the application"),
                data=data,
            ),
            attachment,
        )

    async def resume(self, attachment: Attachment) -> ResumeContent | None:
        """The file; None where it is gone by now."""
        try:
            content = await self._attachments.content(attachment)
        except NotThereError:
            return None
        return ResumeContent(attachment.file_name, content)

    async def probe(self) -> None:
        """Ask for the first requisition and application, to see whether they may be had."""
        for source, what in (
            (self.mapping.requisitions, "the requisitions"),
            (self.mapping.applications, "the applications"),
        ):
            await self._lists.probe(source, what)

    def unknown_paths(self) -> list[str]:
        """In words, the paths of the mapping that led nowhere so far."""
        readings = (self._requisitions, self._applications, self._candidates)
        return list(
            dict.fromkeys(
                [words for reading in readings for words in reading.unknown()]
                + self._attachments.unknown()
            )
        )

    def _requisition(self, record: dict[str, Any]) -> ExternalRequisition | None:
        fields, read = self.mapping.requisition, self._requisitions
        external_id = read.text(record, fields.id, "the requisition's id")
        if external_id is None or len(external_id) > MAX_EXTERNAL_ID:
            return None
        status = read.text(record, fields.status, "the requisition's status")
        return ExternalRequisition(
            external_id=external_id,
            name=read.text(record, fields.name, "the requisition's name") or external_id,
            description=read.text(record, fields.description, "the description") or "",
            detailed_description=(
                read.text(record, fields.detailed_description, "the detailed description") or ""
            ),
            location=read.text(record, fields.location, "the location"),
            is_active=not self.mapping.is_closed(status),
            data=record,
        )

    def _name(self, document: dict[str, Any]) -> str:
        fields, read = self.mapping.application, self._candidates
        whole = read.text(document, fields.name, "the candidate's name")
        if whole:
            return whole
        first = read.text(document, fields.first_name, "the candidate's first name")
        last = read.text(document, fields.last_name, "the candidate's last name")
        return " ".join(part for part in (first, last) if part)


def resume_of(data: object) -> object:
    """What an application's data says of its résumé; None where it says nothing."""
    return find(data, RESUME)[1]
