"""The risk score, by one rule for both engines.

It is the share of the weighted requirements for which the résumé gives no evidence: a requirement
met in full takes nothing, one met half takes half its weight, any other all of it. A résumé that
speaks to whoever screens it, or hides text, adds 0.15, and each statement of dates that cannot be
true 0.05, 0.15 at most. Nothing protected, no gap between jobs and no word about a person adds
anything. Where the job asks for nothing that can be looked for, there is no score.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.analysis.evidence import Match

TRICK = 0.15
IMPOSSIBLE, MOST_IMPOSSIBLE = 0.05, 0.15


def risk_score(matches: Sequence[Match], *, tricked: bool, impossible: int) -> float | None:
    """Between 0 (every requirement is evidenced) and 1, or None without requirements."""
    total = sum(match.requirement.weight for match in matches)
    if total <= 0:
        return None
    missing = sum(match.requirement.weight * (1 - match.credit) for match in matches) / total
    added = TRICK * tricked + min(MOST_IMPOSSIBLE, IMPOSSIBLE * impossible)
    return round(min(1.0, missing + added), 2)
