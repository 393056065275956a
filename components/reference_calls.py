"""One call of the API: what it does and takes, what it answers, and code that makes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import reflex as rx

from components.display import notice, tag
from components.reference import data, facts, fields, prose, section, sources
from components.reference_examples import call
from components.reference_samples import sample

if TYPE_CHECKING:
    from components.reference import Reader
    from components.reference_document import Document, Operation


def operation(document: Document, shown: Operation, reader: Reader) -> rx.Component:
    """The part of the page about one call."""
    body = shown.body
    answer = shown.success
    parts = [
        rx.el.p(tag(shown.method, "accent"), rx.el.code(shown.path), class_name="ref-call"),
        prose(shown.description) if shown.description else rx.fragment(),
        prose(f"The key needs the scope `{shown.scope}`."),
    ]
    if shown.parameters:
        parts.append(fields("Parameters", shown.parameters))
    if body is not None:
        parts.append(fields("Body", document.fields(body)))
    if answer.schema is not None:
        inside = document.payload_fields(answer.schema)
        title = "data, of each" if document.is_list(answer.schema) else "data"
        parts.append(fields(f"Answer: {title}", inside, marks_required=False))
    parts.append(facts("Statuses", [(one.status, one.description) for one in shown.answers]))
    aside = [sources(shown.title, call(document, shown), reader)]
    if body is not None:
        aside.append(
            notice("This really schedules: the wallet is charged, and the link works.", tone="warn")
        )
        aside.append(data("A body with every member", sample(document, body)))
    if answer.schema is not None:
        envelope = {**sample(document, answer.schema), "error": None}
        aside.append(data(f"Answer, {answer.status}", envelope))
    return section(shown.id, shown.title, *parts, aside=rx.el.div(*aside, class_name="ref-aside"))
