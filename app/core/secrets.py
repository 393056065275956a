"""Tokens: random, kept as a keyed hash, or sealed where they must be shown again."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from cryptography.fernet import Fernet, InvalidToken

from app.core.errors import ConflictError
from app.settings import get_settings

TOKEN_BYTES = 32


class SealError(ConflictError):
    """What was sealed under another secret key cannot be read any more."""

    code = "sealed_under_another_key"

    def __init__(self) -> None:
        super().__init__(
            "This was kept under another secret key and cannot be read any more: make it anew."
        )


def new_token() -> str:
    """A random URL-safe token of 256 bits."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_hash(token: str, *, purpose: str) -> str:
    """The keyed hash under which a token is stored, 64 hex digits.

    The purpose keeps one kind of token from being taken for another.
    """
    key = get_settings().secret_key.get_secret_value().encode()
    message = f"{purpose}\0{token}".encode("utf-8", "surrogatepass")
    return hmac.new(key, message, hashlib.sha256).hexdigest()


def seal(plain: str) -> str:
    """Encrypt what has to be shown again later, such as an invitation link."""
    return _fernet().encrypt(plain.encode()).decode()


def unseal(sealed: str) -> str:
    """The plain text of `seal`. Raises SealError under another secret key."""
    try:
        return _fernet().decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise SealError from None


def _fernet() -> Fernet:
    key = get_settings().secret_key.get_secret_value().encode()
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"seal\0" + key).digest()))
