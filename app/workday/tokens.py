"""Access tokens: one refresh at a time however many processes want one, and no token ever lost.

Workday may answer a refresh with another refresh token and refuse the old one from then on. So
whoever refreshes says so in the row first, the others wait for what comes of it, and the new
pair is kept before anything is done with it.
"""

from __future__ import annotations

import asyncio
import base64
import json
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from app.core import clock, outbound
from app.core.database import reading, unit_of_work
from app.core.secrets import SealError
from app.settings import get_settings
from app.workday import vault
from app.workday.errors import (
    WorkdayCredentialsError,
    WorkdayRefusedError,
    WorkdayUnavailableError,
)
from app.workday.retrying import is_passing, retry_after

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from datetime import datetime
    from uuid import UUID

    from app.workday.models import WorkdayCredential
    from app.workday.vault import Secrets

LEEWAY = timedelta(seconds=30)
"""A token that ends sooner is not begun with."""

POLL_S = 0.1
NO_CREDENTIALS = "There are no Workday credentials: an administrator has to enter them."
UNREADABLE = (
    "The Workday credentials were kept under another key and cannot be read any more: enter them "
    "again."
)
REFUSED = "Workday does not accept the refresh token any more: make a new one there and enter it."
CLIENT_REFUSED = "Workday does not accept the client id and secret."
_MOST_READ = 65_536
_DEFAULT_LIFE_S, _LONGEST_LIFE_S = 3_600, 86_400


@dataclass(frozen=True, slots=True)
class Access:
    """A way in, for a while."""

    tenant_url: str
    tenant_id: str
    token: str
    expires_at: datetime

    @property
    def is_over(self) -> bool:
        """Whether another token is needed by now."""
        return self.expires_at <= clock.now() + LEEWAY

    @property
    def quoted_tenant(self) -> str:
        """The tenant as a part of an address."""
        return quote(self.tenant_id, safe="")

    def __repr__(self) -> str:
        """Without the token."""
        return f"Access({self.tenant_url!r}, {self.tenant_id!r})"


@dataclass(frozen=True, slots=True)
class _Claim:
    """The right to refresh, as long as the row's version stays."""

    tenant_url: str
    tenant_id: str
    client_id: str
    secrets: Secrets
    version: int


async def access(organization_id: UUID, *, refused: str | None = None) -> Access:
    """An access token that holds; `refused` is one that Workday no longer takes.

    Raises WorkdayCredentialsError, and WorkdayUnavailableError where Workday does not answer. To
    be called outside transactions.
    """
    give_up = time.monotonic() + 2 * _lease().total_seconds()
    while time.monotonic() < give_up:
        async with reading() as session:
            row = await vault.credential_of(session, organization_id)
            found = _usable(row, refused)
            is_busy = row is not None and _is_refreshing(row)
        if found is not None:
            return found
        if is_busy:
            await asyncio.sleep(POLL_S)
            continue
        claim = await _claim(organization_id, refused)
        if claim is not None:
            # What Workday has given out must be kept even if the caller goes away meanwhile.
            await _to_its_end(_refresh(organization_id, claim))
            refused = None
    raise WorkdayUnavailableError("Workday's tokens are being renewed by somebody else.")


def kept(row: WorkdayCredential) -> str | None:
    """The access token that is kept, whether it still holds or not.

    Raises WorkdayCredentialsError where it cannot be read.
    """
    try:
        return vault.open_secrets(row).access_token
    except SealError:
        raise WorkdayCredentialsError(UNREADABLE) from None


def _usable(row: WorkdayCredential | None, refused: str | None) -> Access | None:
    if row is None:
        raise WorkdayCredentialsError(NO_CREDENTIALS)
    token = kept(row)
    ends = row.token_expires_at
    if token is None or token == refused or ends is None or ends <= clock.now() + LEEWAY:
        return None
    return Access(row.tenant_url, row.tenant_id, token, ends)


def _is_refreshing(row: WorkdayCredential) -> bool:
    return row.refreshing_until is not None and row.refreshing_until > clock.now()


async def _claim(organization_id: UUID, refused: str | None) -> _Claim | None:
    """Take the right to refresh; None where somebody else was quicker."""
    async with unit_of_work() as session:
        row = await vault.credential_of(session, organization_id, lock=True)
        if row is None or _is_refreshing(row) or _usable(row, refused):
            return None
        row.refreshing_until = clock.now() + _lease()
        return _Claim(
            row.tenant_url, row.tenant_id, row.client_id, vault.open_secrets(row), row.version
        )


def _lease() -> timedelta:
    # A refresh asks twice at most: see _ask.
    return timedelta(seconds=2 * get_settings().workday_timeout_seconds + 5)


async def _refresh(organization_id: UUID, claim: _Claim) -> None:
    try:
        granted = await _ask(claim)
    except WorkdayCredentialsError as error:
        await _give_back(organization_id, claim, problem=error.message)
        raise
    except BaseException:
        await _give_back(organization_id, claim)
        raise
    async with unit_of_work() as session:
        row = await vault.credential_of(session, organization_id, lock=True)
        if row is None or row.version != claim.version:
            return
        now = clock.now()
        vault.keep_secrets(row, granted.secrets)
        row.token_expires_at = now + timedelta(seconds=granted.life_s)
        row.refreshing_until = None
        row.is_valid, row.problem, row.last_validated = True, None, now


async def _give_back(organization_id: UUID, claim: _Claim, *, problem: str | None = None) -> None:
    async with unit_of_work() as session:
        row = await vault.credential_of(session, organization_id, lock=True)
        if row is None or row.version != claim.version:
            return
        row.refreshing_until = None
        if problem is not None:
            row.is_valid, row.problem, row.token_expires_at = False, problem, None


@dataclass(frozen=True, slots=True, repr=False)
class _Granted:
    secrets: Secrets
    life_s: int


async def _ask(claim: _Claim) -> _Granted:
    """Ask for new tokens, the client named in the body or, where Workday wants that, in Basic."""
    form = {"grant_type": "refresh_token", "refresh_token": claim.secrets.refresh_token}
    client = {"client_id": claim.client_id, "client_secret": claim.secrets.client_secret}
    answer = await _post(claim, {**form, **client}, {})
    if _error_of(answer) == "invalid_client":
        pair = ":".join(quote(value, safe="") for value in client.values())
        basic = f"Basic {base64.b64encode(pair.encode()).decode()}"
        answer = await _post(claim, form, {"Authorization": basic})
    if is_passing(answer.status):
        raise WorkdayUnavailableError(
            f"Workday answered {answer.status} when asked for a token.",
            retry_after=retry_after(answer.headers),
        )
    if answer.status != 200:  # noqa: PLR2004
        wrong_client = _error_of(answer) in {"invalid_client", "unauthorized_client"}
        raise WorkdayCredentialsError(CLIENT_REFUSED if wrong_client else REFUSED)
    given = _object(answer)
    token, refresh = given.get("access_token"), given.get("refresh_token")
    if not isinstance(token, str) or not token:
        raise WorkdayUnavailableError("Workday's answer to the refresh could not be read.")
    life = given.get("expires_in")
    return _Granted(
        claim.secrets.renewed(token, refresh if isinstance(refresh, str) else None),
        min(life, _LONGEST_LIFE_S) if isinstance(life, int) and life > 0 else _DEFAULT_LIFE_S,
    )


async def _post(claim: _Claim, form: dict[str, str], headers: dict[str, str]) -> outbound.Answer:
    url = f"{claim.tenant_url}/ccx/oauth2/{quote(claim.tenant_id, safe='')}/token"
    try:
        return await outbound.request(
            "POST",
            url,
            headers={
                "Content-Type": "application/x-www-form-urlencoded",
                "Accept": "application/json",
                **headers,
            },
            content=urlencode(form).encode(),
            timeout=get_settings().workday_timeout_seconds,
            most_read=_MOST_READ,
        )
    except outbound.RefusedAddressError as error:
        raise WorkdayRefusedError(str(error)) from None
    except outbound.OutboundError as error:
        raise WorkdayUnavailableError(f"Workday gave no token. {error}") from None


def _error_of(answer: outbound.Answer) -> str | None:
    error = _object(answer).get("error") if answer.status in {400, 401} else None
    return error if isinstance(error, str) else None


def _object(answer: outbound.Answer) -> dict[str, Any]:
    try:
        value = json.loads(answer.body)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


async def _to_its_end(work: Coroutine[Any, Any, None]) -> None:
    task = asyncio.ensure_future(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task})
        raise
