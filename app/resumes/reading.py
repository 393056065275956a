"""Reading résumés in processes of their own, so that no document can take the server with it."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import app
from app.resumes.models import ResumeFormat
from app.resumes.pieces import Hidden, HiddenKind
from app.resumes.problems import Reason, UnreadableError
from app.settings import get_settings

__all__ = ["Hidden", "HiddenKind", "ReadResume", "Reason", "UnreadableError", "read", "unread"]

_SECONDS = 30.0
_AT_ONCE = min(4, os.cpu_count() or 1)
# A process that has read so many documents makes room for a fresh one.
_DOCUMENTS = 200
_MEGABYTE = 1_000_000
_ROOT = Path(app.__file__).resolve().parents[1]
_ENVIRONMENT = ("PATH", "SYSTEMROOT", "TMPDIR", "TEMP", "LANG", "LC_ALL")


@dataclass(frozen=True, slots=True)
class ReadResume:
    """A résumé as a person sees it.

    `pages` says where each page begins in `text`, in characters. `hidden` is what nobody would see
    and `text` therefore leaves out. `problem` says why nothing could be read, and is empty else.
    """

    format: ResumeFormat
    text: str
    pages: tuple[int, ...]
    hidden: tuple[Hidden, ...]
    problem: str = ""


async def read(content: bytes, file_name: str = "") -> ReadResume:
    """Read a document, by what it is and not by what its name says.

    Raises UnreadableError, in words for whoever sent it.
    """
    if len(content) > most_bytes():
        raise too_large()
    loop = asyncio.get_running_loop()
    answer = await loop.run_in_executor(_readers, _asked, content, get_settings().resume_pages)
    if "reason" in answer:
        raise UnreadableError(Reason(answer["reason"]), limit=answer["limit"])
    return ReadResume(
        format=ResumeFormat(answer["format"]),
        text=answer["text"],
        pages=tuple(answer["pages"]),
        hidden=tuple(
            Hidden(HiddenKind(one["kind"]), one["page"], one["text"]) for one in answer["hidden"]
        ),
    )


def most_bytes() -> int:
    """How long a file may be."""
    return get_settings().resume_megabytes * _MEGABYTE


def too_large() -> UnreadableError:
    """What to say of a longer one."""
    return UnreadableError(Reason.TOO_LARGE, limit=get_settings().resume_megabytes)


def unread(content: bytes, error: UnreadableError) -> ReadResume:
    """A document that cannot be read, to be kept beside the reason why."""
    kind = ResumeFormat.TEXT
    if b"%PDF-" in content[:1024]:
        kind = ResumeFormat.PDF
    elif content.startswith(b"PK"):
        kind = ResumeFormat.DOCX
    return ReadResume(format=kind, text="", pages=(), hidden=(), problem=error.message)


class _Reader(threading.local):
    """The process that a thread has its documents read by."""

    process: subprocess.Popen[bytes] | None = None
    left: int = 0

    def running(self) -> subprocess.Popen[bytes]:
        """The process, a new one where there is none or it has read enough."""
        if self.process is None or self.left <= 0 or self.process.poll() is not None:
            self.stop()
            environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
            self.process = subprocess.Popen(
                [sys.executable, "-m", "app.resumes.worker"],
                cwd=_ROOT,
                env=environment | {"OPENBLAS_NUM_THREADS": "1"},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            self.left = _DOCUMENTS
        self.left -= 1
        return self.process

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
            self.process = None


_reader = _Reader()
_readers = ThreadPoolExecutor(max_workers=_AT_ONCE, thread_name_prefix="resumes")


def _asked(content: bytes, most_pages: int) -> dict[str, Any]:
    """What a reader says of a document; one that says nothing in time has taken too much."""
    process = _reader.running()
    clock = threading.Timer(_SECONDS, process.kill)
    clock.start()
    try:
        answer = _talk(process, content, most_pages)
    finally:
        clock.cancel()
    if answer is None:
        _reader.stop()
        return {"reason": Reason.TOO_DEMANDING.value, "limit": 0}
    return answer


def _talk(
    process: subprocess.Popen[bytes], content: bytes, most_pages: int
) -> dict[str, Any] | None:
    if process.stdin is None or process.stdout is None:
        return None
    order = json.dumps({"size": len(content), "pages": most_pages})
    try:
        process.stdin.write(order.encode() + b"\n" + content)
        process.stdin.flush()
        line = process.stdout.readline()
        answer: dict[str, Any] = json.loads(line)
    except (OSError, ValueError):
        return None
    return answer
