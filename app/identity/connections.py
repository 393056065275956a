"""Setting an organisation's single sign-on up, and trying whether its provider answers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.core import audit, clock, outbound
from app.core.errors import ConflictError, InvalidInputError, NotFoundError
from app.core.secrets import seal
from app.core.text import clean_line
from app.identity import oidc_http, repository, sso
from app.identity.models import FirstSignIn, OidcConnection
from app.identity.permissions import Actor, Permission

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.ext.asyncio import AsyncSession

_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?")
_DOMAIN = re.compile(r"(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")
_RESERVED = {"callback"}
_MOST_DOMAINS = 50


@dataclass(frozen=True, slots=True)
class ConnectionView:
    """An organisation's single sign-on. Its secret is never shown.

    `redirect_uri` has to be registered with the provider, `sign_in_url` begins a sign-in.
    """

    slug: str
    name: str
    discovery_url: str
    client_id: str
    has_secret: bool
    email_domains: tuple[str, ...]
    first_sign_in: FirstSignIn
    is_enabled: bool
    version: int
    redirect_uri: str
    sign_in_url: str


@dataclass(frozen=True, slots=True)
class Trial:
    """Whether the provider answers as it should, and what is to be done if not."""

    is_valid: bool
    message: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a single sign-on is to be. `client_secret` None keeps the one there is, "" drops it."""

    slug: str
    name: str
    discovery_url: str
    client_id: str
    client_secret: str | None
    email_domains: Sequence[str]
    first_sign_in: FirstSignIn
    is_enabled: bool = True


async def connection_of(session: AsyncSession, actor: Actor) -> ConnectionView | None:
    """The organisation's single sign-on, if it has one. Raises NotPermittedError."""
    actor.require(Permission.MANAGE_MEMBERS)
    kept = await session.get(OidcConnection, actor.organization_id)
    return _view(kept) if kept else None


async def save(
    session: AsyncSession, actor: Actor, wanted: Wanted, *, expected_version: int | None = None
) -> ConnectionView:
    """Set the organisation's single sign-on up, or change it.

    A domain belongs to the organisation that named it first. Raises NotPermittedError,
    InvalidInputError naming the field, and ConflictError naming `slug` or `email_domains`, or for
    a version that is not the present one.
    """
    actor.require(Permission.MANAGE_MEMBERS)
    organization_id = actor.organization_id
    slug, domains = _slug(wanted.slug), _domains(wanted.email_domains)
    fields: dict[str, Any] = {
        "slug": slug,
        "name": clean_line(wanted.name, field="name", name="Name", longest=80),
        "discovery_url": _discovery_url(wanted.discovery_url),
        "client_id": _credential(wanted.client_id, "client_id", "Client ID", longest=300),
        "email_domains": domains,
        "first_sign_in": wanted.first_sign_in,
        "is_enabled": wanted.is_enabled,
    }
    # Two organisations could otherwise take the same domain at the same moment.
    await repository.hold(session, "oidc_connections")
    await _require_free(session, actor, slug, domains)
    kept = await session.get(OidcConnection, organization_id)
    if expected_version is not None and expected_version != (kept.version if kept else 0):
        raise ConflictError("Somebody else has changed the single sign-on meanwhile.")
    if kept is None:
        kept = OidcConnection(organization_id=organization_id, version=0, **fields)
        session.add(kept)
    else:
        for field, value in fields.items():
            setattr(kept, field, value)
    if wanted.client_secret is not None:
        secret = _credential(
            wanted.client_secret, "client_secret", "Client secret", longest=500, required=False
        )
        kept.client_secret_sealed = seal(secret) if secret else None
    kept.version += 1
    kept.updated_at = clock.now()
    await session.flush()
    _record(session, actor, "oidc_connection.saved", kept)
    return _view(kept)


async def remove(session: AsyncSession, actor: Actor) -> None:
    """Take the single sign-on away; who came by it stays a member.

    Raises NotPermittedError and NotFoundError.
    """
    actor.require(Permission.MANAGE_MEMBERS)
    kept = await session.get(OidcConnection, actor.organization_id)
    if kept is None:
        raise NotFoundError("There is no single sign-on.")
    _record(session, actor, "oidc_connection.removed", kept)
    await session.delete(kept)
    await session.flush()


async def attempt(actor: Actor, discovery_url: str) -> Trial:
    """Ask a provider for its description and its keys; to be called outside any transaction.

    Raises NotPermittedError, and InvalidInputError naming `discovery_url`.
    """
    actor.require(Permission.MANAGE_MEMBERS)
    url = _discovery_url(discovery_url)
    oidc_http.forget()
    try:
        provider = await oidc_http.discover(url)
        keys = await oidc_http.keys_of(provider, None)
    except oidc_http.ProviderError as error:
        return Trial(is_valid=False, message=f"The provider cannot be used. {error}")
    if not keys.keys:
        return Trial(is_valid=False, message="The provider publishes no key to verify with.")
    if provider.pkce_methods and "S256" not in provider.pkce_methods:
        return Trial(is_valid=False, message="The provider does not support PKCE with S256.")
    return Trial(is_valid=True, message=f"{provider.issuer} answers as it should.")


async def _require_free(session: AsyncSession, actor: Actor, slug: str, domains: list[str]) -> None:
    """Refuse an address or a domain that is another organisation's."""
    owner = await repository.owner_of_slug(session, slug)
    if owner not in {None, actor.organization_id}:
        raise ConflictError("This address is taken: choose another.", field="slug")
    for domain in domains:
        for other in await repository.connections_with(session, domain):
            is_other = other.organization_id != actor.organization_id
            if is_other and domain in other.email_domains:
                raise ConflictError(
                    f"{domain} belongs to another organisation.", field="email_domains"
                )


def _slug(value: str) -> str:
    slug = value.strip().lower()
    if not _SLUG.fullmatch(slug) or slug in _RESERVED:
        raise InvalidInputError(
            "The address has up to 60 letters, digits and hyphens, such as example-works.",
            field="slug",
        )
    return slug


def _domains(values: Sequence[str]) -> list[str]:
    domains = sorted({value.strip().lower().removeprefix("@") for value in values})
    if not 0 < len(domains) <= _MOST_DOMAINS:
        raise InvalidInputError(
            f"Name the domains of your e-mail addresses, {_MOST_DOMAINS} at most.",
            field="email_domains",
        )
    for domain in domains:
        if not _DOMAIN.fullmatch(domain):
            raise InvalidInputError(
                f"“{domain[:80]}” is not a domain such as example.com.", field="email_domains"
            )
    return domains


def _discovery_url(value: str) -> str:
    """The address of the discovery document, for an issuer's address as well."""
    url = outbound.check_url(value, field="discovery_url")
    if not url.endswith(oidc_http.WELL_KNOWN):
        url = url.rstrip("/") + oidc_http.WELL_KNOWN
    if len(url) > 500:  # noqa: PLR2004
        raise InvalidInputError("The address is too long.", field="discovery_url")
    return url


def _credential(value: str, field: str, name: str, *, longest: int, required: bool = True) -> str:
    text = clean_line(value, field=field, name=name, longest=longest, required=required)
    if not text.isascii() or " " in text:
        raise InvalidInputError(f"{name} has no spaces or accents.", field=field)
    return text


def _view(kept: OidcConnection) -> ConnectionView:
    return ConnectionView(
        slug=kept.slug,
        name=kept.name,
        discovery_url=kept.discovery_url,
        client_id=kept.client_id,
        has_secret=kept.client_secret_sealed is not None,
        email_domains=tuple(kept.email_domains),
        first_sign_in=kept.first_sign_in,
        is_enabled=kept.is_enabled,
        version=kept.version,
        redirect_uri=sso.redirect_uri(),
        sign_in_url=sso.sign_in_url(kept.slug),
    )


def _record(session: AsyncSession, actor: Actor, action: str, kept: OidcConnection) -> None:
    audit.record(
        session,
        action,
        subject_type="oidc_connection",
        subject_id=kept.organization_id,
        organization_id=kept.organization_id,
        user_id=actor.user_id,
        issuer=kept.discovery_url,
        email_domains=list(kept.email_domains),
        first_sign_in=kept.first_sign_in.value,
        is_enabled=kept.is_enabled,
    )
