"""Reading public sets of graded short answers, each in the format it is published in.

SemEval-2013 Task 7 (Dzikovska et al., 2013) and SAF (Filighera et al., 2022) are folders of XML
files, one a question; Mohler et al. (2011) is a CSV file, ASAP-SAS (Hewlett Foundation, 2012) a
TSV file without reference answers.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from app.accuracy.sets import DataError, GradedAnswer, GradedQuestion, GradedSet, Label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path
    from xml.etree.ElementTree import Element

MOHLER = frozenset({"question", "desired_answer", "student_answer", "score_avg"})
ASAP = frozenset({"EssaySet", "Score1", "EssayText"})
MOHLER_STEPS, SAF_STEPS = 5, 4
# ASAP-SAS has rubrics instead of reference answers; so many answers with full marks stand in.
ASAP_REFERENCES = 5
_OTHER_LABELS = {"partially_correct_incomplete", "irrelevant", "non_domain"}


def read(path: Path) -> list[GradedSet]:
    """Every set at the path, a file or a folder with folders. Raises DataError."""
    if not path.exists():
        raise DataError(f"{path}: there is no such file or folder")
    if path.is_file():
        return [_table(path)]
    tables = [_table(one) for one in sorted(path.rglob("*")) if one.suffix in {".csv", ".tsv"}]
    folders = sorted({one.parent for one in path.rglob("*.xml")})
    sets = tables + [_folder(one, path) for one in folders]
    if not sets:
        raise DataError(f"{path}: no set of graded answers in any known format")
    return sets


def _folder(folder: Path, root: Path) -> GradedSet:
    questions = [_question(file) for file in sorted(folder.glob("*.xml"))]
    parts = folder.relative_to(root).parts or (folder.name,)
    labelled = any(answer.label for question in questions for answer in question.answers)
    return GradedSet(
        name="/".join(parts),
        corpus=folder.name.lower() if labelled else "saf",
        is_training=any("train" in part.lower() for part in folder.parts),
        steps=1 if labelled else SAF_STEPS,
        questions=tuple(_scaled(questions)),
    )


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
