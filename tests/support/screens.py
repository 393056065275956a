"""State classes without Reflex around them: one tab of one browser, signed in or not."""

from __future__ import annotations

import copy
import inspect
import json
from types import SimpleNamespace
from typing import Any

import reflex as rx
from reflex.istate.data import ReflexURL
from reflex.utils.format import json_dumps

from app.core.database import unit_of_work
from app.identity.service import SESSION_COOKIE, sign_in
from tests.support.people import PASSWORD

ORIGIN = "http://127.0.0.1:8000"


async def cookie_of(actor) -> str:
    """The cookie header of a browser in which that member has signed in."""
    async with unit_of_work() as session:
        token = await sign_in(session, email=actor.email, password=PASSWORD, address="192.0.2.1")
    return f"{SESSION_COOKIE}={token}"


class Screen:
    """A state as its handlers see it. Calling a handler calls it as a client would."""

    def __init__(self, kind: type[rx.State], path: str, cookie: str = "") -> None:
        classes = [one for one in kind.__mro__ if issubclass(one, rx.State) and one is not rx.State]
        self._defaults = {
            name: field
            for one in reversed(classes)
            for name, field in one.get_fields().items()
            if any(name in base.__annotations__ for base in classes)
        }
        self._handlers = {
            name: handler.fn
            for one in reversed(classes)
            for name, handler in one.event_handlers.items()
        }
        self._kind = kind
        headers = SimpleNamespace(raw_headers={"cookie": cookie} if cookie else {})
        self.router = SimpleNamespace(headers=headers, url=ReflexURL(ORIGIN + path))
        self.reset()

    def reset(self) -> None:
        """Give every variable its first value."""
        for name, field in self._defaults.items():
            self.__dict__[name] = copy.deepcopy(field.default_value())

    def get_value(self, name: str) -> Any:
        """A variable as it is."""
        return self.__dict__[name]

    def __getattr__(self, name: str) -> Any:
        handler = self.__dict__["_handlers"].get(name)
        if handler is None:
            found = getattr(self._kind, name)
            return found.__get__(self) if inspect.isfunction(found) else found
        return lambda *arguments: call(handler, self, *arguments)

    async def __aenter__(self) -> Screen:
        return self

    async def __aexit__(self, *_: object) -> None:
        return None

    def shown(self) -> dict[str, Any]:
        """What the browser has of it."""
        return {
            name: json.loads(json_dumps(self.__dict__[name]))
            for name in self._defaults
            if not name.startswith("_")
        }


async def call(handler: Any, *arguments: Any) -> list[Any]:
    """Run a handler to its end; the events it gave."""
    if inspect.isasyncgenfunction(handler):
        return [step async for step in handler(*arguments)]
    given = await handler(*arguments)
    return given if isinstance(given, list) else [] if given is None else [given]
