"""Files that come in with a form, and go out as downloads."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from api.common.bodies import BODY
from api.common.faults import InvalidRequestError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from starlette.requests import Request

FIELD = "file"
# What a form has around its file.
_AROUND = 64_000
_MULTIPART = "multipart/form-data"
_UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|\ud800-\udfff]+")
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9.]+")
_MAX_NAME = 120


class TooLongError(Exception):
    """More was sent than a file may have."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was sent, with the name it had there."""

    name: str
    content: bytes


async def upload_of(request: Request, *, most_bytes: int) -> Upload:
    """The file of a form, in its part `file`; read no further than a file may be long.

    Raises InvalidRequestError, and TooLongError.
    """
    if not request.headers.get("content-type", "").lower().startswith(_MULTIPART):
        raise _bad(BODY, f"must be a form: send Content-Type: {_MULTIPART}")
    limited = _limited(request, most_bytes + _AROUND)
    try:
        form = await MultiPartParser(request.headers, limited, max_files=1, max_fields=4).parse()
    except (MultiPartException, KeyError, UnicodeError) as error:
        raise _bad(BODY, "must be a form with one file") from error
    try:
        found = form.get(FIELD)
        if not isinstance(found, UploadFile):
            raise _bad(FIELD, "must be a file")
        content = await found.read()
    finally:
        await form.close()
    if len(content) > most_bytes:
        raise TooLongError
    return Upload(found.filename or "", content)


async def _limited(request: Request, most: int) -> AsyncGenerator[bytes, None]:
    length = 0
    async for piece in request.stream():
        length += len(piece)
        if length > most:
            raise TooLongError
        yield piece


def _bad(field: str, words: str) -> InvalidRequestError:
    return InvalidRequestError([(field, words)])


def takes_file(description: str) -> dict[str, Any]:
    """The form of an operation, as its document describes it (`openapi_extra`)."""
    file = {"type": "string", "format": "binary", "description": description}
    schema = {"type": "object", "required": [FIELD], "properties": {FIELD: file}}
    return {"requestBody": {"required": True, "content": {_MULTIPART: {"schema": schema}}}}


def attachment(name: str) -> str:
    """The header that names a download: plainly for every browser, and as written for most.

    Nothing of the name can end the header or name a folder.
    """
    written = " ".join(_UNSAFE.sub(" ", name).split())[-_MAX_NAME:].strip(" .") or "file"
    ascii_only = unicodedata.normalize("NFKD", written).encode("ascii", "ignore").decode()
    plain = _NOT_PLAIN.sub("-", ascii_only).strip("-.") or "file"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(written, safe='')}"
