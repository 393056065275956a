"""Single sign-on in a real browser, at a provider that demands PKCE."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import httpx
import pytest
from playwright.sync_api import Page, expect

from app.core import database
from app.identity import service
from app.settings import get_settings
from tests.browser.test_accessibility import violations
from tests.support import oidc, oidc_server
from tests.support.server import Server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NAME = "Example ID"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server whose demo organisation signs in at a provider on this machine."""
    with tempfile.TemporaryDirectory(prefix="vv") as folder:
        server = Server(Path(folder), VIVAVOCE_WEBHOOK_PRIVATE_HOSTS="127.0.0.1")
        with oidc_server.PACKAGE.running(f"{server.url}/auth/sso/callback") as url:
            server.start()
            set_up(server, url)
            yield server
            server.stop()


def set_up(server: Server, provider_url: str) -> None:
    """Connect the demo organisation with the provider, in the server's database."""

    async def connect() -> None:
        admin = server.demo["admin"]
        async with database.unit_of_work() as session:
            token = await service.sign_in(session, **admin, address="192.0.2.1")
            actor = await service.authenticate(session, token)
        await oidc.connect(
            actor, provider_url, name=NAME, email_domains=[oidc_server.DOMAIN], slug="example-id"
        )
        await database.dispose()

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VIVAVOCE_DATABASE_URL", server.database_url)
        patch.setenv("VIVAVOCE_WEBHOOK_PRIVATE_HOSTS", "127.0.0.1")
        get_settings.cache_clear()
        # The browser's own loop runs in this thread.
        thread = Thread(target=asyncio.run, args=[connect()])
        thread.start()
        thread.join()
    get_settings.cache_clear()


def leave(page: Page, server: Server) -> None:
    """Type an address and go where the page offers to."""
    page.goto(f"{server.url}/sign-in?next=/positions")
    page.get_by_label("E-mail").fill("somebody@example.org")
    expect(page.get_by_role("link", name=f"Continue with {NAME}")).not_to_be_visible()
    page.get_by_label("E-mail").fill(f"ada@{oidc_server.DOMAIN}")
    offer = page.get_by_role("link", name=f"Continue with {NAME}")
    expect(offer).to_be_visible()
    assert violations(page) == []
    offer.click()
    page.wait_for_url("**/interaction/**")


def test_somebody_signs_in_at_the_provider_and_comes_back_as_a_recruiter(
    server: Server, new_page: Callable[..., Page]
) -> None:
    page = new_page()
    leave(page, server)
    refused = httpx.get(
        page.url.split("/interaction/")[0] + "/auth",
        params={
            "client_id": oidc.CLIENT_ID,
            "response_type": "code",
            "scope": "openid",
            "redirect_uri": f"{server.url}/auth/sso/callback",
        },
    )
    assert "error=invalid_request" in refused.headers["location"]

    page.locator("input[name=login]").fill("ada")
    page.locator("input[name=password]").fill("any will do")
    page.get_by_role("button").click()
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(f"{server.url}/positions")
    expect(page.get_by_role("heading", name="Positions", exact=True)).to_be_visible()
    session = {one["name"]: one for one in page.context.cookies(server.url)}
    assert session[service.SESSION_COOKIE]["httpOnly"]
    assert [name for name in session if name.startswith("vivavoce_sso_")] == []
    page.goto(f"{server.url}/account")
    expect(page.get_by_role("main")).to_contain_text(f"ada@{oidc_server.DOMAIN}")


def test_who_turns_back_at_the_provider_reads_why_they_are_not_signed_in(
    server: Server, new_page: Callable[..., Page]
) -> None:
    page = new_page()
    leave(page, server)
    page.get_by_role("link", name="Cancel").click()
    expect(page.get_by_role("alert")).to_contain_text("did not sign you in")
    assert page.url.startswith(f"{server.url}/sign-in")
