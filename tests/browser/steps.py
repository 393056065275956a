"""What people do in the product, as steps a journey is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.support.server import Server

CONSENT = "I agree to take this interview on these terms"
MOST_QUESTIONS = 60


def sign_in(page: Page, server: Server, who: str = "admin") -> Page:
    """Sign in as one of the demo's people and wait for the dashboard."""
    person = server.demo[who]
    page.goto(f"{server.url}/sign-in")
    page.get_by_label("E-mail").fill(person["email"])
    page.get_by_label("Password").fill(person["password"])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/dashboard" in url)
    return page


def build_position(page: Page, server: Server, *, title: str, concepts: Sequence[str]) -> str:
    """Build and open a position with concepts of the bank, by name; gives its address."""
    page.goto(f"{server.url}/positions")
    page.get_by_role("link", name="New position").click()
    page.get_by_label("Title", exact=True).fill(title)
    page.get_by_role("button", name="Add concept").click()
    dialog = page.get_by_role("dialog", name="Add a concept")
    for name in concepts:
        dialog.get_by_label("Search the question bank").fill(name)
        dialog.get_by_role("button", name=f"Add {name}", exact=True).click()
    dialog.get_by_role("button", name="Done").click()
    for name in concepts:
        expect(page.get_by_role("list", name="Concepts", exact=True)).to_contain_text(name)
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url(lambda url: "/positions/" in url and not url.rstrip("/").endswith("/new"))
    page.get_by_role("button", name="Open position").click()
    expect(page.get_by_role("button", name="Close position")).to_be_visible()
    return page.url


def invite(page: Page, *, name: str, email: str) -> str:
    """Invite somebody for the position that is on the screen; gives the link."""
    page.get_by_role("button", name="Invite candidate").click()
    page.get_by_label("Full name").fill(name)
    page.get_by_label("E-mail", exact=True).fill(email)
    page.get_by_role("button", name="Create invitation").click()
    link = page.get_by_test_id("invite-link")
    expect(link).to_be_visible()
    return link.input_value()


def begin(page: Page, link: str) -> None:
    """Open the room, agree, and start."""
    page.goto(link)
    page.get_by_label(CONSENT).check()
    page.get_by_role("button", name="Start interview").click()
    expect(page.get_by_test_id("question")).to_be_visible()


def answer(page: Page, words: str) -> None:
    """Type an answer and send it."""
    page.get_by_label("Your answer").fill(words)
    page.get_by_role("button", name="Send answer").click()


def take_interview(page: Page, say: Callable[[str], str]) -> int:
    """Answer every question until the room says thank you; how many answers that took."""
    question = page.get_by_test_id("question")
    thanks = page.get_by_test_id("room-message")
    for number in range(MOST_QUESTIONS):
        expect(question.or_(thanks).first).to_be_visible()
        if thanks.is_visible():
            return number
        asked = settled_text(page)
        answer(page, say(asked))
        page.wait_for_function(
            """asked => {
                const question = document.querySelector('[data-testid="question"]');
                return !question || question.dataset.text !== asked &&
                    question.innerText.trim() !== asked;
            }""",
            arg=asked,
        )
    raise AssertionError("the interview did not end")


def settled_text(page: Page) -> str:
    """The question's words once they have stopped growing."""
    question = page.get_by_test_id("question")
    before = ""
    for _ in range(50):
        now = question.inner_text().strip()
        if now and now == before:
            return now
        before = now
        page.wait_for_timeout(150)
    raise AssertionError("the question never stood still")
