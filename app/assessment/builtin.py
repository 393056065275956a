"""The built-in evaluator: grades with no key, network or GPU, and always the same way.

This module runs it: off the event loop, with the encoded items kept ready. How an answer is judged
is in `grading`.
"""

from __future__ import annotations

import asyncio
import threading
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import TYPE_CHECKING

from app.assessment.embedding import encoder
from app.assessment.grading import NAME, VERSION, PreparedItem, grade_answer, prepare
from app.assessment.pieces import as_parts, pieces_of, restored, without_credit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.assessment.items import AnswerPart, Grade, Item

WORKERS = 2
CACHED_ITEMS = 256


class BuiltInEvaluator:
    """Implements `Evaluator`. One instance may serve all requests of a process."""

    name = NAME
    version = VERSION

    def __init__(self) -> None:
        self._prepared: OrderedDict[Item, PreparedItem] = OrderedDict()
        self._lock = threading.Lock()

    async def prepare(self, item: Item) -> None:
        """Encode the item's points off the event loop, where that has not been done yet."""
        await asyncio.get_running_loop().run_in_executor(_ahead(), self._prepare, item)

    async def grade(self, item: Item, answer: Sequence[AnswerPart]) -> Grade:
        """Judge an answer off the event loop. Raises ModelError if the model is unusable."""
        parts = tuple(answer)
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(_executor(), self.grade_now, item, parts)

    def grade_now(self, item: Item, answer: Sequence[AnswerPart]) -> Grade:
        """Judge an answer in this thread. Raises ModelError if the model is unusable."""
        prepared, model = self._prepare(item), encoder()
        pieces = pieces_of(
            item, answer, lambda form: form in prepared.terms or model.has_word(form)
        )
        if not pieces:
            return without_credit(grade_answer(item, answer, prepared, model))
        return restored(grade_answer(item, as_parts(pieces), prepared, model), pieces)

    def _prepare(self, item: Item) -> PreparedItem:
        with self._lock:
            prepared = self._prepared.get(item)
            if prepared is not None:
                self._prepared.move_to_end(item)
                return prepared
        prepared = prepare(item, encoder())
        with self._lock:
            self._prepared[item] = prepared
            while len(self._prepared) > CACHED_ITEMS:
                self._prepared.popitem(last=False)
        return prepared


# Threads are made at their first use, because servers fork after importing. What is prepared ahead
# has a thread of its own, so that no grade queues behind it.
@lru_cache(maxsize=1)
def _executor() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(WORKERS, thread_name_prefix="grading")


@lru_cache(maxsize=1)
def _ahead() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, thread_name_prefix="preparing")
