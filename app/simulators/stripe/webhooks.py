"""Signed events on their way to the product, sent again until it says 200."""

from __future__ import annotations

import asyncio
import copy
import hashlib
import hmac
import json
import secrets
import time
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import httpx

if TYPE_CHECKING:
    from collections.abc import Sequence

API_VERSION = "2026-10-28.endive"
TIMEOUT_S = 15.0
PAUSES_S = (1, 2, 4, 8, 16, 30, 60, 60, 60, 60)


class Mode(StrEnum):
    """How events travel. HELD ones wait until they are released, in whichever order."""

    NORMAL = "normal"
    TWICE = "twice"
    HELD = "held"
    LOST = "lost"


@dataclass(slots=True)
class Event:
    """An event and what came of sending it: a status for each attempt, 0 for no answer.

    `under_way` counts how often it is being sent just now.
    """

    body: dict[str, Any]
    is_held: bool = False
    under_way: int = 0
    attempts: list[int] = field(default_factory=list)


class Webhooks:
    """Sends events to one address, each on its own, so that none waits for another."""

    def __init__(self, url: str, secret: str, pauses: Sequence[float] = PAUSES_S) -> None:
        self.url, self.secret, self.pauses = url, secret, pauses
        self.mode = Mode.NORMAL
        self.events: list[Event] = []
        self._tasks: set[asyncio.Task[None]] = set()

    def tell(self, type_: str, subject: dict[str, Any]) -> None:
        """Write an event down and, unless they are held or lost, send it."""
        event = Event(
            {
                "id": f"evt_{secrets.token_hex(12)}",
                "object": "event",
                "api_version": API_VERSION,
                "created": int(time.time()),
                "livemode": False,
                "pending_webhooks": 1,
                "type": type_,
                # What the object is now, whatever becomes of it.
                "data": {"object": copy.deepcopy(subject)},
            }
        )
        self.events.append(event)
        event.is_held = self.mode is Mode.HELD
        if self.mode in {Mode.NORMAL, Mode.TWICE}:
            self.send(event, times=2 if self.mode is Mode.TWICE else 1)

    def send(self, event: Event, *, times: int = 1) -> None:
        """Have an event sent, also one that was sent before."""
        for _ in range(times):
            self._start([event])

    def release(self, *, backwards: bool) -> int:
        """Send what was held, each once its forerunner was answered; gives how many."""
        held = [one for one in self.events if one.is_held]
        self._start(list(reversed(held)) if backwards else held)
        return len(held)

    async def close(self) -> None:
        """Give up what is still on its way."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _start(self, events: list[Event]) -> None:
        for event in events:
            event.is_held = False
            event.under_way += 1
        task = asyncio.ensure_future(self._one_after_another(events))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _one_after_another(self, events: list[Event]) -> None:
        for event in events:
            try:
                await self._deliver(event)
            finally:
                event.under_way -= 1

    async def _deliver(self, event: Event) -> None:
        payload = json.dumps(event.body).encode()
        async with httpx.AsyncClient(timeout=TIMEOUT_S, trust_env=False) as client:
            for pause in (*self.pauses, None):
                status = await self._attempt(client, payload)
                event.attempts.append(status)
                if status // 100 == 2 or pause is None:  # noqa: PLR2004 - success
                    break
                await asyncio.sleep(pause)

    async def _attempt(self, client: httpx.AsyncClient, payload: bytes) -> int:
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Stripe-Signature": signature(payload, self.secret),
            "User-Agent": "Stripe/1.0 (simulator)",
        }
        try:
            response = await client.post(self.url, content=payload, headers=headers)
        except httpx.HTTPError:
            return 0
        return response.status_code


def signature(payload: bytes, secret: str, *, at: int | None = None) -> str:
    """The header that Stripe signs a request with. `at` is in seconds since 1970."""
    moment = int(time.time()) if at is None else at
    signed = f"{moment}.".encode() + payload
    digest = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    return f"t={moment},v1={digest}"
