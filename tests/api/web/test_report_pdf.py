"""Downloading a report."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import httpx
import pytest
from pypdf import PdfReader

from api.web.application import create_application
from api.web.report_pdf import content_disposition
from app.reports import pdf_fonts
from tests.support.interviews import begun, engine, interview_of, invite, make_position, take_whole
from tests.support.people import make_actor
from tests.support.screens import ORIGIN, cookie_of

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture(autouse=True)
def scripted(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pdf_fonts, "FOLDER", tmp_path / "nowhere")
    with engine() as evaluator:
        yield evaluator


async def get(path: str, actor=None) -> httpx.Response:
    headers = {"cookie": await cookie_of(actor)} if actor else {}
    transport = httpx.ASGITransport(create_application())
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
        return await client.get(path, headers=headers)


async def reported(actor) -> str:
    token = await begun(actor)
    await take_whole(token, "I delete the key: full marks")
    return f"/files/interviews/{(await interview_of(token)).id}/report.pdf"


async def test_a_member_downloads_the_report(database: str) -> None:
    actor = await make_actor()
    response = await get(await reported(actor), actor)
    assert response.headers["content-type"] == "application/pdf"
    assert response.headers["cache-control"] == "private, no-store"
    assert "attachment" in response.headers["content-disposition"]
    pages = PdfReader(io.BytesIO(response.content)).pages
    assert "Ada Example" in pages[0].extract_text()


async def test_nobody_else_does(database: str) -> None:
    path = await reported(await make_actor())
    assert (await get(path)).headers["location"] == "/sign-in"
    assert (await get(path, await make_actor())).status_code == 404


async def test_without_a_report_there_is_nothing_to_download(database: str) -> None:
    actor = await make_actor()
    invitation = await invite(actor, await make_position(actor))
    for wanted in (str(invitation.interview_id), "nonsense"):
        response = await get(f"/files/interviews/{wanted}/report.pdf", actor)
        assert response.status_code == 404
        assert response.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize(
    "name",
    [
        'Ada "Q" Example',
        "a\r\nSet-Cookie: x=y",
        "../../etc/passwd",
        "Žofia Ωmega",
        "\ud800",
        "世界",
    ],
)
def test_no_name_of_a_candidate_breaks_out_of_the_header(database: str, name: str) -> None:
    header = content_disposition(f"Report {name}")
    header.encode("latin-1")
    assert header.count('"') == 2
    assert not set(header) & set("\r\n\\")
    assert "/" not in header
    assert header.startswith('attachment; filename="Report')
