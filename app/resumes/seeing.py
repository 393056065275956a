"""What of a page's text changes anything that can be seen of the page."""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from pypdfium2 import raw

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_Box = tuple[float, float, float, float]
_Colour = tuple[int, int, int, int]
_SCALE, _MOST_PIXELS = 1.5, 4_000_000
# Of 255: a letter that changes no pixel by this much does not stand out from what is behind it.
_CONTRAST = 24
# Letters touch their neighbours; where so many lie on each pixel of one, others lie on it.
_OVERLAP = 1.2
_MOST_OBJECTS = 100_000
_FINE = 1_000_000


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character; `box` is left, bottom, right, top and `size` its longer side, in points.

    White space and what the reader of the file has put in between are not drawn.
    """

    character: str
    box: _Box | None = None
    size: float = 0.0
    mode: int = 0
    fill: _Colour = (0, 0, 0, 255)

    @property
    def is_drawn(self) -> bool:
        """Whether it has a place on the page."""
        return self.box is not None


class Sight:
    """A page as it is, and as it would be without its text."""

    def __init__(
        self,
        full: NDArray[np.uint8],
        bare: NDArray[np.uint8],
        places: dict[_Box, tuple[float, float, float, float]],
        glyphs: Sequence[Glyph],
    ) -> None:
        self._full, self._bare, self._places = full, bare, places
        self._height, self._width = full.shape[:2]
        self._changed = _apart(full, bare) >= _CONTRAST
        self._crowd = self._crowding(glyphs)

    @classmethod
    def of(cls, page: Any, glyphs: Sequence[Glyph]) -> Sight:  # noqa: ANN401 - of an untyped library
        """Render the page twice; its text is gone from it afterwards."""
        width, height = page.get_size()
        scale = min(_SCALE, math.sqrt(_MOST_PIXELS / max(1.0, width * height)))
        to_pixels = _transform(page)
        full = _rendered(page, scale)
        for number, text in enumerate(page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT])):
            raw.FPDFTextObj_SetTextRenderMode(text, raw.FPDF_TEXTRENDERMODE_INVISIBLE)
            if number > _MOST_OBJECTS:
                break
        bare = _rendered(page, scale)
        rows, columns = full.shape[:2]
        boxes = {one.box for one in glyphs if one.box is not None}
        places = {box: to_pixels(box, columns, rows) for box in boxes}
        return cls(full, bare, places, glyphs)

    def is_off(self, glyph: Glyph) -> bool:
        """Whether its middle lies outside what is shown of the page."""
        left, top, right, bottom = self._place(glyph)
        x, y = (left + right) / 2, (top + bottom) / 2
        return not (0 <= x < self._width and 0 <= y < self._height)

    def is_seen(self, glyph: Glyph, *, by_colour: bool) -> bool:
        """Whether anything would change without it.

        `by_colour`: where letters lie on each other, the change has to be towards this one's.
        """
        left, top, right, bottom = self._pixels(glyph)
        place = (slice(top, bottom), slice(left, right))
        changed = self._changed[place]
        if not changed.any():
            return False
        left, top, right, bottom = self._inner(glyph)
        if not by_colour or self._crowd[top:bottom, left:right].mean() <= _OVERLAP:
            return True
        colour = np.array(glyph.fill[2::-1], dtype=np.uint8)
        nearer = _apart(self._full[place], colour) < _apart(self._bare[place], colour)
        return bool((changed & nearer).any())

    def blends_in(self, word: Sequence[Glyph]) -> bool:
        """Whether the colour of a word is that of what lies behind it."""
        left, top, right, bottom = self._pixels(word[0])
        red, green, blue, alpha = word[0].fill
        behind = np.median(self._bare[top:bottom, left:right], axis=(0, 1))
        away = np.abs(np.array((blue, green, red)) - behind).max() * alpha / 255
        return bool(away < _CONTRAST)

    def _place(self, glyph: Glyph) -> tuple[float, float, float, float]:
        return self._places[glyph.box] if glyph.box is not None else (0.0, 0.0, 0.0, 0.0)

    def _pixels(self, glyph: Glyph) -> tuple[int, int, int, int]:
        left, top, right, bottom = self._place(glyph)
        x = min(max(math.floor(left), 0), self._width - 1)
        y = min(max(math.floor(top), 0), self._height - 1)
        return (
            x,
            y,
            min(max(math.ceil(right), x + 1), self._width),
            min(max(math.ceil(bottom), y + 1), self._height),
        )

    def _inner(self, glyph: Glyph) -> tuple[int, int, int, int]:
        """The pixels that are a letter's alone and not its neighbours' as well."""
        left, top, right, bottom = self._pixels(glyph)
        return left, top, max(right - 1, left + 1), max(bottom - 1, top + 1)

    def _crowding(self, glyphs: Sequence[Glyph]) -> NDArray[np.int16]:
        """How many letters lie on each pixel."""
        edges = np.zeros((self._height + 1, self._width + 1), dtype=np.int16)
        if glyphs:
            left, top, right, bottom = np.array([self._inner(one) for one in glyphs]).T
            np.add.at(edges, (top, left), 1)
            np.add.at(edges, (bottom, right), 1)
            np.add.at(edges, (top, right), -1)
            np.add.at(edges, (bottom, left), -1)
        across = edges.cumsum(axis=1, dtype=np.int16)
        return across.cumsum(axis=0, dtype=np.int16)[:-1, :-1]


def _rendered(page: Any, scale: float) -> NDArray[np.uint8]:  # noqa: ANN401
    bitmap = page.render(scale=scale, may_draw_forms=False, rev_byteorder=False)
    pixels: NDArray[np.uint8] = bitmap.to_numpy()[:, :, :3].copy()
    bitmap.close()
    return pixels


def _transform(page: Any) -> Any:  # noqa: ANN401 - a function of a box and the size in pixels
    """From points on the page to pixels, rotation and crop box included."""
    width, height = (max(1.0, side) for side in page.get_size())
    origin, along, up = (_device(page, *at) for at in ((0.0, 0.0), (width, 0.0), (0.0, height)))
    across = [(along[axis] - origin[axis]) / width for axis in (0, 1)]
    upward = [(up[axis] - origin[axis]) / height for axis in (0, 1)]

    def place(box: _Box, columns: int, rows: int) -> tuple[float, float, float, float]:
        corners = [
            (
                (origin[0] + across[0] * x + upward[0] * y) / _FINE * columns,
                (origin[1] + across[1] * x + upward[1] * y) / _FINE * rows,
            )
            for x in (box[0], box[2])
            for y in (box[1], box[3])
        ]
        xs, ys = zip(*corners, strict=True)
        return min(xs), min(ys), max(xs), max(ys)

    return place


def _device(page: Any, x: float, y: float) -> tuple[int, int]:  # noqa: ANN401
    column, row = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page, 0, 0, _FINE, _FINE, 0, x, y, column, row)
    return column.value, row.value


def _apart(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """How far colours lie apart: the most of red, green and blue."""
    apart = np.maximum(one, other) - np.minimum(one, other)
    most: NDArray[np.uint8] = np.maximum(np.maximum(apart[..., 0], apart[..., 1]), apart[..., 2])
    return most
