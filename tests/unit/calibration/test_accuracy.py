"""The figures of `make accuracy`, as the product reads them back."""

from __future__ import annotations

import pytest

from app.calibration.accuracy import accuracy
from app.settings import get_settings


@pytest.fixture
def written(tmp_path, monkeypatch):
    monkeypatch.setattr(get_settings(), "var_dir", tmp_path)
    return tmp_path / "accuracy.json"


def test_without_a_run_there_are_no_figures(written) -> None:
    assert accuracy() is None


@pytest.mark.parametrize("content", ["", "[]", "{", '{"sets": [{"set": 1}]}', '{"sets": 3}'])
def test_what_cannot_be_read_is_no_run(written, content: str) -> None:
    written.write_text(content)
    assert accuracy() is None
