"""Which engine speaks and which one grades, in one place.

They are imported when first asked for: loading the language model costs seconds and memory that
a process which holds no interview never needs.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from app.assessment.engines import Evaluator, Interviewer


class Engine(NamedTuple):
    """The two sides of an engine."""

    evaluator: Evaluator
    interviewer: Interviewer


def engine() -> Engine:
    """The engine of this process: the one that `use` put in place, or else the built-in one."""
    return replaced() or built_in()


def replaced() -> Engine | None:
    """The engine that `use` put in place of every other, if it did."""
    return _replaced[-1] if _replaced else None


def use(replacement: Engine | None) -> None:
    """Put another engine in place of the built-in one, or with None the built-in one back."""
    _replaced.clear()
    if replacement is not None:
        _replaced.append(replacement)


_replaced: list[Engine] = []


@lru_cache(maxsize=1)
def built_in() -> Engine:
    """The engine that needs nothing but this process."""
    from app.assessment.builtin import BuiltInEvaluator  # noqa: PLC0415 - see above
    from app.assessment.interviewer import BuiltInInterviewer  # noqa: PLC0415

    return Engine(BuiltInEvaluator(), BuiltInInterviewer())
