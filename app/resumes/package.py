"""What a zip archive holds, looked at before anything in it is opened."""

from __future__ import annotations

import io
import zipfile
import zlib

from app.resumes.problems import Reason, UnreadableError

_MOST_FILES, _MOST_BYTES, _MOST_TEXT_BYTES = 2_000, 200_000_000, 40_000_000
_PIECE = 1 << 20
_DOCUMENT = "word/document.xml"
_ENCRYPTED = 0x1
# What zipfile raises for damage; the last two for a way of packing and a place that are not there.
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError)


def check(content: bytes) -> None:
    """See that it is a Word document of a sensible size, declared and real.

    Raises UnreadableError.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if any(entry.flag_bits & _ENCRYPTED for entry in entries):
                raise UnreadableError(Reason.ENCRYPTED)
            if len(entries) > _MOST_FILES or _declared(entries) > _MOST_BYTES:
                raise UnreadableError(Reason.EXPANDS)
            if _DOCUMENT not in archive.namelist():
                raise UnreadableError(Reason.UNKNOWN_FORMAT)
            _unpack(archive, entries)
    except _DAMAGE as error:
        raise UnreadableError(Reason.BROKEN) from error


def _declared(entries: list[zipfile.ZipInfo]) -> int:
    return sum(entry.file_size for entry in entries)


def _unpack(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """Unpack everything once, piece by piece: what an entry says of its size need not be true."""
    total = text = 0
    for entry in entries:
        is_text = entry.filename.endswith((".xml", ".rels"))
        with archive.open(entry) as stream:
            first = True
            while piece := stream.read(_PIECE):
                total += len(piece)
                text += len(piece) if is_text else 0
                # A Word document never defines its own entities; those that do are bombs.
                if (
                    total > _MOST_BYTES
                    or text > _MOST_TEXT_BYTES
                    or (is_text and first and b"<!DOCTYPE" in piece[:4096])
                ):
                    raise UnreadableError(Reason.EXPANDS)
                first = False
