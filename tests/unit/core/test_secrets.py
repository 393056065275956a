"""Tokens, hashes and seals."""

from __future__ import annotations

import pytest

from app.core import secrets
from app.settings import DEFAULT_SECRET, Environment, SettingsError, get_settings


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch):
    def configure(**variables: str):
        for name, value in variables.items():
            monkeypatch.setenv(f"VIVAVOCE_{name}", value)
        get_settings.cache_clear()
        return get_settings()

    yield configure
    get_settings.cache_clear()


def test_tokens_are_long_and_never_the_same() -> None:
    tokens = {secrets.new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert min(map(len, tokens)) >= 43


def test_a_hash_depends_on_token_purpose_and_key(settings) -> None:
    settings(SECRET_KEY="a" * 40)
    first = secrets.token_hash("token", purpose="session")
    assert first == secrets.token_hash("token", purpose="session")
    assert first != secrets.token_hash("token", purpose="interview")
    assert first != secrets.token_hash("other", purpose="session")
    settings(SECRET_KEY="b" * 40)
    assert first != secrets.token_hash("token", purpose="session")


def test_what_is_sealed_can_be_read_with_the_same_key_only(settings) -> None:
    settings(SECRET_KEY="a" * 40)
    sealed = secrets.seal("a link")
    assert "a link" not in sealed
    assert secrets.unseal(sealed) == "a link"
    settings(SECRET_KEY="b" * 40)
    with pytest.raises(secrets.SealError):
        secrets.unseal(sealed)


@pytest.mark.parametrize("key", [DEFAULT_SECRET, "short", ""])
def test_production_refuses_default_and_short_secrets(settings, key: str) -> None:
    with pytest.raises(SettingsError, match="VIVAVOCE_SECRET_KEY"):
        settings(ENVIRONMENT="production", SECRET_KEY=key, BASE_URL="https://example.com")


def test_production_refuses_plain_http(settings) -> None:
    with pytest.raises(SettingsError, match="https"):
        settings(ENVIRONMENT="production", SECRET_KEY="k" * 40, BASE_URL="http://example.com")


def test_production_has_no_demo(settings) -> None:
    made = settings(ENVIRONMENT="production", SECRET_KEY="k" * 40, BASE_URL="https://example.com")
    assert made.environment is Environment.PRODUCTION
    assert not made.is_demo
    assert made.secure_cookies


def test_secrets_do_not_show_in_the_settings_printed(settings) -> None:
    assert "k" * 40 not in repr(settings(SECRET_KEY="k" * 40))
