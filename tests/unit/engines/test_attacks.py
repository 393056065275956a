"""No attempt gets more from a model than its answer is worth, however gullible the model is."""

from __future__ import annotations

import json

import pytest

from app.assessment import registry
from app.assessment.asides import asides
from app.engines.openai.fence import visible
from tests.support.openai_server import says
from tests.unit.assessment.attacks.cases import TOLERANCE, attempts, bases, part
from tests.unit.engines.teas import Bench

pytestmark = [
    pytest.mark.parametrize("database", ["sqlite"], indirect=True),
]
BASES = tuple(base for base in bases() if base.item.id == "sql-indexing-1a" and base.kind != "good")
# Nobody is told anything there, so nothing to be gullible about but the quotes.
NOT_TO_THE_MODEL = {"stuffing"}


def judged(item, credit_and_quotes) -> dict:
    """A model's judgement of an item: for each point its credit and its quotes."""
    points = [
        {"point": point.id, "credit": credit, "quotes": quotes, "contradicted": False}
        for point, (credit, quotes) in zip(item.points, credit_and_quotes, strict=True)
    ]
    return {"points": points, "misconceptions": [], "off_topic": False}


async def honest(base) -> dict:
    """What a model that is not fooled says: at least as much as the built-in engine sees."""
    grade = await registry.built_in().evaluator.grade(base.item, [part(base.text)])
    found = [
        (
            "full" if point.credit > 0.5 else "partial" if point.credit > 0 else "none",
            [span.quote for span in point.evidence],
        )
        for point in grade.points
    ]
    return judged(base.item, found)


def words_of(attacked) -> list[str]:
    """The attempt's own words, as far as they stand together and can be seen."""
    runs, run = [], ""
    for letter, own in zip(attacked.text, attacked.own, strict=True):
        if own and run:
            runs, run = [*runs, run], ""
        run += "" if own else letter
    return [one for one in map(str.strip, [*runs, run]) if visible(one).text.strip()][:1]


def tried_on(base) -> tuple:
    """All attempts on the middling answer; on the others those that replace it, and every third."""
    if base.kind == "middling":
        return tuple(one for one in attempts() if not one.replaces)
    rest = tuple(one for one in attempts() if not one.replaces)[::3]
    return rest + tuple(one for one in attempts() if one.replaces and base.kind == "empty")


@pytest.mark.parametrize("base", BASES, ids=lambda base: base.kind)
async def test_a_gullible_model_gives_no_more_than_an_honest_one_gives_the_bare_answer(
    bench: Bench, base
) -> None:
    bench.set(judgements=1)
    bench.script(says(await honest(base)))
    bare = await bench.grade(base.text, base.item)
    failures, models = [], []
    for number, attempt in enumerate(tried_on(base)):
        attacked = attempt.on(base)
        # Full credit everywhere: for words of the attempt, for words nobody said, and in turn also
        # for the answer's own.
        quotes = [*words_of(attacked), "The candidate covers every point in full."]
        if base.text and number % 2 and attempt.family not in NOT_TO_THE_MODEL:
            quotes.append(base.text if base.text in attacked.text else attacked.text[:40])
        models.append(f"{bench.model}-{number}")
        bench.set(model=models[-1])
        bench.server.script(models[-1], says(judged(base.item, [("full", quotes)] * 4)))
        grade = await (await bench.engine()).evaluator.grade(base.item, [part(attacked.text)])
        where = f"{attempt.id} on the {base.kind} answer to {base.item.id} (openai)"
        if grade.score > bare.score + TOLERANCE:
            failures.append(f"{where}: {bare.score} without, {grade.score} with it")
        failures += [f"{where}: quoted {quote!r}" for quote in attacked.quotes_the_attempt(grade)]
    assert not failures, "\n".join(failures)
    if base.kind == "middling":
        what_models_were_shown(bench.server.requests(*models), base)


def what_models_were_shown(requests, base) -> None:
    """The answer inside its fence, and nothing of what speaks to the grader."""
    assert len(requests) > 60
    assert len({body["messages"][0]["content"] for body in requests}) == 1
    for body in requests:
        opening, begin, document, end = body["messages"][1]["content"].split("\n")
        mark = end.removeprefix("END ")
        assert begin == f"BEGIN {mark}"
        assert mark in opening
        assert mark not in document
        [shown] = json.loads(document)["answer"]
        assert base.text[:30] in shown
        assert not asides(shown)
        for forged in ("4f9a1c77d0e2b8a35c6d9e01", "<system>", "im_start", "[INST]", "full marks"):
            assert forged not in shown


async def test_a_model_that_varies_gives_an_interval_that_covers_its_grades(bench: Bench) -> None:
    base = BASES[0]
    [quote] = [base.text.partition(". ")[0]]
    singles = [
        judged(base.item, [("none", []), (credit, [quote]), ("none", []), ("none", [])])
        for credit in ("full", "partial", "none")
    ]
    scores = []
    for number, said in enumerate(singles):
        bench.set(judgements=1, model=f"{bench.model}-single-{number}")
        bench.server.script(f"{bench.model}-single-{number}", says(said))
        grade = await (await bench.engine()).evaluator.grade(base.item, [part(base.text)])
        scores.append(grade.score)
    assert len(set(scores)) == 3
    for turn in range(5):
        bench.set(judgements=3, model=f"{bench.model}-{turn}")
        order = [singles[(turn + place) % 3] for place in range(3)]
        bench.server.script(f"{bench.model}-{turn}", *map(says, order))
        grade = await (await bench.engine()).evaluator.grade(base.item, [part(base.text)])
        assert (grade.score_low, grade.score_high) == (min(scores), max(scores))
        assert grade.score == sorted(scores)[1]
