"""Signing in to the API: a short access token, and a refresh token that is good once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Request

from api.common.callers import address_of
from api.recruiting.access import Member, guest
from api.recruiting.answers import Success, failures, open_failures, success
from api.recruiting.bodies import body_of, takes
from api.recruiting.schemas_auth import (
    Login,
    RefreshGiven,
    TokensShown,
    UserShown,
    tokens_of,
    user_of,
)
from app.core.database import unit_of_work
from app.core.errors import NotAuthenticatedError
from app.identity import access_tokens, refresh

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.refresh import Pair

router = APIRouter(prefix="/auth", tags=["Sign-in"])
_WRONG = "The e-mail address and the password do not match."
_OVER = "The refresh token is not valid, or not any more. Sign in again."


async def answer_pair(session: AsyncSession, pair: Pair) -> TokensShown:
    """A pair as it is answered, with the member that its access token now stands for."""
    return tokens_of(pair, await access_tokens.authenticate(session, pair.access.token))


@router.post(
    "/login",
    summary="Sign in with a password",
    description=(
        "Attempts that fail count together with those in the browser: after too many the account "
        "and the address have to wait."
    ),
    operation_id="login",
    dependencies=[guest],
    responses=open_failures(401),
    openapi_extra=takes(Login),
)
async def login(
    request: Request, wanted: Annotated[Login, Depends(body_of(Login))]
) -> Success[TokensShown]:
    """Answer a pair of tokens, and who signed in."""
    shown = None
    async with unit_of_work() as session:
        pair = await refresh.login(
            session, email=wanted.email, password=wanted.password, address=address_of(request)
        )
        if pair:
            shown = await answer_pair(session, pair)
    if shown is None:
        raise NotAuthenticatedError(_WRONG)
    return success(shown)


@router.post(
    "/refresh",
    summary="Exchange a refresh token",
    description=(
        "Each refresh token is good once, for a new pair. One that comes back after it was used "
        "was copied, and ends everything that descends from the same sign-in, the newest tokens "
        "included. A client that repeats a request because the answer was lost is no exception, "
        "however soon it does: it signs in again."
    ),
    operation_id="refreshTokens",
    dependencies=[guest],
    responses=open_failures(401),
    openapi_extra=takes(RefreshGiven),
)
async def renew(
    wanted: Annotated[RefreshGiven, Depends(body_of(RefreshGiven))],
) -> Success[TokensShown]:
    """Answer a new pair of tokens."""
    shown = None
    async with unit_of_work() as session:
        pair = await refresh.exchange(session, wanted.refresh_token)
        if pair:
            shown = await answer_pair(session, pair)
    if shown is None:
        raise NotAuthenticatedError(_OVER)
    return success(shown)


@router.post(
    "/logout",
    summary="Sign out",
    description=(
        "Ends everything that descends from the same sign-in, at once. To do so again, or with a "
        "token that nobody knows, changes nothing and is answered the same."
    ),
    operation_id="logout",
    dependencies=[guest],
    responses=open_failures(),
    openapi_extra=takes(RefreshGiven),
    status_code=204,
)
async def logout(wanted: Annotated[RefreshGiven, Depends(body_of(RefreshGiven))]) -> None:
    """End the sign-in that the refresh token comes from."""
    async with unit_of_work() as session:
        await refresh.logout(session, wanted.refresh_token)


@router.get(
    "/me",
    summary="Who is signed in",
    operation_id="getMe",
    responses=failures(),
)
async def me(actor: Member) -> Success[UserShown]:
    """Answer whose access token it is, with the role they have now."""
    return success(user_of(actor))
