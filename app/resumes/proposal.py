"""Who a résumé is probably of. A person confirms it before anything is kept."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

MOST_LINES = 60
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,180}\.[A-Za-z]{2,24}")
_NAME = re.compile(r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){1,4}")
_NOT_NAMES = frozenset(
    {
        "curriculum",
        "vitae",
        "cv",
        "resume",
        "résumé",
        "profile",
        "summary",
        "experience",
        "education",
        "skills",
        "contact",
        "engineer",
        "developer",
        "manager",
        "employment",
        "work",
        "history",
        "languages",
        "references",
        "projects",
    }
)
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Proposal:
    """A name and an address, each empty where the document shows none."""

    full_name: str
    email: str


def propose(text: str, file_name: str) -> Proposal:
    """The name and the address in the head of a résumé, else the name its file is called by.

    Of several lines that could be a name, the one that shares words with the address wins.
    """
    found = _EMAIL.search(text)
    email = found.group() if found else ""
    lines = [" ".join(line.split()) for line in text.splitlines()[:MOST_LINES]]
    names = [line for line in lines if _could_be_name(line)]
    if named := " ".join(_stem(file_name)):
        names = [*names, named] if _could_be_name(named) else names
    local = _folded(email.partition("@")[0])
    best = next((one for one in names if _shared(one, local)), next(iter(names), ""))
    return Proposal(full_name=best, email=email)


def _could_be_name(line: str) -> bool:
    return (
        len(line) <= _LONGEST
        and _NAME.fullmatch(line) is not None
        and not any(word.casefold() in _NOT_NAMES for word in line.split())
        and line.rsplit(maxsplit=1)[-1][:1].isupper()
    )


def _shared(name: str, local: str) -> bool:
    return any(len(word) > 1 and word in local for word in _folded(name).split())


def _stem(file_name: str) -> list[str]:
    words = re.split(r"[\s_.-]+", PurePosixPath(file_name).stem)
    return [word for word in words if word and word.casefold() not in _NOT_NAMES]


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in decomposed if not unicodedata.combining(one))
