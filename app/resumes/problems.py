"""Why a document cannot be read, in words for whoever sent it."""

from __future__ import annotations

from enum import StrEnum

from app.core.errors import InvalidInputError


class Reason(StrEnum):
    """What is the matter with a document."""

    EMPTY = "empty"
    UNKNOWN_FORMAT = "unknown_format"
    ENCRYPTED = "encrypted"
    BROKEN = "broken"
    TOO_LARGE = "too_large"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_MUCH_TEXT = "too_much_text"
    EXPANDS = "expands"
    TOO_DEMANDING = "too_demanding"
    NO_TEXT = "no_text"


_WORDS: dict[Reason, str] = {
    Reason.EMPTY: "The file is empty. Choose another one.",
    Reason.UNKNOWN_FORMAT: "This is no PDF, Word (.docx) or text file. Save the résumé as one.",
    Reason.ENCRYPTED: "The file is protected by a password. Ask for a copy without one.",
    Reason.BROKEN: "The file is damaged and cannot be opened. Ask for it again.",
    Reason.TOO_LARGE: "The file is larger than {limit} MB. Ask for a smaller one.",
    Reason.TOO_MANY_PAGES: "The document has more than {limit} pages. Is it a résumé?",
    Reason.TOO_MUCH_TEXT: "The document has more text than {limit} pages hold. Is it a résumé?",
    Reason.EXPANDS: "The file unpacks to far more than a résumé needs and was not opened.",
    Reason.TOO_DEMANDING: "Reading the file took too much time or memory. Ask for a simpler one.",
    Reason.NO_TEXT: "No text can be read: it is a picture. Ask for the file it was made from.",
}


class UnreadableError(InvalidInputError):
    """A document cannot be read as a résumé; `reason` says why, `message` in words."""

    code = "unreadable_resume"

    def __init__(self, reason: Reason, *, limit: int = 0) -> None:
        super().__init__(_WORDS[reason].format(limit=limit), field="file")
        self.reason = reason
        self.limit = limit
