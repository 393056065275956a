"""The sign-in page: why one is here, and where to go afterwards."""

from __future__ import annotations

from typing import Any

import reflex as rx

from app.core.errors import NotAuthenticatedError
from state.guard import current_actor, public

MESSAGES = {
    "wrong": "That e-mail and password don't match. Check both and try again.",
    "wait": "Too many attempts. Wait a quarter of an hour and try again.",
    "out": "You are signed out.",
}


class SignInState(rx.State):
    """What the sign-in page says."""

    message: str = ""
    target: str = "/dashboard"

    @rx.event
    @public
    async def load(self) -> Any:
        """Read the address; who is signed in already goes on."""
        query = self.router.url.query_parameters
        self.message = MESSAGES.get(query.get("error", ""), "")
        self.target = query.get("next", "/dashboard")
        try:
            await current_actor(self)
        except NotAuthenticatedError:
            return None
        return rx.redirect("/dashboard", replace=True)
