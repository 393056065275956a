"""PDF as a person would see it.

Every page is rendered twice, as it is and without its text. Where a word changes no pixel, or only
pixels that another word changes, nobody sees it: whether it is white on white, white on a white
picture, under a rectangle, clipped, transparent, or in a layer that is switched off.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from app.resumes.pieces import Contents, Hidden, HiddenKind, Piece, contents, says_more
from app.resumes.problems import Reason, UnreadableError
from app.resumes.seeing import Glyph, Sight

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_INVISIBLE = frozenset({raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP})
_SOLID = frozenset({raw.FPDF_TEXTRENDERMODE_FILL, raw.FPDF_TEXTRENDERMODE_FILL_CLIP})
# In points. Nobody reads letters smaller than this.
_TINY = 2.0
# So many letters in the place of one, each this narrow by its height, stand for something else.
_LETTERS_OF_ONE, _NARROW = 6, 0.15
_MOST_CHARACTERS_A_PAGE = 60_000
_MOST_NOTES, _LONGEST = 500, 100_000
_REPLACED, _STRING = b"ActualText", raw.FPDF_OBJECT_STRING
_STUCK_ON = frozenset({raw.FPDF_ANNOT_TEXT, raw.FPDF_ANNOT_POPUP})
_PROPERTIES = ("Title", "Author", "Subject", "Keywords")


def read_pdf(content: bytes, *, most_pages: int) -> Contents:
    """What a person sees of the document. Raises UnreadableError."""
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        is_locked = raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD or "password" in str(error)
        raise UnreadableError(Reason.ENCRYPTED if is_locked else Reason.BROKEN) from error
    try:
        if len(document) > most_pages:
            raise UnreadableError(Reason.TOO_MANY_PAGES, limit=most_pages)
        pages: list[list[Piece]] = []
        beside: list[Hidden] = []
        for number in range(len(document)):
            page = document[number]
            beside += [Hidden(HiddenKind.COMMENT, number + 1, text) for text in _notes(page)]
            replaced = " ".join(dict.fromkeys(_replacements(page)))
            pages.append(list(_pieces(page, most_pages)))
            if says_more(replaced, _shown(pages[-1:])):
                beside.append(Hidden(HiddenKind.REPLACED, number + 1, replaced))
        return contents(pages, [*beside, *_properties(document, pages)])
    except pdfium.PdfiumError as error:
        raise UnreadableError(Reason.BROKEN) from error
    finally:
        document.close()


@dataclass(slots=True)
class _Style:
    """How the characters of one text object are drawn; `fill` is red, green, blue, alpha."""

    mode: int
    fill: tuple[int, int, int, int]


def _pieces(page: Any, most_pages: int) -> Iterator[Piece]:  # noqa: ANN401 - of an untyped library
    text_page = page.get_textpage()
    try:
        glyphs = list(_glyphs(text_page, most_pages))
        sight = Sight.of(page, [one for one in glyphs if one.is_drawn])
    finally:
        text_page.close()
        page.close()
    for word in _words(glyphs):
        text = "".join(one.character for one in word)
        yield Piece(text, _hidden(word, sight) if word[0].is_drawn else None)


def _glyphs(text_page: Any, most_pages: int) -> Iterator[Glyph]:  # noqa: ANN401
    count = text_page.count_chars()
    if count > _MOST_CHARACTERS_A_PAGE:
        raise UnreadableError(Reason.TOO_MUCH_TEXT, limit=most_pages)
    styles: dict[int, _Style] = {}
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    loose = raw.FS_RECTF()
    for index in range(count):
        character = chr(raw.FPDFText_GetUnicode(text_page, index))
        pointer = raw.FPDFText_GetTextObject(text_page, index)
        if not pointer or character.isspace() or raw.FPDFText_IsGenerated(text_page, index) == 1:
            yield Glyph(character)
            continue
        style = _style(text_page, index, pointer, styles)
        raw.FPDFText_GetCharBox(text_page, index, left, right, bottom, top)
        box = (left.value, bottom.value, right.value, top.value)
        size = max(right.value - left.value, top.value - bottom.value)
        if raw.FPDFText_GetLooseCharBox(text_page, index, loose):
            size = max(size, abs(loose.right - loose.left), abs(loose.top - loose.bottom))
        yield Glyph(character, box, size, style.mode, style.fill)


def _style(text_page: Any, index: int, pointer: Any, known: dict[int, _Style]) -> _Style:  # noqa: ANN401
    address = ctypes.addressof(pointer.contents)
    if address not in known:
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        raw.FPDFText_GetFillColor(text_page, index, red, green, blue, alpha)
        known[address] = _Style(
            mode=raw.FPDFTextObj_GetTextRenderMode(pointer),
            fill=(red.value, green.value, blue.value, alpha.value),
        )
    return known[address]


def _words(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """The glyphs in stretches that are judged together: words of one style, and what is between."""
    word: list[Glyph] = []
    for glyph in glyphs:
        if word and (glyph.is_drawn, glyph.mode, glyph.fill) != (
            word[0].is_drawn,
            word[0].mode,
            word[0].fill,
        ):
            yield word
            word = []
        word.append(glyph)
    if word:
        yield word


def _hidden(word: Sequence[Glyph], sight: Sight) -> HiddenKind | None:
    """How a word is hidden, by most of its letters; None where it is seen."""
    if 2 * sum(map(sight.is_off, word)) > len(word):
        return HiddenKind.OFF_PAGE
    if word[0].mode in _INVISIBLE:
        return HiddenKind.INVISIBLE
    if 2 * sum(one.size < _TINY for one in word) > len(word):
        return HiddenKind.TINY
    if _is_replaced(word):
        return HiddenKind.REPLACED
    is_solid = word[0].mode in _SOLID
    if 2 * sum(sight.is_seen(one, by_colour=is_solid) for one in word) >= len(word):
        return None
    return HiddenKind.COLOUR if is_solid and sight.blends_in(word) else HiddenKind.COVERED


def _is_replaced(word: Sequence[Glyph]) -> bool:
    """Whether more letters stand in one place than fit there: others are drawn than are read."""
    boxes = {one.box for one in word if one.box is not None}
    if len(word) < _LETTERS_OF_ONE * len(boxes):
        return False
    width = sum(box[2] - box[0] for box in boxes)
    return width / len(word) < _NARROW * max(one.size for one in word)


def _properties(document: Any, pages: Sequence[Sequence[Piece]]) -> Iterator[Hidden]:  # noqa: ANN401
    shown = _shown(pages)
    properties = document.get_metadata_dict()
    for name in _PROPERTIES:
        if says_more(properties.get(name, ""), shown):
            yield Hidden(HiddenKind.METADATA, None, properties[name])


def _shown(pages: Sequence[Sequence[Piece]]) -> str:
    return "".join(piece.text for page in pages for piece in page if piece.hidden is None)


def _replacements(page: Any) -> Iterator[str]:  # noqa: ANN401
    """What programs are told to read in place of what is drawn. It is taken off the page."""
    for text in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
        for index in reversed(range(raw.FPDFPageObj_CountMarks(text))):
            mark = raw.FPDFPageObj_GetMark(text, index)
            if mark and raw.FPDFPageObjMark_GetParamValueType(mark, _REPLACED) == _STRING:
                yield _value_of(mark)
                raw.FPDFPageObj_RemoveMark(text, mark)


def _value_of(mark: Any) -> str:  # noqa: ANN401
    size = ctypes.c_ulong()
    raw.FPDFPageObjMark_GetParamStringValue(mark, _REPLACED, None, 0, size)
    buffer = ctypes.create_string_buffer(min(size.value, _LONGEST) + 2)
    raw.FPDFPageObjMark_GetParamStringValue(
        mark, _REPLACED, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), len(buffer), size
    )
    return buffer.raw.decode("utf-16-le", "ignore").split("\0", 1)[0]


def _notes(page: Any) -> Iterator[str]:  # noqa: ANN401
    """What the notes stuck to a page say once one opens them. They are taken off it."""
    for index in reversed(range(min(raw.FPDFPage_GetAnnotCount(page), _MOST_NOTES))):
        note = raw.FPDFPage_GetAnnot(page, index)
        if not note:
            continue
        size = raw.FPDFAnnot_GetStringValue(note, b"Contents", None, 0)
        if 2 < size < _LONGEST:  # noqa: PLR2004 - in bytes; an empty one has its two of the end
            buffer = ctypes.create_string_buffer(size)
            raw.FPDFAnnot_GetStringValue(
                note, b"Contents", ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size
            )
            yield buffer.raw[: size - 2].decode("utf-16-le", "ignore")
        is_stuck_on = raw.FPDFAnnot_GetSubtype(note) in _STUCK_ON
        raw.FPDFPage_CloseAnnot(note)
        if is_stuck_on:
            raw.FPDFPage_RemoveAnnot(page, index)
