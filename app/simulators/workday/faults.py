"""What can be made to go wrong in the tenant, on purpose."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from fastapi.responses import JSONResponse, Response


@dataclass(slots=True)
class Faults:
    """The next `count` calls whose address holds `only` are answered `status`.

    With `truncated` it is that many answers that are cut in half. All calls are `slow_s` late,
    and what is in `forbidden` (such as "resumeAttachments") is refused for want of a permission.
    """

    status: int = 0
    count: int = 0
    only: str = ""
    retry_after: str | None = None
    truncated: int = 0
    slow_s: float = 0.0
    forbidden: set[str] = field(default_factory=set)

    async def strike(self, path: str) -> Response | None:
        """The answer where this call goes wrong."""
        if self.slow_s:
            await asyncio.sleep(self.slow_s)
        if any(part in path for part in self.forbidden):
            return JSONResponse({"error": "permission denied", "code": "S22"}, 403)
        if self.count <= 0 or self.only not in path:
            return None
        self.count -= 1
        headers = {} if self.retry_after is None else {"Retry-After": self.retry_after}
        return JSONResponse({"error": "simulated"}, self.status, headers)

    def cut(self, path: str) -> bool:
        """Whether this answer is cut in half."""
        if self.truncated <= 0 or self.only not in path:
            return False
        self.truncated -= 1
        return True
