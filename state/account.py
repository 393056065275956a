"""The account page: how the last change of password went."""

from __future__ import annotations

from typing import Any

import reflex as rx

from app.identity.permissions import Actor, Permission
from app.identity.service import MIN_PASSWORD
from state.guard import member

PROBLEMS = {
    "current": "This is not your current password.",
    "new": f"A password has at least {MIN_PASSWORD} characters.",
}


class AccountState(rx.State):
    """What the account page says about the last attempt."""

    done: bool = False
    errors: dict[str, str] = {"current": "", "new": ""}

    @rx.event
    @member(Permission.VIEW)
    async def load(self, _actor: Actor) -> Any:
        """Read the outcome from the address."""
        query = self.router.url.query_parameters
        self.done = query.get("done") == "password"
        failed = query.get("error", "")
        self.errors = {key: words if key == failed else "" for key, words in PROBLEMS.items()}
