"""A server and a browser for journeys."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.support.chromium import ARGUMENTS, installed
from tests.support.server import Server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PATIENCE_MS = 40_000
"""A machine that does much else may take long; what comes at once is not waited for."""

expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A server with its demo, shared by the journeys."""
    with tempfile.TemporaryDirectory(prefix="vv") as folder:
        server = Server(Path(folder)).start()
        yield server
        server.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed(), args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a page in a context of its own: another person, another machine."""
    contexts = []

    def open_page(**options) -> Page:
        context = browser.new_context(**options)
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
