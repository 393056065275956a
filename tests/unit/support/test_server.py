"""The demo that the servers of a run of tests begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support import server

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

take = server.demo_template.__wrapped__
"""As a worker that has not asked before."""


def test_who_comes_while_another_uses_the_demo_gets_the_same_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Path] = []

    def seed(folder: Path) -> None:
        made.append(folder)
        (folder / "demo.json").write_text("{}", encoding="utf-8")

    monkeypatch.setenv(server.SHARED_DEMO, str(tmp_path))
    monkeypatch.setattr(server, "seed", seed)

    assert take() == take()
    assert len(made) == 1


def test_a_demo_that_was_left_half_made_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "vivavoce.db").write_bytes(b"half")
    monkeypatch.setenv(server.SHARED_DEMO, str(tmp_path))
    monkeypatch.setattr(
        server, "seed", lambda folder: (folder / "demo.json").write_text("{}", encoding="utf-8")
    )

    assert [path.name for path in take().iterdir()] == ["demo.json"]
