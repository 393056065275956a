"""The figures that `make accuracy` wrote: agreement with people on public sets of answers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

import structlog
from pydantic import BaseModel, ConfigDict, ValidationError

from app.settings import get_settings

if TYPE_CHECKING:
    from pathlib import Path

COMMAND = "make accuracy DATA=path/to/graded-answers"
_MAX_BYTES = 100_000_000

log = structlog.get_logger(__name__)


class Measured(BaseModel):
    """One grader on one set. Figures that the set cannot give are None; RMSE is of 0 to 1."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    set: str
    grader: str
    size: int
    pearson: float | None = None
    spearman: float | None = None
    rmse: float | None = None
    qwk: float | None = None
    macro_f1_2way: float | None = None
    macro_f1_3way: float | None = None
    confusion: tuple[tuple[int, ...], ...] = ()
    seconds_per_answer: float | None = None


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    sets: tuple[Measured, ...]
    engine: str = ""
    engine_version: str = ""
    measured_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Accuracy:
    """A run of `make accuracy`: when, with which engine, and a row per set and grader."""

    measured_at: datetime
    engine: str
    engine_version: str
    rows: tuple[Measured, ...]


def accuracy() -> Accuracy | None:
    """The last run, or None where there was none that can be read. Reads a file: use a thread."""
    path = get_settings().var_dir / "accuracy.json"
    try:
        stat = path.stat()
    except OSError:
        return None
    return None if stat.st_size > _MAX_BYTES else _read(path, stat.st_mtime)


@lru_cache(maxsize=1)
def _read(path: Path, written_at: float) -> Accuracy | None:
    """The file as written then; it holds every grade, so it is read once."""
    try:
        file = _File.model_validate(json.loads(path.read_bytes()))
    except (OSError, ValueError, ValidationError):
        log.warning("accuracy_not_read", path=str(path))
        return None
    return Accuracy(
        measured_at=file.measured_at or datetime.fromtimestamp(written_at, UTC),
        engine=file.engine,
        engine_version=file.engine_version,
        rows=file.sets,
    )
