"""Single sign-on: a browser goes to the organisation's provider and comes back as a member.

The provider is never asked inside a transaction, so these functions open units of work of their
own. What is under way is kept by hashes only, for ten minutes, and can be finished once, by the
browser that began it.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import structlog

from app.core import clock
from app.core.database import reading, unit_of_work
from app.core.errors import InvalidInputError, NotFoundError
from app.core.secrets import SealError, new_token, seal, token_hash, unseal
from app.identity import oidc, oidc_http, refresh, repository, service, sso_people
from app.identity.models import OidcConnection, OidcLogin
from app.identity.sso_people import Refusal, SsoRefusedError
from app.settings import get_settings

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.refresh import Pair

CALLBACK = "/auth/sso/callback"
UNDER_WAY = timedelta(minutes=10)
EXCHANGE_WITHIN = timedelta(minutes=2)
_STATE, _NONCE, _BROWSER, _EXCHANGE = "sso state", "sso nonce", "sso browser", "sso exchange"
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
_LONGEST = 2_000
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Offer:
    """A single sign-on that somebody may take: its slug, and the name to show."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Departure:
    """Where the browser goes, and the token that it has to bring back in the cookie."""

    url: str
    cookie_name: str
    browser_token: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """A finished sign-in: a session's token for a browser, a code to exchange for the API."""

    goes_to: str
    session_token: str | None = None
    exchange_code: str | None = None


async def offer_for(session: AsyncSession, email: str) -> Offer | None:
    """The single sign-on of an address's domain, whether or not anybody has the address."""
    domain = sso_people.domain_of(email)
    if not domain:
        return None
    for one in await repository.connections_with(session, domain):
        if one.is_enabled and domain in one.email_domains:
            return Offer(one.slug, one.name)
    return None


async def offer(session: AsyncSession, slug: str) -> Offer:
    """The single sign-on of that slug. Raises NotFoundError."""
    connection = await _connection(session, slug)
    return Offer(connection.slug, connection.name)


def check_redirect(address: str) -> str:
    """Where a program waits for its code: on the machine of whoever signs in, or nowhere.

    Raises InvalidInputError naming `redirectUri`.
    """
    try:
        parts = urlsplit(address)
        is_here = not address or (
            parts.scheme == "http" and parts.hostname in _LOOPBACK and not parts.fragment
        )
    except ValueError:
        is_here = False
    if not is_here or len(address) > 300 or not address.isascii() or "@" in address:  # noqa: PLR2004
        raise InvalidInputError(
            "The code is only handed to an address of this machine, such as "
            "http://127.0.0.1:8765/done.",
            field="redirectUri",
        )
    return address


async def depart(slug: str, *, goes_to: str, for_api: bool = False) -> Departure:
    """Begin a sign-in. Raises NotFoundError, and SsoRefusedError where the provider is away."""
    async with reading() as session:
        connection = await _connection(session, slug)
    provider = await _discover(connection)
    state, nonce, browser, verifier = (new_token() for _ in range(4))
    async with unit_of_work() as session:
        session.add(
            OidcLogin(
                organization_id=connection.organization_id,
                state_hash=token_hash(state, purpose=_STATE),
                nonce_hash=token_hash(nonce, purpose=_NONCE),
                browser_hash=token_hash(browser, purpose=_BROWSER),
                code_verifier_sealed=seal(verifier),
                goes_to=goes_to[:500],
                for_api=for_api,
                expires_at=clock.now() + UNDER_WAY,
            )
        )
    url = oidc.authorization_url(
        provider, _client(connection), state=state, nonce=nonce, code_verifier=verifier
    )
    return Departure(url, cookie_name(state), browser)


def cookie_name(state: str) -> str:
    """The cookie that binds a sign-in to its browser: each has its own, so tabs do not meet."""
    return f"vivavoce_sso_{hashlib.sha256(state.encode()).hexdigest()[:12]}"


async def arrive(
    *,
    state: str,
    code: str,
    error: str | None,
    issuer: str | None,
    browser_token: str | None,
) -> Arrival:
    """Finish the sign-in that a browser came back from, with a code or an error.

    Raises SsoRefusedError.
    """
    login, connection = await _take(state, browser_token)
    try:
        if error:
            was_person = error in {"access_denied", "login_required", "interaction_required"}
            reason = Refusal.CANCELLED if was_person else Refusal.PROVIDER
            raise _refused(reason, connection, error[:100])
        person = await _person(login, connection, code, issuer)
        return await _let_in(login, connection.organization_id, person)
    except SsoRefusedError as refused:
        refused.goes_to, refused.for_api = login.goes_to, login.for_api
        raise


async def _person(
    login: OidcLogin, connection: OidcConnection, code: str, issuer: str | None
) -> oidc.Person:
    """Whom the provider vouches for. Raises SsoRefusedError."""
    provider = await _discover(connection)
    if issuer is not None and issuer != provider.issuer:
        raise _refused(Refusal.PROVIDER, connection, "It came back from another issuer.")
    client = _client(connection)
    try:
        return await oidc.person_of(
            provider,
            client,
            code=code[:_LONGEST],
            code_verifier=unseal(login.code_verifier_sealed),
            is_nonce=lambda nonce: _is(login.nonce_hash, nonce, _NONCE),
        )
    except (oidc_http.ProviderError, SealError) as error:
        raise _refused(Refusal.PROVIDER, connection, str(error)) from None


async def exchange(session: AsyncSession, code: str) -> Pair | None:
    """The tokens for a code, once, or None where it is worth nothing (any more)."""
    login = await repository.take_exchange(session, token_hash(code, purpose=_EXCHANGE))
    if login is None or login.user_id is None or login.expires_at <= clock.now():
        return None
    user = await repository.hold_user(session, login.user_id)
    membership = await repository.membership(session, login.user_id, login.organization_id)
    if user is None or not user.is_active or membership is None:
        return None
    return await refresh.begin(session, user_id=user.id, organization_id=login.organization_id)


async def _take(state: str, browser_token: str | None) -> tuple[OidcLogin, OidcConnection]:
    """The sign-in that is under way, taken so that nobody finishes it twice."""
    state_hash = token_hash(state, purpose=_STATE)
    async with unit_of_work() as session:
        login = await repository.login_by_state(session, state_hash)
        if login is None or login.expires_at <= clock.now():
            raise SsoRefusedError(Refusal.EXPIRED)
        if not browser_token or not _is(login.browser_hash, browser_token, _BROWSER):
            raise SsoRefusedError(Refusal.OTHER_BROWSER)
        if await repository.take_login(session, state_hash) is None:
            raise SsoRefusedError(Refusal.EXPIRED)
        connection = await session.get(OidcConnection, login.organization_id)
        if connection is None or not connection.is_enabled:
            raise SsoRefusedError(Refusal.OFF)
    return login, connection


async def _let_in(login: OidcLogin, organization_id: UUID, person: oidc.Person) -> Arrival:
    """Open a session, or leave a code, for the member that the person is or becomes."""
    async with unit_of_work() as session:
        connection = await session.get(OidcConnection, organization_id)
        if connection is None or not connection.is_enabled:
            raise SsoRefusedError(Refusal.OFF)
        found = await sso_people.member_for(session, connection, person)
        if not isinstance(found, Refusal):
            return await _open(session, login, found)
    # Who has to wait is kept as waiting, so the refusal comes after the commit.
    raise _refused(found, connection)


async def _open(session: AsyncSession, login: OidcLogin, user_id: UUID) -> Arrival:
    organization_id = login.organization_id
    by = "api_single_sign_on" if login.for_api else "single_sign_on"
    service.record_sign_in(session, user_id, organization_id, by=by)
    if not login.for_api:
        token = await service.open_session(
            session, user_id=user_id, organization_id=organization_id
        )
        return Arrival(login.goes_to, session_token=token)
    code = new_token()
    session.add(
        OidcLogin(
            organization_id=organization_id,
            state_hash=token_hash(new_token(), purpose=_STATE),
            nonce_hash=login.nonce_hash,
            browser_hash=login.browser_hash,
            code_verifier_sealed="",
            for_api=True,
            exchange_hash=token_hash(code, purpose=_EXCHANGE),
            user_id=user_id,
            expires_at=clock.now() + EXCHANGE_WITHIN,
        )
    )
    return Arrival(login.goes_to, exchange_code=code)


async def _connection(session: AsyncSession, slug: str) -> OidcConnection:
    is_slug = slug.isascii() and slug.replace("-", "").isalnum()
    connection = await repository.connection_by_slug(session, slug) if is_slug else None
    if connection is None:
        raise NotFoundError("There is no such single sign-on.")
    return connection


async def _discover(connection: OidcConnection) -> oidc_http.Provider:
    try:
        return await oidc_http.discover(connection.discovery_url)
    except oidc_http.ProviderError as error:
        raise _refused(Refusal.PROVIDER, connection, str(error)) from None


def _client(connection: OidcConnection) -> oidc.Client:
    sealed = connection.client_secret_sealed
    try:
        secret = unseal(sealed) if sealed else None
    except SealError as error:
        raise _refused(Refusal.PROVIDER, connection, str(error)) from None
    return oidc.Client(
        client_id=connection.client_id,
        client_secret=secret,
        redirect_uri=redirect_uri(),
    )


def redirect_uri() -> str:
    """The address that has to be registered with the provider."""
    return get_settings().base_url.rstrip("/") + CALLBACK


def sign_in_url(slug: str) -> str:
    """Where a browser begins a sign-in."""
    return f"{get_settings().base_url.rstrip('/')}/auth/sso/{slug}"


def _is(kept_hash: str, token: str, purpose: str) -> bool:
    return hmac.compare_digest(kept_hash, token_hash(token, purpose=purpose))


def _refused(reason: Refusal, connection: OidcConnection, detail: str = "") -> SsoRefusedError:
    _log.warning(
        "sso.refused",
        reason=reason.value,
        organization=str(connection.organization_id),
        detail=detail,
    )
    return SsoRefusedError(reason)
