"""What is done before the server stops."""

from __future__ import annotations

import asyncio
import os
import signal

import pytest

from app.core import stopping


@pytest.fixture(autouse=True)
def signals(monkeypatch):
    # Not those by which the test run itself is ended.
    monkeypatch.setattr(stopping, "SIGNALS", (signal.SIGUSR1,))


async def test_the_server_hears_of_it_once_everything_is_done() -> None:
    loop, order, stopped = asyncio.get_running_loop(), [], asyncio.Event()

    def stop() -> None:
        order.append("stopped")
        stopped.set()

    async def close() -> None:
        order.append("begun")
        await asyncio.sleep(0)
        order.append("done")

    loop.add_signal_handler(signal.SIGUSR1, stop)
    stopping.before_stopping(close)
    os.kill(os.getpid(), signal.SIGUSR1)
    await asyncio.wait_for(stopped.wait(), 20)
    loop.remove_signal_handler(signal.SIGUSR1)
    assert order == ["begun", "done", "stopped"]


async def test_the_server_stops_even_where_that_fails() -> None:
    loop, stopped = asyncio.get_running_loop(), asyncio.Event()

    async def fail() -> None:
        raise RuntimeError("out of order")

    loop.add_signal_handler(signal.SIGUSR1, stopped.set)
    loop.set_exception_handler(lambda *_: None)
    stopping.before_stopping(fail)
    os.kill(os.getpid(), signal.SIGUSR1)
    await asyncio.wait_for(stopped.wait(), 20)
    loop.remove_signal_handler(signal.SIGUSR1)


async def test_where_no_server_listens_nothing_is_done() -> None:
    async def close() -> None:
        raise AssertionError

    stopping.before_stopping(close)
    assert not asyncio.get_running_loop().remove_signal_handler(signal.SIGUSR1)
