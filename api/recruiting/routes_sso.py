"""Single sign-on for programs: a browser does it, and a code is exchanged for tokens."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends

from api.recruiting.access import guest
from api.recruiting.answers import Success, open_failures, success
from api.recruiting.bodies import body_of, takes
from api.recruiting.routes_auth import answer_pair
from api.recruiting.schemas_auth import SsoCode, SsoStart, SsoStarted, TokensShown
from app.core.database import reading, unit_of_work
from app.core.errors import NotAuthenticatedError
from app.identity import sso

router = APIRouter(prefix="/auth/sso", tags=["Sign-in"], dependencies=[guest])


@router.post(
    "/exchange",
    summary="Exchange a single sign-on's code",
    description="A code works once, within two minutes of the sign-in.",
    operation_id="exchangeSsoCode",
    responses=open_failures(401),
    openapi_extra=takes(SsoCode),
)
async def exchange(
    wanted: Annotated[SsoCode, Depends(body_of(SsoCode))],
) -> Success[TokensShown]:
    """Answer a pair of tokens, and who signed in."""
    shown = None
    async with unit_of_work() as session:
        pair = await sso.exchange(session, wanted.code)
        if pair:
            shown = await answer_pair(session, pair)
    if shown is None:
        raise NotAuthenticatedError("The code is not valid, or not any more. Sign in again.")
    return success(shown)


@router.post(
    "/{slug}/start",
    summary="Begin a single sign-on",
    description=(
        "Open `authorizationUrl` in the browser of whoever signs in. It leads over this server, "
        "which binds the sign-in to that browser, to the organisation's provider and back. Then "
        "the code is handed to `redirectUri` as `code` (or `error`), or shown to the person."
    ),
    operation_id="startSso",
    responses=open_failures(404, 422),
    openapi_extra=takes(SsoStart, may_be_empty=True),
)
async def start(
    slug: str,
    wanted: Annotated[SsoStart, Depends(body_of(SsoStart, may_be_empty=True))],
) -> Success[SsoStarted]:
    """Answer where the browser has to be opened."""
    redirect_uri = sso.check_redirect(wanted.redirect_uri)
    async with reading() as session:
        offer = await sso.offer(session, slug)
    query = {"api": "true", **({"redirect_uri": redirect_uri} if redirect_uri else {})}
    url = f"{sso.sign_in_url(offer.slug)}?{urlencode(query)}"
    return success(SsoStarted(authorization_url=url))
