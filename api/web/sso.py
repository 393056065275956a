"""Single sign-on in the browser: to the organisation's provider, and back with a session.

A program signs its user in by the same way. What comes back is then a code, which is handed to
the program at an address of the user's own machine, or shown to the user.
"""

from __future__ import annotations

import html
from functools import lru_cache
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.common.callers import address_of
from api.web.sign_in import HOME, safe_next, see, set_session_cookie
from app.core.errors import InvalidInputError, NotFoundError, TooManyRequestsError
from app.core.slots import Slots
from app.identity import sso
from app.identity.sso_people import Refusal, SsoRefusedError
from app.settings import get_settings

COOKIE_PATH = "/auth/sso"


@lru_cache(maxsize=1)
def _slots() -> Slots:
    settings = get_settings()
    most = settings.recruiting_requests_per_minute
    return Slots("single-sign-on", most=most, seconds=60.0, redis_url=settings.redis_url)


async def counted(request: Request) -> None:
    """Count what makes us keep and ask things for strangers. Raises TooManyRequestsError."""
    place = await _slots().take(address_of(request))
    if not place.allowed:
        raise TooManyRequestsError(
            "Too many attempts. Try again in a minute.", retry_after=place.retry_after
        )


router = APIRouter(prefix=COOKIE_PATH, include_in_schema=False, dependencies=[Depends(counted)])


@router.get("/callback")
async def callback(
    request: Request,
    state: str = "",
    code: str = "",
    error: str | None = None,
    iss: str | None = None,
) -> Response:
    """Where the provider sends the browser back to."""
    name = sso.cookie_name(state)
    try:
        arrival = await sso.arrive(
            state=state,
            code=code,
            error=error,
            issuer=iss,
            browser_token=request.cookies.get(name),
        )
    except SsoRefusedError as refused:
        return _refused(refused)
    response: Response
    if arrival.session_token is not None:
        response = see(safe_next(arrival.goes_to))
        set_session_cookie(response, arrival.session_token)
    elif arrival.goes_to:
        response = _to_program(arrival.goes_to, code=arrival.exchange_code or "")
    else:
        response = _code_page(arrival.exchange_code or "")
    response.delete_cookie(name, path=COOKIE_PATH)
    return response


@router.get("/{slug}")
async def depart(
    slug: str,
    next: str = HOME,  # noqa: A002 - as the sign-in's form calls it
    api: bool = False,
    redirect_uri: str = "",
) -> Response:
    """Send the browser to the provider, with a cookie that only it brings back."""
    try:
        goes_to = sso.check_redirect(redirect_uri) if api else safe_next(next)
        departure = await sso.depart(slug, goes_to=goes_to, for_api=api)
    except (NotFoundError, InvalidInputError):
        return see("/sign-in", error=f"sso-{Refusal.OFF.value}")
    except SsoRefusedError as refused:
        return _refused(refused)
    response = RedirectResponse(departure.url, status_code=303)
    response.set_cookie(
        departure.cookie_name,
        departure.browser_token,
        max_age=int(sso.UNDER_WAY.total_seconds()),
        path=COOKIE_PATH,
        httponly=True,
        # The browser comes back from another site, by a link that it follows.
        samesite="lax",
        secure=get_settings().secure_cookies,
    )
    return response


def _refused(refused: SsoRefusedError) -> RedirectResponse:
    """Tell the program that waits, or the person on the sign-in page."""
    if refused.for_api and refused.goes_to:
        return _to_program(refused.goes_to, error=refused.reason.value)
    target = safe_next(refused.goes_to) if refused.goes_to else HOME
    return see("/sign-in", error=f"sso-{refused.reason.value}", next=target)


def _to_program(address: str, **query: str) -> RedirectResponse:
    joint = "&" if "?" in address else "?"
    return RedirectResponse(f"{address}{joint}{urlencode(query)}", status_code=303)


def _code_page(code: str) -> HTMLResponse:
    """The code in words, for a program that waits at no address."""
    page = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Your sign-in code · Vivavoce</title>
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; margin: 4rem auto; padding: 0 1rem }}
main {{ max-width: 40rem; margin: auto }}
code {{ display: block; padding: 1rem; border: 1px solid; overflow-wrap: anywhere }}
</style>
</head>
<body>
<main>
<h1>You are signed in</h1>
<p>Copy this code into the program that sent you here. It works once, within two minutes.</p>
<code>{html.escape(code)}</code>
</main>
</body>
</html>
"""
    return HTMLResponse(page, headers={"Cache-Control": "no-store"})
