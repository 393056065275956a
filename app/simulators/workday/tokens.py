"""Tokens as Workday gives them out: refresh tokens that are good once, and others that end."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from app.core import clock

FIRST = "simulator-refresh-token"
"""The refresh token an administrator would have copied from Workday."""


class Tokens:
    """The tokens of one client.

    A refresh token says which in the row it is, so that a tenant that was started anew goes on
    with the one that its client holds.
    """

    def __init__(self, *, client_id: str, client_secret: str, life_s: int = 3_600) -> None:
        self.client_id, self.client_secret = client_id, client_secret
        self.life_s = life_s
        self.rotates = True
        self.refreshes = 0
        self.reused = 0
        self._newest: int | None = None
        self._access: dict[str, datetime] = {}

    def is_client(self, client_id: str, secret: str) -> bool:
        """Whether that is the client."""
        given, wanted = (client_id, secret), (self.client_id, self.client_secret)
        return hmac.compare_digest(repr(given).encode(), repr(wanted).encode())

    def refresh(self, token: str) -> dict[str, object] | None:
        """New tokens; None for a token that is unknown or was used before."""
        place = self._place(token)
        if place is None or (self._newest is not None and place < self._newest):
            self.reused += place is not None
            return None
        self._newest = place + 1 if self.rotates else place
        self.refreshes += 1
        access = secrets.token_urlsafe(24)
        self._access[access] = clock.now() + timedelta(seconds=self.life_s)
        answer: dict[str, object] = {
            "access_token": access,
            "token_type": "Bearer",
            "expires_in": self.life_s,
        }
        if self.rotates:
            answer["refresh_token"] = self._token(self._newest)
        return answer

    def is_valid(self, access: str) -> bool:
        """Whether an access token holds."""
        return access in self._access and self._access[access] > clock.now()

    def end_all(self) -> None:
        """Let every access token end now."""
        self._access.clear()

    def revoke(self) -> None:
        """Take no refresh token any more."""
        self._newest = 2**63

    def _token(self, place: int) -> str:
        if place == 0:
            return FIRST
        mark = hmac.new(self.client_secret.encode(), str(place).encode(), hashlib.sha256)
        return f"rt.{place}.{mark.hexdigest()[:32]}"

    def _place(self, token: str) -> int | None:
        parts = token.split(".")
        place = int(parts[1]) if len(parts) == 3 and parts[1].isdecimal() else 0  # noqa: PLR2004
        return place if hmac.compare_digest(self._token(place).encode(), token.encode()) else None
