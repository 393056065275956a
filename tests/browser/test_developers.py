"""Settings → Developers: a key from creation to revocation, an endpoint that is told things."""

from __future__ import annotations

import asyncio
import re
import tempfile
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import httpx
import pytest
from playwright.sync_api import Page, expect
from standardwebhooks import Webhook

from tests.browser.steps import sign_in
from tests.browser.test_accessibility import violations
from tests.support.receiver import Receiver, receiver
from tests.support.server import Server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

POSITIONS = "/api/v1/integrations/positions"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server that may call receivers on this machine."""
    with tempfile.TemporaryDirectory(prefix="vv") as folder:
        server = Server(Path(folder), VIVAVOCE_WEBHOOK_PRIVATE_HOSTS="127.0.0.1").start()
        yield server
        server.stop()


@contextmanager
def listening() -> Iterator[Receiver]:
    """A receiver of webhooks, beside the test."""
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever)
    thread.start()
    context = receiver()
    try:
        one = asyncio.run_coroutine_threadsafe(context.__aenter__(), loop).result(10)
        yield one
        asyncio.run_coroutine_threadsafe(context.__aexit__(None, None, None), loop).result(10)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


def positions(server: Server, key: str) -> int:
    """The status with which the API answers who has that key."""
    headers = {"Authorization": f"Bearer {key}"}
    return httpx.get(server.url + POSITIONS, headers=headers, timeout=30).status_code


def create_key(page: Page, name: str) -> str:
    """Create a key that may read interviews; gives it, with its dialog still open."""
    page.get_by_role("button", name="Create key", exact=True).first.click()
    dialog = page.get_by_role("dialog", name="Create an API key")
    dialog.get_by_label("Name").fill(name)
    dialog.get_by_label("interviews:read").check()
    dialog.get_by_role("button", name="Create key").click()
    shown = page.get_by_label("API key", exact=True)
    expect(shown).to_have_value(re.compile("^hia_"))
    return shown.input_value()


def test_a_key_is_shown_once_works_and_is_revoked(
    server: Server, new_page: Callable[..., Page]
) -> None:
    page = sign_in(new_page(), server)
    page.goto(f"{server.url}/settings/developers")
    key = create_key(page, "Careers site")
    assert violations(page) == []
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("cell", name=f"Careers site ends with {key[-4:]}")).to_be_visible()
    expect(page.get_by_label("API key", exact=True)).to_have_count(0)
    assert key not in page.content()
    assert positions(server, key) == 200
    page.reload()
    row = page.get_by_role("row").filter(has_text="Careers site")
    expect(row).to_contain_text("min ago")
    assert key not in page.content()

    row.get_by_role("button", name="Revoke Careers site").click()
    asked = page.get_by_role("dialog", name="Revoke this key?")
    expect(asked).to_contain_text("Careers site")
    asked.get_by_role("button", name="Revoke key").click()
    expect(row).to_have_count(0)
    assert positions(server, key) == 401
    page.get_by_role("link", name="Revoked or expired 1").click()
    expect(row).to_contain_text("Revoked")


def test_an_endpoint_is_told_of_a_test_event_and_again(
    server: Server, new_page: Callable[..., Page]
) -> None:
    with listening() as receiving:
        receiving.script["/hooks"] = [200, 500, 200]
        page = sign_in(new_page(), server)
        page.goto(f"{server.url}/settings/developers")
        page.get_by_role("button", name="Add endpoint").first.click()
        dialog = page.get_by_role("dialog", name="Add an endpoint")
        dialog.get_by_label("Address").fill("https://10.0.0.1/hooks")
        dialog.get_by_role("button", name="Add endpoint").click()
        expect(dialog.get_by_role("alert")).to_contain_text("private network")
        assert violations(page) == []
        dialog.get_by_label("Address").fill(receiving.url("/hooks"))
        dialog.get_by_label("report.generated").check()
        dialog.get_by_role("button", name="Add endpoint").click()
        shown = page.get_by_role("textbox", name="Signing secret")
        expect(shown).to_have_value(re.compile("^whsec_"))
        secret = shown.input_value()
        assert violations(page) == []
        page.get_by_role("button", name="Done").click()

        page.get_by_role("button", name=f"Send test event: {receiving.url('/hooks')}").click()
        expect(page.get_by_text("Test event delivered: 200")).to_be_visible()
        [first] = receiving.at("/hooks")
        assert Webhook(secret).verify(first.body, first.headers)["type"] == "webhook.test"

        page.get_by_role("link", name="Look at it").click()
        opened = page.get_by_role("dialog", name="webhook.test")
        expect(opened).to_contain_text("Delivered")
        expect(opened).to_contain_text('"type": "webhook.test"')
        assert violations(page) == []
        before = page.url
        opened.get_by_role("button", name="Replay").click()
        page.wait_for_url(lambda url: "delivery=" in url and url != before)
        # What follows is seen without anybody asking for it.
        expect(opened).to_contain_text("2 attempts")
        expect(opened).to_contain_text("Delivered")
        expect(opened).to_contain_text("Replay")
        assert len({one.headers["webhook-id"] for one in receiving.at("/hooks")}) == 1
        assert len({one.body for one in receiving.at("/hooks")}) == 1

        page.keyboard.press("Escape")
        expect(page.get_by_role("row").filter(has_text="webhook.test")).to_have_count(2)
        page.get_by_label("Status").select_option("failed")
        expect(page.get_by_text("No delivery matches")).to_be_visible()
        assert page.url.endswith("?status=failed")


def test_a_recruiter_is_told_who_may_and_gets_nothing(
    server: Server, new_page: Callable[..., Page]
) -> None:
    page = new_page()
    received: list[str] = []
    page.on(
        "websocket",
        lambda socket: socket.on("framereceived", lambda frame: received.append(str(frame))),
    )
    sign_in(page, server, "recruiter")
    for path in ("/settings/developers", "/settings/developers/deliveries"):
        page.goto(server.url + path)
        expect(page.get_by_role("heading", name="For administrators")).to_be_visible()
        assert violations(page) == []
    assert received
    assert "Demo: everything" not in "".join(received)
    assert server.demo["api_key"][-4:] not in page.content()
