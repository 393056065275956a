"""Ids: UUIDs of version 7, whose order is the order of creation."""

from __future__ import annotations

from uuid import UUID

from uuid_utils import compat


def new_id() -> UUID:
    """A fresh time-ordered id."""
    return compat.uuid7()


def parse_id(value: object) -> UUID | None:
    """The id in an address or a payload, or None where it is not one."""
    if isinstance(value, UUID):
        return value
    if not isinstance(value, str):
        return None
    try:
        return UUID(value)
    except ValueError:
        return None
