"""Logs on the console: one line an event, as key=value or JSON, and nothing in it that is private.

Secrets and candidates' words are left out where they would be written, whoever writes: by the name
of the field, by what a value looks like, and by never writing what an exception says. What a
library logs goes the same way, cut to its first line.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import structlog
from structlog.stdlib import ProcessorFormatter

from app.core.errors import ProblemError

if TYPE_CHECKING:
    from collections.abc import MutableMapping
    from types import TracebackType

LEFT_OUT = "[left out]"
LONGEST = 300
MOST_FRAMES = 12
_DEEPEST = 4

# Part of a name, once it is plain: `refreshToken` and `X-API-Key` as well.
_SECRET_NAMES = re.compile(
    "passw|secret|token|authorization|cookie|apikey|privatekey|credential|signature|sealed|bearer"
    "|transcript|resume|answer|quote|prompt|email|phone|recipient|fullname|candidatename"
)
# The whole of a name: what holds words that people wrote.
_WORDS_NAMES = frozenset(
    {"text", "content", "body", "draft", "message", "reply", "said", "payload", "key", "name"}
)
# The id, the hash or the kind of something private is not it.
_ABOUT = ("id", "hash", "version", "kind", "status")
_PLAIN = re.compile(r"[^a-z0-9]")
_PATTERNS = (
    # A JSON web token; a scheme with what follows it; keys that say what they are.
    re.compile(r"\beyJ[\w-]+\.[\w-]+\.?[\w-]*"),
    re.compile(r"\b(?:bearer|basic)\s+[\w.~+/=-]{8,}", re.IGNORECASE),
    re.compile(r"\b(?:sk|pk|rk|vv|whsec|xox[abp])[-_][\w-]{12,}"),
    # An invitation's token in an address, and secrets among an address's parameters.
    re.compile(r"(?<=/interview/)[^\s/?#\"']+|(?<=/interviews/)(?![0-9a-f-]{36}\b)[\w-]{20,}"),
    re.compile(r"(?<=[?&])(?:code|state|token|key|signature)=[^&\s\"']+"),
    re.compile(r"(?<=://)[^\s/@:]*:[^\s/@]+(?=@)"),
    # A random token of 256 bits; an e-mail address.
    re.compile(r"(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[A-Z])(?=[\w-]*[a-z])[\w-]{40,}={0,2}"),
    re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+"),
)
# What these say is about code and files, never about data.
_HARMLESS = (OSError, ImportError, AttributeError, NameError, TypeError, RecursionError)
_LOUD = (
    "dbos",
    "httpx",
    "httpcore",
    "openai",
    "stripe",
    "asyncio",
    "aiosqlite",
    "fontTools",
    "granian",
)
_OWN = ("dbos", "reflex", "granian", "_granian", "uvicorn", "uvicorn.error", "uvicorn.access")


def set_up(
    *, as_json: bool | None = None, level: int = logging.INFO, stream: TextIO | None = None
) -> None:
    """Have everything logged to standard error or that stream. May be called again.

    JSON where nobody reads along at a terminal, unless the caller says otherwise.
    """
    before: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        where_it_went_wrong,
    ]
    structlog.configure(
        processors=[*before, leave_out, ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    machine = not sys.stderr.isatty() if as_json is None else as_json
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(
        ProcessorFormatter(
            foreign_pre_chain=[*before, first_line, leave_out],
            processors=[ProcessorFormatter.remove_processors_meta, _renderer(machine)],
        )
    )
    # What cannot be logged would be shown with all it holds.
    logging.raiseExceptions = False
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in _OWN:
        # In place of the handlers that libraries bring along, and bring again where there is none.
        logger = logging.getLogger(name)
        logger.handlers[:] = [handler]
        logger.propagate = False
    for name in _LOUD:
        logging.getLogger(name).setLevel(logging.WARNING)


def leave_out(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Blank what is private, by its name and by its looks, however deep it stands."""
    return {
        key: value
        if key in {"level", "timestamp", "logger", "_record", "_from_structlog"}
        else _blanked(key, value, 0)
        for key, value in event.items()
    }


def first_line(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Cut what a library says to its first line: behind it come tracebacks and their data."""
    lines = str(event.get("event", "")).splitlines() or [""]
    event["event"] = lines[0][:LONGEST]
    return event


def where_it_went_wrong(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Turn an exception into its kind and where it came from: what it says may be anything."""
    told = event.pop("exc_info", None)
    if event.pop("traceback", None) is not None or told is True:
        told = sys.exc_info()
    error = told[1] if isinstance(told, tuple) else told
    if isinstance(error, BaseException):
        event["error"], event["at"] = _kinds(error), _frames(error.__traceback__)
    event.pop("exception", None)
    event.pop("stack_info", None)
    return event


def _kinds(error: BaseException) -> str:
    """The kind of an exception and of those that led to it, with what the harmless ones say."""
    kinds: list[str] = []
    seen: BaseException | None = error
    while seen is not None and len(kinds) < _DEEPEST:
        harmless = isinstance(seen, _HARMLESS) and not isinstance(seen, ProblemError)
        kinds.append(f"{type(seen).__name__}: {seen}" if harmless else type(seen).__name__)
        seen = seen.__cause__ or seen.__context__
    return " < ".join(kinds)


def _frames(trace: TracebackType | None) -> str:
    frames = traceback.extract_tb(trace)[-MOST_FRAMES:]
    return " > ".join(f"{Path(one.filename).name}:{one.lineno} {one.name}" for one in frames)


def _blanked(name: str, value: object, depth: int) -> object:
    if value is None or isinstance(value, bool | int | float):
        return value
    if _is_private(name) or depth >= _DEEPEST:
        return LEFT_OUT
    if isinstance(value, dict):
        return {str(key): _blanked(str(key), one, depth + 1) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_blanked("", one, depth + 1) for one in value]
    return _looked_over(str(value))


def _is_private(name: str) -> bool:
    plain = _PLAIN.sub("", name.lower())
    if plain.endswith(_ABOUT):
        return False
    return plain in _WORDS_NAMES or bool(_SECRET_NAMES.search(plain))


def _looked_over(text: str) -> str:
    for pattern in _PATTERNS:
        text = pattern.sub(LEFT_OUT, text)
    return text if len(text) <= 4 * LONGEST else f"{text[: 4 * LONGEST]}…"


def _renderer(machine: bool) -> Any:  # noqa: ANN401 - a processor of structlog's
    if machine:
        return structlog.processors.JSONRenderer(ensure_ascii=False)
    return structlog.processors.KeyValueRenderer(
        key_order=["timestamp", "level", "event"], drop_missing=True
    )
