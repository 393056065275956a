"""How the runs of a Word document look: size, colour and what is behind them, styles included."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docx.oxml.ns import qn

from app.resumes.pieces import HiddenKind

if TYPE_CHECKING:
    from collections.abc import Iterator

Ground = tuple[int, int, int] | None
"""The colour behind something, or None where it is not known, as with a picture."""

_WHITE = (255, 255, 255)
_HEX = re.compile(r"[0-9A-Fa-f]{6}")
_VALUE, _FILL = qn("w:val"), qn("w:fill")
_RUN_PROPERTIES, _PARAGRAPH_PROPERTIES = qn("w:rPr"), qn("w:pPr")
_OFF = frozenset({"0", "false", "off", "none"})
# In half points: smaller letters than 2 points, nobody reads.
_TINY = 4
# In twentieths of a point: lines that high show nothing of their letters.
_FLAT_LINE = 60
_NARROW_PERCENT = 15
# The ratio of WCAG 2: below this, letters do not stand out for anybody.
_CONTRAST = 1.2
_DEEPEST_STYLE = 20
_HIGHLIGHTS = {
    "black": (0, 0, 0),
    "white": _WHITE,
    "yellow": (255, 255, 0),
    "green": (0, 255, 0),
    "cyan": (0, 255, 255),
    "magenta": (255, 0, 255),
    "blue": (0, 0, 255),
    "red": (255, 0, 0),
    "darkBlue": (0, 0, 128),
    "darkCyan": (0, 128, 128),
    "darkGreen": (0, 128, 0),
    "darkMagenta": (128, 0, 128),
    "darkRed": (128, 0, 0),
    "darkYellow": (128, 128, 0),
    "darkGray": (128, 128, 128),
    "lightGray": (192, 192, 192),
}


@dataclass(frozen=True, slots=True)
class _Style:
    based_on: str | None
    run: Any
    paragraph: Any
    has_shading: bool


class Looks:
    """The styles of a document, and what they make of a run."""

    def __init__(self, document: Any) -> None:  # noqa: ANN401 - of lxml
        styles = document.styles.element
        self._styles = {one.get(qn("w:styleId")): _style(one) for one in styles.iter(qn("w:style"))}
        self._default = next(
            (
                one.get(qn("w:styleId"))
                for one in styles.iter(qn("w:style"))
                if one.get(qn("w:type")) == "paragraph"
                and one.get(qn("w:default")) in {"1", "true"}
            ),
            None,
        )
        self._defaults = [
            one
            for defaults in styles.iter(qn("w:rPrDefault"))
            for one in defaults.iter(qn("w:rPr"))
        ]
        self._background = document.element.find(qn("w:background"))

    def page_ground(self) -> Ground:
        """The colour of the paper."""
        if self._background is None:
            return _WHITE
        return _colour(self._background.get(qn("w:color"))) or _WHITE

    def cell_ground(self, cell: Any, table: Any, ground: Ground) -> Ground:  # noqa: ANN401
        """The colour behind a cell of a table that stands on `ground`."""
        if (style := table.find(f"{qn('w:tblPr')}/{qn('w:tblStyle')}")) is not None:
            named = self._styles.get(style.get(_VALUE))
            if named is not None and named.has_shading:
                ground = None
        for owner, properties in ((table, "w:tblPr"), (cell, "w:tcPr")):
            ground = _shaded(owner.find(qn(properties)), ground)
        return ground

    def paragraph_ground(self, paragraph: Any, ground: Ground) -> Ground:  # noqa: ANN401
        """The colour behind a paragraph that stands on `ground`."""
        for properties in reversed(list(self._paragraph_properties(paragraph))):
            ground = _shaded(properties, ground)
        return ground

    def box_ground(self, box: Any, ground: Ground) -> Ground:  # noqa: ANN401
        """The colour of a text box: its own fill, where that is one colour."""
        shape = next((one for one in box.iterancestors() if str(one.tag).endswith("}wsp")), None)
        if shape is None:
            return None
        for properties in shape:
            if not str(properties.tag).endswith("}spPr"):
                continue
            for fill in properties:
                name = str(fill.tag).rsplit("}", 1)[-1]
                if name == "solidFill":
                    return next((_colour(one.get("val")) for one in fill), None)
                if name in {"gradFill", "blipFill", "pattFill", "grpFill"}:
                    return None
        return ground

    def hidden(self, run: Any, paragraph: Any, ground: Ground) -> HiddenKind | None:  # noqa: ANN401
        """How a run is hidden, or None where it is seen."""
        chain = list(self._run_properties(run, paragraph))
        if _is_on(chain, "w:vanish") or _is_on(chain, "w:webHidden"):
            return HiddenKind.INVISIBLE
        size, width = number(_first(chain, "w:sz")), number(_first(chain, "w:w"))
        if (size is not None and size < _TINY) or (width is not None and width < _NARROW_PERCENT):
            return HiddenKind.TINY
        if self._is_flat(paragraph):
            return HiddenKind.TINY
        behind = ground
        for properties in reversed(chain):
            behind = _shaded(properties, behind)
        highlight = _first(chain, "w:highlight")
        behind = _HIGHLIGHTS.get(highlight or "", behind)
        colour = _colour(_first(chain, "w:color"))
        if colour and behind and _contrast(colour, behind) < _CONTRAST:
            return HiddenKind.COLOUR
        return None

    def _is_flat(self, paragraph: Any) -> bool:  # noqa: ANN401
        for properties in self._paragraph_properties(paragraph):
            if (spacing := properties.find(qn("w:spacing"))) is not None:
                height = number(spacing.get(qn("w:line")))
                if spacing.get(qn("w:lineRule")) == "exact" and height is not None:
                    return height < _FLAT_LINE
        return False

    def _run_properties(self, run: Any, paragraph: Any) -> Iterator[Any]:  # noqa: ANN401
        """What says how a run looks, the nearest first."""
        own = run.find(_RUN_PROPERTIES)
        if own is not None:
            yield own
            if (style := own.find(qn("w:rStyle"))) is not None:
                yield from (
                    one.run for one in self._chain(style.get(_VALUE)) if one.run is not None
                )
        for one in self._chain(self._style_of(paragraph)):
            if one.run is not None:
                yield one.run
        yield from self._defaults

    def _paragraph_properties(self, paragraph: Any) -> Iterator[Any]:  # noqa: ANN401
        own = paragraph.find(_PARAGRAPH_PROPERTIES)
        if own is not None:
            yield own
        for one in self._chain(self._style_of(paragraph)):
            if one.paragraph is not None:
                yield one.paragraph

    def _style_of(self, paragraph: Any) -> str | None:  # noqa: ANN401
        named = paragraph.find(f"{_PARAGRAPH_PROPERTIES}/{qn('w:pStyle')}")
        return named.get(_VALUE) if named is not None else self._default

    def _chain(self, name: str | None) -> Iterator[_Style]:
        """A style and those it is based on; a ring of them ends somewhere too."""
        for _ in range(_DEEPEST_STYLE):
            style = self._styles.get(name)
            if style is None:
                return
            yield style
            name = style.based_on


def number(text: str | None) -> float | None:
    """A number as Word writes it, or None."""
    try:
        return float((text or "").removesuffix("%").removesuffix("pt"))
    except ValueError:
        return None


def _style(element: Any) -> _Style:  # noqa: ANN401
    based_on = element.find(qn("w:basedOn"))
    return _Style(
        based_on=based_on.get(_VALUE) if based_on is not None else None,
        run=element.find(_RUN_PROPERTIES),
        paragraph=element.find(_PARAGRAPH_PROPERTIES),
        has_shading=next(element.iter(qn("w:shd")), None) is not None,
    )


def _first(chain: list[Any], name: str) -> str | None:
    """The value that the nearest of the properties gives."""
    tag = qn(name)
    for properties in chain:
        found = properties.find(tag)
        if found is not None:
            value: str | None = found.get(_VALUE)
            return value
    return None


def _is_on(chain: list[Any], name: str) -> bool:
    tag = qn(name)
    found = next((one for one in (part.find(tag) for part in chain) if one is not None), None)
    return found is not None and found.get(_VALUE, "1") not in _OFF


def _shaded(properties: Any, ground: Ground) -> Ground:  # noqa: ANN401
    if properties is None or (shading := properties.find(qn("w:shd"))) is None:
        return ground
    return _colour(shading.get(_FILL)) or ground


def _colour(value: str | None) -> Ground:
    if value is None or not _HEX.fullmatch(value):
        return None
    return int(value[:2], 16), int(value[2:4], 16), int(value[4:], 16)


def _contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: tuple[int, int, int]) -> float:
    """Relative luminance. Source: WCAG 2.2, definition of relative luminance."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004
        for part in (value / 255 for value in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
