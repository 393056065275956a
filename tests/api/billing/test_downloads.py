"""Receipts and the ledger as files."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import TYPE_CHECKING

import httpx
import pytest
from pypdf import PdfReader

from api.web.application import create_application
from app.core import clock
from app.core.ids import new_id
from app.identity.permissions import Role
from app.reports import pdf_fonts
from tests.support.people import make_actor
from tests.support.screens import ORIGIN, cookie_of
from tests.unit.billing import books

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture(autouse=True)
def core_fonts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_fonts, "FOLDER", tmp_path / "nowhere")


async def get(path: str, actor=None) -> httpx.Response:
    headers = {"cookie": await cookie_of(actor)} if actor else {}
    transport = httpx.ASGITransport(create_application())
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
        return await client.get(path, headers=headers)


async def paid(actor):
    target = await books.ordered(actor.organization_id, 25_000, created_by=actor.user_id)
    await books.pay(target, 25_000)
    return target


async def test_a_receipt_says_who_paid_what_and_what_went_back(database: str) -> None:
    actor = await make_actor()
    target = await paid(actor)
    await books.refund(target, 5_000)
    response = await get(f"/files/receipts/{target.top_up_id}.pdf", actor)
    assert response.headers["content-type"] == "application/pdf"
    assert response.headers["cache-control"] == "private, no-store"
    text = PdfReader(io.BytesIO(response.content)).pages[0].extract_text()
    number = (await books.top_up(target)).receipt_number
    for words in (
        "$250.00 USD",
        "-$50.00 USD",
        "$200.00 USD",
        actor.name,
        actor.organization_name,
        f"No. {number}",
        f"pi_{target.top_up_id.hex}",
    ):
        assert words in text
    assert f"Receipt-{number}" in response.headers["content-disposition"]


async def test_a_receipt_is_for_those_who_pay_of_that_organisation(database: str) -> None:
    actor = await make_actor()
    target = await paid(actor)
    path = f"/files/receipts/{target.top_up_id}.pdf"
    assert (await get(path)).headers["location"] == "/sign-in"
    assert (await get(path, await make_actor())).status_code == 404
    recruiter = await make_actor(Role.RECRUITER, actor.organization_id)
    assert (await get(path, recruiter)).status_code == 403
    waiting = await books.ordered(actor.organization_id, 5_000)
    for other in (waiting.top_up_id, new_id(), "nonsense"):
        assert (await get(f"/files/receipts/{other}.pdf", actor)).status_code == 404


async def test_the_ledger_comes_as_a_table_with_the_filters_of_the_screen(database: str) -> None:
    actor = await make_actor()
    await paid(actor)
    await books.charge(actor.organization_id)

    async def kinds(query: str) -> list[str]:
        response = await get(f"/files/ledger.csv{query}", actor)
        assert response.headers["content-type"] == "text/csv; charset=utf-8"
        assert "attachment" in response.headers["content-disposition"]
        return [row["kind"] for row in csv.DictReader(io.StringIO(response.text))]

    today = clock.now().date()
    tomorrow = today + timedelta(days=1)
    assert await kinds("") == ["interview", "top_up", "credit"]
    assert await kinds("?kind=top_up") == ["top_up"]
    assert await kinds("?search=tea+master") == ["interview"]
    assert len(await kinds(f"?since={today}&until={today}")) == 3
    assert await kinds(f"?since={tomorrow}") == []
    assert await kinds(f"?until={today - timedelta(days=1)}") == []
    assert len(await kinds("?since=nonsense&until=9999-12-31&kind=nonsense")) == 3


async def test_the_ledger_is_for_those_who_pay(database: str) -> None:
    assert (await get("/files/ledger.csv")).headers["location"] == "/sign-in"
    for role in (Role.RECRUITER, Role.READONLY):
        assert (await get("/files/ledger.csv", await make_actor(role))).status_code == 403
