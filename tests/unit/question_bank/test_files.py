"""Files of items come back as they went, and say what is wrong with them and where."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.assessment.bank import load_bank
from app.core.errors import InvalidInputError
from app.question_bank.files import FileFormat, read, write
from app.question_bank.inputs import FIELDS, parse_item
from app.question_bank.models import ItemStatus
from app.question_bank.views import ItemView

_words = st.text(
    st.characters(exclude_categories=("Cs",)) | st.sampled_from("=+-@'\"\n\r\t;,|[]{}:#&*"),
    max_size=24,
).map(lambda text: f"{text}x{text}")
_items = st.fixed_dictionaries(
    {
        "depth": st.integers(1, 5),
        "question": _words,
        "points": st.lists(
            st.fixed_dictionaries(
                {"text": _words},
                optional={
                    "weight": st.floats(0.01, 5),
                    "also": st.lists(_words, max_size=2),
                    "star": st.sampled_from(["situation", "result"]),
                },
            ),
            min_size=1,
            max_size=3,
        ),
    },
    optional={
        "rephrase": _words,
        "misconceptions": st.lists(_words, max_size=2),
        "focus": st.lists(_words, max_size=2),
        "sample_answer": _words,
        "follow_ups": st.lists(
            st.fixed_dictionaries({"question": _words, "points": st.just(["p1"])}), max_size=2
        ),
    },
)


def view(values: dict) -> ItemView:
    item = parse_item(values, item_id="tea-3a")
    return ItemView("tea", "=Tea", item, "written", ItemStatus.RETIRED, 1, False)


def back(content: str, kind: FileFormat) -> list[dict]:
    return [entry.values for entry in read(content.encode(), kind)]


@pytest.mark.parametrize("kind", list(FileFormat))
@given(values=st.lists(_items, min_size=1, max_size=3))
def test_a_round_trip_loses_nothing(kind: FileFormat, values: list[dict]) -> None:
    views = [view(one) for one in values]
    entries = back("".join(write(views, kind)), kind)
    for entry, shown in zip(entries, views, strict=True):
        item = {name: entry[name] for name in FIELDS if name in entry}
        assert parse_item(item, item_id=entry["id"]) == shown.item
        assert (entry["concept"], entry["concept_name"]) == ("tea", "=Tea")
        assert entry["status"] == "retired"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "'=", "''", "\t="])
def test_no_cell_of_an_export_is_a_formula(start: str) -> None:
    shown = view({"depth": 1, "question": f"{start}SUM(A1)", "points": ["x"]})
    line = "".join(write([shown], FileFormat.CSV)).splitlines()[1]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for cell in line.split(","))


@pytest.mark.parametrize("kind", [FileFormat.YAML, FileFormat.JSON, FileFormat.CSV])
def test_each_item_knows_its_line(kind: FileFormat) -> None:
    concept = load_bank()["caching"]
    views = [
        ItemView("caching", concept.name, item, "built-in", ItemStatus.ACTIVE, 0, True)
        for item in concept.items
    ]
    content = "".join(write(views, kind))
    lines = content.splitlines()
    for entry, shown in zip(read(content.encode(), kind), views, strict=True):
        assert any(shown.item.id in line for line in lines[entry.line - 1 : entry.line + 3])


def test_a_plain_table_of_a_person_is_understood() -> None:
    table = 'Concept,depth,question,points\ncaching,2,Why?,"It is fast.\nIt is near."\n,,,\n'
    (entry,) = read(table.encode("utf-8-sig"), FileFormat.CSV)
    assert entry.line == 2
    assert entry.values["points"] == ["It is fast.", "It is near."]


@pytest.mark.parametrize(
    ("content", "kind", "says"),
    [
        (b"items:\n  - depth: 1\n   x: [", FileFormat.YAML, "Line"),
        (b'{"items": [\n{,}]}', FileFormat.JSON, "Line 2"),
        (b"a: &a [x]\nitems: [*a]", FileFormat.YAML, "aliases"),
        (b"items: 3", FileFormat.YAML, "list"),
        (b"", FileFormat.YAML, "no item"),
        (b"question\n", FileFormat.CSV, "no item"),
        (b"question,colour\nx,y", FileFormat.CSV, "colour"),
        (b"depth\n1", FileFormat.CSV, "column"),
        (b'question\n"broken', FileFormat.CSV, "Line"),
        (b"ok\n\xff\xfe", FileFormat.YAML, "Line 2"),
        (b"[" * 20_000, FileFormat.JSON, "cannot be read"),
        (b"[" * 20_000, FileFormat.YAML, "read|YAML"),
        (b"!!python/object:os.system {}", FileFormat.YAML, "Line 1"),
        (b"x" * 3_000_001, FileFormat.YAML, "MB"),
    ],
)
def test_what_cannot_be_read_says_why(content: bytes, kind: FileFormat, says: str) -> None:
    with pytest.raises(InvalidInputError, match=says):
        read(content, kind)


@given(st.binary(max_size=200), st.sampled_from(FileFormat))
def test_anything_is_read_or_refused(content: bytes, kind: FileFormat) -> None:
    with suppress(InvalidInputError):
        assert read(content, kind)
