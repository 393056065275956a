"""Paying into the wallet, with the local Stripe simulator in Stripe's place."""

from __future__ import annotations

import csv
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import sign_in
from tests.browser.test_accessibility import violations
from tests.support.server import ROOT, Server, free_port

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BILLING = "/settings/billing"
START_SECONDS = 60


class Simulator:
    """The simulator in a process of its own, paying into the wallets of one server."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.url = server.variables["VIVAVOCE_STRIPE_API_BASE"]
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> Simulator:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "app.simulators.stripe"],
            cwd=ROOT,
            env={
                **os.environ,
                "VIVAVOCE_BASE_URL": self.server.url,
                "VIVAVOCE_VAR_DIR": str(self.server.var_dir),
                **self.server.variables,
            },
            stdout=subprocess.DEVNULL,
        )
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            try:
                httpx.get(f"{self.url}/simulator/events", timeout=2).raise_for_status()
            except httpx.HTTPError:
                time.sleep(0.1)
            else:
                return self
        raise AssertionError("the simulator did not start")

    def troubles(self, **wanted: object) -> None:
        """Have these troubles from now on, and no others."""
        httpx.put(f"{self.url}/simulator/troubles", json=wanted).raise_for_status()

    def release(self) -> None:
        """Send the webhooks that were held."""
        assert httpx.post(f"{self.url}/simulator/release").json()["released"] > 0

    def stop(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(timeout=20)
            self.process = None


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    with tempfile.TemporaryDirectory(prefix="vv") as folder:
        base = f"http://127.0.0.1:{free_port()}"
        server = Server(Path(folder), VIVAVOCE_STRIPE_API_BASE=base).start()
        simulator = Simulator(server)
        try:
            yield simulator.start()
        finally:
            simulator.stop()
            server.stop()


@pytest.fixture
def page(simulator: Simulator, new_page: Callable[..., Page]) -> Page:
    """The billing page, as an administrator has it."""
    simulator.troubles()
    page = sign_in(new_page(), simulator.server)
    page.goto(simulator.server.url + BILLING)
    expect(page.get_by_test_id("balance")).to_be_visible()
    return page


def balance(page: Page) -> float:
    words = page.get_by_test_id("balance").inner_text()
    return float(words.replace("$", "").replace(",", ""))


def to_payment(page: Page, simulator: Simulator, dollars: int) -> None:
    """Choose an amount and go to the page on which it is paid."""
    page.get_by_role("textbox", name="Amount", exact=True).fill(str(dollars))
    page.get_by_role("button", name=f"Pay ${dollars:,}.00").click()
    page.wait_for_url(f"{simulator.url}/pay/**")


def pay(page: Page, simulator: Simulator, card: str = "4242") -> None:
    """Pay with the card that has those digits, and come back."""
    page.get_by_role("radio", name=card).check()
    page.get_by_role("button", name="Pay").click()


def test_a_top_up_is_seen_to_arrive_without_loading_the_page_anew(
    simulator: Simulator, page: Page
) -> None:
    before = balance(page)
    simulator.troubles(webhooks="held")
    page.get_by_role("radio", name="$250", exact=True).click()
    # Pressed twice, it is one payment all the same.
    page.get_by_role("button", name="Pay $250.00").dblclick()
    page.wait_for_url(f"{simulator.url}/pay/**")
    pay(page, simulator)
    page.wait_for_url(f"{simulator.server.url}{BILLING}**")
    outcome = page.get_by_test_id("top-up-outcome")
    expect(outcome).to_contain_text("Payment is being confirmed")
    assert balance(page) == before
    page.evaluate("window.sameDocument = true")
    simulator.release()
    expect(outcome).to_contain_text("$250.00 added")
    expect(page.get_by_test_id("balance")).to_have_text(f"${before + 250:,.2f}")
    ledger = page.get_by_role("table", name="Ledger")
    expect(ledger.get_by_role("row").nth(1)).to_contain_text("+$250.00")
    payments = page.get_by_role("table", name="Payments").get_by_role("row")
    expect(payments).to_have_count(2)
    expect(payments.nth(1)).to_contain_text("Paid")
    assert page.evaluate("window.sameDocument")
    with page.expect_download() as download:
        outcome.get_by_role("link", name="Receipt").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")


def test_a_declined_card_and_a_cancelled_checkout_add_nothing(
    simulator: Simulator, page: Page
) -> None:
    before = balance(page)
    to_payment(page, simulator, 75)
    pay(page, simulator, "0002")
    expect(page.get_by_role("alert")).to_contain_text("declined")
    page.get_by_role("link", name="Cancel").click()
    page.wait_for_url(f"{simulator.server.url}{BILLING}**")
    outcome = page.get_by_test_id("top-up-outcome")
    expect(outcome).to_contain_text("Payment cancelled")
    expect(outcome).to_contain_text("Nothing was charged")
    assert balance(page) == before


def test_the_keyboard_alone_leads_there_and_the_way_back_lets_one_try_again(
    simulator: Simulator, page: Page
) -> None:
    page.get_by_role("radio", name="$500", exact=True).focus()
    page.keyboard.press("Space")
    amount = page.get_by_role("textbox", name="Amount", exact=True)
    expect(amount).to_have_value("500")
    amount.focus()
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("30")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{simulator.url}/pay/**")
    first = page.url
    page.go_back()
    expect(page.get_by_test_id("balance")).to_be_visible()
    to_payment(page, simulator, 40)
    assert page.url != first
    expect(page.get_by_role("button", name="Pay")).to_contain_text("40.00")


def test_a_payment_that_fails_later_is_said(simulator: Simulator, page: Page) -> None:
    before = balance(page)
    to_payment(page, simulator, 60)
    pay(page, simulator, "Bank transfer: fails")
    outcome = page.get_by_test_id("top-up-outcome")
    expect(outcome).to_contain_text("$60.00 could not be paid")
    assert balance(page) == before


def test_a_card_is_kept_only_where_that_was_chosen_and_fills_the_wallet_by_itself(
    simulator: Simulator, page: Page
) -> None:
    card = page.get_by_test_id("saved-card")
    expect(card).to_contain_text("No card is saved")
    page.get_by_label("Add money with the saved card").check()
    page.get_by_role("button", name="Save automatic top-up").click()
    expect(page.get_by_role("alert")).to_contain_text("No card is saved yet")
    page.get_by_label("Keep the card").check()
    to_payment(page, simulator, 20)
    pay(page, simulator)
    expect(page.get_by_test_id("top-up-outcome")).to_contain_text("$20.00 added")
    expect(card).to_contain_text("Visa ending in 4242")
    page.get_by_label("Add money with the saved card").check()
    page.get_by_label("Add", exact=True).fill("500")
    page.get_by_role("button", name="Save automatic top-up").click()
    automatic = page.get_by_role("region", name="Automatic top-up")
    expect(automatic.get_by_text("On", exact=True)).to_be_visible()
    page.reload()
    expect(page.get_by_label("Add", exact=True)).to_have_value("500")
    page.get_by_role("button", name="Remove card").click()
    expect(card).to_contain_text("No card is saved")
    expect(automatic.get_by_text("Off", exact=True)).to_be_visible()


def test_a_provider_that_is_not_there_is_said(simulator: Simulator, page: Page) -> None:
    simulator.stop()
    try:
        page.get_by_role("button", name="Pay $250.00").click()
        expect(page.get_by_role("alert")).to_contain_text("make stripe")
        expect(page.get_by_role("button", name="Pay $250.00")).to_be_enabled()
    finally:
        simulator.start()


def test_the_ledger_keeps_its_place_in_the_address(simulator: Simulator, page: Page) -> None:
    ledger = page.get_by_role("region", name="Ledger")
    ledger.get_by_role("link", name="Next").click()
    expect(ledger.get_by_text(re.compile(r"^26 to "))).to_be_visible()
    # The table that was turned is what one looks at.
    expect(ledger.get_by_role("button", name="Clear").or_(ledger)).to_be_in_viewport()
    ledger.get_by_label("Kind").select_option(label="Interviews given back")
    page.wait_for_url("**kind=interview_refund**")
    ledger.get_by_label("Search").fill("expired")
    page.wait_for_url("**q=expired**")
    ledger.get_by_label("Period").select_option(label="This year")
    page.wait_for_url("**period=year**")
    rows = ledger.get_by_role("table").get_by_role("row")
    shown = rows.count() - 1
    assert shown > 0
    page.reload()
    expect(rows).to_have_count(shown + 1)
    expect(ledger.get_by_label("Search")).to_have_value("expired")
    with page.expect_download() as download:
        ledger.get_by_role("link", name="Download CSV").click()
    with Path(download.value.path()).open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert len(lines) == shown
    assert {line["kind"] for line in lines} == {"interview_refund"}
    rows.nth(1).get_by_role("link").click()
    page.wait_for_url("**/interviews/**")
    page.go_back()
    expect(rows).to_have_count(shown + 1)
    ledger.get_by_role("button", name="Clear").click()
    expect(ledger.get_by_text(re.compile(r"^1 to 25 of "))).to_be_visible()


def received_by(page: Page) -> list[str | bytes]:
    """All that the server sends over sockets from now on."""
    received: list[str | bytes] = []

    def keep(frame: str | bytes) -> None:
        received.append(frame)

    page.on("websocket", lambda socket: socket.on("framereceived", keep))
    return received


@pytest.mark.parametrize("who", ["recruiter", "readonly"])
def test_those_who_are_no_administrators_are_refused_and_sent_nothing(
    simulator: Simulator, new_page: Callable[..., Page], who: str
) -> None:
    page = sign_in(new_page(), simulator.server, who)
    received = received_by(page)
    page.goto(simulator.server.url + BILLING)
    expect(page.get_by_text("Billing is for administrators")).to_be_visible()
    expect(page.get_by_role("link", name="Billing")).to_have_count(0)
    text = " ".join(str(data) for data in received)
    assert "refused" in text
    assert not re.search(r"\$\d", text)


@pytest.mark.parametrize(
    ("mode", "width"), [(mode, width) for mode in ("light", "dark") for width in (1440, 390)]
)
def test_axe_finds_nothing_on_it(
    simulator: Simulator, new_page: Callable[..., Page], mode: str, width: int
) -> None:
    server = simulator.server
    page = sign_in(new_page(color_scheme=mode, viewport={"width": width, "height": 900}), server)
    found = []
    for path in ("", "?kind=dispute", "?topup=nonsense", "?period=days"):
        page.goto(server.url + BILLING + path)
        expect(page.get_by_test_id("balance")).to_be_visible()
        found += violations(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("textbox", name="Amount", exact=True).fill("7")
    page.get_by_role("button", name="Pay $7.00").click()
    expect(page.get_by_role("alert")).to_contain_text("from $10.00")
    found += violations(page)
    assert found == []
