"""Envelope encryption: each secret under a data key of its own, which a master key wraps.

Another master key costs no secret: only the wrapped data keys are made anew. What is sealed for
one purpose cannot be opened for another. AES-256 in Galois/counter mode (NIST SP 800-38D).
"""

from __future__ import annotations

import base64
import binascii
import os
import re
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.core.secrets import SealError
from app.settings import SettingsError, get_settings

KEY_BYTES, NONCE_BYTES = 32, 12
DERIVED = "derived"
"""The id of the key that is made from the secret key, for where no others are set."""

_KEY_ID = re.compile(r"[A-Za-z0-9._-]{1,60}")
_WRONG = (
    "VIVAVOCE_CREDENTIAL_KEYS holds id:key pairs with commas between them, the newest first; each "
    "id once, and each key 32 bytes in base64"
)


@dataclass(frozen=True, slots=True)
class Envelope:
    """What is kept of a secret: all of it text, none of it readable without the master key."""

    key_id: str
    wrapped_key: str
    sealed: str


def seal(plain: str, *, purpose: str) -> Envelope:
    """Encrypt under a fresh data key. `purpose` says whose secret it is and what for."""
    data_key = AESGCM.generate_key(bit_length=8 * KEY_BYTES)
    key_id = newest_key()
    return Envelope(
        key_id=key_id,
        wrapped_key=_wrap(data_key, key_id, purpose),
        sealed=_encrypt(data_key, plain.encode(), purpose.encode()),
    )


def unseal(envelope: Envelope, *, purpose: str) -> str:
    """What was sealed for that purpose.

    Raises SealError where the master key is not known any more or anything was tampered with.
    """
    data_key = _unwrap(envelope, purpose)
    return _decrypt(data_key, envelope.sealed, purpose.encode()).decode()


def rewrap(envelope: Envelope, *, purpose: str) -> Envelope:
    """The same secret with its data key wrapped by the newest master key. Raises SealError."""
    key_id = newest_key()
    data_key = _unwrap(envelope, purpose)
    return Envelope(key_id, _wrap(data_key, key_id, purpose), envelope.sealed)


def newest_key() -> str:
    """The id of the key that wraps from now on. Raises SettingsError."""
    return next(iter(_keys()))


def check_keys() -> None:
    """Raise SettingsError unless the keys that are set can be used."""
    _keys()


def _keys() -> dict[str, bytes]:
    """Every master key by its id, the newest first. The derived one is always the last resort."""
    settings = get_settings()
    return _parsed(
        settings.credential_keys.get_secret_value(), settings.secret_key.get_secret_value()
    )


@lru_cache(maxsize=4)
def _parsed(text: str, secret: str) -> dict[str, bytes]:
    keys: dict[str, bytes] = {}
    for pair in filter(None, (one.strip() for one in text.split(","))):
        key_id, _, encoded = pair.partition(":")
        try:
            key = base64.b64decode(encoded, validate=True)
        except binascii.Error:
            raise SettingsError(_WRONG) from None
        is_usable = _KEY_ID.fullmatch(key_id) and key_id not in {*keys, DERIVED}
        if not is_usable or len(key) != KEY_BYTES:
            raise SettingsError(_WRONG)
        keys[key_id] = key
    derivation = HKDF(hashes.SHA256(), length=KEY_BYTES, salt=None, info=b"vivavoce envelope")
    keys[DERIVED] = derivation.derive(secret.encode())
    return keys


def _wrap(data_key: bytes, key_id: str, purpose: str) -> str:
    return _encrypt(_keys()[key_id], data_key, _bound(key_id, purpose))


def _unwrap(envelope: Envelope, purpose: str) -> bytes:
    master = _keys().get(envelope.key_id)
    if master is None:
        raise SealError
    return _decrypt(master, envelope.wrapped_key, _bound(envelope.key_id, purpose))


def _bound(key_id: str, purpose: str) -> bytes:
    return f"{key_id}\0{purpose}".encode()


def _encrypt(key: bytes, plain: bytes, bound: bytes) -> str:
    nonce = os.urandom(NONCE_BYTES)
    return base64.b64encode(nonce + AESGCM(key).encrypt(nonce, plain, bound)).decode()


def _decrypt(key: bytes, text: str, bound: bytes) -> bytes:
    try:
        raw = base64.b64decode(text, validate=True)
        return AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], bound)
    except (InvalidTag, ValueError):
        raise SealError from None
