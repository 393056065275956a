"""Signing what is sent, so that a receiver can tell that it comes from here.

Two schemes side by side, over the very bytes of the body and the moment of the attempt:

- ours: `X-Signature-256: sha256=<hex HMAC-SHA256>` of `"{timestamp}.{body}"`, where `timestamp` is
  what `X-Webhook-Timestamp` says in Unix seconds. The key is the whole secret as it is shown,
  `whsec_` included, as UTF-8;
- Standard Webhooks: `webhook-id`, `webhook-timestamp` and `webhook-signature`, whose key is what
  follows `whsec_`, decoded from base64.

While a secret is being replaced both are valid: `webhook-signature` then lists a signature by
each, and `X-Signature-256-Previous` has the one by the old secret.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from typing import TYPE_CHECKING

from standardwebhooks import Webhook

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

PREFIX = "whsec_"
# Divisible by three, so that its base64 needs no padding that could get lost when it is copied.
_SECRET_BYTES = 30


def new_secret() -> str:
    """A fresh signing secret of 240 bits."""
    return PREFIX + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def headers(
    event_id: UUID, body: bytes, at: datetime, *, secret: str, old_secret: str | None = None
) -> dict[str, str]:
    """The headers that sign `body` at that moment. It is ASCII, as JSON can always be."""
    timestamp = str(int(at.timestamp()))
    text = body.decode("ascii")
    valid = [secret] if old_secret is None else [secret, old_secret]
    signed = {
        "X-Webhook-Timestamp": timestamp,
        "X-Signature-256": _hex(secret, timestamp, body),
        "webhook-id": str(event_id),
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(Webhook(one).sign(str(event_id), at, text) for one in valid),
    }
    if old_secret is not None:
        signed["X-Signature-256-Previous"] = _hex(old_secret, timestamp, body)
    return signed


def _hex(secret: str, timestamp: str, body: bytes) -> str:
    signed = hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256)
    return f"sha256={signed.hexdigest()}"
