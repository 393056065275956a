"""An answer cut into pieces, so that the words a credit comes from can be marked."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of an answer, and the reference points that it is evidence for."""

    text: str
    point_ids: tuple[str, ...] = ()

    @property
    def mark(self) -> bool:
        """Whether the piece is evidence for anything."""
        return bool(self.point_ids)


@dataclass(frozen=True, slots=True)
class Mark:
    """Code points `start` to `end` of an answer, as evidence for a reference point."""

    start: int
    end: int
    point_id: str


def segments(text: str, marks: Sequence[Mark]) -> tuple[Segment, ...]:
    """The pieces of a text; put together they are the text again.

    Marks may overlap: the shared piece then belongs to each. What lies outside the text is left.
    """
    inside = [mark for mark in marks if 0 <= mark.start < mark.end <= len(text)]
    cuts = sorted({0, len(text)} | {edge for mark in inside for edge in (mark.start, mark.end)})
    pieces: list[Segment] = []
    for start, end in itertools.pairwise(cuts):
        points = (mark.point_id for mark in inside if mark.start <= start and end <= mark.end)
        piece = Segment(text[start:end], tuple(dict.fromkeys(points)))
        if pieces and pieces[-1].point_ids == piece.point_ids:
            pieces[-1] = Segment(pieces[-1].text + piece.text, piece.point_ids)
        else:
            pieces.append(piece)
    return tuple(pieces)
