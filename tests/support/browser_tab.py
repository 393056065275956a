"""The states of one browser tab together, for tests of screens whose states reach each other."""

from __future__ import annotations

import inspect
from typing import Any

import reflex as rx
from reflex.istate.data import ReflexURL, RouterData

import app.app
from state import guard

assert app.app.app  # importing the application registers every state

BASE = "http://127.0.0.1:8000"


class Browser:
    """One browser tab of a signed-in member."""

    def __init__(self, monkeypatch, actor) -> None:
        self._root = rx.State(_reflex_internal_init=True)

        async def signed_in(_state):
            return actor

        monkeypatch.setattr(guard, "current_actor", signed_in)

    def at(self, path: str) -> Browser:
        """Go to an address; nothing is loaded by that alone."""
        self._root.router = RouterData(url=ReflexURL(f"{BASE}{path}"))
        return self

    def state(self, kind: type[rx.State]) -> Any:
        return self._root.get_substate(kind.get_full_name().split("."))

    async def call(self, kind: type[rx.State], name: str, *arguments: Any) -> str:
        """Call a handler as the browser does; gives all that comes back, as text."""
        handler = kind.event_handlers[name]
        state: Any = self.state(kind)
        if handler.is_background:
            state = Background(state)
        if inspect.isasyncgenfunction(handler.fn):
            return str([step async for step in handler.fn(state, *arguments)])
        return str(await handler.fn(state, *arguments))


class Background:
    """A state as a background handler has it: to be entered before it is used."""

    def __init__(self, state: Any) -> None:
        object.__setattr__(self, "_state", state)

    async def __aenter__(self) -> Background:
        return self

    async def __aexit__(self, *_failure: object) -> None:
        return None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._state, name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self._state, name, value)
