"""A reviewer corrects a grade: the score moves, and the correction is on the calibration page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import Locator, Page, expect

from tests.browser.steps import sign_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.server import Server


def share(heading: Locator) -> int:
    """The grade in the heading of a panel, in per cent of a full answer."""
    words = heading.inner_text()
    found = re.search(r"(\d+) % of a full answer", words)
    return int(found[1]) if found else 100 * ("a full answer" in words)


def best_graded(page: Page) -> Locator:
    """The panel of the answer with the best grade, opened: there is most to be taken from it.

    What everybody is asked is of no concept, and its grade is not part of the score; what a person
    of the demo has graded is counted already.
    """
    of_all = (
        page.locator("details.report-q", has=page.get_by_role("button", name="Re-grade"))
        .filter(has=page.locator("summary", has_text=" at depth "))
        .filter(has_not=page.get_by_test_id("machine-grade"))
    )
    expect(of_all.first).to_be_visible()
    panels = of_all.all()
    best = max(range(len(panels)), key=lambda at: share(panels[at].locator("summary").first))
    panel = page.locator(f"[id='{panels[best].get_attribute('id')}']")
    if panel.get_attribute("open") is None:
        panel.locator("summary").first.click()
    return panel


def open_grades(page: Page) -> Locator:
    """How many answers people graded who saw the machine's grade, over all concepts."""
    return page.get_by_role("row").filter(has_text="All concepts").first.get_by_role("cell").nth(2)


def test_a_grade_is_corrected_and_found_again(
    server: Server, new_page: Callable[..., Page]
) -> None:
    page = sign_in(new_page(), server, "recruiter")
    calibration = f"{server.url}/settings/assessment"
    page.goto(calibration)
    graded = int(open_grades(page).inner_text())
    page.goto(server.demo["report_url"])
    score = page.get_by_test_id("overall-score")
    expect(score).to_be_visible()
    before = score.inner_text()
    answer = best_graded(page)
    concept = answer.get_by_role("heading").inner_text().split(",")[0]

    answer.get_by_role("button", name="Re-grade").click()
    dialog = page.get_by_role("dialog", name=f"Re-grade: {concept}")
    for choice in dialog.get_by_role("radio", name="None").all():
        choice.check(force=True)
    dialog.get_by_role("button", name="Save grade").click()
    expect(dialog.get_by_text("Give a reason")).to_be_visible()
    dialog.get_by_label("Reason").fill("It names the words and explains none of them.")
    dialog.get_by_role("button", name="Save grade").click()
    expect(dialog).to_be_hidden()

    # Whether one answer moves the whole depends on the others, which differ from demo to demo.
    expect(page.get_by_test_id("machine-alone")).to_contain_text(f"Machine alone: {before}, ")
    expect(answer.get_by_test_id("machine-grade")).to_contain_text("The machine alone: ")
    expect(answer).to_contain_text("It names the words and explains none of them.")

    # An answer counts once, by its blind grade where the demo has one, so count rather than look.
    page.goto(calibration)
    expect(open_grades(page)).to_have_text(str(graded + 1))
    apart = page.locator("section", has=page.get_by_role("heading", name="Furthest apart"))
    apart.get_by_role("link").first.click()
    expect(page.get_by_test_id("overall-score")).to_be_visible()
