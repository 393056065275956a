"""axe finds nothing on any page, in either colour mode, wide or narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.steps import sign_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.server import Server

MODES, WIDTHS = ("light", "dark"), (1440, 390)
VIEWS = [(mode, width) for mode in MODES for width in WIDTHS]
PAGES = (
    "/dashboard",
    "/interviews",
    "/interviews?q=nobody-has-this-name",
    "{report}",
    "/interviews/{interview_id}",
    "/positions",
    "/positions/new",
    "/positions/{position_id}",
    "/positions/{closed_position_id}",
    "/candidates",
    "/candidates/compare",
    "/questions",
    "/questions/caching",
    "/questions/caching/caching-1a",
    "/questions/new",
    "/practice",
    "/requisitions",
    "/requisitions/1",
    "/requisitions/1?view=settings",
    "/applications",
    "/applications?status=waiting",
    "/applications/1",
    "/requisitions/1/board",
    "/account",
    "/settings/recruiters",
    "/settings/recruiters?q=nobody-has-this-name",
    "/settings/members",
    "/settings/sign-on",
    "/settings/hiring",
    "/settings/workday",
    "/settings/developers",
    "/settings/developers?keys=ended",
    "/settings/developers/deliveries",
    "/settings/developers/deliveries?status=failed",
    "/settings/reference",
    "/settings/assessment",
    "/settings/assessment/blind",
    "/settings/prompts",
    "/settings/prompts/new",
    "/settings/prompts/1",
    "/settings/personas",
    "/settings/personas/new",
    "/settings/personas/1",
    "/settings/billing",
    "/settings/billing?kind=dispute",
    "/settings/queue",
    "/settings/logs",
    "/settings/audit",
    "/no-such-page",
)


def violations(page: Page) -> list[str]:
    """What axe finds, a line each."""
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("status", name="Loading")).to_have_count(0)
    page.wait_for_timeout(300)
    found = Axe().run(page).response["violations"]
    return [
        f"{page.url}: {violation['id']}: {node['html'][:160]}"
        for violation in found
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("mode", MODES)
def test_members_pages(server: Server, new_page: Callable[..., Page], mode: str) -> None:
    page = sign_in(new_page(color_scheme=mode), server)
    demo = server.demo
    report = demo["report_url"].removeprefix(demo["base_url"])
    found = []
    for path in PAGES:
        page.goto(server.url + path.format(report=report, **demo))
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            found += [f"{width} px: {one}" for one in violations(page)]
    assert found == []


@pytest.mark.parametrize(("mode", "width"), VIEWS)
def test_open_pages(server: Server, new_page: Callable[..., Page], mode: str, width: int) -> None:
    page = new_page(color_scheme=mode, viewport={"width": width, "height": 900})
    found = []
    for path in ("/sign-in", "/sign-in?error=wrong", "/interview/no-such-token"):
        page.goto(server.url + path)
        found += violations(page)
    page.goto(server.demo["invite_url"])
    found += violations(page)
    assert found == []
