"""Practising: a question answered, tried again and deleted, and a whole interview begun."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import Page, expect

from tests.browser.steps import sign_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.server import Server

WORDS = "A cache keeps copies of data that is slow to get, so that reading it again is fast."


def asked(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/practice")
    page.get_by_label("Role", exact=True).fill("Backend engineer")
    page.get_by_label("Skill", exact=True).fill("Caching")
    page.get_by_role("button", name="Ask me a question").click()
    expect(page.get_by_label("Your answer", exact=True)).to_be_visible()


def test_a_member_practises_alone(server: Server, new_page: Callable[..., Page]) -> None:
    page = sign_in(new_page(), server, "readonly")
    asked(page, server)
    question = page.locator("#practice-question").inner_text()

    box = page.get_by_label("Your answer", exact=True)
    box.press_sequentially(WORDS[:20])
    expect(page.locator("#practice-count")).to_contain_text("20 of 12,000")
    page.reload()
    expect(page.locator("#practice-question")).to_have_text(question)
    expect(box).to_have_value(WORDS[:20])

    box.fill("x" * 12_001)
    page.get_by_role("button", name="Grade my answer").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing is lost")
    expect(box).to_have_value("x" * 12_001)

    box.fill(WORDS)
    page.get_by_role("button", name="Grade my answer").dblclick()
    attempts = page.get_by_role("region", name="Your attempts")
    expect(page.get_by_test_id("practice-score")).to_contain_text("of 10")
    expect(attempts.get_by_role("row")).to_have_count(2)

    page.get_by_role("button", name="Try again").click()
    expect(box).to_have_value(WORDS)
    page.get_by_role("button", name="Grade my answer").click()
    expect(page.get_by_label("Feedback")).to_contain_text("The same as your last attempt")
    expect(attempts.get_by_role("row")).to_have_count(3)

    attempts.get_by_role("button", name="Delete your attempt").first.click()
    page.get_by_role("button", name="Delete attempt").click()
    expect(attempts.get_by_role("row")).to_have_count(2)

    other = sign_in(new_page(), server, "recruiter")
    other.goto(f"{server.url}/practice")
    expect(other.get_by_text("Nothing practised yet")).to_be_visible()


def test_a_whole_practice_interview_is_held_in_the_room(
    server: Server, new_page: Callable[..., Page]
) -> None:
    page = sign_in(new_page(), server, "readonly")
    page.goto(f"{server.url}/practice")
    whole = page.get_by_role("region", name="Practise a whole interview")
    whole.get_by_label("Role of the interview").fill("Backend engineer")
    whole.get_by_label("Skills").fill("Caching")
    whole.get_by_role("button", name="Start the interview").click()
    expect(page.get_by_test_id("question")).to_be_visible()
    page.goto(f"{server.url}/practice")
    expect(whole.get_by_role("link", name="Go on with: Backend engineer")).to_be_visible()
