"""Settings → Recruiters, Members, Hiring and Workday in a browser, as an administrator and not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import Page, expect

from tests.browser.steps import sign_in
from tests.browser.test_accessibility import violations

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.server import Server


def test_an_administrator_sets_hiring_up_and_a_recruiter_reads_it(
    server: Server, new_page: Callable[..., Page]
) -> None:
    page = sign_in(new_page(), server)
    page.goto(f"{server.url}/settings/recruiters")
    page.get_by_role("button", name="Add recruiter").first.click()
    dialog = page.get_by_role("dialog", name="Add a recruiter")
    dialog.get_by_label("Name").fill("Journey Example")
    dialog.get_by_label("Contact for candidates").fill("Weekdays, 9 to 17")
    expect(dialog.get_by_text("Weekdays, 9 to 17", exact=True).last).to_be_visible()
    dialog.get_by_label("E-mail").fill("nowhere")
    dialog.get_by_role("button", name="Add recruiter").click()
    expect(dialog.get_by_role("alert")).to_be_visible()
    assert violations(page) == []
    dialog.get_by_label("E-mail").fill("journey@example.com")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Journey Example")).to_be_visible()

    page.get_by_role("link", name="Hiring", exact=True).click()
    page.get_by_label("Recruiter by default").select_option(label="Journey Example")
    page.get_by_label("Highest risk").fill("2")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("A risk lies between 0 and 1.")).to_be_visible()
    page.get_by_label("Highest risk").fill("0.35")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The hiring settings are saved.")).to_be_visible()

    page.get_by_role("link", name="Workday", exact=True).click()
    page.get_by_label("Tenant address").fill("https://tenant.example.com/path")
    page.get_by_label("Tenant", exact=True).fill("example")
    page.get_by_role("button", name="Save and test").click()
    expect(page.get_by_text("is that of its host alone")).to_be_visible()
    expect(page.get_by_label("Tenant address")).to_be_focused()
    page.get_by_label("Comes from").first.select_option("report")
    expect(page.get_by_label("Report’s owner").first).to_be_visible()
    page.get_by_label("E-mail", exact=True).fill("a..b")
    page.get_by_role("button", name="Try on one requisition").click()
    expect(page.get_by_text("A path is names with dots between them")).to_be_visible()

    page.get_by_role("link", name="Members", exact=True).click()
    page.get_by_role("button", name="Shut out").first.click()
    dialog = page.get_by_role("dialog", name="Shut this member out?")
    expect(dialog).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")

    reader = sign_in(new_page(), server, "recruiter")
    reader.goto(f"{server.url}/settings/hiring")
    expect(reader.get_by_text("Journey Example")).to_be_visible()
    expect(reader.get_by_role("button", name="Save")).to_have_count(0)
    assert violations(reader) == []
    reader.goto(f"{server.url}/settings/recruiters")
    expect(reader.get_by_role("heading", name="Journey Example")).to_be_visible()
    expect(reader.get_by_role("button", name="Delete")).to_have_count(0)
    reader.goto(f"{server.url}/settings/workday")
    expect(reader.get_by_role("heading", name="For administrators")).to_be_visible()
