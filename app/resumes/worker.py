"""The process that reads documents, one after another, until nobody sends any more.

It knows neither the database nor the configuration. A document comes as a line of JSON (`size` in
bytes, `pages` that it may have) and its bytes; the answer is one line of JSON: what was read, or
the `reason` why not and the `limit` it broke.
"""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, BinaryIO

from app.resumes.pdf import read_pdf
from app.resumes.plain import read_text
from app.resumes.problems import Reason, UnreadableError
from app.resumes.word import read_word

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.resumes.pieces import Contents

_MEMORY = 1_500_000_000
_CPU_SECONDS = 20
_PDF_MARK, _PDF_HEAD = b"%PDF-", 1024
_ZIP_MARK, _OLE_MARK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")


def read(content: bytes, most_pages: int) -> dict[str, Any]:
    """The answer to one document: `format`, `text`, `pages`, `hidden`, or `reason` and `limit`."""
    try:
        name, reader = _reader(content)
        found = reader(content, most_pages=most_pages)
        if not found.text:
            raise UnreadableError(Reason.NO_TEXT)
        return {"format": name, **asdict(found)}
    except UnreadableError as problem:
        return {"reason": problem.reason.value, "limit": problem.limit}
    except (MemoryError, RecursionError):
        return {"reason": Reason.TOO_DEMANDING.value, "limit": 0}


def _reader(content: bytes) -> tuple[str, Callable[..., Contents]]:
    """What the bytes are, whatever the file is called."""
    if not content.strip():
        raise UnreadableError(Reason.EMPTY)
    if _PDF_MARK in content[:_PDF_HEAD]:
        return "pdf", read_pdf
    if content.startswith(_ZIP_MARK):
        return "docx", read_word
    if content.startswith(_OLE_MARK):
        is_locked = _ENCRYPTED_PACKAGE in content
        raise UnreadableError(Reason.ENCRYPTED if is_locked else Reason.UNKNOWN_FORMAT)
    return "text", read_text


def main(incoming: BinaryIO, outgoing: BinaryIO) -> None:
    """Answer documents until there are no more."""
    limit_memory()
    while line := incoming.readline():
        order = json.loads(line)
        content = incoming.read(order["size"])
        allow_seconds(_CPU_SECONDS)
        outgoing.write(json.dumps(read(content, order["pages"])).encode() + b"\n")
        outgoing.flush()


def limit_memory() -> None:
    """Let this process have no more memory than a résumé needs, where the platform can see to it.

    It writes no file either, and leaves no core behind.
    """
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - Windows has none

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


def allow_seconds(seconds: int) -> None:
    """Let this process compute so many seconds from now, and end it then."""
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - Windows has none

        used = resource.getrusage(resource.RUSAGE_SELF)
        until = int(used.ru_utime + used.ru_stime) + 1 + seconds
        resource.setrlimit(resource.RLIMIT_CPU, (until, resource.getrlimit(resource.RLIMIT_CPU)[1]))


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
