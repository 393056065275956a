"""Stripe's form encoding: `a[b][0][c]=1` stands for nested mappings and lists."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl

_PARTS = re.compile(r"\[([^\]]*)\]")


def decoded(body: bytes) -> dict[str, Any]:
    """The nested values of a form. All leaves are text; `[]` and `[0]` make lists."""
    tree: dict[str, Any] = {}
    for name, value in parse_qsl(body.decode(), keep_blank_values=True):
        head, _, _ = name.partition("[")
        place, keys = tree, [head, *_PARTS.findall(name)]
        for key in keys[:-1]:
            place = place.setdefault(key, {})
        last = keys[-1] if keys[-1] else str(len(place))
        place[last] = value
    return {key: _as_lists(value) for key, value in tree.items()}


def _as_lists(value: Any) -> Any:  # noqa: ANN401 - nested JSON
    if not isinstance(value, dict):
        return value
    inner = {key: _as_lists(one) for key, one in value.items()}
    return list(inner.values()) if inner and all(key.isdigit() for key in inner) else inner
