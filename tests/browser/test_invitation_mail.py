"""An invitation by e-mail: ticked in the dialog, sent by the job, followed by the candidate."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import CONSENT, invite, sign_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.server import Server

pytestmark = pytest.mark.browser


def mails_to(server: Server, address: str) -> list[EmailMessage]:
    """What lies in the outbox for that address."""
    files = sorted((server.var_dir / "outbox").glob("*.eml"))
    found = [message_from_bytes(file.read_bytes(), policy=default) for file in files]
    return [message for message in found if message["To"] == address]


def test_a_candidate_comes_in_by_the_link_of_their_e_mail(
    server: Server, new_page: Callable[..., Page]
) -> None:
    recruiter = sign_in(new_page(), server, "recruiter")
    recruiter.goto(f"{server.url}/positions/{server.demo['position_id']}")
    link = invite(recruiter, name="Mailed Candidate", email="mailed@example.com")
    expect(recruiter.get_by_role("dialog")).to_contain_text("on its way to mailed@example.com")
    recruiter.goto(f"{server.url}/interviews?q=mailed")
    recruiter.get_by_role("link", name="Mailed Candidate").click()
    letter = recruiter.locator(".report-letter")
    expect(letter).to_contain_text("Sent")
    expect(letter).to_contain_text("mailed@example.com")

    (message,) = mails_to(server, "mailed@example.com")
    assert message["Reply-To"] == server.demo["recruiter"]["email"]
    page = message.get_body(("html",)).get_content()
    (found,) = re.findall(r'href="([^"]+)"', page)
    assert found == link
    candidate = new_page()
    candidate.goto(found)
    expect(candidate.get_by_label(CONSENT)).to_be_visible()

    letter.get_by_role("button", name="E-mail it again").dblclick()
    expect(recruiter.get_by_text("In half a minute it can be sent again")).to_be_visible()
    assert len(mails_to(server, "mailed@example.com")) == 1

    recruiter.get_by_role("button", name="Cancel invitation").click()
    dialog = recruiter.get_by_role("dialog", name="Cancel this invitation?")
    expect(dialog).to_contain_text("goes back to the wallet")
    dialog.get_by_role("button", name="Yes, cancel it").click()
    recruiter.get_by_role("button", name="Invite again").dblclick()
    expect(recruiter.get_by_role("button", name="Cancel invitation")).to_be_visible()
    expect(recruiter.locator(".report-letter")).to_contain_text("Sent")
    _, second = mails_to(server, "mailed@example.com")
    assert link not in second.get_body(("plain",)).get_content()


def test_nobody_is_written_to_where_the_box_is_not_ticked(
    server: Server, new_page: Callable[..., Page]
) -> None:
    page = sign_in(new_page(), server)
    page.goto(f"{server.url}/positions/{server.demo['position_id']}")
    page.get_by_role("button", name="Invite candidate").click()
    page.get_by_label("Full name").fill("Unwritten Candidate")
    page.get_by_label("E-mail", exact=True).fill("unwritten@example.com")
    page.get_by_label("Send the invitation by e-mail").uncheck()
    page.get_by_role("button", name="Create invitation").click()
    expect(page.get_by_role("dialog")).to_contain_text("Send them this link")
    page.goto(f"{server.url}/interviews?q=unwritten")
    page.get_by_role("link", name="Unwritten Candidate").click()
    expect(page.locator(".report-letter")).to_contain_text("Nothing was sent")
    assert mails_to(server, "unwritten@example.com") == []
