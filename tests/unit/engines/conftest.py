"""A model server for the tests of engines, and an organisation whose model is scripted on it."""

from __future__ import annotations

import pytest

from tests.support.openai_server import model_server, openai_settings
from tests.unit.engines import teas

__all__ = ["model_server", "openai_settings"]


@pytest.fixture
async def bench(openai_settings, monkeypatch: pytest.MonkeyPatch) -> teas.Bench:
    """Its model says what the test has it say."""
    return await teas.bench(openai_settings, monkeypatch)
