"""Items as files: YAML, JSON, and CSV for spreadsheets. Read and written, nothing stored.

A YAML or JSON file is a list of items, or a mapping with such a list under `items`. An item has
`concept` (a slug of the bank) or `concept_name`, `depth`, `question`, `points`, and if wanted
`id`, `rephrase`, `misconceptions`, `follow_ups`, `focus`, `sample_answer` and `status` (active or
retired). CSV has the same as columns; a cell that holds several has one a line, or the JSON that
an export writes. In CSV, text that a spreadsheet would run as a formula carries an apostrophe.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import yaml

from app.core.errors import InvalidInputError
from app.question_bank.inputs import values_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from app.question_bank.views import ItemView

MAX_BYTES, MAX_ITEMS = 3_000_000, 2_000
COLUMNS = (
    "concept",
    "concept_name",
    "id",
    "depth",
    "status",
    "question",
    "rephrase",
    "points",
    "misconceptions",
    "follow_ups",
    "focus",
    "sample_answer",
)
_LISTS = ("points", "misconceptions", "follow_ups", "focus")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class FileFormat(StrEnum):
    """What a file of items may be."""

    YAML = "yaml"
    JSON = "json"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class Entry:
    """An item of a file, unchecked, and the line it begins in, counted from 1."""

    line: int
    values: object


def read(content: bytes, kind: FileFormat) -> list[Entry]:
    """The items of a file as they stand in it.

    Raises InvalidInputError for what cannot be read at all, with the line where it breaks.
    """
    if len(content) > MAX_BYTES:
        raise InvalidInputError(f"A file can have {MAX_BYTES // 1_000_000} MB at most.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise InvalidInputError(f"Line {line}: this is not text in UTF-8.") from None
    entries = _read_csv(text) if kind is FileFormat.CSV else _read_tree(text, kind)
    if not entries:
        raise InvalidInputError("There is no item in this file.")
    if len(entries) > MAX_ITEMS:
        raise InvalidInputError(f"A file can have {MAX_ITEMS:,} items at most.")
    return entries


def write(views: Iterable[ItemView], kind: FileFormat) -> Iterator[str]:
    """The items as a file, in pieces. `read` and then an import gives them back as they were."""
    if kind is FileFormat.CSV:
        yield _csv_line(COLUMNS)
        for view in views:
            values = _exported(view)
            yield _csv_line([_cell(values.get(name, "")) for name in COLUMNS])
    elif kind is FileFormat.JSON:
        yield '{"items": ['
        for at, view in enumerate(views):
            yield f"{',' if at else ''}\n{json.dumps(_exported(view), ensure_ascii=False)}"
        yield "\n]}\n"
    else:
        yield "items:\n"
        for view in views:
            yield yaml.dump(
                [_exported(view)],
                Dumper=_Dumper,
                sort_keys=False,
                allow_unicode=True,
                width=100,
            )


def _exported(view: ItemView) -> dict[str, Any]:
    return {
        "concept": view.concept,
        "concept_name": view.concept_name,
        "id": view.item.id,
        "status": view.status.value,
        **values_of(view.item),
    }


def _cell(value: object) -> str:
    if isinstance(value, str):
        guarded = (*_FORMULA, "'")
        risky = value.startswith(_FORMULA) or (
            value.startswith("'") and value[1:].startswith(guarded)
        )
        return f"'{value}" if risky else value
    return json.dumps(value, ensure_ascii=False) if value else ""


def _csv_line(cells: Iterable[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue()


def _read_csv(text: str) -> list[Entry]:
    csv.field_size_limit(MAX_BYTES)
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    entries: list[Entry] = []
    try:
        names = [name.strip().casefold() for name in next(lines, [])]
        _check_columns(names)
        begins = lines.line_num + 1
        for cells in lines:
            if any(cell.strip() for cell in cells):
                entries.append(Entry(begins, _from_cells(names, cells)))
            begins = lines.line_num + 1
            if len(entries) > MAX_ITEMS:
                break
    except csv.Error as error:
        raise InvalidInputError(f"Line {lines.line_num}: {error}.") from None
    return entries


def _check_columns(names: list[str]) -> None:
    unknown = [name for name in names if name and name not in COLUMNS]
    if unknown or "question" not in names:
        what = f"there is no column {unknown[0][:40]!r}" if unknown else "a column is missing"
        raise InvalidInputError(
            f"Line 1: {what}. The first line names the columns: {', '.join(COLUMNS)}."
        )


def _from_cells(names: list[str], cells: list[str]) -> object:
    values: dict[str, object] = {}
    for name, cell in zip(names, cells, strict=False):
        if name and cell.strip():
            text = _unguarded(cell)
            values[name] = _several(text) if name in _LISTS else text
    return values


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith((*_FORMULA, "'")) else cell


def _several(text: str) -> object:
    """A cell with several values: the JSON of an export, or one a line."""
    if text.lstrip().startswith("["):
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            return text
    return [line.strip() for line in text.splitlines() if line.strip()]


def _read_tree(text: str, kind: FileFormat) -> list[Entry]:
    try:
        if kind is FileFormat.JSON:
            document = json.loads(text)
        else:
            _refuse_aliases(text)
            document = yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader
    except json.JSONDecodeError as error:
        raise InvalidInputError(f"Line {error.lineno}: this is not JSON ({error.msg}).") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise InvalidInputError(f"Line {line}: this is not YAML ({error.problem}).") from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise InvalidInputError(f"This file cannot be read ({type(error).__name__}).") from None
    items = document.get("items") if isinstance(document, dict) else document
    if items is None:
        return []
    if not isinstance(items, list):
        raise InvalidInputError("The file must be a list of items, or have one under `items`.")
    lines = _lines(text, len(items))
    return [Entry(line, values) for line, values in zip(lines, items, strict=True)]


def _refuse_aliases(text: str) -> None:
    """A few aliases within each other make a file of gigabytes."""
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent):
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise InvalidInputError(f"Line {line}: write it out; aliases are not read.")


def _lines(text: str, count: int) -> list[int]:
    """The line each item begins in; JSON is near enough to YAML for its lines to be found so."""
    try:
        node = yaml.compose(text, Loader=_Loader)
    except (yaml.YAMLError, RecursionError, ValueError):
        node = None
    if isinstance(node, yaml.MappingNode):
        node = next((value for key, value in node.value if key.value == "items"), None)
    if isinstance(node, yaml.SequenceNode) and len(node.value) == count:
        return [one.start_mark.line + 1 for one in node.value]
    return list(range(1, count + 1))
