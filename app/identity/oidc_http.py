"""What is asked of an OpenID provider: its description, its keys, and JSON in general.

Every address comes from outside, so each is asked under the protections of `app.core.outbound`.
Descriptions and keys are kept for some minutes; keys are asked for again when one is missing.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from joserfc.errors import JoseError
from joserfc.jwk import KeySet, import_key

from app.core import outbound
from app.core.errors import InvalidInputError

if TYPE_CHECKING:
    from joserfc.jwk import Key

WELL_KNOWN = "/.well-known/openid-configuration"
_TIMEOUT_S = 10.0
_MOST_READ = 262_144
_KEPT_S, _MOST_KEPT = 300.0, 500
_BETWEEN_REFETCHES_S = 5.0
_OK = 200


class ProviderError(Exception):
    """The provider did not answer as the standard says; the message says what is wrong."""


@dataclass(frozen=True, slots=True)
class Provider:
    """What a provider's discovery document says, as far as it is needed."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None
    token_auth_methods: tuple[str, ...]
    pkce_methods: tuple[str, ...]


_kept: dict[str, tuple[float, Any]] = {}


async def discover(url: str) -> Provider:
    """The provider at its discovery address. Raises ProviderError."""
    found = _kept.get(url)
    if found and time.monotonic() - found[0] < _KEPT_S:
        provider: Provider = found[1]
        return provider
    provider = _provider(url, await ask_json("GET", url))
    _keep(url, provider)
    return provider


async def keys_of(provider: Provider, key_id: str | None) -> KeySet:
    """The provider's keys, asked for anew where none has the id. Raises ProviderError."""
    found = _kept.get(provider.jwks_uri)
    if found:
        age, keys = time.monotonic() - found[0], found[1]
        has_it = any(key_id is None or key.kid == key_id for key in keys.keys)
        if age < (_KEPT_S if has_it else _BETWEEN_REFETCHES_S):
            kept: KeySet = keys
            return kept
    answer = await ask_json("GET", provider.jwks_uri)
    listed = answer.get("keys")
    fresh = KeySet([key for one in _list(listed) if (key := _key(one))])
    _keep(provider.jwks_uri, fresh)
    return fresh


async def ask_json(
    method: str, url: str, *, headers: dict[str, str] | None = None, body: str = ""
) -> dict[str, Any]:
    """The JSON object that is answered with 200. Raises ProviderError."""
    try:
        answer = await outbound.request(
            method,
            url,
            headers={"Accept": "application/json", **(headers or {})},
            content=body.encode(),
            timeout=_TIMEOUT_S,
            most_read=_MOST_READ,
        )
    except outbound.OutboundError as error:
        raise ProviderError(str(error)) from None
    if answer.status != _OK:
        raise ProviderError(f"It answered with status {answer.status}{_code(answer.body)}.")
    if not answer.is_whole:
        raise ProviderError("Its answer is too long, or did not end in time.")
    return _object(answer.body)


def forget() -> None:
    """Drop what is kept of providers."""
    _kept.clear()


def _provider(url: str, document: dict[str, Any]) -> Provider:
    issuer = _text(document, "issuer")
    # A document that speaks for another issuer would let one provider pose as the other.
    if url != issuer.rstrip("/") + WELL_KNOWN:
        raise ProviderError("Its description names another issuer than its address does.")
    userinfo = document.get("userinfo_endpoint")
    return Provider(
        issuer=issuer,
        authorization_endpoint=_address(document, "authorization_endpoint"),
        token_endpoint=_address(document, "token_endpoint"),
        jwks_uri=_address(document, "jwks_uri"),
        userinfo_endpoint=_address(document, "userinfo_endpoint") if userinfo else None,
        token_auth_methods=_words(document.get("token_endpoint_auth_methods_supported")),
        pkce_methods=_words(document.get("code_challenge_methods_supported")),
    )


def _address(document: dict[str, Any], name: str) -> str:
    try:
        return outbound.check_url(_text(document, name), field=name)
    except InvalidInputError as error:
        raise ProviderError(f"Its {name} cannot be used: {error.message}") from None


def _text(document: dict[str, Any], name: str) -> str:
    value = document.get(name)
    if not isinstance(value, str) or not value:
        raise ProviderError(f"Its description has no {name}.")
    return value


def _words(value: object) -> tuple[str, ...]:
    return tuple(one for one in _list(value) if isinstance(one, str))


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _key(data: object) -> Key | None:
    """A key to verify signatures with, or None for any other."""
    if not isinstance(data, dict) or data.get("use", "sig") != "sig" or data.get("kty") == "oct":
        return None
    try:
        return import_key(data)
    except (JoseError, ValueError, TypeError):
        return None


def _object(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise ProviderError("Its answer is not a JSON object.")
    return value


def _code(body: bytes) -> str:
    """The standard's short code of an error, such as `invalid_grant`, where there is one."""
    try:
        code = _object(body).get("error")
    except ProviderError:
        return ""
    is_code = isinstance(code, str) and code.replace("_", "").isalnum() and len(code) < 60  # noqa: PLR2004
    return f" ({code})" if is_code else ""


def _keep(name: str, value: object) -> None:
    if len(_kept) >= _MOST_KEPT:
        _kept.clear()
    _kept[name] = (time.monotonic(), value)
