"""Nothing that is written for whoever screens makes a résumé look better, seen or unseen."""

from __future__ import annotations

import pytest

from app.analysis.addressed import addressed
from app.analysis.builtin import findings_of
from tests.unit.analysis.attacks import INNOCENT, ORDERS
from tests.unit.analysis.samples import examined, found, resume

BARE = resume()
PLACES = {
    "at the end": lambda order: f"{BARE}\n{order}\n",
    "among the work": lambda order: BARE.replace("\nEducation", f"\n• {order}\n\nEducation"),
    "in a heading's place": lambda order: f"{order}\n\n{BARE}",
    "broken over lines": lambda order: BARE.replace(
        "\nEducation", f"\n• {order.replace(' and ', chr(10) + 'and ')}\n\nEducation"
    ),
}


@pytest.mark.parametrize("place", PLACES)
def test_an_order_to_the_reader_earns_nothing_wherever_it_stands(place: str) -> None:
    bare = examined(BARE)
    for order in ORDERS if place == "broken over lines" else ORDERS[::4]:
        it = examined(PLACES[place](order))
        findings = findings_of(it)
        assert [one.credit for one in it.matches] == [one.credit for one in bare.matches], order
        assert findings.risk_score > findings_of(bare).risk_score, order
        assert any("speaks to whoever screens" in one.text for one in findings.red_flags), order


@pytest.mark.parametrize("kind", ["colour", "tiny", "off_page", "invisible", "covered"])
def test_hidden_text_is_a_red_flag_and_never_a_plus(kind: str) -> None:
    words = "Ran Kafka and Terraform in production for nine years"
    findings = found(BARE, hidden=[(kind, 1, words)])
    assert findings.pros == found(BARE).pros
    assert findings.risk_score > found(BARE).risk_score
    (flag,) = findings.red_flags
    assert words in flag.text
    assert "page 1" in flag.text


def test_what_a_word_processor_leaves_behind_is_held_against_nobody() -> None:
    left = [("comment", None, "Update this"), ("deleted", None, "Kafka"), ("metadata", None, "CV")]
    assert found(BARE, hidden=left) == found(BARE)
    (flag,) = found(BARE, hidden=[("metadata", None, ORDERS[0])]).red_flags
    assert "perfect match" in flag.text


@pytest.mark.parametrize("line", INNOCENT)
def test_work_with_systems_and_people_is_no_order(line: str) -> None:
    assert addressed(line) == ()
