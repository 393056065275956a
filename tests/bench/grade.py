"""How long the built-in evaluator takes for one answer. Run as `python -m tests.bench.grade`.

Grades a 120-word answer against a warm item, as a running server does, after a few rounds that
are not counted. Prints milliseconds: the fastest, the median and the 95th percentile.
"""

from __future__ import annotations

import time
from statistics import median, quantiles
from uuid import UUID

from app.assessment.bank import load_bank
from app.assessment.builtin import BuiltInEvaluator
from app.assessment.items import AnswerPart

WARM_UP, ROUNDS, WORDS = 5, 60, 120


def main() -> None:
    """Measure and print."""
    evaluator = BuiltInEvaluator()
    item = load_bank()["caching"].items_at(2)[0]
    spoken = [
        word for other in load_bank()["caching"].items for word in other.sample_answer.split()
    ]
    answer = [AnswerPart(turn_id=UUID(int=1), text=" ".join(spoken[:WORDS]))]
    taken = []
    for _ in range(WARM_UP + ROUNDS):
        begun = time.perf_counter()
        evaluator.grade_now(item, answer)
        taken.append((time.perf_counter() - begun) * 1000)
    counted = taken[WARM_UP:]
    print(
        f"built-in grade of a {WORDS}-word answer, {ROUNDS} rounds: min {min(counted):.0f} ms, "
        f"p50 {median(counted):.0f} ms, p95 {quantiles(counted, n=20)[-1]:.0f} ms"
    )


if __name__ == "__main__":
    main()
