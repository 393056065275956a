"""Running the pipeline: the queue, what the product did, and who did what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import Page, expect

from tests.browser.steps import sign_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.server import Server


def test_an_administrator_looks_after_the_queue_and_the_logs(
    server: Server, new_page: Callable[..., Page]
) -> None:
    page = sign_in(new_page(), server)
    page.goto(f"{server.url}/settings/queue")
    page.get_by_role("button", name="Add to queue").click()
    dialog = page.get_by_role("dialog", name="Add to the queue")
    dialog.get_by_label("Requisition number").fill("999999")
    dialog.get_by_role("button", name="Add", exact=True).click()
    expect(dialog.get_by_role("alert")).to_contain_text("no such requisition")
    dialog.get_by_label("What to do").select_option(label="Analyse")
    expect(dialog.get_by_label("Application number")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("navigation", name="Status").get_by_role("link", name="Dead").click()
    page.wait_for_url("**/settings/queue?status=dead")

    page.get_by_role("navigation", name="Settings").get_by_role("link", name="Logs").click()
    page.get_by_role("searchbox").fill("nobody-wrote-this")
    page.wait_for_url("**/settings/logs?q=nobody-wrote-this")
    expect(page.get_by_role("heading", name="No entry matches")).to_be_visible()
    page.get_by_label("Live").click()
    expect(page.get_by_label("Live")).to_be_checked()
    page.get_by_role("link", name="Show all entries").click()
    page.wait_for_url("**/settings/logs")
    expect(page.get_by_role("searchbox")).to_have_value("")

    page.get_by_role("navigation", name="Settings").get_by_role("link", name="Audit").click()
    page.get_by_role("button", name="Verify the chain").click()
    expect(page.get_by_text("The chain is whole")).to_be_visible()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Export CSV").click()
    assert taken.value.suggested_filename.startswith("audit-log-")
    page.get_by_label("Action", exact=True).fill("exported")
    page.wait_for_url("**/settings/audit?action=exported")
    expect(page.get_by_role("table", name="Entries")).to_contain_text("Audit exported")
    expect(page.get_by_label("Action", exact=True)).to_be_focused()

    reader = sign_in(new_page(), server, "readonly")
    reader.goto(f"{server.url}/settings/queue")
    expect(reader.get_by_role("navigation", name="Status")).to_be_visible()
    expect(reader.get_by_role("button", name="Clear all…")).to_have_count(0)
    reader.goto(f"{server.url}/settings/audit")
    expect(reader.get_by_role("heading", name="For administrators")).to_be_visible()
