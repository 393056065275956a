"""Asking Workday: with a token that holds, a little patience, and errors that say what to do."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from app.core import outbound
from app.settings import get_settings
from app.workday import tokens
from app.workday.errors import (
    WorkdayCredentialsError,
    WorkdayRefusedError,
    WorkdayTooLargeError,
    WorkdayUnavailableError,
)
from app.workday.retrying import is_passing, retry_after

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from app.workday.tokens import Access

PAUSES_S = (0.5, 2.0)
"""How long is waited before the second and third try where Workday does not say."""

LONGEST_PAUSE_S = 5
"""Whoever is to wait longer than this comes back later instead."""

LARGEST_PAGE, LARGEST_REPORT = 8 * 1024**2, 64 * 1024**2
_OK, _UNAUTHORIZED, _FORBIDDEN, _NOT_FOUND = 200, 401, 403, 404


class NotThereError(Exception):
    """Workday has no such thing."""


class Connection:
    """An organisation's way to its tenant. To be used outside transactions."""

    def __init__(self, organization_id: UUID) -> None:
        self.organization_id = organization_id
        self._access: Access | None = None

    async def rest(
        self, resource: str, what: str, query: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        """An answer of the Recruiting REST API; `what` names in words what was asked for."""
        path = "/ccx/api/recruiting/v4/{tenant}/" + resource
        answer = await self._get(path, what, query or {}, LARGEST_PAGE)
        return _object(answer, what)

    async def report(self, name: str, what: str, query: Mapping[str, str]) -> dict[str, Any]:
        """A report as a service, whose name is `owner/report`."""
        path = "/ccx/service/customreport2/{tenant}/" + name
        answer = await self._get(path, what, {**query, "format": "json"}, LARGEST_REPORT)
        return _object(answer, what)

    async def file(self, resource: str, what: str, *, largest: int) -> bytes:
        """The bytes of an attachment. Raises WorkdayTooLargeError where it is larger."""
        path = "/ccx/api/recruiting/v4/{tenant}/" + resource
        return (await self._get(path, what, {}, largest)).body

    async def _get(
        self, path: str, what: str, query: Mapping[str, str], most: int
    ) -> outbound.Answer:
        """Ask, with up to three tries. Raises NotThereError and the errors of `app.workday`."""
        renewed = False
        for place in range(len(PAUSES_S) + 1):
            try:
                answer = await self._once(path, query, most)
                if answer.status == _UNAUTHORIZED and not renewed:
                    renewed = True
                    await self._renew()
                    answer = await self._once(path, query, most)
                return _checked(answer, what, most)
            except WorkdayUnavailableError as error:
                pause = _pause(error, place)
                if pause is None:
                    raise
                await asyncio.sleep(pause)
        raise AssertionError("the last try has no pause")

    async def _once(self, path: str, query: Mapping[str, str], most: int) -> outbound.Answer:
        if self._access is None or self._access.is_over:
            self._access = await tokens.access(self.organization_id)
        way = self._access
        url = way.tenant_url + path.replace("{tenant}", way.quoted_tenant)
        try:
            return await outbound.request(
                "GET",
                f"{url}?{urlencode(query)}" if query else url,
                headers={"Authorization": f"Bearer {way.token}"},
                timeout=get_settings().workday_timeout_seconds,
                most_read=most,
            )
        except outbound.RefusedAddressError as error:
            raise WorkdayRefusedError(str(error)) from None
        except outbound.OutboundError as error:
            raise WorkdayUnavailableError(f"Workday cannot be reached. {error}") from None

    async def _renew(self) -> None:
        refused = self._access.token if self._access else None
        self._access = await tokens.access(self.organization_id, refused=refused)


def _checked(answer: outbound.Answer, what: str, most: int) -> outbound.Answer:
    status = answer.status
    if is_passing(status):
        raise WorkdayUnavailableError(
            f"Workday answered {status} when asked for {what}.",
            retry_after=retry_after(answer.headers),
        )
    if status == _UNAUTHORIZED:
        raise WorkdayCredentialsError(f"Workday does not take its own token for {what}.")
    if status == _FORBIDDEN:
        raise WorkdayRefusedError(
            f"Workday refuses {what}: the integration's user lacks a domain permission. A Workday "
            "administrator can grant it in the security of the Recruiting functional area."
        )
    if status == _NOT_FOUND:
        raise NotThereError(what)
    if status != _OK:
        raise WorkdayRefusedError(f"Workday answered {status} when asked for {what}.")
    if not answer.is_whole:
        if len(answer.body) >= most:
            raise WorkdayTooLargeError(
                f"Workday's answer for {what} is larger than {most / 1024**2:,.0f} MB."
            )
        raise WorkdayUnavailableError(f"Workday's answer for {what} broke off.")
    return answer


def _object(answer: outbound.Answer, what: str) -> dict[str, Any]:
    try:
        value = json.loads(answer.body)
    except (ValueError, RecursionError):
        # Answers that are cut off come from proxies on the way, and pass.
        raise WorkdayUnavailableError(f"Workday's answer for {what} could not be read.") from None
    if not isinstance(value, dict):
        raise WorkdayRefusedError(f"Workday's answer for {what} is not of the expected form.")
    return value


def _pause(error: WorkdayUnavailableError, place: int) -> float | None:
    if place >= len(PAUSES_S):
        return None
    wanted = PAUSES_S[place] if error.retry_after is None else error.retry_after
    return wanted if wanted <= LONGEST_PAUSE_S else None
