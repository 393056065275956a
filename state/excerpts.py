"""Shortening long answers: what is evidence stays, and a little of what stands around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.reports.highlights import Segment

if TYPE_CHECKING:
    from collections.abc import Sequence

LONG = 2_400
"""Answers up to this many characters are shown whole."""

AROUND, FIRST = 280, 900
MOST_MARKED = 6_000

GAP = Segment(" […] ")
"""Stands where words are left out."""


def excerpt(segments: Sequence[Segment]) -> tuple[list[Segment], int]:
    """The segments with long stretches that are no evidence left out, and how many characters.

    Evidence is kept, unless there is so much of it that showing it would be showing everything.
    """
    total = sum(len(segment.text) for segment in segments)
    if total <= LONG:
        return list(segments), 0
    kept: list[Segment] = []
    shown = marked = 0
    for place, segment in enumerate(segments):
        if segment.mark:
            if marked + len(segment.text) > MOST_MARKED:
                kept.append(GAP)
                break
            marked += len(segment.text)
            pieces = [segment]
        else:
            pieces = _stretch(
                segment.text, first=place == 0, last=place == len(segments) - 1, alone=not marked
            )
        shown += sum(len(piece.text) for piece in pieces if piece is not GAP)
        kept += pieces
    return kept, total - shown


def _stretch(text: str, *, first: bool, last: bool, alone: bool) -> list[Segment]:
    head = FIRST if first or alone else AROUND
    tail = 0 if last else AROUND
    if len(text) <= head + tail + len(GAP.text):
        return [Segment(text)]
    pieces = [Segment(text[:head]), GAP]
    return [*pieces, Segment(text[-tail:])] if tail else pieces
