"""The build of the browser's side serves any address, and leaves the locks as they are."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pytest

from app import frontend

if TYPE_CHECKING:
    from pathlib import Path


def test_the_server_s_address_becomes_that_of_the_page(tmp_path: Path) -> None:
    assets = tmp_path / "assets"
    assets.mkdir()
    file = assets / "reflex-env-abc.js"
    file.write_text("var e={PING:`http://h:8000/ping`,EVENT:`ws://h:8000/_event`,T:`websocket`};")
    file.with_suffix(".js.gz").write_bytes(b"old")
    frontend.follow_the_page(tmp_path)
    text = file.read_text()
    assert "h:8000" not in text
    assert 'location.protocol+"//"+location.host+"/ping"' in text
    assert '"ws"+location.protocol.slice(4)+"//"+location.host+"/_event"' in text
    assert "`websocket`" in text
    assert gzip.decompress(file.with_suffix(".js.gz").read_bytes()).decode() == text


def test_a_build_without_an_address_is_refused(tmp_path: Path) -> None:
    with pytest.raises(frontend.BuildError):
        frontend.follow_the_page(tmp_path)


def test_the_manifest_is_written_the_same_whatever_the_order_of_its_keys(tmp_path: Path) -> None:
    written = []
    for content in ('{"b":1,"a":{"d":2,"c":3}}', '{"a":{"c":3,"d":2},"b":1}'):
        manifest = tmp_path / "package.json"
        manifest.write_text(content)
        frontend.settle_manifest(manifest)
        written.append(manifest.read_text())
    assert written[0] == written[1]
    assert json.loads(written[0]) == {"a": {"c": 3, "d": 2}, "b": 1}


def test_no_committed_lock_names_a_registry() -> None:
    for name in (
        "requirements.lock",
        "reflex.lock/package-lock.json",
        "tests/support/aimock/package-lock.json",
    ):
        text = (frontend.ROOT / name).read_text(encoding="utf-8")
        assert "resolved" not in text
        assert "https://" not in "".join(
            line for line in text.splitlines() if "registry" in line or "index-url" in line
        )
