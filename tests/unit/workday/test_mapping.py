"""Field mappings: read from any form, refused in words, and never a way to another address."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import InvalidInputError
from app.workday.mapping import REPORTS, FieldMapping, check, filled, find
from app.workday.records import Reading
from app.workday.retrying import LONGEST_S, retry_after

RECORD = {
    "id": "A-1",
    "stage": {"id": "S", "descriptor": " Screen "},
    "mails": [{"address": "a@example.com"}],
    "years": 7,
    "empty": None,
}


@pytest.mark.parametrize("mapping", [FieldMapping(), REPORTS], ids=["lists", "reports"])
def test_what_is_shown_can_be_sent_back(mapping):
    for by_alias in (True, False):
        assert check(mapping.model_dump(mode="json", by_alias=by_alias)) == mapping
    assert check({}) == FieldMapping()


@pytest.mark.parametrize(
    ("value", "field", "words"),
    [
        ([], "mapping", "dictionary"),
        ({"nonsense": 1}, "nonsense", "not permitted"),
        ({"application": {"id": "a..b"}}, "application.id", "names with dots"),
        ({"candidate": "../../token"}, "candidate", "names with slashes"),
        ({"candidate": "people/{name}"}, "candidate", "{name} is not known"),
        (
            {"applications": {"kind": "report", "owner": "a/b"}},
            "applications.owner",
            "letters, digits",
        ),
        ({"closedStatuses": "Closed"}, "closedStatuses", "list"),
    ],
)
def test_what_cannot_be_a_mapping_is_refused_in_words(value, field, words):
    with pytest.raises(InvalidInputError) as refused:
        check(value)
    assert refused.value.field == field
    assert words in refused.value.message


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("id", "A-1"),
        ("stage.descriptor", "Screen"),
        ("stage", "Screen"),
        ("mails.0.address", "a@example.com"),
        ("mails.1.address", None),
        ("mails.address", None),
        ("years", "7"),
        ("empty", None),
        ("id.more", None),
    ],
)
def test_paths_lead_into_records(path, text):
    assert Reading("application").text(RECORD, path, "it") == text


def test_a_path_counts_as_unknown_only_when_no_record_has_it():
    reading = Reading("application")
    for record in (RECORD, {"other": 1}):
        for path in ("empty", "id", "phone"):
            reading.text(record, path, f"the {path}")
    assert reading.unknown() == [
        "No application has “phone”, where the field mapping looks for the phone."
    ]


@given(value=st.text(max_size=30), path=st.text(max_size=30))
def test_nothing_that_workday_says_leads_elsewhere(value, path):
    address = filled("candidates/{candidate}/resumeAttachments", candidate=value)
    assert address.count("/") == 2
    assert unquote(address.split("/")[1]) == value.encode("utf-8", "replace").decode()
    assert find(RECORD, path)[0] in (True, False)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7),
        ("999999999", LONGEST_S),
        ("9" * 5_000, None),
        ("Fri, 01 Jan 1999 00:00:00 GMT", 0),
        ("Fri, 01 Jan 2999 00:00:00 GMT", LONGEST_S),
        ("soon", None),
        ("", None),
    ],
)
def test_how_long_to_wait_is_taken_in_any_form_and_within_bounds(header, seconds):
    assert retry_after({"retry-after": header}) == seconds
