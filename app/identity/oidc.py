"""OpenID Connect's code flow, with authlib: where a browser is sent, and whom it comes back as.

Nothing here reads or writes the database, and everything that asks the provider is to be called
outside any transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from authlib.oauth2.client import OAuth2Client
from authlib.oauth2.rfc6749.parameters import prepare_token_request
from authlib.oidc.core import CodeIDToken
from joserfc import jws, jwt
from joserfc.errors import JoseError

from app.core import clock
from app.identity import oidc_http
from app.identity.oidc_http import Provider, ProviderError

if TYPE_CHECKING:
    from collections.abc import Callable

SCOPE = "openid email profile"
# What is signed with the client's secret, or not at all, proves nothing about the provider.
ALGORITHMS = [
    *("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
    *("ES256", "ES384", "ES512", "EdDSA", "Ed25519"),
]
_LEEWAY_S = 60


@dataclass(frozen=True, slots=True)
class Client:
    """Who we are to a provider."""

    client_id: str
    client_secret: str | None
    redirect_uri: str


@dataclass(frozen=True, slots=True)
class Person:
    """Whom a provider vouches for. `email` is as the provider spells it."""

    issuer: str
    subject: str
    email: str
    email_verified: bool
    name: str


def authorization_url(
    provider: Provider, client: Client, *, state: str, nonce: str, code_verifier: str
) -> str:
    """Where to send the browser. The provider learns the verifier's hash only (PKCE, S256)."""
    oauth = OAuth2Client(
        session=None,
        client_id=client.client_id,
        scope=SCOPE,
        redirect_uri=client.redirect_uri,
        code_challenge_method="S256",
    )
    url, _state = oauth.create_authorization_url(
        provider.authorization_endpoint, state=state, code_verifier=code_verifier, nonce=nonce
    )
    return str(url)


async def person_of(
    provider: Provider,
    client: Client,
    *,
    code: str,
    code_verifier: str,
    is_nonce: Callable[[str], bool],
) -> Person:
    """Who signed in, for the code they came back with. Raises ProviderError."""
    tokens = await _exchange(provider, client, code, code_verifier)
    id_token, access_token = tokens.get("id_token"), tokens.get("access_token")
    if not isinstance(id_token, str):
        raise ProviderError("It gave no ID token.")
    claims = await verified(
        provider, client, id_token, access_token=access_token, is_nonce=is_nonce
    )
    subject = str(claims["sub"])
    if "email" not in claims and provider.userinfo_endpoint and isinstance(access_token, str):
        claims = await _userinfo(provider.userinfo_endpoint, access_token, subject)
    email, name = claims.get("email"), claims.get("name")
    return Person(
        issuer=provider.issuer,
        subject=subject,
        email=email if isinstance(email, str) else "",
        email_verified=claims.get("email_verified") in {True, "true"},
        name=name if isinstance(name, str) else "",
    )


async def verified(
    provider: Provider,
    client: Client,
    id_token: str,
    *,
    access_token: object,
    is_nonce: Callable[[str], bool],
) -> dict[str, Any]:
    """The claims of an ID token made for us, for this sign-in, by this provider, just now.

    Raises ProviderError.
    """
    try:
        keys = await oidc_http.keys_of(provider, _key_id(id_token))
        token = jwt.decode(id_token, keys, algorithms=ALGORITHMS)
        claims = CodeIDToken(
            token.claims,
            token.header,
            {
                "iss": {"essential": True, "value": provider.issuer},
                "aud": {"essential": True, "value": client.client_id},
            },
            {"client_id": client.client_id, "access_token": access_token},
        )
        claims.validate(now=int(clock.now().timestamp()), leeway=_LEEWAY_S)
    except (JoseError, ValueError, TypeError) as error:
        raise ProviderError(f"Its ID token is not valid: {_words(error)}.") from None
    nonce, subject = claims.get("nonce"), claims.get("sub")
    if not isinstance(nonce, str) or not is_nonce(nonce):
        raise ProviderError("Its ID token was made for another sign-in.")
    if not isinstance(subject, str) or not 0 < len(subject) <= 255:  # noqa: PLR2004
        raise ProviderError("Its ID token names nobody.")
    return dict(claims)


async def _exchange(
    provider: Provider, client: Client, code: str, code_verifier: str
) -> dict[str, Any]:
    """The tokens for a code, at the token endpoint."""
    methods = provider.token_auth_methods
    posts = "client_secret_post" in methods
    oauth = OAuth2Client(
        session=None,
        client_id=client.client_id,
        client_secret=client.client_secret,
        # In the body a secret needs no escaping that providers disagree about.
        token_endpoint_auth_method="client_secret_post" if client.client_secret and posts else None,
    )
    body = prepare_token_request(
        "authorization_code",
        redirect_uri=client.redirect_uri,
        code=code,
        code_verifier=code_verifier,
    )
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    auth = oauth.client_auth(oauth.token_endpoint_auth_method)
    url, headers, body = auth.prepare("POST", provider.token_endpoint, headers, body)
    return await oidc_http.ask_json("POST", url, headers=headers, body=body)


async def _userinfo(endpoint: str, access_token: str, subject: str) -> dict[str, Any]:
    """What the provider says of the person where the ID token leaves it out."""
    headers = {"Authorization": f"Bearer {access_token}"}
    claims = await oidc_http.ask_json("GET", endpoint, headers=headers)
    if claims.get("sub") != subject:
        raise ProviderError("It told about another person than the one who signed in.")
    return claims


def _key_id(id_token: str) -> str | None:
    header = jws.extract_compact(id_token.encode()).headers()
    key_id = header.get("kid")
    return key_id if isinstance(key_id, str) else None


def _words(error: Exception) -> str:
    """An error's short code: its message may hold parts of the token."""
    return getattr(error, "error", "") or "it cannot be read"
