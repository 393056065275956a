"""The product's two voices for PDF files: from the web fonts, made static and kept in a cache."""

from __future__ import annotations

import hashlib
import io
import os
import threading
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.settings import get_settings

if TYPE_CHECKING:
    from fpdf import FPDF

FOLDER = Path(__file__).resolve().parents[2] / ".web" / "node_modules" / "@fontsource-variable"
"""Where building the front end puts the packages of the fonts. A server without one has none."""

SCRIPTS = ("latin", "latin-ext", "cyrillic", "greek", "vietnamese")
# Whose letters are taken, in this order for each script: Newsreader has no Cyrillic and no Greek.
# fpdf knows no weights between regular and bold, so semi-bold stands in for bold.
_VOICES: dict[str, tuple[tuple[str, ...], dict[str, int]]] = {
    "ui": (("inter",), {"": 400, "B": 600}),
    "voice": (("newsreader", "inter"), {"": 400}),
}
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
    """Add the fonts to a document; the core fonts where the web fonts are not there.

    Each voice is one font of all scripts. The library's own way of falling back from one font to
    another writes wrong letters after the first that was missing in bold.
    """
    sources = {voice: _sources(families) for voice, (families, _) in _VOICES.items()}
    if not all(sources.values()):
        return Fonts(_CORE["ui"], _CORE["voice"], _core_characters(), is_core=True)
    shown = []
    for voice, (_, weights) in _VOICES.items():
        for style, weight in weights.items():
            path = _merged(voice, sources[voice], weight)
            pdf.add_font(voice, style, path)
            shown.append(_characters(path))
    return Fonts("ui", "voice", frozenset.intersection(*shown))


def _core_characters() -> frozenset[int]:
    # The core fonts take Latin-1; anything beyond it would fail on output.
    return frozenset({*range(0x20, 0x7F), *range(0xA0, 0x100)})


def _sources(families: tuple[str, ...]) -> tuple[Path, ...]:
    """The web fonts of a voice, one per script; none where the first family has no Latin."""
    found = []
    for script in SCRIPTS:
        files = (
            FOLDER / family / "files" / f"{family}-{script}-wght-normal.woff2"
            for family in families
        )
        file = next((one for one in files if one.is_file()), None)
        if file is not None:
            found.append(file)
        elif script == "latin":
            return ()
    return tuple(found)


def _merged(voice: str, sources: tuple[Path, ...], weight: int) -> Path:
    """The TrueType file of one weight of those variable web fonts together, made once."""
    digest = hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:16]
    folder = get_settings().var_dir / "cache" / "fonts"
    target = folder / f"{voice}-{weight}-{digest}.ttf"
    with _lock:
        if not target.exists():
            folder.mkdir(parents=True, exist_ok=True)
            _merge(sources, weight, target)
    return target


@lru_cache(maxsize=32)
def _characters(path: Path) -> frozenset[int]:
    """The code points a font has a glyph for."""
    return frozenset(_opened(path).getBestCmap())


def _opened(path: Path) -> Any:  # noqa: ANN401 - the library has no types
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # noqa: PLC0415 - no types

    return TTFont(path)


def _merge(sources: tuple[Path, ...], weight: int, target: Path) -> None:
    from fontTools.merge import Merger  # type: ignore[import-untyped]  # noqa: PLC0415 - no types
    from fontTools.ttLib.scaleUpem import scale_upem  # type: ignore[import-untyped]  # noqa: PLC0415

    fonts = [_static(source, weight) for source in sources]
    units = fonts[0]["head"].unitsPerEm
    parts = []
    for font in fonts:
        if font["head"].unitsPerEm != units:
            scale_upem(font, units)
        parts.append(io.BytesIO())
        font.save(parts[-1])
        parts[-1].seek(0)
    # Another process may do the same at the same time; whole files only are put in place.
    partial = target.with_suffix(f".{os.getpid()}.part")
    Merger().merge(parts).save(partial)
    partial.replace(target)


def _static(source: Path, weight: int) -> Any:  # noqa: ANN401 - the library has no types
    """One weight of a variable font."""
    from fontTools.varLib import instancer  # type: ignore[import-untyped]  # noqa: PLC0415 - no types

    font = _opened(source)
    # Nothing here shapes text, and making the rules for that static is nine tenths of the work.
    for table in ("GSUB", "GPOS", "GDEF", "STAT"):
        if table in font:
            del font[table]
    if "fvar" in font:
        axes = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes}
        font = instancer.instantiateVariableFont(font, {**axes, "wght": weight})
    font.flavor = None
    return font
