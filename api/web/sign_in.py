"""Signing in and out. The session cookie is HttpOnly, so only HTTP can set it."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode, urlsplit

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse

from api.web.session import ActorDep, same_origin
from app.core.database import unit_of_work
from app.core.errors import ProblemError, TooManyRequestsError
from app.identity import service
from app.settings import get_settings

router = APIRouter(prefix="/auth", include_in_schema=False, dependencies=[Depends(same_origin)])
HOME = "/dashboard"


def safe_next(target: str) -> str:
    """A path within the site, or the dashboard: never somebody else's address."""
    parts = urlsplit(target)
    local = target.startswith("/") and not target.startswith(("//", "/\\"))
    return target if local and not parts.scheme and not parts.netloc else HOME


def see(path: str, **query: str) -> RedirectResponse:
    """A redirect that a form's POST becomes a GET by."""
    return RedirectResponse(f"{path}?{urlencode(query)}" if query else path, status_code=303)


@router.post("/sign-in")
async def sign_in(
    request: Request,
    email: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = HOME,  # noqa: A002 - the form's own word
) -> RedirectResponse:
    """Check the password and set the cookie; on failure back to the page, which says why."""
    target = safe_next(next)
    address = request.client.host if request.client else "unknown"
    try:
        async with unit_of_work() as session:
            token = await service.sign_in(session, email=email, password=password, address=address)
    except TooManyRequestsError:
        return see("/sign-in", error="wait", next=target)
    if token is None:
        return see("/sign-in", error="wrong", next=target)
    response = see(target)
    set_session_cookie(response, token)
    return response


@router.post("/sign-out")
async def sign_out(request: Request) -> RedirectResponse:
    """End the session and forget the cookie."""
    async with unit_of_work() as session:
        await service.sign_out(session, request.cookies.get(service.SESSION_COOKIE))
    response = see("/sign-in", error="out")
    response.delete_cookie(service.SESSION_COOKIE, path="/")
    return response


@router.post("/password")
async def change_password(
    actor: ActorDep,
    current: Annotated[str, Form()] = "",
    new: Annotated[str, Form()] = "",
) -> RedirectResponse:
    """Set a new password; every other session ends, this one goes on under a new token."""
    try:
        async with unit_of_work() as session:
            token = await service.change_password(session, actor, current=current, new=new)
    except ProblemError as problem:
        return see("/account", error=problem.field or "current")
    response = see("/account", done="password")
    set_session_cookie(response, token)
    return response


def set_session_cookie(response: RedirectResponse, token: str) -> None:
    """Hand the browser its session, out of reach of scripts and of other sites' forms."""
    settings = get_settings()
    response.set_cookie(
        service.SESSION_COOKIE,
        token,
        max_age=settings.session_days * 86_400,
        path="/",
        httponly=True,
        samesite="lax",
        secure=settings.secure_cookies,
    )
