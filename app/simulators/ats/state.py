"""What the simulator knows: whom it orders from, what it ordered, and how it is to misbehave."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

import httpx


@dataclass(slots=True)
class TakeHomeTest:
    """A test that Greenhouse sent. `answers` are what `test_status` said, one per call-back."""

    number: int
    interview_id: str = ""
    call_backs: int = 0
    authorization: str | None = None
    answers: list[dict[str, Any]] = field(default_factory=list)


@dataclass(slots=True)
class Assessment:
    """An assessment that Ashby started, as its recruiters would see it."""

    assessment_id: str
    state: str = "waiting"
    timestamp: int = 0
    updates: list[dict[str, Any]] = field(default_factory=list)


@dataclass(slots=True)
class Ats:
    """Both systems of one customer.

    `partner_url` is where the partner's interfaces are and `partner_key` what the customer got
    from the partner; `ashby_key` is what the partner has to present to Ashby. `faults` holds
    statuses that call-backs are answered with before they are taken in, or the word "refuse".
    """

    base_url: str
    partner_url: str
    partner_key: str
    ashby_key: str
    wants_authorization: bool = False
    tests: dict[int, TakeHomeTest] = field(default_factory=dict)
    assessments: dict[str, Assessment] = field(default_factory=dict)
    faults: list[int | str] = field(default_factory=list)
    used_at: float = field(default_factory=time.monotonic)

    async def ask(self, method: str, path: str, **parts: Any) -> httpx.Response:  # noqa: ANN401 - httpx's own
        """Call the partner with the customer's key, as the user of Basic authentication."""
        async with httpx.AsyncClient(
            base_url=self.partner_url, auth=(self.partner_key, ""), trust_env=False
        ) as client:
            return await client.request(method, path, **parts)

    def fault(self) -> int | str | None:
        """How the next call-back is to fail, if it is."""
        return self.faults.pop(0) if self.faults else None
