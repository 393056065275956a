"""Webhooks that may go to this machine, and do not let one wait."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.settings import get_settings
from app.webhooks import sending


@pytest.fixture
def loopback_allowed(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """This machine's own address may be asked, as the operator can allow."""
    monkeypatch.setenv("VIVAVOCE_WEBHOOK_PRIVATE_HOSTS", "127.0.0.1")
    get_settings.cache_clear()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses between attempts that are in the same proportion and over at once."""
    monkeypatch.setattr(sending, "PAUSES", tuple(timedelta(milliseconds=ms) for ms in (20, 40, 80)))
