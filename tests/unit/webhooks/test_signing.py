"""Signatures that receivers can verify, by hand and with the public package."""

from __future__ import annotations

import hashlib
import hmac
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook, WebhookVerificationError

from app.core import clock
from app.core.ids import new_id
from app.webhooks import signing

bodies = st.dictionaries(st.text(), st.text()).map(lambda value: json.dumps(value).encode())


def by_hand(secret: str, headers: dict[str, str], body: bytes) -> str:
    """What the contract says: sha256=HMAC_SHA256(secret, "{timestamp}.{body}")."""
    signed = headers["X-Webhook-Timestamp"].encode() + b"." + body
    return "sha256=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


@given(bodies)
def test_a_signature_verifies_over_the_raw_bytes(body: bytes) -> None:
    secret = signing.new_secret()
    headers = signing.headers(new_id(), body, clock.now(), secret=secret)
    assert Webhook(secret).verify(body, headers) == json.loads(body)
    assert headers["X-Signature-256"] == by_hand(secret, headers, body)
    assert "X-Signature-256-Previous" not in headers


@given(bodies, st.integers(0), st.integers(1, 255))
def test_no_byte_can_be_changed(body: bytes, place: int, change: int) -> None:
    secret = signing.new_secret()
    headers = signing.headers(new_id(), body, clock.now(), secret=secret)
    forged = bytearray(body)
    forged[place % len(forged)] ^= change
    assert headers["X-Signature-256"] != by_hand(secret, headers, bytes(forged))
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(bytes(forged).decode("latin-1"), headers, json_parse=False)


def test_while_a_secret_is_replaced_both_verify() -> None:
    old, new = signing.new_secret(), signing.new_secret()
    body = b'{"a":1}'
    headers = signing.headers(new_id(), body, clock.now(), secret=new, old_secret=old)
    for secret in (old, new):
        assert Webhook(secret).verify(body, headers) == {"a": 1}
    assert headers["X-Signature-256"] == by_hand(new, headers, body)
    assert headers["X-Signature-256-Previous"] == by_hand(old, headers, body)
    with pytest.raises(WebhookVerificationError):
        Webhook(signing.new_secret()).verify(body, headers)


def test_a_secret_is_long_and_never_the_same() -> None:
    secrets = {signing.new_secret() for _ in range(100)}
    assert len(secrets) == 100
    assert all(secret.startswith("whsec_") and len(secret) == 46 for secret in secrets)
