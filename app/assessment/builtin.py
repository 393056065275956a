"""The built-in evaluator: grades with no key, network or GPU, and always the same way.

This module runs it: off the event loop, with the encoded items kept ready. How an answer is judged
is in `grading`.
"""

from __future__ import annotations

import asyncio
import threading
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # ships no types

from app.assessment.embedding import encoder
from app.assessment.grading import NAME, VERSION, PreparedItem, grade_answer, prepare

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

    async def grade(self, item: Item, answer: Sequence[AnswerPart]) -> Grade:
        """Judge an answer off the event loop. Raises ModelError if the model is unusable."""
        parts = tuple(answer)
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(_executor(), self.grade_now, item, parts)

    def grade_now(self, item: Item, answer: Sequence[AnswerPart]) -> Grade:
        """Judge an answer in this thread. Raises ModelError if the model is unusable."""
        # Several grades run side by side; threads inside each would only get in their way.
        with threadpool_limits(limits=1, user_api="blas"):
            return grade_answer(item, answer, self._prepare(item), encoder())

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


_pool_lock = threading.Lock()
_pool: list[ThreadPoolExecutor] = []


def _executor() -> ThreadPoolExecutor:
    """The threads that grade, made at the first grade because servers fork after importing."""
    with _pool_lock:
        if not _pool:
            _pool.append(ThreadPoolExecutor(WORKERS, thread_name_prefix="grading"))
        return _pool[0]
