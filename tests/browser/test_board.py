"""The board of a requisition: cards are moved with the mouse and by keyboard, and stay there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import Locator, Page, expect

from tests.browser.steps import sign_in
from tests.browser.test_requisitions import add_applications, as_admin

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.server import Server


def lift(page: Page, card: Locator, over: Locator) -> None:
    """Take a card with the mouse and hold it over a column, not letting it go yet."""
    card.get_by_text("today").hover()
    page.mouse.down()
    over.hover(position={"x": 40, "y": 30})
    # A browser tells a page of what is dragged with the second movement over a place.
    over.hover(position={"x": 44, "y": 34})


def test_cards_are_moved_by_mouse_and_keyboard_where_they_may_go(
    server: Server, new_page: Callable[..., Page]
) -> None:
    with as_admin(server) as client:
        made = client.post("/requisitions", json={"name": "Keeper of boards"})
    number = str(made.json()["data"]["id"])
    add_applications(server, number, "Aino Abara", "Bela Costa", "Caro Dahl")
    page = sign_in(new_page(), server)
    page.goto(f"{server.url}/requisitions/{number}")
    places = page.get_by_role("navigation", name="Requisition")
    places.get_by_role("link", name="Board").click()
    expect(places.get_by_role("link", name="Board")).to_have_attribute("aria-current", "page")
    other = page.context.new_page()
    other.goto(page.url)
    new = page.get_by_role("region", name="New", exact=True)
    aino, bela = (new.get_by_role("listitem").filter(has_text=name) for name in ("Aino", "Bela"))

    complete = page.get_by_role("region", name="Complete")
    lift(page, aino, complete)
    expect(complete).to_have_attribute("data-refused", "The end of the interview leads here.")
    page.mouse.up()
    expect(page.get_by_text("Aino Abara stays in “New”.").last).to_be_visible()
    expect(complete.get_by_role("listitem")).to_have_count(0)
    expect(new.get_by_role("listitem")).to_have_count(3)

    rejected = page.get_by_role("group").filter(has_text="Rejected")
    lift(page, aino, rejected)
    page.mouse.up()
    dialog = page.get_by_role("dialog", name="Reject Aino Abara")
    dialog.get_by_label("Reason").fill("Not this time.")
    dialog.get_by_role("button", name="Reject", exact=True).click()
    expect(rejected).to_contain_text(re.compile(r"Rejected\s*1"))
    expect(aino).to_have_count(0)

    page.get_by_role("button", name="Move Bela Costa to…").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("The candidate leads here, by beginning")).to_be_visible()
    page.get_by_role("button", name="Withdrawn", exact=True).press("Enter")
    page.get_by_label("Reason").fill("Has found something else.")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Withdraw", exact=True).press("Enter")
    expect(bela).to_have_count(0)

    # The other tab has not been touched.
    expect(other.get_by_role("group").filter(has_text="Rejected")).to_contain_text("1")
    theirs = other.get_by_role("region", name="New", exact=True)
    expect(theirs.get_by_role("listitem")).to_have_count(1)

    other.locator("summary", has_text="Rejected").click()
    lift(other, other.get_by_role("listitem").filter(has_text="Aino"), theirs)
    other.mouse.up()
    expect(theirs.get_by_role("listitem")).to_have_count(2)
    page.reload()
    expect(new.get_by_role("listitem")).to_have_text([re.compile("Caro"), re.compile("Aino")])
