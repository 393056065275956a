"""The figures of `make accuracy`, as the product reads them back."""

from __future__ import annotations

import json

import pytest

from app.accuracy.__main__ import _as_json
from app.accuracy.graders import Engine
from app.accuracy.harness import Result
from app.calibration.accuracy import accuracy
from app.core import clock
from app.settings import get_settings
from tests.support.interviews import ScriptedEvaluator


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


def test_what_the_command_writes_is_read_back(written) -> None:
    result = Result(
        set="a set",
        grader="scripted",
        size=9,
        pearson=0.5,
        spearman=None,
        rmse=0.2,
        qwk=None,
        macro_f1_2way=None,
        macro_f1_3way=None,
        confusion=[[1, 2, 0], [0, 3, 0], [1, 0, 2]],
        answers=[{"set": "a set", "id": "1"}],
    )
    written.write_text(json.dumps(_as_json([result], Engine("scripted", ScriptedEvaluator()))))
    found = accuracy()
    assert found is not None
    assert (found.engine, found.engine_version) == ("scripted", "1")
    assert found.measured_at <= clock.now()
    (row,) = found.rows
    assert (row.set, row.grader, row.pearson, row.confusion[1]) == (
        "a set",
        "scripted",
        0.5,
        (0, 3, 0),
    )
