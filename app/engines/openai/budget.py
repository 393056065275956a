"""What an interview may still spend. An attempt begins only if its worst case is covered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.engines.choices import MICROS_PER_CENT
from app.engines.errors import EngineError, Failure

if TYPE_CHECKING:
    from app.engines.choices import Configuration

# Never fewer characters than this make a token in the languages models are trained on, near enough
# for a bound; CJK text comes to about one.
_CHARACTERS_PER_TOKEN = 2


class Budget:
    """The money left for one piece of work, in millionths of a dollar."""

    def __init__(self, configuration: Configuration, spent_micros: int) -> None:
        self._configuration = configuration
        self._left = configuration.budget_cents * MICROS_PER_CENT - spent_micros

    def reserve(self, characters: int, max_output_tokens: int) -> int:
        """Set aside the most that an attempt can cost; gives how much that is.

        Raises EngineError where it is not there.
        """
        worst = self._configuration.cost_micros(
            characters // _CHARACTERS_PER_TOKEN + 1, max_output_tokens
        )
        if worst > self._left:
            raise EngineError(Failure.BUDGET)
        self._left -= worst
        return worst

    def settle(self, reserved: int, cost_micros: int) -> None:
        """Put back what an attempt did not cost."""
        self._left += reserved - cost_micros
