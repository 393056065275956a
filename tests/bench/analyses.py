"""How many résumés the built-in analyser gets through. Run as `python -m tests.bench.analyses`.

Varied résumés of invented people against one job, as a running server does it: one after the
other in one thread, the model warm. Prints analyses per minute and the time each takes.
"""

from __future__ import annotations

import time
from datetime import date
from statistics import median, quantiles

from app.analysis.builtin import examine, findings_of
from app.analysis.job import Document, Identity
from tests.support.resumes import person
from tests.unit.analysis.samples import JOB

WARM_UP, ROUNDS = 3, 100
TODAY = date(2026, 11, 21)


def main() -> None:
    """Measure and print."""
    taken = []
    for seed in range(WARM_UP + ROUNDS):
        who = person(seed)
        document = Document("\n".join(who.lines), (), TODAY)
        begun = time.perf_counter()
        findings_of(examine(JOB, document, Identity(who.name, who.email, who.phone)))
        taken.append((time.perf_counter() - begun) * 1000)
    counted = taken[WARM_UP:]
    print(
        f"built-in analysis, {ROUNDS} résumés: {60_000 / (sum(counted) / ROUNDS):.0f} a minute, "
        f"p50 {median(counted):.0f} ms, p95 {quantiles(counted, n=20)[-1]:.0f} ms"
    )


if __name__ == "__main__":
    main()
