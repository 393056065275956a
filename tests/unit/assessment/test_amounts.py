import pytest

from app.assessment.amounts import differs, is_essential
from app.assessment.grading import OTHER_NUMBER
from app.assessment.items import Item
from app.assessment.quantities import quantities
from app.assessment.text import Span
from tests.unit.assessment.answers import graded

ITEM = Item.model_validate(
    {
        "id": "web-basics-1a",
        "depth": 1,
        "question": "What do you know about the ports and the speed of a web server?",
        "rephrase": "Tell me about a web server's ports.",
        "points": [
            {"id": "port", "text": "HTTPS listens on port 443."},
            {
                "id": "timeout",
                "text": "Idle connections are closed after a timeout of 50 ms to save memory.",
            },
        ],
    }
)


def differs_in(reference, said, question="", more=""):
    numbers = quantities(f"{said} {more}")
    return differs([reference], question, said, Span(0, len(said)), numbers)


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("HTTPS listens on port 443", "HTTPS listens on port 80"),
        ("Sorting takes O(n log n)", "sorting takes O(n)"),
        ("The timeout is 50 ms", "the timeout is 50 seconds"),
        ("A block has 1 KB", "a block has 1 MB"),
        ("The handshake needs three packets", "the handshake needs two packets"),
    ],
)
def test_another_number_for_the_same_thing_differs(reference, said):
    assert differs_in(reference, said)
    assert not differs_in(reference, reference)


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("The timeout is 50 ms", "the timeout is 0.05 s"),
        ("HTTPS listens on port 443", "HTTPS does not listen on port 80"),
        ("HTTPS listens on port 443", "the database answers on port 5432"),
        ("A block has, say, 1 KB", "a block has 1 MB"),
        ("The handshake needs three packets", "the handshake needs at least two packets"),
        ("The handshake needs three packets", "version 2 packets need no handshake"),
    ],
)
def test_the_same_number_and_what_cannot_be_compared_do_not_differ(reference, said):
    assert not differs_in(reference, said)


def test_a_number_of_the_question_or_beside_the_right_one_does_not_differ():
    reference, said = "HTTPS listens on port 443", "HTTPS listens on port 80"
    assert not differs_in(reference, said, question="Why is port 80 open?")
    assert not differs_in(reference, said, more="No, port 443.")


def test_a_measure_is_essential_where_little_else_is_said():
    assert is_essential("It is port 443.")
    assert not is_essential("Idle connections close after 50 ms, which saves memory.")
    assert not is_essential("Two servers answer.")


def test_a_point_that_is_a_number_is_lost_with_another_one_and_shows_where():
    said = "HTTPS listens on port 80."
    [point] = [p for p in graded(said, item=ITEM).points if p.point_id == "port"]
    assert (point.credit, point.contradicted, point.note) == (0, True, OTHER_NUMBER)
    assert point.evidence[0].quote == said


def test_what_a_point_says_besides_its_number_keeps_part_of_the_credit():
    right = "Idle connections are closed after a timeout of 0.05 s to save memory."
    wrong = right.replace("0.05 s", "50 s")
    full, part = (graded(said, item=ITEM).points[1] for said in (right, wrong))
    assert 0 < part.credit < 0.7 * full.credit
    assert part.note == OTHER_NUMBER


def test_a_further_number_beside_the_right_one_costs_nothing():
    said = "HTTPS listens on port 443. Plain HTTP listens on port 80."
    assert graded(said, item=ITEM).points[0].credit > 0.8


def test_a_point_that_is_a_number_counts_in_part_without_it():
    full, part = (
        graded(said, item=ITEM).points[0].credit
        for said in ("HTTPS listens on port 443.", "HTTPS listens on a port of its own.")
    )
    assert 0 < part < 0.75 * full
