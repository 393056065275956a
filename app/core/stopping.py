"""What has to be done before the server stops, while its connections still stand.

By the time a server tells the application that it shuts down, granian has already dropped every
open socket, so this listens to the signal itself and passes it on afterwards.
"""

from __future__ import annotations

import asyncio
import signal
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

SIGNALS = (signal.SIGINT, signal.SIGTERM)


def before_stopping(do: Callable[[], Awaitable[None]]) -> None:
    """Have `do` done in this event loop when the process is told to stop, and only then stop.

    Where nobody in this loop listens to the signals there is nothing to pass on, and nothing is
    done. To be called from the loop itself, once the server has begun to listen.
    """
    loop = asyncio.get_running_loop()
    # The loop tells nobody which handlers it has, though replacing one needs the one before.
    handlers: dict[int, asyncio.Handle] = getattr(loop, "_signal_handlers", {})
    for number in SIGNALS:
        servers = handlers.get(number)
        if servers is not None:
            loop.add_signal_handler(number, partial(_begin, loop, do, servers))


def _begin(
    loop: asyncio.AbstractEventLoop, do: Callable[[], Awaitable[None]], servers: asyncio.Handle
) -> None:
    task = loop.create_task(_done(do))
    _under_way.add(task)
    task.add_done_callback(_under_way.discard)
    task.add_done_callback(lambda _: servers._run())


async def _done(do: Callable[[], Awaitable[None]]) -> None:
    await do()


# The event loop itself keeps only weak references to tasks.
_under_way: set[asyncio.Task[None]] = set()
