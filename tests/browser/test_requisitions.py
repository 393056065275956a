"""A requisition and its applications, from the form to the invitations, in a real browser."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import httpx
from playwright.sync_api import Page, expect

from tests.browser.steps import sign_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.support.server import Server

JOB = "You design relational schemas, tune SQL queries and keep bookings correct in transactions."


@contextmanager
def as_admin(server: Server) -> Iterator[httpx.Client]:
    """The contract as the administrator's scripts call it."""
    admin = server.demo["admin"]
    with httpx.Client(base_url=f"{server.url}/api/v1") as client:
        who = {"email": admin["email"], "password": admin["password"]}
        token = client.post("/auth/login", json=who).json()["data"]["accessToken"]
        client.headers["Authorization"] = f"Bearer {token}"
        yield client


def add_applications(server: Server, requisition: str, *names: str) -> None:
    """Applications of those candidates, as another system would send them."""
    with as_admin(server) as client:
        for name in names:
            answer = client.post(
                "/applications",
                json={
                    "requisitionId": int(requisition),
                    "candidateName": name,
                    "candidateEmail": f"{name.split()[0].lower()}@example.com",
                },
            )
            assert answer.status_code == 201, answer.text


def test_a_requisition_is_set_up_and_its_candidates_are_invited_and_rejected(
    server: Server, new_page: Callable[..., Page]
) -> None:
    page = sign_in(new_page(), server)
    page.goto(f"{server.url}/requisitions")
    page.get_by_role("button", name="New requisition").first.click()
    form = page.get_by_role("dialog", name="New requisition")
    form.get_by_label("Name").fill("Ferry scheduling engineer")
    form.get_by_label("Description").fill(JOB)
    form.get_by_role("button", name="Create requisition").click()
    expect(page.get_by_role("heading", name="Ferry scheduling engineer")).to_be_visible()
    number = page.url.partition("?")[0].rpartition("/")[2]

    other = page.context.new_page()
    other.goto(page.url)
    other.get_by_label("Location").fill("Gdynia")
    page.get_by_label("Invite by itself").check()
    expect(page.get_by_text("as soon as the résumé is analysed")).to_be_visible()
    other.get_by_role("button", name="Save", exact=True).click()
    expect(other.get_by_text("Saved", exact=True)).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Somebody else has changed the location")).to_be_visible()
    expect(page.get_by_label("Invite by itself")).to_be_checked()
    page.get_by_role("button", name="Save my changes as well").click()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    expect(page.get_by_label("Location")).to_have_value("Gdynia")

    add_applications(server, number, "Aino Abara", "Bela Costa", "Caro Dahl")
    page.get_by_role("link", name="Applications", exact=True).last.click()
    table = page.get_by_role("table", name="Applications")
    row = {name: table.get_by_role("row", name=name) for name in ("Aino", "Bela", "Caro")}
    table.get_by_role("link", name="Caro Dahl").focus()
    for key in ("x", "j", "x"):
        page.keyboard.press(key)
    expect(page.get_by_role("status").filter(has_text="2 chosen")).to_be_visible()
    page.get_by_role("button", name="Invite", exact=True).click()
    asked = page.get_by_role("dialog", name="Invite 2 candidates?")
    expect(asked).to_contain_text("Caro Dahl, Bela Costa")
    asked.get_by_role("button", name="Send invitation").click()
    for name in ("Caro", "Bela"):
        expect(row[name]).to_contain_text("Invited")
    row["Aino"].get_by_label("Actions for Aino Abara").click()
    row["Aino"].get_by_role("button", name="Reject").click()
    page.get_by_label("Reason (optional)").fill("Another profile.")
    page.get_by_role("button", name="Reject", exact=True).click()
    expect(row["Aino"]).to_contain_text("Rejected")
    page.get_by_role("link", name="2 Invited").click()
    expect(table.get_by_role("row")).to_have_count(3)
