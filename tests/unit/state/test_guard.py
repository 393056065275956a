"""Every event handler of every state is guarded, and the guards hold."""

from __future__ import annotations

import inspect
from types import SimpleNamespace
from typing import Any

import pytest
import reflex as rx
from reflex.istate.data import ReflexURL

import app.app
from app.core.database import unit_of_work
from app.core.errors import ConflictError
from app.identity import service
from app.identity.permissions import ROLE_PERMISSIONS, Permission, Role
from state import guard
from tests.support.people import PASSWORD, make_actor

assert app.app.app  # importing the application registers every state


def our_handlers() -> list[tuple[str, Any]]:
    """Every handler a browser can name, but for Reflex's own."""
    found, waiting = [], [rx.State]
    while waiting:
        state = waiting.pop()
        waiting.extend(state.get_substates())
        if not state.__module__.startswith("reflex"):
            found.extend(
                (f"{state.__name__}.{name}", handler.fn)
                for name, handler in state.event_handlers.items()
                if not handler.fn.__module__.startswith("reflex")
            )
    return sorted(found)


HANDLERS = our_handlers()
MEMBER_HANDLERS = [
    (name, handler)
    for name, handler in HANDLERS
    if getattr(handler, guard.GUARD, "") in set(Permission)
]
CHANGING_HANDLERS = [
    (name, handler)
    for name, handler in MEMBER_HANDLERS
    if getattr(handler, guard.GUARD) not in ROLE_PERMISSIONS[Role.READONLY]
]


def browser(cookie: str = "") -> Any:
    """A state as far as the guards look at it."""
    headers = SimpleNamespace(raw_headers={"cookie": cookie} if cookie else {})
    url = ReflexURL("http://127.0.0.1:8000/positions?page=2")
    return SimpleNamespace(router=SimpleNamespace(headers=headers, url=url))


async def call(handler: Any, state: Any) -> Any:
    """Call a handler as a client might, with nonsense for arguments."""
    parameters = list(inspect.signature(handler).parameters.values())[1:]
    nonsense = ["nonsense" for p in parameters if p.default is inspect.Parameter.empty]
    if inspect.isasyncgenfunction(handler):
        return [step async for step in handler(state, *nonsense)]
    return [await handler(state, *nonsense)]


def test_there_are_handlers_to_walk() -> None:
    assert len(HANDLERS) > 2


@pytest.mark.parametrize(("name", "handler"), HANDLERS, ids=[name for name, _ in HANDLERS])
def test_every_handler_is_guarded(name: str, handler: Any) -> None:
    allowed = {*Permission, "candidate", "public"}
    assert getattr(handler, guard.GUARD, None) in allowed, f"{name} has no guard"


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_no_member_handler_runs_for_nobody(database: str) -> None:
    for name, handler in MEMBER_HANDLERS:
        for cookie in ("", f"{service.SESSION_COOKIE}=forged"):
            outcome = await call(handler, browser(cookie))
            assert len(outcome) == 1, name
            assert "/sign-in" in str(outcome[0]), name


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_no_changing_handler_runs_for_a_reader(database: str) -> None:
    actor = await make_actor(Role.READONLY)
    async with unit_of_work() as session:
        token = await service.sign_in(
            session, email=actor.email, password=PASSWORD, address="192.0.2.1"
        )
    for name, handler in CHANGING_HANDLERS:
        outcome = await call(handler, browser(f"{service.SESSION_COOKIE}={token}"))
        assert len(outcome) == 1, name
        assert "role does not allow" in str(outcome[0]), name


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_the_actor_comes_from_the_database_and_never_from_the_client(database: str) -> None:
    actor = await make_actor(Role.RECRUITER)
    async with unit_of_work() as session:
        token = await service.sign_in(
            session, email=actor.email, password=PASSWORD, address="192.0.2.1"
        )
    seen = []

    @guard.member(Permission.VIEW)
    async def look(self: Any, who: Any, argument: str) -> None:
        seen.append((who.user_id, who.organization_id, argument))

    assert list(inspect.signature(look).parameters) == ["self", "argument"]
    await look(browser(f"{service.SESSION_COOKIE}={token}"), "given")
    assert seen == [(actor.user_id, actor.organization_id, "given")]


async def test_a_problem_is_told_and_not_raised() -> None:
    @guard.public
    async def collide(self: Any) -> None:
        raise ConflictError("Somebody else was first.")

    @guard.public
    async def collide_late(self: Any) -> Any:
        yield "a step"
        raise ConflictError("Somebody else was first.")

    assert "Somebody else was first." in str(await collide(browser()))
    steps = [step async for step in collide_late(browser())]
    assert steps[0] == "a step"
    assert "Somebody else was first." in str(steps[1])


def test_a_broken_cookie_header_is_nobody() -> None:
    assert guard.session_token(browser('vivavoce_session="\x00; ;=')) in {None, ""}
