"""Who the candidate is, and what nobody may judge by, is kept from whatever judges."""

from __future__ import annotations

import pytest

from app.analysis.job import Identity
from app.analysis.redaction import redact
from tests.unit.analysis.samples import PERSON, examined, found, resume

OTHERS = (
    {},
    {"name": "Chukwuemeka Oluwaseun Adeyemi-Sample", "pronoun": "He", "their": "his"},
    {"name": "Zoë Swift", "pronoun": "They", "their": "their"},
    {"facts": "Born 1999 | German citizen"},
    {"facts": "Age: 61 | Syrian national | Married, three children | Religion: Muslim"},
    {"facts": "Gender: male | Severely disabled"},
    {"school": "University of Oxford, United Kingdom"},
    {"school": "Technische Universität München, Germany"},
    {"school": "Indian Institute of Technology Bombay"},
    {"contact": "4 Rue Longue, Lyon | someone.else@example.com | +33 1 99 00 12 34"},
)


def same(findings):
    """An analysis without what stands elsewhere, and without what was flagged."""
    plain = findings.model_dump(exclude={"compliance_flags"})
    for kind in ("pros", "cons", "red_flags"):
        for one in plain[kind]:
            one["evidence"] = [
                " ".join(
                    word
                    for word in span["quote"].split()
                    if word.casefold() not in {"her", "his", "their", "she", "he", "they"}
                )
                for span in one["evidence"]
            ]
    return plain


@pytest.mark.parametrize("other", OTHERS[1:], ids=" ".join)
def test_another_person_with_the_same_work_is_analysed_the_same(other: dict) -> None:
    theirs = found(resume(**other), name=(PERSON | other)["name"])
    assert same(theirs) == same(found())


def test_identity_is_blanked_and_every_offset_stays() -> None:
    text = resume()
    shown = examined(text).resume.shown
    assert len(shown) == len(text)
    for secret in (
        "Ada", "Example", "Long Road", "Leeds", "@", "7946", "github", "1985", "Nigeria", "Lagos",
        "She", " her ",
    ):  # fmt: skip
        assert secret not in shown
    for place, letter in enumerate(shown):
        assert letter in {" ", text[place]}, "nothing is put in and nothing moves"
    for kept in ("Backend engineer who likes calm systems", "Parcels and Sons", "BSc", "Jan 2019"):
        assert kept in shown


@pytest.mark.parametrize(
    ("name", "line", "kept"),
    [
        ("Grace Swift", "• Wrote the app in Swift with Grace, who led it", "Swift"),
        ("Will Example", "• I will write, and Will wrote, the importer", "I will write"),
        ("Example, Ada", "ADA EXAMPLE and Ada B. Example", "and"),
    ],
)
def test_a_name_goes_and_words_of_the_trade_stay(name: str, line: str, kept: str) -> None:
    shown = redact(f"Experience\n{line}", Identity(name)).shown
    assert kept in shown
    assert not {"Grace", "Will", "ADA", "Ada"} & set(shown.replace(",", " ").split())


def test_protected_passages_are_flagged_with_their_words_and_quoted_nowhere_else() -> None:
    text = resume() + "\n• Maternity leave in 2017, then back to Kubernetes as a mother of two\n"
    findings = found(text)
    flagged = [span for one in findings.compliance_flags for span in one.evidence]
    assert {"Date of birth: 12 March 1985", "Nationality: Nigerian"} <= {s.quote for s in flagged}
    assert all(span.is_verbatim(text) for span in flagged)
    others = [
        span
        for one in (*findings.pros, *findings.cons, *findings.red_flags)
        for span in one.evidence
    ]
    assert not any(a.start < b.end and b.start < a.end for a in flagged for b in others)
    assert findings.risk_score == found().risk_score
