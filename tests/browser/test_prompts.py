"""A prompt put right, tried, and written in two tabs; and a persona heard, in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import Page, expect

from tests.browser.steps import sign_in
from tests.browser.test_accessibility import violations

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator

    from tests.support.server import Server

CHOSEN_LINE = """box => {
    const [from, to] = [box.selectionStart, box.selectionEnd];
    return box.value.slice(from, to);
}"""


def test_prompts_and_personas_are_written(server: Server, new_page: Callable[..., Page]) -> None:
    page = sign_in(new_page(), server)
    page.goto(f"{server.url}/settings/prompts/new?type=interview_email")
    page.get_by_label("Name", exact=True).fill("A calm letter")
    template = page.get_by_role("textbox", name="Template", exact=True)
    wrong = "Dear {{ candidate_first_name }},\n{{ nobody }}\n"
    template.fill(wrong)
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("Line 2: there is no variable “nobody”")
    expect(template).to_be_focused()
    assert template.evaluate(CHOSEN_LINE) == "{{ nobody }}"
    expect(template).to_have_value(wrong)
    expect(page.get_by_label("Name", exact=True)).to_have_value("A calm letter")

    template.fill("Dear {{ candidate_first_name }}, begin here: ")
    page.get_by_role("button", name="Insert interview_url").click()
    written = "Dear {{ candidate_first_name }}, begin here: {{ interview_url }}"
    expect(template).to_have_value(written)
    trial = page.get_by_role("complementary", name="Try it with an application")
    found = trial.get_by_role("listitem").get_by_role("button").first
    first_name = found.inner_text().split()[0]
    found.click()
    expect(trial.get_by_role("region", name="The prompt with this application")).to_have_text(
        f"Dear {first_name}, begin here: {server.url}/interview/…"
    )
    save(page)
    page.wait_for_url(lambda url: url.rsplit("/", 1)[1].isdigit())
    in_two_tabs(page, template)
    page.get_by_role("button", name="Restore Version 1 as the newest").click()
    expect(page.get_by_text("Version 1 is restored as version 4.")).to_be_visible()
    expect(template).to_have_value(written)

    page.goto(f"{server.url}/settings/personas/new")
    page.get_by_label("Name", exact=True).fill("Host of the journey")
    page.get_by_role("radio", name="Warm").click()
    expect(page.get_by_role("list", name="The built-in interviewer says")).to_contain_text(
        "thank you for taking the time"
    )
    page.get_by_label("In your own words").fill("You are calm and speak for {{ company_name }}.")
    page.get_by_text("What a language model is told", exact=True).click()
    expect(page.get_by_role("region", name="What a language model is told")).to_contain_text(
        "You are calm and speak for"
    )
    save(page)
    page.wait_for_url(lambda url: url.rsplit("/", 1)[1].isdigit())
    page.get_by_label("Name", exact=True).fill("Host of the evening")
    save(page)
    expect(page.get_by_role("heading", name="Host of the evening")).to_be_visible()
    expect(page.get_by_text("Saved as version 2.")).to_be_visible()

    reader = sign_in(new_page(viewport={"width": 390, "height": 844}), server, "readonly")
    reader.goto(f"{server.url}/settings/prompts")
    reader.get_by_role("navigation", name="Settings").get_by_text("Settings:").click()
    reader.get_by_role("navigation", name="Settings").get_by_role("link", name="Personas").click()
    expect(reader.get_by_role("heading", name="Personas")).to_be_visible()
    expect(reader.get_by_role("link", name="New persona")).to_have_count(0)
    reader.get_by_role("link", name="Host of the evening").click()
    expect(reader.get_by_label("In your own words")).to_have_attribute("readonly", "")
    expect(reader.get_by_role("button", name="Save", exact=True)).to_have_count(0)


def in_two_tabs(page: Page, template: Locator) -> None:
    """Change the prompt in a second tab first; the first one is told, and keeps its words."""
    other = page.context.new_page()
    other.goto(page.url)
    other.get_by_role("textbox", name="Template", exact=True).fill("Theirs: {{ interview_url }}")
    save(other)
    expect(other.get_by_text("Saved as version 2.")).to_be_visible()
    other.close()
    template.fill("Mine: {{ interview_url }}")
    save(page)
    told = page.get_by_role("alert")
    expect(told).to_contain_text("saved version 2 while you were editing")
    expect(template).to_have_value("Mine: {{ interview_url }}")
    told.get_by_role("button", name="Compare with theirs").click()
    changes = told.get_by_role("list", name="Changes")
    expect(changes).to_contain_text("Theirs: {{ interview_url }}")
    expect(changes).to_contain_text("Mine: {{ interview_url }}")
    assert violations(page) == []
    told.get_by_role("button", name="Save mine over it").click()
    expect(page.get_by_text("Saved as version 3.")).to_be_visible()


def save(page: Page) -> None:
    """Press what stores the form."""
    page.get_by_role("button", name="Save", exact=True).click()
