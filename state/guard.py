"""Guards for event handlers.

Every public method of a state class can be called by any client, so each carries one of these
decorators: `member` authorises against the database and hands the handler an Actor, `candidate`
marks handlers that are addressed by an interview token, checked by the room with every call, and
`public` those that touch nobody's data. A test walks all handlers and fails on one without.
"""

from __future__ import annotations

import functools
import inspect
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Any, TypeVar, cast
from urllib.parse import quote

import reflex as rx
import structlog

from app.core.database import reading
from app.core.errors import NotAuthenticatedError, NotFoundError, ProblemError
from app.identity import service as identity
from app.identity.permissions import Actor, Permission

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine

GUARD = "__guard__"
Handler = TypeVar("Handler", bound="Callable[..., Any]")

log = structlog.get_logger(__name__)


def session_token(state: rx.State) -> str | None:
    """The session token that the browser's HttpOnly cookie carried when the socket opened."""
    try:
        cookies = SimpleCookie(state.router.headers.raw_headers.get("cookie", ""))
    except CookieError:
        return None
    morsel = cookies.get(identity.SESSION_COOKIE)
    return morsel.value if morsel else None


async def current_actor(state: rx.State) -> Actor:
    """Who acts in this browser, from the database. Raises NotAuthenticatedError."""
    async with reading() as session:
        return await identity.authenticate(session, session_token(state))


def member(permission: Permission) -> Callable[[Handler], Handler]:
    """Let only signed-in members with the permission call the handler.

    The handler takes the Actor as its first argument after `self`; the client does not see it.
    A ProblemError becomes a message to the person; nobody signed in goes to the sign-in page.
    """

    async def authorise(state: rx.State) -> Actor:
        actor = await current_actor(state)
        actor.require(permission)
        return actor

    return cast(
        "Callable[[Handler], Handler]", functools.partial(_guard, authorise, permission.value)
    )


def candidate(handler: Handler) -> Handler:
    """Mark a handler of the interview room; the room checks the token with every call."""
    return cast("Handler", _guard(None, "candidate", handler))


def public(handler: Handler) -> Handler:
    """Mark a handler that reads and changes nothing that belongs to anybody."""
    return cast("Handler", _guard(None, "public", handler))


def _guard(
    authorise: Callable[[rx.State], Coroutine[Any, Any, Actor]] | None,
    name: str,
    handler: Callable[..., Any],
) -> Callable[..., Any]:
    async def leading(state: rx.State) -> tuple[Actor, ...]:
        return (await authorise(state),) if authorise else ()

    if inspect.isasyncgenfunction(handler):

        @functools.wraps(handler)
        async def stream(self: rx.State, *args: Any, **kwargs: Any) -> AsyncIterator[Any]:
            try:
                async for step in handler(self, *await leading(self), *args, **kwargs):
                    yield step
            except ProblemError as problem:
                yield tell(self, problem)

        guarded: Callable[..., Any] = stream
    else:

        @functools.wraps(handler)
        async def call(self: rx.State, *args: Any, **kwargs: Any) -> Any:
            try:
                return await handler(self, *await leading(self), *args, **kwargs)
            except ProblemError as problem:
                return tell(self, problem)

        guarded = call
    signature = inspect.signature(handler)
    parameters = list(signature.parameters.values())
    if authorise:
        del parameters[1]
    setattr(guarded, "__signature__", signature.replace(parameters=parameters))  # noqa: B010
    guarded.__annotations__ = {
        key: value
        for key, value in handler.__annotations__.items()
        if key in {parameter.name for parameter in parameters}
    }
    setattr(guarded, GUARD, name)
    return guarded


def blank(state: rx.State) -> None:
    """Give every variable of a state its default, so that nothing stays in the browser."""
    state.reset()  # type: ignore[no-untyped-call]  # Reflex publishes no types


def tell(state: rx.State, problem: ProblemError) -> Any:
    """What the browser does about a problem: sign in, or read a message."""
    if isinstance(problem, NotAuthenticatedError):
        here = state.router.url.path + (f"?{query}" if (query := state.router.url.query) else "")
        return rx.redirect(f"/sign-in?next={quote(here, safe='/')}", replace=True)
    if isinstance(problem, NotFoundError):
        log.info("not_found", path=state.router.url.path)
    return rx.toast.error(problem.message, duration=8000, close_button=True)
