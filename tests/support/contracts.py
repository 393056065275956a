"""The contract documents that are written outside this repository, beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "contracts"


def path_of(name: str) -> Path:
    """Where a contract is; the test is skipped where the contracts were not handed out."""
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"the contract {name} is not beside the repository, in {FOLDER.parent.name}/")
    return path


def integrations() -> dict[str, Any]:
    """The Integrations contract."""
    return yaml.safe_load(path_of("integrations.openapi.yaml").read_text(encoding="utf-8"))


def agent() -> str:
    """The Agent contract."""
    return path_of("agent.md").read_text(encoding="utf-8")


def recruiting() -> str:
    """The Recruiting contract."""
    return path_of("recruiting.md").read_text(encoding="utf-8")
