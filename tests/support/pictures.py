"""The README's pictures, made from a server of its own: `python -m tests.support.pictures`."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import expect, sync_playwright

from tests.browser.steps import answer, begin, settled_text, sign_in
from tests.simulated.people import from_file
from tests.support.chromium import ARGUMENTS, installed
from tests.support.server import ROOT, Server

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, ViewportSize

FOLDER = ROOT / "docs" / "pictures"
DESKTOP: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 800}
ANSWERED_BEFORE = 3


def take(page: Page, name: str) -> None:
    """Keep what is on the screen as a PNG."""
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("status", name="Loading")).to_have_count(0)
    page.wait_for_timeout(500)
    file = FOLDER / f"{name}.png"
    page.screenshot(path=file, animations="disabled", caret="hide")
    print(f"{file.relative_to(ROOT)}: {file.stat().st_size // 1024} KB")


def members_screens(browser: Browser, server: Server) -> None:
    page = sign_in(browser.new_page(viewport=DESKTOP), server)
    expect(page.get_by_role("heading", level=1, name="Good ")).to_be_visible()
    take(page, "dashboard")
    page.goto(server.demo["report_url"])
    expect(page.get_by_test_id("overall-score")).to_be_visible()
    take(page, "report")
    page.goto(f"{server.url}/positions/{server.demo['position_id']}")
    expect(page.get_by_role("list", name="Concepts", exact=True)).to_be_visible()
    take(page, "builder")
    page.goto(f"{server.url}/settings/reference#schedule-an-interview")
    expect(page.get_by_role("heading", name="Schedule an interview")).to_be_visible()
    page.get_by_role("heading", name="Schedule an interview").scroll_into_view_if_needed()
    take(page, "reference")
    page.goto(f"{server.url}/settings/billing")
    expect(page.get_by_test_id("balance")).to_be_visible()
    take(page, "billing")
    page.goto(f"{server.url}/settings/assessment")
    agreement = page.get_by_role("heading", name="Agreement with your people")
    expect(agreement).to_be_visible()
    agreement.evaluate("node => node.scrollIntoView({block: 'start'})")
    take(page, "assessment")
    page.goto(f"{server.url}/questions/caching")
    expect(page.get_by_role("heading", level=1, name="Caching")).to_be_visible()
    take(page, "questions")


def hiring_screens(browser: Browser, server: Server) -> None:
    page = sign_in(browser.new_page(viewport=DESKTOP), server)
    page.goto(f"{server.url}/requisitions/{server.demo['requisition_id']}/board")
    expect(page.get_by_role("region", name="Analysed")).to_be_visible()
    take(page, "board")
    page.goto(f"{server.url}/applications/{server.demo['application_id']}")
    expect(page.get_by_role("heading", name="Résumé as read")).to_be_visible()
    take(page, "application")


def room(browser: Browser, server: Server) -> None:
    """The room after a few answers, with the next one half written."""
    page, say = browser.new_page(viewport=DESKTOP), from_file("expert")
    begin(page, server.demo["invite_url"])
    for _ in range(ANSWERED_BEFORE):
        asked = settled_text(page)
        answer(page, say(asked))
        expect(page.get_by_test_id("question")).not_to_have_text(asked)
    words = say(settled_text(page)).split()
    page.get_by_label("Your answer").fill(" ".join(words[: len(words) // 2]))
    take(page, "room")
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="dark")
    take(page, "room-phone")


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="vv") as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed(), args=list(ARGUMENTS))
        server = Server(Path(folder)).start()
        try:
            members_screens(browser, server)
            hiring_screens(browser, server)
            room(browser, server)
        finally:
            server.stop()
            browser.close()


if __name__ == "__main__":
    main()
