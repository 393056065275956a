"""Work that goes on to its end even if whoever asked for it is gone.

A browser that disconnects cancels the handler that serves it, at whatever point it is waiting.
Inside a transaction that can leave SQLite's write lock held by a connection nobody owns, so the
room's work runs in tasks of its own.
"""

from __future__ import annotations

import asyncio
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import structlog

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

P = ParamSpec("P")
R = TypeVar("R")

_log = structlog.get_logger(__name__)
# The event loop itself keeps only weak references to tasks.
_under_way: set[asyncio.Task[Any]] = set()


def unbroken(function: Callable[P, Coroutine[Any, Any, R]]) -> Callable[P, Coroutine[Any, Any, R]]:
    """Make a coroutine function whose work outlives the cancellation of its caller."""

    @wraps(function)
    async def whole(*args: P.args, **kwargs: P.kwargs) -> R:
        task = asyncio.create_task(function(*args, **kwargs))
        _under_way.add(task)
        task.add_done_callback(_under_way.discard)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            task.add_done_callback(_left_alone)
            raise

    return whole


def _left_alone(task: asyncio.Task[Any]) -> None:
    """Nobody waits for the result any more, so a failure is told to the log."""
    if not task.cancelled() and (error := task.exception()):
        _log.warning("failed_after_disconnect", error=type(error).__name__)


async def all_done() -> None:
    """Wait for what is under way in this event loop, as before shutting down."""
    loop = asyncio.get_running_loop()
    while mine := {task for task in _under_way if task.get_loop() is loop}:
        await asyncio.wait(mine)
