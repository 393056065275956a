"""One made-up tenant and all that is inside it, at hand for every route."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, cast

from fastapi import Depends, Request

from app.simulators.workday.faults import Faults
from app.simulators.workday.tokens import Tokens

if TYPE_CHECKING:
    from app.simulators.workday.store import Store

TENANT, CLIENT_ID, CLIENT_SECRET = "vivavoce_demo", "simulator-client", "simulator-client-secret"


@dataclass(slots=True)
class Tenant:
    """What the routes work on. `used_at` is the monotonic time of the last request.

    `calls` counts the requests by their resource, such as "jobApplications".
    """

    store: Store
    name: str = TENANT
    tokens: Tokens = field(
        default_factory=lambda: Tokens(client_id=CLIENT_ID, client_secret=CLIENT_SECRET)
    )
    faults: Faults = field(default_factory=Faults)
    calls: Counter[str] = field(default_factory=Counter)
    used_at: float = field(default_factory=time.monotonic)


def tenant_of(request: Request) -> Tenant:
    """The tenant of the application."""
    return cast("Tenant", request.app.state.tenant)


TenantDep = Annotated[Tenant, Depends(tenant_of)]
