"""Text files as résumés."""

from __future__ import annotations

import re

from app.resumes.pieces import Contents, Piece, contents
from app.resumes.problems import Reason, UnreadableError

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# What a text file has few of, and anything else many.
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MOST_CONTROLS = 0.001
_OTHER_FORMATS = re.compile(r"\s*(?:\{\\rtf|<!doctype|<html|<\?xml|%!PS)", re.IGNORECASE)
PAGE = 6_000
"""So many characters fill the fullest of pages."""


def read_text(content: bytes, *, most_pages: int) -> Contents:
    """The text, page by page where it has form feeds. Raises UnreadableError."""
    text = _decoded(content)
    if _OTHER_FORMATS.match(text) or len(_CONTROLS.findall(text)) > _MOST_CONTROLS * len(text):
        raise UnreadableError(Reason.UNKNOWN_FORMAT)
    if len(text) > PAGE * most_pages:
        raise UnreadableError(Reason.TOO_MUCH_TEXT, limit=most_pages)
    pages = text.rstrip("\f \n\r\t").split("\f")
    if len(pages) > most_pages:
        raise UnreadableError(Reason.TOO_MANY_PAGES, limit=most_pages)
    return contents([[Piece(page)] for page in pages])


def _decoded(content: bytes) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        # What is not UTF-8 has mostly come from a Windows editor.
        return content.decode("cp1252", "replace")
