"""Addresses for documentation belong to nobody: here they may be named for call-backs."""

from __future__ import annotations

import pytest

from app.settings import get_settings


@pytest.fixture(autouse=True)
def documentation_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIVAVOCE_WEBHOOK_PRIVATE_HOSTS", "203.0.113.9")
    get_settings.cache_clear()
