"""What can be made to go wrong, on purpose."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from app.simulators.stripe.problems import StripeProblem


@dataclass(slots=True)
class Faults:
    """The API's troubles: the next `count` calls are answered `status`, and all `slow_s` late."""

    status: int = 0
    count: int = 0
    slow_s: float = 0.0

    async def strike(self) -> None:
        """Go wrong if that is due. Raises StripeProblem."""
        if self.slow_s:
            await asyncio.sleep(self.slow_s)
        if self.count <= 0:
            return
        self.count -= 1
        if self.status == 429:  # noqa: PLR2004 - Stripe's status for too many requests
            raise StripeProblem(429, "Too many requests.", code="rate_limit")
        raise StripeProblem(self.status, "An error occurred on our side.", type_="api_error")
