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

# The document leaves open what is in an entry, so it is said here.
CONCEPT_DEPTH = (
    ("concept", "The concept, as a name for programs."),
    ("name", "The concept, as people write it."),
    (
        "depth",
        (
            "From 1, recall, over explain, apply and analyse to 5, design; 0 where there is no "
            "evidence."
        ),
    ),
    ("low", "Where the 90 % interval around the depth begins; left out without evidence."),
    ("high", "Where it ends."),
    ("target", "The depth that the position asks for."),
    ("weight", "How much the concept counts in the overall score."),
    ("questions", "How many questions were asked about it."),
    ("asked", "Whether any was."),
    (
        "low_confidence",
        "Whether an answer was graded without reference points of its own: have a person look.",
    ),
    ("evidence", "A few of the candidate's own words that earned the most."),
)
EVIDENCE = (
    ("turn_id", "The answer that the words are from."),
    ("start", "Where they begin in the answer, in characters from 0."),
    ("end", "Where they end: the character after the last."),
    ("quote", "The words."),
    ("point", "The reference point that they show."),
    ("credit", "How much of the point they earn, 0 to 1."),
)


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
        if any(one.name == "concept_depth" for one in inside):
            parts.append(facts("Each entry of concept_depth", CONCEPT_DEPTH))
            parts.append(facts("Each piece of evidence", EVIDENCE))
    if answer.headers:
        parts.append(fields("Headers of the answer", answer.headers))
    statuses = [(one.status, one.description) for one in shown.answers]
    parts.append(facts("Statuses", statuses, is_short=True))
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
