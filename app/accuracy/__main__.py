"""`make accuracy DATA=…`: agreement with people on public sets, as a table and as JSON.

python -m app.accuracy DATA… [--engine built-in] [--out var/accuracy.json] [--limit N]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from dataclasses import asdict
from pathlib import Path
from statistics import mean

from app.accuracy import harness
from app.accuracy.graders import Embedding, Engine, TfIdf
from app.accuracy.readers import read
from app.accuracy.sets import DataError, GradedQuestion, GradedSet
from app.core import clock
from app.engines.service import engine_named
from app.settings import get_settings

COLUMNS = (
    ("r", "pearson"),
    ("rho", "spearman"),
    ("RMSE", "rmse"),
    ("QWK", "qwk"),
    ("F1 2-way", "macro_f1_2way"),
    ("F1 3-way", "macro_f1_3way"),
    ("s/answer", "seconds_per_answer"),
)


def main() -> None:
    """Grade the sets that are named, print a table, write the figures and every grade."""
    given = _arguments()
    try:
        found = [read(Path(path)) for path in given.data]
    except DataError as error:
        sys.exit(str(error))
    broken = [one for each in found for one in each.broken]
    sets = [_first(one, given.limit) for each in found for one in each.sets]
    own = _engine(given.engine)
    try:
        results = asyncio.run(harness.run(sets, [own, TfIdf(), Embedding()], _say))
    except DataError as error:
        sys.exit(str(error))
    for result in results:
        if result.grader == own.name and own.seconds:
            result.seconds_per_answer = mean(own.seconds)
    _print(results)
    for problem in broken:
        _say(f"Left out: {problem}")
    out = Path(given.out or get_settings().var_dir / "accuracy.json")
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(_as_json(results, own), indent=1) + "\n", encoding="utf-8")
    _say(f"\nWritten to {out}.")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make accuracy", description=__doc__)
    parser.add_argument("data", nargs="+", help="files or folders of graded answers")
    parser.add_argument("--engine", default="built-in", help="which engine grades")
    parser.add_argument("--out", help="where the JSON goes")
    parser.add_argument("--limit", type=int, help="only so many answers a question")
    return parser.parse_args()


def _engine(name: str) -> Engine:
    try:
        return Engine(name, engine_named(name).evaluator)
    except LookupError as error:
        sys.exit(str(error))


def _first(graded: GradedSet, limit: int | None) -> GradedSet:
    if limit is None:
        return graded
    return GradedSet(
        graded.name,
        graded.corpus,
        graded.is_training,
        graded.steps,
        tuple(
            GradedQuestion(one.id, one.text, one.references, one.answers[:limit])
            for one in graded.questions
        ),
    )


def _print(results: list[harness.Result]) -> None:
    shown = ""
    for result in results:
        if result.set != shown:
            shown = result.set
            _say(f"\n{shown}, {result.size:,} answers")
            _say(f"  {'':18}" + "".join(f"{title:>10}" for title, _ in COLUMNS) + "   middle")
        cells = "".join(f"{_number(getattr(result, name)):>10}" for _, name in COLUMNS)
        _say(f"  {result.grader:18}{cells}   {result.confusion[1]}")
    _say("\nmiddle: how many answers that people put in the middle third of the scale were graded")
    _say("low, middling and high. RMSE is in units of the scale from 0 to 1.")


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _as_json(results: list[harness.Result], own: Engine) -> dict[str, object]:
    figures = [asdict(result) for result in results]
    answers = [
        {"grader": figure["grader"]} | answer
        for figure in figures
        for answer in figure.pop("answers")
    ]
    return {
        "engine": own.name,
        "engine_version": own.version,
        "measured_at": clock.now().isoformat(),
        "sets": figures,
        "answers": answers,
    }


def _say(words: str) -> None:
    print(words, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
