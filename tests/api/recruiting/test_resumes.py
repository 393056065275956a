"""Résumés over the API and from the browser: read, kept, given out, refused."""

from __future__ import annotations

import httpx
import pytest
from sqlmodel import col, select

from api.common.files import attachment
from api.web.application import create_application
from app.core.database import reading
from app.identity.permissions import Role
from app.queue.models import JobType, QueueItem
from app.resumes.models import Resume, ResumeFile
from app.settings import get_settings
from tests.support import resumes
from tests.support.audit import entries_on
from tests.support.people import make_actor
from tests.support.recruiting import (
    HOST,
    client_of,
    data_of,
    failure_of,
    made_application,
    made_requisition,
)
from tests.support.screens import cookie_of


def on_sqlite(test):
    """Run a test on SQLite."""
    needing = pytest.mark.usefixtures("database")(test)
    return pytest.mark.parametrize("database", ["sqlite"], indirect=True)(needing)


async def applied():
    """A member, a client of theirs, and the address of an application's résumé."""
    actor = await make_actor()
    application = await made_application(actor, await made_requisition(actor))
    return actor, await client_of(actor), application


def part(content: bytes, name: str = "cv.pdf"):
    return {"file": (name, content, "application/octet-stream")}


async def stored(application) -> list[Resume]:
    async with reading() as session:
        query = select(Resume).where(col(Resume.application_id) == application.id)
        return list((await session.execute(query.order_by(col(Resume.id)))).scalars())


@pytest.mark.usefixtures("database")
async def test_a_resume_is_read_kept_analysed_and_given_out_as_it_came() -> None:
    _actor, client, application = await applied()
    made = resumes.make(7, kind="pdf", hide=["white"])
    url = f"/applications/{application.number}/resume"
    failure_of(await client.get(url), 404)
    # What it is called says nothing, and leads nowhere.
    shown = data_of(await client.post(url, files=part(made.content, "../../étc/cv.docx")), 201)
    assert shown["applicationId"] == application.number
    assert (shown["fileName"], shown["format"]) == ("cv.pdf", "pdf")
    assert shown["hidden"] == [{"kind": "colour", "page": 1, "text": resumes.SECRET}]
    assert made.person.name in shown["text"]
    assert resumes.SECRET not in shown["text"]
    got = await client.get(url)
    assert got.content == made.content
    assert got.headers["content-type"] == "application/pdf"
    assert got.headers["content-disposition"].startswith('attachment; filename="cv.pdf"')
    assert data_of(await client.get(f"/applications/{application.number}"))["hasResume"] is True
    # The same file again is the same résumé; another one takes its place.
    data_of(await client.post(url, files=part(made.content)), 201)
    other = resumes.make(8, kind="text")
    data_of(await client.post(url, files=part(other.content)), 201)
    assert (await client.get(url)).content == other.content
    assert [one.format for one in await stored(application)] == ["pdf", "text"]
    async with reading() as session:
        items = (await session.execute(select(QueueItem))).scalars().all()
        assert [(one.job_type, one.application_id) for one in items] == [
            (JobType.ANALYSE, application.id)
        ]
    actions = [one.action for one in await entries_on(application.id)]
    assert actions.count("resume.uploaded") == 3
    assert actions.count("resume.downloaded") == 2


@on_sqlite
async def test_what_cannot_be_read_is_refused_in_words_and_changes_nothing(monkeypatch) -> None:
    _actor, client, application = await applied()
    url = f"/applications/{application.number}/resume"
    monkeypatch.setattr(get_settings(), "resume_megabytes", 1)
    for content, words in (
        (b"%PDF-1.7 nothing more", "damaged"),
        (b"", "empty"),
        (bytes(1_000_001), "larger than 1 MB"),
        (bytes(50_000_000), "larger than 1 MB"),
    ):
        error = failure_of(await client.post(url, files=part(content)), 422, "UNREADABLE_RESUME")
        assert words in error["message"]
        assert error["details"]["field"] == "file"
    for request in (
        {"json": {"file": "cv"}},
        {"content": b"--", "headers": {"content-type": "multipart/form-data"}},
        {"content": b"--x", "headers": {"content-type": "multipart/form-data; boundary=x"}},
        {"data": {"file": "text"}, "files": {"other": b"x"}},
    ):
        failure_of(await client.post(url, **request), 400)
    assert await stored(application) == []
    async with reading() as session:
        assert (await session.execute(select(ResumeFile))).scalars().all() == []


@on_sqlite
async def test_only_those_who_may_edit_send_and_nobody_reads_of_others() -> None:
    actor, client, application = await applied()
    url = f"/applications/{application.number}/resume"
    made = resumes.make(1, kind="text")
    data_of(await client.post(url, files=part(made.content)), 201)
    reader = await client_of(await make_actor(Role.READONLY, actor.organization_id))
    assert (await reader.get(url)).content == made.content
    failure_of(await reader.post(url, files=part(made.content)), 403)
    stranger = await client_of(await make_actor())
    failure_of(await stranger.get(url), 404)
    failure_of(await stranger.post(url, files=part(made.content)), 404)
    assert len(await stored(application)) == 1


@on_sqlite
async def test_a_browser_drops_a_file_and_is_told_in_words() -> None:
    actor, _client, application = await applied()
    made = resumes.make(3, kind="docx", hide=["vanish"])
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(create_application()),
        base_url=HOST,
        headers={"cookie": await cookie_of(actor)},
    ) as browser:
        url = f"/files/applications/{application.number}/resume"
        told = (await browser.post(url, files=part(made.content))).json()
        assert (told["problem"], told["file_name"]) == ("", "cv.docx")
        assert [one["text"] for one in told["hidden"]] == [resumes.SECRET]
        told = (await browser.post(url, files=part(b"%PDF-1.4"))).json()
        assert "damaged" in told["problem"]
        assert (await browser.get(url)).content == made.content
        elsewhere = {"origin": "https://evil.example.com"}
        assert (await browser.post(url, files=part(b"x"), headers=elsewhere)).status_code == 403
        missing = await browser.post("/files/applications/999/resume", files=part(b"x"))
        assert missing.json()["problem"] == "There is no such application."


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Résumé Zoë.pdf", "Resume-Zoe.pdf"),
        ('a"b\r\nX: y.pdf', "a-b-X-y.pdf"),
        ("../../x.docx", "x.docx"),
        ("履歴書.pdf", "pdf"),
        ("", "file"),
    ],
)
def test_no_name_of_a_file_breaks_the_header(name: str, plain: str) -> None:
    header = attachment(name)
    assert header.startswith(f"attachment; filename=\"{plain}\"; filename*=UTF-8''")
    assert header.isascii()
    assert "\n" not in header
