"""The server is killed at random moments of an interview, and nothing that was sent is lost."""

from __future__ import annotations

import random
import sqlite3
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as LateError

from tests.browser.steps import (
    MOST_QUESTIONS,
    answer,
    begin,
    build_position,
    invite,
    settled_text,
    sign_in,
)
from tests.simulated.people import item_of
from tests.support.server import Server

if TYPE_CHECKING:
    from collections.abc import Callable

KILLS = 10
CONCEPTS = (
    "Caching",
    "SQL indexing",
    "API design",
    "Concurrency",
    "Message queues",
    "Data modelling",
)


def words_for(question: str, number: int) -> str:
    """A good answer of half the length, marked so that each one sent can be told apart."""
    _, item = item_of(question)
    return f"{item.sample_answer.strip()} That is my answer number {number}."


def test_ten_kills_lose_no_answer_and_grade_none_twice(new_page: Callable[..., Page]) -> None:
    moments = random.Random(20261121)
    with tempfile.TemporaryDirectory(prefix="vv") as folder:
        server = Server(Path(folder)).start()
        try:
            recruiter = sign_in(new_page(), server)
            build_position(recruiter, server, title="Engineer, killed", concepts=CONCEPTS)
            link = invite(recruiter, name="Killed Often", email="killed@example.com")
            page = new_page()
            begin(page, link)
            confirmed = interview_through_kills(page, server, moments)
            check_records(Path(folder) / "vivavoce.db", confirmed)
        finally:
            server.stop()


def interview_through_kills(page: Page, server: Server, moments: random.Random) -> list[str]:
    """Answer on, killing the server now and then; the answers the room showed as sent."""
    question, thanks = page.get_by_test_id("question"), page.get_by_test_id("room-message")
    confirmed: list[str] = []
    kills = 0
    for number in range(MOST_QUESTIONS):
        come_back(page)
        expect(question.or_(thanks).first).to_be_visible(timeout=60_000)
        if thanks.is_visible():
            break
        words = words_for(settled_text(page), number)
        if kills < KILLS and number % 3 != 2:
            kills += 1
            page.get_by_label("Your answer").fill(words)
            page.wait_for_timeout(moments.randint(0, 1500))
            page.get_by_role("button", name="Send answer").click()
            page.wait_for_timeout(moments.randint(0, 700))
            server.kill()
            server.start()
        else:
            answer(page, words)
            moved_on(page, words)
            if is_listed(page, words):
                confirmed.append(words)
    assert kills == KILLS
    assert confirmed
    return confirmed


def moved_on(page: Page, words: str) -> None:
    """Wait until the answer has left the box: the next question, or the end."""
    page.wait_for_function(
        """words => {
            const box = document.querySelector("textarea");
            return !box || box.value !== words;
        }""",
        arg=words,
        timeout=60_000,
    )


def is_listed(page: Page, words: str) -> bool:
    """Whether the room lists the answer among what was said.

    An answer to a question that was answered just before the kill leaves the box as well, when
    the room comes back with the next question; it was never taken.
    """
    try:
        page.wait_for_function(
            "words => [...document.querySelectorAll('ol li')].some("
            "line => line.textContent.includes(words))",
            arg=words[-40:],
            timeout=15_000,
        )
    except LateError:
        return False
    return True


def come_back(page: Page) -> None:
    """Press the button that leads back, where the room shows one."""
    page.wait_for_timeout(300)
    resume = page.get_by_role("button", name="Resume interview")
    if resume.is_visible():
        resume.click()


def check_records(database: Path, confirmed: list[str]) -> None:
    """Each answer the candidate saw accepted is stored once and graded once."""
    connection = sqlite3.connect(database)
    answers = [
        text
        for (text,) in connection.execute(
            "select text from turn join interview on interview.id = turn.interview_id "
            "where candidate_name = 'Killed Often' and turn.kind = 'answer'"
        )
    ]
    graded = connection.execute(
        "select count(*), count(distinct turn_id) from evaluation join interview "
        "on interview.id = evaluation.interview_id where candidate_name = 'Killed Often'"
    ).fetchone()
    connection.close()
    assert len(set(answers)) == len(answers)
    assert set(confirmed) <= set(answers)
    assert graded == (len(answers), len(answers))
