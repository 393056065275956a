"""Résumés that are kept: once each, the newest counting, with what is wrong with them."""

from __future__ import annotations

import pytest
from sqlmodel import select

from app.activity.models import LogEntry
from app.applications.models import ApplicationStatus
from app.applications.service import move_by_person
from app.core.database import reading, unit_of_work
from app.core.errors import NotFoundError
from app.core.ids import new_id
from app.queue.models import QueueItem
from app.resumes import reading as reader
from app.resumes import service
from tests.support import resumes
from tests.support.people import make_actor
from tests.support.recruiting import made_application, made_requisition


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_what_came_is_kept_whether_it_can_be_read_or_not(database: str) -> None:
    actor = await make_actor()
    application = await made_application(actor, await made_requisition(actor))
    owner = (actor.organization_id, application.id)
    broken = b"%PDF-1.7 and no more"
    with pytest.raises(reader.UnreadableError) as refusal:
        await reader.read(broken)
    unread = reader.unread(broken, refusal.value)
    made = resumes.make(4, kind="text", hide=["tags"])
    read = await reader.read(made.content)
    for content, found in ((broken, unread), (made.content, read), (made.content, read)):
        async with unit_of_work() as session:
            await service.add(session, *owner, file_name="a/b.cv", content=content, read=found)
    async with reading() as session:
        newest = await service.newest(session, *owner)
        assert await service.newest(session, new_id(), application.id) is None
        log = list((await session.execute(select(LogEntry))).scalars())
    assert (newest.file_name, newest.problem, newest.size) == ("b.txt", None, len(made.content))
    assert newest.hidden == [{"kind": "characters", "page": 1, "text": resumes.SECRET}]
    told = [(one.message, one.extra["hidden"]) for one in log if one.source == "resumes"]
    assert told == [
        ("Received a résumé that cannot be read", []),
        ("Received a résumé", ["characters"]),
    ]
    assert made.person.name not in str([(one.message, one.extra) for one in log])
    with pytest.raises(NotFoundError):
        async with unit_of_work() as session:
            await service.add(
                session, new_id(), application.id, file_name="", content=b"a", read=read
            )


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_the_resume_of_one_who_is_out_is_only_kept(database: str) -> None:
    actor = await make_actor()
    application = await made_application(actor, await made_requisition(actor))
    read = await reader.read(b"Ada Example, cook")
    async with unit_of_work() as session:
        await move_by_person(session, actor, application.number, ApplicationStatus.REJECTED)
        await service.upload(
            session,
            actor,
            application.number,
            file_name="cv.txt",
            content=b"Ada Example, cook",
            read=read,
        )
    async with reading() as session:
        assert await service.newest(session, actor.organization_id, application.id) is not None
        assert (await session.execute(select(QueueItem))).scalars().all() == []
