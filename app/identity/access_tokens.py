"""Access tokens: short-lived signed proofs of who calls the API.

A token only names a user, an organisation and the sign-in it came from. What the user may do is
read from the database with every call, so that a changed role or an ended sign-in counts at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from joserfc import jwt
from joserfc.errors import JoseError

from app.core import clock
from app.core.errors import NotAuthenticatedError
from app.core.ids import new_id, parse_id
from app.identity import repository, signing_keys
from app.identity.permissions import Actor
from app.settings import get_settings

if TYPE_CHECKING:
    from uuid import UUID

    from joserfc.jwk import KeySet
    from sqlalchemy.ext.asyncio import AsyncSession

_LONGEST = 4_096
_FAMILY = "sid"
_EXPIRED = "The access token is not valid, or not any more."


@dataclass(frozen=True, slots=True)
class AccessToken:
    """A token and for how many seconds it is good."""

    token: str
    expires_in: int


async def issue(
    session: AsyncSession, *, user_id: UUID, organization_id: UUID, family_id: UUID
) -> AccessToken:
    """A token for a user whose identity is established, of the family of refresh tokens."""
    now = clock.now()
    lifetime = timedelta(minutes=get_settings().access_token_minutes)
    key = await signing_keys.signing(session)
    claims = {
        "iss": _issuer(),
        "aud": _audience(),
        "sub": str(user_id),
        "org": str(organization_id),
        _FAMILY: str(family_id),
        "jti": str(new_id()),
        "iat": int(now.timestamp()),
        "exp": int((now + lifetime).timestamp()),
    }
    header = {"alg": signing_keys.ALGORITHM, "kid": key.kid, "typ": "at+jwt"}
    token = jwt.encode(header, claims, key, algorithms=[signing_keys.ALGORITHM])
    return AccessToken(token, int(lifetime.total_seconds()))


async def authenticate(session: AsyncSession, token: str | None) -> Actor:
    """Who holds this token. Raises NotAuthenticatedError when nobody (any more) does."""
    if not token or len(token) > _LONGEST or not token.isascii():
        raise NotAuthenticatedError(_EXPIRED)
    claims = _verified(token, await signing_keys.verifying(session))
    user_id, organization_id, family_id = (
        parse_id(claims.get(name)) for name in ("sub", "org", _FAMILY)
    )
    found = (
        user_id
        and organization_id
        and family_id
        and await repository.member_of_family(session, user_id, organization_id, family_id)
    )
    if not found:
        raise NotAuthenticatedError(_EXPIRED)
    user, membership, organization = found
    return Actor(
        user_id=user.id,
        organization_id=organization.id,
        role=membership.role,
        name=user.name,
        email=user.email,
        organization_name=organization.name,
        session_id=family_id,
    )


def _verified(token: str, keys: KeySet) -> dict[str, object]:
    """The claims of a token that we signed for this API and that has not expired."""
    rules = jwt.JWTClaimsRegistry(
        now=int(clock.now().timestamp()),
        iss={"essential": True, "value": _issuer()},
        aud={"essential": True, "value": _audience()},
        exp={"essential": True},
    )
    try:
        decoded = jwt.decode(token, keys, algorithms=[signing_keys.ALGORITHM])
        rules.validate(decoded.claims)
    except (JoseError, ValueError):
        raise NotAuthenticatedError(_EXPIRED) from None
    return decoded.claims


def _issuer() -> str:
    return get_settings().base_url.rstrip("/")


def _audience() -> str:
    return f"{_issuer()}/api/v1"
