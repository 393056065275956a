"""A few weeks of applications: they come in, are analysed, and some lead to an interview.

What people do is done here, and what the product does by itself at the desk, in the order of time.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from app.applications import service as applications
from app.core import clock
from app.core.database import reading, unit_of_work
from app.demo import people, requisitions, seekers, simulation
from app.demo.days import working_day
from app.demo.desk import Desk
from app.demo.people import Applicant
from app.demo.resumes import file_of, name_of
from app.demo.synchronising import try_workday
from app.hiring_settings import service as hiring_settings
from app.interviews import hiring, record
from app.interviews import service as interviews
from app.interviews.invitations import invitation_of
from app.personas import service as personas
from app.positions import service as positions
from app.prompts import service as prompts
from app.recruiters import service as recruiters
from app.requisitions import service as requisition_service
from app.resumes import reading as reader
from app.resumes import service as resumes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.applications.models import Application
    from app.demo.seekers import Seeker
    from app.identity.permissions import Actor
    from app.interviews.models import Interview
    from app.resumes.reading import ReadResume

_BEGAN = 15
"""How many working days ago the requisitions came in."""

_KEPT = timedelta(days=180)


class Recruiting:
    """The demo organisation's requisitions and applications, as they come about.

    `open_positions` are those that requisitions of the same key lead to.
    """

    def __init__(self, recruiter: Actor, admin: Actor, open_positions: Mapping[str, UUID]) -> None:
        self._recruiter, self._admin, self._positions = recruiter, admin, open_positions
        self._now = datetime.now(UTC).replace(microsecond=0)
        self._desk = Desk(admin.organization_id)
        self._requisitions: dict[str, int] = {}
        self._applications: dict[str, int] = {}

    async def run(self) -> dict[str, Any]:
        """Everything, in the end with the facts for `demo.json`."""
        await self._desk.work_off()
        await self._begin()
        files = {one.name: self._file(one) for one in seekers.SEEKERS if one.career}
        seen = await asyncio.gather(*[_read(content) for content in files.values()])
        reads = dict(zip(files, seen, strict=True))
        for place, one in enumerate(seekers.SEEKERS):
            await self._apply(one, 8 + place % 9, files.get(one.name), reads.get(one.name))
        for one in seekers.SEEKERS:
            if one.invited is not None:
                await self._invite(one)
        await asyncio.gather(*[self._interview(one) for one in seekers.SEEKERS])
        for one in seekers.SEEKERS:
            if one.out is not None:
                await self._end(one, *one.out)
        await self._desk.work_off()
        await try_workday(
            self._admin, self._desk, self._requisitions["backend"],
            self._requisitions["platform"], now=self._now,
        )  # fmt: skip
        token = await self._keep_open(seekers.EXPECTED)
        await self._desk.clear()
        return {
            "requisition_id": self._requisitions["data"],
            "application_id": self._applications[seekers.SHOWN],
            "completed_application_id": self._applications[seekers.COMPLETED],
            "public_interview_token": token,
        }

    async def _begin(self) -> None:
        """Recruiters, settings, personas, requisitions and prompts, as they are entered."""
        with clock.at(working_day(self._now, _BEGAN, 9)):
            async with unit_of_work() as session:
                stand = [
                    await recruiters.create(session, self._admin, values)
                    for values in requisitions.RECRUITERS
                ]
                await hiring_settings.update(
                    session,
                    self._admin,
                    requisitions.SETTINGS | {"default_recruiter_number": stand[0].number},
                )
                await personas.create(session, self._admin, requisitions.WARM)
                brisk = await personas.create(session, self._admin, requisitions.BRISK)
                for values in requisitions.PROMPTS:
                    await prompts.create(session, self._admin, values)
        with clock.at(working_day(self._now, _BEGAN, 11)):
            for (key, values), recruiter in zip(
                requisitions.REQUISITIONS.items(), stand, strict=True
            ):
                more = {"recruiter": recruiter.number, "position_id": self._positions.get(key)}
                if key == "backend":
                    more["persona"] = brisk.number
                async with unit_of_work() as session:
                    made = await requisition_service.create(session, self._recruiter, values | more)
                    await prompts.create(session, self._admin, _prompt(key, made.number))
                self._requisitions[key] = made.number

    def _file(self, one: Seeker) -> bytes:
        career = one.career
        made = working_day(self._now, one.applied, 7)
        email = people.address_of(one.name)
        return file_of(one.name, email, _phone(one), career, made=made) if career else b""

    async def _apply(
        self, one: Seeker, hour: int, content: bytes | None, read: ReadResume | None
    ) -> None:
        """Somebody applies, and the product makes of it what it does."""
        with clock.at(working_day(self._now, one.applied, hour)):
            async with unit_of_work() as session:
                made = await applications.create(
                    session,
                    self._recruiter,
                    requisition=self._requisitions[one.requisition],
                    full_name=one.name,
                    email=people.address_of(one.name),
                    phone=_phone(one),
                )
                self._applications[one.name] = number = made.number
                if one.career is not None and content is not None and read is not None:
                    await resumes.upload(
                        session,
                        self._recruiter,
                        number,
                        file_name=name_of(one.name, one.career),
                        content=content,
                        read=read,
                    )
        await self._desk.work_off()

    async def _invite(self, one: Seeker) -> None:
        """A recruiter invites, where the requisition does not."""
        with clock.at(working_day(self._now, one.invited or 0, 10)):
            async with unit_of_work() as session:
                application = await self._application(session, one.name)
                await hiring.invite_application(session, self._recruiter, application.id)
        await self._desk.work_off()

    async def _interview(self, one: Seeker) -> None:
        """The interview of somebody who has taken it, or is in the room now."""
        if one.taken is None and one.running is None:
            return
        async with reading() as session:
            held = await self._interview_of(session, one.name)
            if held.position_id is None:
                raise LookupError(f"the position of {one.name}'s interview is gone")
            detail = await positions.get(session, self._recruiter, held.position_id)
        targets = {concept.slug: concept.target_depth for concept in detail.concepts}
        start = (
            self._now - timedelta(hours=one.running)
            if one.running is not None
            else working_day(self._now, one.taken or 0, 10 + len(one.name) % 5)
        )
        who = Applicant(
            one.name,
            one.requisition,
            invited=0,
            taken=0,
            level=one.level,
            own_words=True,
            ends_after=one.ends_after,
        )
        until = None if one.running is None else self._now
        await simulation.take(invitation_of(held).token, who, targets, start=start, until=until)

    async def _end(self, one: Seeker, status: str, reason: str, days_ago: int) -> None:
        """A recruiter rejects an application, or notes that it was withdrawn."""
        with clock.at(working_day(self._now, days_ago, 15)):
            async with unit_of_work() as session:
                await hiring.move_application(
                    session, self._recruiter, self._applications[one.name], status, reason=reason
                )

    async def _keep_open(self, name: str) -> str:
        """Let an invitation last; gives its token."""
        async with unit_of_work() as session:
            held = await self._interview_of(session, name)
            await interviews.extend(
                session, self._recruiter, held.id, expires_at=clock.now() + _KEPT
            )
        return invitation_of(held).token

    async def _application(self, session: AsyncSession, name: str) -> Application:
        return await applications.by_number(session, self._recruiter, self._applications[name])

    async def _interview_of(self, session: AsyncSession, name: str) -> Interview:
        application = await self._application(session, name)
        held = await record.interviews_of_application(
            session,
            organization_id=self._recruiter.organization_id,
            application_id=application.id,
        )
        return held[0]


def _phone(one: Seeker) -> str:
    return f"+44 20 7946 {len(one.name) * 37 % 1000:04d}"


def _prompt(key: str, requisition: int) -> dict[str, Any]:
    """What the interviewer is told of one requisition."""
    return {
        "name": f"{requisitions.REQUISITIONS[key]['name']}: examples",
        "prompt_type": "interview",
        "template_content": requisitions.IN_INTERVIEWS[key],
        "requisition_number": requisition,
        "is_default": True,
    }


async def _read(content: bytes) -> ReadResume:
    """What can be read of a file, or why nothing can."""
    try:
        return await reader.read(content)
    except reader.UnreadableError as error:
        return reader.unread(content, error)
