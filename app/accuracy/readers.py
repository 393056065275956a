"""Reading public sets of graded short answers, each in the format it is published in.

SemEval-2013 Task 7 (Dzikovska et al., 2013) and SAF (Filighera et al., 2022) are folders of XML
files, one a question; Mohler et al. (2011) is a CSV file, ASAP-SAS (Hewlett Foundation, 2012) a
TSV file without reference answers.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from app.accuracy.sets import DataError, GradedAnswer, GradedQuestion, GradedSet, Label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path
    from xml.etree.ElementTree import Element

MOHLER = frozenset({"question", "desired_answer", "student_answer", "score_avg"})
ASAP = frozenset({"EssaySet", "Score1", "EssayText"})
SEMEVAL = frozenset({"beetle", "scientsbank"})
MOHLER_STEPS, SAF_STEPS = 5, 4
# ASAP-SAS has rubrics instead of reference answers; so many answers with full marks stand in.
ASAP_REFERENCES = 5
_OTHER_LABELS = {"partially_correct_incomplete", "irrelevant", "non_domain"}


@dataclass(frozen=True, slots=True)
class Found:
    """The sets that could be read, and what was wrong with the files that could not."""

    sets: list[GradedSet]
    broken: list[str]


def read(path: Path) -> Found:
    """Every set at the path, a file or a folder with folders in any of the formats.

    A file that cannot be read is named and left out. Raises DataError if nothing is left.
    """
    if not path.exists():
        raise DataError(f"{path}: there is no such file or folder")
    found = Found([], [])
    files = [path] if path.is_file() else sorted(one for one in path.rglob("*") if one.is_file())
    for file in files:
        if file.suffix in {".csv", ".tsv"} or (file == path and file.suffix != ".xml"):
            _keep(found, file)
    folders: dict[Path, list[Path]] = defaultdict(list)
    for file in files:
        if file.suffix == ".xml":
            folders[file.parent].append(file)
    for folder, members in sorted(folders.items()):
        found.sets.extend(_folder(folder, members, path, found.broken))
    if not found.sets:
        raise DataError("\n".join(found.broken) or f"{path}: no graded answers in a known format")
    return found


def _keep(found: Found, file: Path) -> None:
    try:
        found.sets.append(_table(file))
    except DataError as error:
        found.broken.append(str(error))


def _folder(folder: Path, files: list[Path], root: Path, broken: list[str]) -> Iterator[GradedSet]:
    questions = []
    for file in files:
        try:
            questions.append(_question(file))
        except DataError as error:
            broken.append(str(error))
    if not questions:
        return
    parts = folder.relative_to(root).parts if root.is_dir() else ()
    labelled = any(answer.label for question in questions for answer in question.answers)
    yield GradedSet(
        name="/".join(parts or (folder.name,)),
        corpus=_corpus(folder) if labelled else "saf",
        is_training=any("train" in part.lower() for part in folder.parts),
        steps=1 if labelled else SAF_STEPS,
        questions=tuple(_scaled(questions)),
    )


def _corpus(folder: Path) -> str:
    """The corpus a folder belongs to, which is its own name or, of a split, one above it."""
    names = [part.lower() for part in reversed(folder.parts)]
    return next((name for name in names if name in SEMEVAL), names[0])


def _question(file: Path) -> GradedQuestion:
    try:
        root = ElementTree.parse(file).getroot()  # noqa: S314 - the user's own files
        answers = tuple(map(_xml_answer, root.iterfind("studentAnswers/studentAnswer")))
    except (ElementTree.ParseError, ValueError, KeyError) as error:
        raise DataError(f"{file}: {error}") from None
    references = tuple(
        text for one in root.iterfind("referenceAnswers/referenceAnswer") if (text := _text(one))
    )
    if not references or not answers:
        raise DataError(f"{file}: no reference answer, or no student's")
    question = root.find("questionText")
    return GradedQuestion(
        id=root.get("id") or file.stem,
        text=_text(question) if question is not None else "",
        references=references,
        answers=answers,
    )


def _xml_answer(node: Element) -> GradedAnswer:
    name = node.get("id") or ""
    accuracy = node.get("accuracy")
    if accuracy is not None:
        label = Label.INCORRECT if accuracy in _OTHER_LABELS else Label(accuracy)
        return GradedAnswer(name, _text(node), float(label is Label.CORRECT), label)
    response, score = node.find("response"), node.find("score")
    if response is None or score is None:
        raise ValueError("an answer has neither an accuracy nor a response and a score")
    return GradedAnswer(name, _text(response), float(_text(score)))


def _scaled(questions: Iterable[GradedQuestion]) -> Iterator[GradedQuestion]:
    """Marks as fractions of full marks, for questions that count in points."""
    for question in questions:
        full = max(1.0, *(answer.gold for answer in question.answers))
        yield GradedQuestion(
            question.id,
            question.text,
            question.references,
            tuple(
                GradedAnswer(answer.id, answer.text, max(0.0, answer.gold / full), answer.label)
                for answer in question.answers
            ),
        )


def _text(node: Element) -> str:
    return " ".join("".join(node.itertext()).split())


def _table(file: Path) -> GradedSet:
    with file.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        delimiter = "\t" if "\t" in lines.readline() else ","
        lines.seek(0)
        rows = list(csv.DictReader(lines, delimiter=delimiter))
    columns = frozenset(rows[0]) if rows else frozenset()
    try:
        if columns >= MOHLER:
            return _mohler(file, rows)
        if columns >= ASAP:
            return _asap(file, rows)
    except (TypeError, ValueError) as error:
        raise DataError(f"{file}: {error}") from None
    raise DataError(f"{file}: the columns {sorted(map(str, columns))} are of no known format")


def _mohler(file: Path, rows: list[dict[str, str]]) -> GradedSet:
    grouped: dict[tuple[str, str], list[GradedAnswer]] = defaultdict(list)
    for number, row in enumerate(rows):
        grouped[row["question"], row["desired_answer"]].append(
            GradedAnswer(
                f"{row.get('id') or ''}#{number}",
                row["student_answer"] or "",
                float(row["score_avg"]) / MOHLER_STEPS,
            )
        )
    questions = tuple(
        GradedQuestion(f"q{number}", question, (reference,), tuple(answers))
        for number, ((question, reference), answers) in enumerate(grouped.items(), start=1)
    )
    return GradedSet(file.stem, "mohler", False, MOHLER_STEPS, questions)


def _asap(file: Path, rows: list[dict[str, str]]) -> GradedSet:
    by_set: dict[str, list[Mapping[str, str]]] = defaultdict(list)
    for row in rows:
        by_set[row["EssaySet"]].append(row)
    questions = []
    full_marks = 1
    for essay_set, members in sorted(by_set.items(), key=lambda one: one[0].zfill(4)):
        full = max(int(row["Score1"]) for row in members) or 1
        full_marks = max(full_marks, full)
        best = [row for row in members if _is_full(row, full)][:ASAP_REFERENCES]
        taken = {id(row) for row in best}
        questions.append(
            GradedQuestion(
                f"set{essay_set}",
                "",
                tuple(row["EssayText"] for row in best),
                tuple(
                    GradedAnswer(row.get("Id") or "", row["EssayText"], int(row["Score1"]) / full)
                    for row in members
                    if id(row) not in taken
                ),
            )
        )
    return GradedSet(file.stem, "asap-sas", "train" in file.stem, full_marks, tuple(questions))


def _is_full(row: Mapping[str, str], full: int) -> bool:
    return int(row["Score1"]) == full and int(row.get("Score2") or full) == full
