"""What is sent and shown when somebody signs in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from uuid import UUID  # noqa: TC003 - pydantic reads it from the annotation

from pydantic import Field

from api.recruiting.answers import Shown
from api.recruiting.bodies import Given
from app.identity.permissions import Actor, Role  # noqa: TC001 - the same

if TYPE_CHECKING:
    from app.identity.refresh import Pair

_Token = Annotated[str, Field(min_length=1, max_length=500)]


class Login(Given):
    """An e-mail address and its password."""

    email: Annotated[str, Field(min_length=1, max_length=254)]
    password: Annotated[str, Field(min_length=1, max_length=256)]


class RefreshGiven(Given):
    """A refresh token, as it was answered last."""

    refresh_token: _Token


class SsoStart(Given):
    """Where a program waits for its code, on the machine of whoever signs in."""

    redirect_uri: Annotated[
        str,
        Field(
            max_length=300,
            description="Such as `http://127.0.0.1:8765/done`; without it the code is shown.",
        ),
    ] = ""


class SsoCode(Given):
    """The code that a single sign-on ended with."""

    code: _Token


class UserShown(Shown):
    """Who is signed in."""

    id: UUID
    email: str
    name: str
    role: Role


class TokensShown(Shown):
    """A new pair of tokens. `expires_in` are the seconds for which the access token is good."""

    access_token: str
    refresh_token: str
    expires_in: int
    user: UserShown


class SsoStarted(Shown):
    """Where to open the browser of whoever signs in."""

    authorization_url: str


def user_of(actor: Actor) -> UserShown:
    """A member, as they are shown. To be called for members only, who have an id and a role."""
    return UserShown.model_validate(
        {"id": actor.user_id, "email": actor.email, "name": actor.name, "role": actor.role}
    )


def tokens_of(pair: Pair, actor: Actor) -> TokensShown:
    """A pair, and whose it is."""
    return TokensShown(
        access_token=pair.access.token,
        refresh_token=pair.refresh_token,
        expires_in=pair.access.expires_in,
        user=user_of(actor),
    )
