"""The question bank, and a position that starts from a role, in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import Page, expect

from tests.browser.steps import sign_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.server import Server

TABLE = 'concept_name,depth,question,points\nTea,2,Why tea?,"It calms.\nIt warms."\n'


def test_a_question_is_reworded_tried_retired_and_brought_along(
    server: Server, new_page: Callable[..., Page], tmp_path: Path
) -> None:
    page = sign_in(new_page(), server)
    page.goto(f"{server.url}/questions?q=redis")
    page.get_by_role("link", name="Caching").click()
    page.get_by_text("What is a cache").first.click()
    page.get_by_role("link", name="Edit “What is a cache").click()
    page.get_by_label("Question", exact=True).fill("What does a cache do for us?")
    page.get_by_role("button", name="Grade it").click()
    expect(page.get_by_text("of the credit, confidence")).to_be_visible()
    page.get_by_role("button", name="Save").click()
    expect(page).to_have_url(f"{server.url}/questions/caching")
    page.get_by_text("What does a cache do for us?").click()
    page.get_by_role("button", name="Retire “What does a cache do for us?”").click()
    expect(page.get_by_text("Retired", exact=True)).to_be_visible()
    page.get_by_role("button", name="Restore the original of").click()
    expect(page.get_by_text("What is a cache").first).to_be_visible()

    page.get_by_role("link", name="Questions").first.click()
    page.get_by_role("button", name="Import").click()
    file = tmp_path / "tea.csv"
    file.write_text(TABLE.replace(",2,", ",9,"), encoding="utf-8")
    page.get_by_label("File (YAML").set_input_files(file)
    expect(page.get_by_text("Depth must be a whole number")).to_be_visible()
    file.write_text(TABLE, encoding="utf-8")
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("button", name="Import").click()
    page.get_by_label("File (YAML").set_input_files(file)
    page.get_by_role("button", name="Import 1 question").click()
    expect(page.get_by_text("Taken over: 1 new.")).to_be_visible()
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("link", name="Tea", exact=True)).to_be_visible()


def test_a_role_fills_the_builder_and_can_be_taken_back(
    server: Server, new_page: Callable[..., Page]
) -> None:
    page = sign_in(new_page(), server)
    page.goto(f"{server.url}/positions/new")
    page.get_by_label("Title").fill("Somebody")
    page.get_by_role("button", name="Start from a role").click()
    dialog = page.get_by_role("dialog", name="Start from a role")
    dialog.get_by_role("radio", name="Senior").click()
    dialog.get_by_role("button", name="Use Back-end engineer").click()
    dialog.get_by_role("button", name="Replace it").click()
    expect(page.get_by_label("Title")).to_have_value("Senior back-end engineer")
    expect(page.get_by_role("heading", name="API design")).to_be_visible()
    expect(page.get_by_text("questions in 60 min")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_label("Title")).to_have_value("Somebody")
    expect(page.get_by_role("heading", name="API design")).to_have_count(0)
