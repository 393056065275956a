"""The main job, from the sign-in to the report, in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import Page, expect

from tests.browser.steps import begin, build_position, invite, sign_in, take_interview
from tests.simulated.people import DONT_KNOW, from_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.server import Server

CONCEPTS = ("Caching", "SQL indexing", "API design")


def read_report(page: Page, server: Server, name: str) -> tuple[float, str]:
    """The overall score and the recommendation, found as a recruiter would find them."""
    page.goto(f"{server.url}/interviews")
    page.get_by_role("link", name=name).first.click()
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
    score = page.get_by_test_id("overall-score")
    expect(score).to_be_visible()
    return float(score.inner_text()), page.get_by_test_id("recommendation").inner_text()


def test_from_sign_in_to_two_reports(server: Server, new_page: Callable[..., Page]) -> None:
    recruiter = sign_in(new_page(), server, "recruiter")
    position = build_position(
        recruiter, server, title="Back-end engineer, journey", concepts=CONCEPTS
    )
    links = {}
    for name in ("Expert Journey", "Novice Journey"):
        recruiter.goto(position)
        email = f"{name.split()[0].lower()}.journey@example.com"
        links[name] = invite(recruiter, name=name, email=email)

    expert = new_page()
    begin(expert, links["Expert Journey"])
    assert take_interview(expert, from_file("expert")) >= 2 * len(CONCEPTS)

    novice = new_page()
    begin(novice, links["Novice Journey"])
    take_interview(novice, lambda _question: DONT_KNOW)

    score, advice = read_report(recruiter, server, "Expert Journey")
    assert score >= 75
    assert advice in {"Hire", "Strong hire"}
    assert recruiter.get_by_test_id("evidence").count() > 0

    score, advice = read_report(recruiter, server, "Novice Journey")
    assert score <= 15
    assert advice == "No hire"
    assert recruiter.get_by_test_id("evidence").count() == 0


def test_a_finished_link_says_so_and_opens_nothing(
    server: Server, new_page: Callable[..., Page]
) -> None:
    recruiter = sign_in(new_page(), server, "recruiter")
    build_position(recruiter, server, title="Engineer, finished link", concepts=("Caching",))
    link = invite(recruiter, name="Finished Journey", email="finished.journey@example.com")
    candidate = new_page()
    begin(candidate, link)
    candidate.get_by_role("button", name="End interview").click()
    candidate.get_by_role("button", name="Yes, end the interview").click()
    expect(candidate.get_by_test_id("room-message")).to_be_visible()
    again = new_page()
    again.goto(link)
    expect(again.get_by_test_id("room-message")).to_contain_text("finished")
    expect(again.get_by_test_id("question")).to_have_count(0)


def test_a_report_s_questions_are_folded_and_printed_whole(
    server: Server, new_page: Callable[..., Page]
) -> None:
    page = sign_in(new_page(), server)
    page.goto(server.demo["report_url"])
    points = page.get_by_text("What a full answer contains")
    expect(points.first).to_be_visible()
    expect(points.last).to_be_hidden()
    page.get_by_role("button", name="Open all").click()
    expect(points.last).to_be_visible()
    page.get_by_role("button", name="Close all").click()
    expect(points.first).to_be_hidden()
    page.emulate_media(media="print")
    expect(points.first).to_be_visible()
    expect(points.last).to_be_visible()


def test_an_address_that_leads_nowhere_leads_back(
    server: Server, new_page: Callable[..., Page]
) -> None:
    page = sign_in(new_page(), server)
    page.goto(f"{server.url}/no-such-page")
    expect(page.get_by_role("heading", level=1, name="There is no such page")).to_be_visible()
    page.get_by_role("link", name="Go to the dashboard").click()
    page.wait_for_url(lambda url: "/dashboard" in url)


def test_an_unknown_link_says_what_to_do(server: Server, new_page: Callable[..., Page]) -> None:
    page = new_page()
    page.goto(f"{server.url}/interview/no-such-token")
    expect(page.get_by_test_id("room-message")).to_be_visible()
