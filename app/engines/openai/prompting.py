"""Prompts are files with versions, `prompts/NAME.vN.md`; a change of words is a new version."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydantic import BaseModel


@dataclass(frozen=True, slots=True)
class Prompt:
    """The developer's message for one purpose, and the shape of what is to come back.

    `hash` is that of everything in a request that is the same for every candidate: 64 hex digits.
    """

    name: str
    text: str
    schema: dict[str, Any] | None
    hash: str

    @property
    def format(self) -> dict[str, Any] | None:
        """The structured output to ask for, if it is not plain text."""
        if self.schema is None:
            return None
        name = self.name.partition(".")[0]
        return {"type": "json_schema", "name": name, "strict": True, "schema": self.schema}


@lru_cache(maxsize=32)
def prompt(name: str, answer: type[BaseModel] | None = None) -> Prompt:
    """The prompt of that name and version, such as `grade.v1`."""
    text = (
        resources.files(__package__)
        .joinpath("prompts", f"{name}.md")
        .read_text(encoding="utf-8")
        .strip()
    )
    schema = answer.model_json_schema() if answer else None
    whole = json.dumps([name, text, schema], sort_keys=True, ensure_ascii=False)
    return Prompt(name, text, schema, hashlib.sha256(whole.encode()).hexdigest())


MANNER = "manner.v1"


@lru_cache(maxsize=8)
def in_manner(name: str) -> Prompt:
    """The interviewer's prompt of that name, followed by what to make of a manner of speaking."""
    both = (prompt(name), prompt(MANNER))
    whole = json.dumps([one.hash for one in both])
    return Prompt(
        name="+".join(one.name for one in both),
        text="\n\n".join(one.text for one in both),
        schema=None,
        hash=hashlib.sha256(whole.encode()).hexdigest(),
    )
