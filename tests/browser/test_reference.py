"""The API reference: what its page shows works when it is copied and run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Locator, Page, expect

from api.integrations.openapi import document
from components.reference_document import Document
from components.reference_examples import KEY_VARIABLE
from tests.browser.steps import sign_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.server import Server

CALLS = Document(document()).operations()
RUN_SECONDS = 60
LANGUAGES = ("curl", "Python", "JavaScript")
RETRY = "Schedule, and retry safely"


def open_reference(page: Page, server: Server, who: str = "recruiter") -> Page:
    sign_in(page, server, who).goto(f"{server.url}/settings/reference")
    expect(page.get_by_label("Examples use the position")).to_be_visible()
    return page


def code_in(page: Page, title: str, language: str) -> Locator:
    """The code under that title, once it is shown in that language."""
    choice = page.get_by_role("radiogroup", name=f"Language: {title}", exact=True)
    radio = choice.get_by_role("radio", name=language, exact=True)
    radio.click()
    expect(radio).to_have_attribute("aria-checked", "true")
    return page.get_by_role("group", name=title, exact=True).locator("code")


def run(language: str, code: str, folder: Path, key: str) -> subprocess.CompletedProcess[str]:
    """Run code as a reader would, with the key in the environment."""
    if language == "curl":
        if not (shutil.which("curl") and shutil.which("openssl")):
            pytest.skip("curl and openssl are not installed here")
        command = ["sh", "-c", code]
    else:
        program, name = {
            "Python": (sys.executable, "example.py"),
            "JavaScript": (str(Path(sys.executable).with_name("node")), "example.mjs"),
        }[language]
        file = folder / name
        file.write_text(code, encoding="utf-8")
        command = [program, str(file)]
    return subprocess.run(
        command,
        env={**os.environ, KEY_VARIABLE: key},
        capture_output=True,
        text=True,
        timeout=RUN_SECONDS,
        check=False,
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("title", [*[call.title for call in CALLS], RETRY])
def test_every_example_runs_as_it_stands(
    server: Server, new_page: Callable[..., Page], tmp_path: Path, title: str, language: str
) -> None:
    page = open_reference(new_page(), server)
    code = code_in(page, title, language).text_content() or ""

    done = run(language, code, tmp_path, server.demo["api_key"])
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"https?://|open|\bid\b", done.stdout)

    refused = run(language, code, tmp_path, "hia_wrong")
    assert refused.returncode != 0


def test_examples_use_the_position_that_is_chosen(
    server: Server, new_page: Callable[..., Page]
) -> None:
    page = open_reference(new_page(), server)
    picker = page.get_by_label("Examples use the position")
    values = picker.locator("option").evaluate_all("all => all.map(one => one.value)")
    assert server.demo["position_id"] in values
    assert server.demo["closed_position_id"] not in values
    example = page.get_by_role("group", name="Schedule an interview", exact=True)

    for value in (values[-1], values[0]):
        picker.select_option(value)
        expect(example).to_contain_text(value)
    expect(example).to_contain_text(server.url)


def test_the_language_is_remembered(server: Server, new_page: Callable[..., Page]) -> None:
    page = open_reference(new_page(), server)
    code_in(page, RETRY, "JavaScript")

    groups = page.get_by_role("radiogroup", name=re.compile("^Language"))
    chosen = groups.get_by_role("radio", name="JavaScript")
    assert groups.count() == len(CALLS) + 2
    for position in range(groups.count()):
        expect(chosen.nth(position)).to_have_attribute("aria-checked", "true")
    page.reload()
    expect(chosen.first).to_have_attribute("aria-checked", "true")


def test_code_is_copied_whole(server: Server, new_page: Callable[..., Page]) -> None:
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    open_reference(page, server)
    shown = code_in(page, RETRY, "Python").text_content()

    page.get_by_role("button", name=f"Copy: {RETRY}", exact=True).click()

    expect(page.locator("#reference-said")).to_have_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()") == shown


def test_the_contents_lead_to_every_part(server: Server, new_page: Callable[..., Page]) -> None:
    page = open_reference(new_page(), server)
    links = page.get_by_role("navigation", name="On this page").get_by_role("link")
    anchors = links.evaluate_all("all => all.map(one => one.hash)")
    assert {f"#{call.id}" for call in CALLS} < set(anchors)

    for place, anchor in enumerate(anchors):
        links.nth(place).click()
        assert page.url == f"{server.url}/settings/reference{anchor}"
        expect(page.locator(anchor)).to_be_in_viewport()
        expect(page.locator(f"{anchor} h2")).to_be_visible()
    page.go_back()
    expect(page).to_have_url(f"{server.url}/settings/reference{anchors[-2]}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_on_a_phone_only_code_scrolls_sideways(
    server: Server, new_page: Callable[..., Page], language: str
) -> None:
    page = new_page(viewport={"width": 390, "height": 844})
    open_reference(page, server)
    code_in(page, RETRY, language)

    assert page.evaluate("document.documentElement.scrollWidth") == 390
    blocks = page.locator("figure pre")
    assert blocks.evaluate_all("all => all.some(one => one.scrollWidth > one.clientWidth)")
    assert blocks.evaluate_all("all => all.every(one => one.tabIndex === 0)")


def test_the_page_holds_no_key(server: Server, new_page: Callable[..., Page]) -> None:
    page = open_reference(new_page(), server, "admin")
    keys = [server.demo["api_key"], *server.demo["scoped_keys"].values()]

    assert not [key for key in keys if key in page.content()]
