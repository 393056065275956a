"""The question bank: one YAML file per concept, read and checked once per process."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING

import yaml

from app.assessment.items import MAX_DEPTH, Concept

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

MIN_POINTS, MIN_MISCONCEPTIONS, MIN_FOLLOW_UPS = 3, 1, 2
# libyaml reads the whole bank some ten times faster; its absence must not stop us.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class BankError(ValueError):
    """A bank file breaks a rule; the message names the file and the rule."""


def read_concept(file: Traversable) -> Concept:
    """Read and check one concept file. Raises BankError naming the file."""
    try:
        concept = Concept.model_validate(
            yaml.load(file.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506
        )
        _check_bank_rules(concept, file.name.removesuffix(".yaml"))
    except (ValueError, yaml.YAMLError) as error:
        raise BankError(f"{file.name}: {error}") from error
    return concept


def _check_bank_rules(concept: Concept, stem: str) -> None:
    if concept.concept != stem:
        raise ValueError(f"the file of concept {concept.concept!r} must carry its name")
    missing = {*range(1, MAX_DEPTH + 1)} - {item.depth for item in concept.items}
    if missing:
        raise ValueError(f"no items at depth {sorted(missing)}")
    ids = [item.id for item in concept.items]
    if len(set(ids)) != len(ids):
        raise ValueError("two items share an id")
    for item in concept.items:
        if not item.id.startswith(f"{concept.concept}-{item.depth}"):
            raise ValueError(f"item {item.id}: the id must be <concept>-<depth><letter>")
        if len(item.points) < MIN_POINTS:
            raise ValueError(f"item {item.id}: fewer than {MIN_POINTS} reference points")
        if len(item.misconceptions) < MIN_MISCONCEPTIONS:
            raise ValueError(f"item {item.id}: no misconception")
        if len(item.follow_ups) < MIN_FOLLOW_UPS:
            raise ValueError(f"item {item.id}: fewer than {MIN_FOLLOW_UPS} follow-ups")
        if not item.sample_answer.strip():
            raise ValueError(f"item {item.id}: no sample answer")


@lru_cache(maxsize=1)
def load_bank() -> Mapping[str, Concept]:
    """Every concept by its slug, in order of name. Raises BankError."""
    files = [file for file in resources.files(__package__).iterdir() if file.name.endswith(".yaml")]
    concepts = sorted((read_concept(file) for file in files), key=lambda c: c.name.casefold())
    return MappingProxyType({concept.concept: concept for concept in concepts})
