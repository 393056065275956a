"""The sign-in page: why one is here, and where to go afterwards."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import reflex as rx

from app.core.database import reading
from app.core.errors import NotAuthenticatedError
from app.identity import sso
from state.guard import current_actor, public

MESSAGES = {
    "wrong": "That e-mail and password don't match. Check both and try again.",
    "wait": "Too many attempts. Wait a quarter of an hour and try again.",
    "out": "You are signed out.",
    "sso-expired": "That sign-in was over or already used. Please begin again.",
    "sso-other-browser": "That sign-in was begun in another browser. Please begin again here.",
    "sso-off": "This single sign-on is not available. Sign in with your password.",
    "sso-cancelled": "Your identity provider did not sign you in. Please try again.",
    "sso-provider": (
        "Your identity provider could not be used, so nobody was signed in. Try again in a while, "
        "or ask an administrator of your organisation to check the connection."
    ),
    "sso-unverified": (
        "Your identity provider does not say that your e-mail address is verified. Have it "
        "verified there, then try again."
    ),
    "sso-domain": "Your e-mail address is of a domain that may not sign in this way.",
    "sso-taken": (
        "Your e-mail address is somebody else's here already. Ask an administrator of your "
        "organisation."
    ),
    "sso-inactive": "Your account is switched off. Ask an administrator of your organisation.",
    "sso-waiting": (
        "You are not a member yet. An administrator of your organisation has been asked to let "
        "you in: sign in again once they have."
    ),
    "sso-declined": (
        "An administrator of your organisation has declined your request. Ask them if you think "
        "that is a mistake."
    ),
}


class SignInState(rx.State):
    """What the sign-in page says."""

    message: str = ""
    target: str = "/dashboard"
    offer_name: str = ""
    offer_url: str = ""

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

    @rx.event
    @public
    async def look(self, email: str) -> None:
        """Offer the single sign-on of the address's domain, whoever has the address, if anybody."""
        async with reading() as session:
            offer = await sso.offer_for(session, email)
        self.offer_name = offer.name if offer else ""
        query = urlencode({"next": self.target})
        self.offer_url = f"/auth/sso/{offer.slug}?{query}" if offer else ""
