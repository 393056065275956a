"""The product's two voices for PDF files: from the web fonts, made static and kept in a cache."""

from __future__ import annotations

import hashlib
import os
import threading
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.settings import get_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fpdf import FPDF

FOLDER = Path(__file__).resolve().parents[2] / ".web" / "node_modules" / "@fontsource-variable"
"""Where building the front end puts the packages of the fonts. A server without one has none."""

SCRIPTS = ("latin", "latin-ext", "cyrillic", "greek", "vietnamese")
# fpdf knows no weights between regular and bold, so semi-bold stands in for bold.
_VOICES = {"ui": ("inter", {"": 400, "B": 600}), "voice": ("newsreader", {"": 400})}
# Without the fonts, those that every reader of PDF has.
_CORE = {"ui": "Helvetica", "voice": "Times"}

# How the core fonts, which have no typographic marks, write them.
_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "…": "...", "–": "-", "—": "-"})

_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Fonts:
    """The families to set text in, and the characters that they can show."""

    ui: str
    voice: str
    characters: frozenset[int]
    is_core: bool = False

    def printable(self, text: str) -> str:
        """The text with a question mark for every character that no font has."""
        plain = text.replace("\t", " ").replace("\r", "")
        if self.is_core:
            plain = plain.translate(_PLAIN)
        return "".join(one if one == "\n" or ord(one) in self.characters else "?" for one in plain)


def register(pdf: FPDF) -> Fonts:
    """Add the fonts to a document; the core fonts where the web fonts are not there."""
    found = {voice: list(_files(*_VOICES[voice])) for voice in _VOICES}
    if not all(found.values()):
        return Fonts(_CORE["ui"], _CORE["voice"], _core_characters(), is_core=True)
    characters: set[int] = set()
    fallbacks = []
    for files in found.values():
        for family, style, path in files:
            pdf.add_font(family, style, path)
            characters |= _characters(path)
            if not style and not family.endswith("-latin"):
                fallbacks.append(family)
    pdf.set_fallback_fonts(fallbacks, exact_match=False)
    return Fonts("inter-latin", "newsreader-latin", frozenset(characters))


def _core_characters() -> frozenset[int]:
    # The core fonts take Latin-1; anything beyond it would fail on output.
    return frozenset({*range(0x20, 0x7F), *range(0xA0, 0x100)})


def _files(name: str, weights: dict[str, int]) -> Iterator[tuple[str, str, Path]]:
    """Family, style and file of each script and weight that is there."""
    for script in SCRIPTS:
        source = FOLDER / name / "files" / f"{name}-{script}-wght-normal.woff2"
        if source.is_file():
            for style, weight in weights.items():
                yield f"{name}-{script}", style, _static(source, weight)


def _static(source: Path, weight: int) -> Path:
    """The TrueType file of one weight of a variable web font, made once."""
    digest = hashlib.sha256(source.read_bytes()).hexdigest()[:16]
    folder = get_settings().var_dir / "cache" / "fonts"
    target = folder / f"{source.stem}-{weight}-{digest}.ttf"
    with _lock:
        if not target.exists():
            folder.mkdir(parents=True, exist_ok=True)
            _convert(source, weight, target)
    return target


@lru_cache(maxsize=32)
def _characters(path: Path) -> frozenset[int]:
    """The code points a font has a glyph for."""
    return frozenset(_opened(path).getBestCmap())


def _opened(path: Path) -> Any:  # noqa: ANN401 - the library has no types
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # noqa: PLC0415 - no types

    return TTFont(path)


def _convert(source: Path, weight: int, target: Path) -> None:
    from fontTools.varLib import instancer  # type: ignore[import-untyped]  # noqa: PLC0415 - no types

    font = _opened(source)
    if "fvar" in font:
        axes = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes}
        font = instancer.instantiateVariableFont(font, {**axes, "wght": weight})
    font.flavor = None
    # Another process may do the same at the same time; whole files only are put in place.
    partial = target.with_suffix(f".{os.getpid()}.part")
    font.save(partial)
    partial.replace(target)
