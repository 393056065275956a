"""What a page of reference is made of: prose, lists of fields, code, a table of contents."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import reflex as rx

from components.controls import segments
from components.display import tag
from components.reference_examples import LANGUAGES, pieces
from components.shell import SkipLink

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from components.reference_document import Field

_INLINE = re.compile(r"`([^`]+)`|\*\*([^*]+)\*\*")


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever reads: the values of an example's blanks, and the language they chose."""

    values: Mapping[str, Any]
    language: Any
    on_language: Any


def prose(text: str) -> rx.Component:
    """Paragraphs and lists with `code` and **bold** in them, as OpenAPI descriptions have."""
    blocks = [block.strip() for block in re.split(r"\n\s*\n", text) if block.strip()]
    return rx.fragment(*[_block(block) for block in blocks])


def _block(text: str) -> rx.Component:
    lines = [line.strip() for line in text.splitlines()]
    if all(line.startswith("- ") for line in lines):
        items = [rx.el.li(*inline(line.removeprefix("- "))) for line in lines]
        return rx.el.ul(*items, class_name="ref-list")
    return rx.el.p(*inline(" ".join(lines)))


def inline(text: str) -> list[Any]:
    """The parts of a line, with what is code or bold as elements."""
    parts: list[Any] = []
    at = 0
    for found in _INLINE.finditer(text):
        parts.append(text[at : found.start()])
        parts.append(rx.el.code(found[1]) if found[1] else rx.el.strong(found[2]))
        at = found.end()
    return [part for part in (*parts, text[at:]) if part != ""]


def section(anchor: str, title: str, *children: Any, aside: Any = None) -> rx.Component:
    """A part of the page one can link to; `aside` stands beside it where there is room."""
    body = rx.el.div(*children, class_name="ref-text")
    shown = body if aside is None else rx.el.div(body, aside, class_name="ref-pair")
    return rx.el.section(
        rx.el.h2(title, id=f"{anchor}-title"),
        shown,
        id=anchor,
        aria_labelledby=f"{anchor}-title",
        class_name="ref-section",
    )


def contents(groups: Sequence[tuple[str, Sequence[tuple[str, str]]]]) -> rx.Component:
    """Links to the parts of the page: titles of groups over pairs of anchor and words."""
    return rx.el.nav(
        *[
            rx.el.div(
                rx.el.span(title, class_name="ref-group"),
                rx.el.ul(
                    *[
                        rx.el.li(SkipLink.create(words, href=f"#{anchor}"))
                        for anchor, words in links
                    ]
                ),
            )
            for title, links in groups
        ],
        class_name="ref-contents",
        aria_label="On this page",
    )


def fields(title: str, rows: Iterable[Field], *, marks_required: bool = True) -> rx.Component:
    """The members of something, each with its type, limits and meaning."""
    return rx.el.div(
        rx.el.h3(title),
        rx.el.dl(
            *[
                rx.el.div(
                    rx.el.dt(
                        rx.el.code(row.name),
                        rx.el.small(row.kind),
                        tag("required") if marks_required and row.required else rx.fragment(),
                    ),
                    rx.el.dd(*_meaning(row)),
                )
                for row in rows
            ],
            class_name="ref-fields",
        ),
        class_name="ref-block",
    )


def _meaning(row: Field) -> list[Any]:
    said = row.description.lower()
    limits = "; ".join(limit for limit in row.limits if limit.lower() not in said)
    parts = inline(row.description)
    if limits:
        parts = [*parts, " " if parts else "", rx.el.small(limits[:1].upper() + limits[1:] + ".")]
    return parts


def facts(title: str, rows: Iterable[tuple[str, str]], *, is_short: bool = False) -> rx.Component:
    """Names and what they mean, as `fields` shows them; side by side where names are short."""
    return rx.el.div(
        rx.el.h3(title),
        rx.el.dl(
            *[
                rx.el.div(rx.el.dt(rx.el.code(name)), rx.el.dd(*inline(words)))
                for name, words in rows
            ],
            class_name="ref-fields short" if is_short else "ref-fields",
        ),
        class_name="ref-block",
    )


def sources(title: str, code: Mapping[str, str], reader: Reader) -> rx.Component:
    """The same code in several languages, of which the one the reader chose is shown.

    Where it is not among them, the first is.
    """
    offered = [(value, words) for value, words in LANGUAGES if value in code]
    first, *others = offered
    shown = rx.match(
        reader.language,
        *[(value, _code(code[value], reader)) for value, _ in others],
        _code(code[first[0]], reader),
    )
    chosen = rx.match(reader.language, *[(value, value) for value, _ in others], first[0])
    return _frame(
        title,
        segments(offered, value=chosen, on_pick=reader.on_language, label=f"Language: {title}"),
        shown,
    )


def source(title: str, code: str, reader: Reader, *, language: str) -> rx.Component:
    """Code that there is in one language alone."""
    return _frame(title, rx.el.small(language), _code(code, reader))


def data(title: str, value: Any) -> rx.Component:
    """JSON."""
    code = rx.el.code(json.dumps(value, indent=2, ensure_ascii=False))
    return _frame(title, rx.el.small("JSON"), code)


def _frame(title: str, aside: rx.Component, code: Any) -> rx.Component:
    return rx.el.figure(
        rx.el.figcaption(
            rx.el.span(title),
            aside,
            # reference.js does the copying, and marks the button for a moment.
            rx.el.button(
                rx.el.span("Copy", class_name="copy"),
                rx.el.span("Copied", class_name="copied"),
                type="button",
                class_name="btn quiet",
                aria_label=f"Copy: {title}",
                custom_attrs={"data-copy": "code"},
            ),
        ),
        rx.el.pre(code, tab_index=0, role="group", aria_label=title),
        class_name="ref-code",
    )


def _code(text: str, reader: Reader) -> rx.Component:
    parts: list[Any] = []
    for before, blank in pieces(text.rstrip("\n")):
        parts.append(before)
        if blank:
            parts.append(rx.el.span(reader.values[blank], class_name="own"))
    return rx.el.code(*[part for part in parts if not isinstance(part, str) or part])
