"""A ladder of questions for a concept the bank does not hold, from its name and focus areas.

The reference points can only say what any good answer about any concept contains, so their grades
carry low confidence; every item is marked `generic` for that.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from hashlib import blake2b
from importlib import resources
from typing import TYPE_CHECKING, Any

import yaml

from app.assessment.items import Item

if TYPE_CHECKING:
    from collections.abc import Sequence

_MAX_NAME, _MAX_SLUG = 80, 50
# Names of these characters alone are still told apart by their slugs.
_KEEPS_ITS_MEANING = re.compile(r"[A-Za-z0-9 /_&.,()\'-]+")


@lru_cache(maxsize=1)
def _ladder() -> tuple[dict[str, Any], ...]:
    text = resources.files(__package__).joinpath("generic_ladder.yaml").read_text(encoding="utf-8")
    return tuple(yaml.safe_load(text))


def slug_of(name: str) -> str:
    """A slug for a concept's name, at most 50 characters long.

    Raises ValueError for a name of nothing but spaces.
    """
    tidy = _tidy(name)
    plain = unicodedata.normalize("NFKD", tidy.casefold()).encode("ascii", "ignore").decode()
    slug = "-".join(re.findall(r"[a-z0-9]+", plain))
    if slug and len(slug) <= _MAX_SLUG and _KEEPS_ITS_MEANING.fullmatch(tidy):
        return slug
    # A code keeps apart what the slug alone would not, as "C", "C#" and "C++".
    code = blake2b(tidy.casefold().encode(), digest_size=4).hexdigest()
    return f"{slug[: _MAX_SLUG - 9].strip('-') or 'concept'}-{code}"


def generic_items(name: str, focus_areas: Sequence[str] = ()) -> tuple[Item, ...]:
    """Two items at each of the five depths; where focus areas are given, one of them is about one.

    Raises ValueError for a name of nothing but spaces.
    """
    tidy = _tidy(name)
    areas = [_tidy(area) for area in focus_areas if area.strip()]
    return tuple(_item(tidy, template, areas) for template in _ladder())


def _item(name: str, template: dict[str, Any], areas: Sequence[str]) -> Item:
    depth, letter = template["depth"], template["letter"]
    # Each depth takes the next focus area, so that up to five of them come up.
    area = areas[(depth - 1) % len(areas)] if areas and letter == "b" else None
    words = {"name": name, "focus": f"{area} in {name}" if area else name}
    fields = {key: _filled(value, words) for key, value in template.items() if key != "letter"}
    return Item.model_validate(
        {
            **fields,
            "id": f"{slug_of(name)}-{depth}{letter}",
            "focus": (area,) if area else (),
            "generic": True,
        }
    )


def _filled(part: object, words: dict[str, str]) -> object:
    """The template with the words in their places, at whatever level of it they stand."""
    if isinstance(part, dict):
        return {key: _filled(value, words) for key, value in part.items()}
    if isinstance(part, list):
        return [_filled(value, words) for value in part]
    if isinstance(part, str):
        text = part.format(**words)
        # A sentence that begins with the name gets a capital, like any other.
        return text[:1].upper() + text[1:] if part.startswith("{") else text
    return part


def _tidy(name: str) -> str:
    tidy = " ".join(name.split())[:_MAX_NAME].strip()
    if not tidy:
        raise ValueError("a concept needs a name")
    return tidy
