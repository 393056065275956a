"""The form of a prompt: what it holds, how it changes, and as the service takes it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from app.core.errors import InvalidInputError
from app.core.templating import LONGEST_TEMPLATE
from app.prompts.answers import LONGEST_SCHEMA
from app.prompts.service import PromptType
from state.prompt_rows import ALL, takes_schema

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.prompts.service import PromptView

TYPES_BY_VALUE = {one.value: one for one in PromptType}
_LONGEST = {"template": LONGEST_TEMPLATE + 1, "schema": LONGEST_SCHEMA + 1}
_SHORT, _DIGITS = 300, 10


@dataclass(frozen=True)
class Fields:
    """What is in the form. `scope` is a requisition's number, or "all"."""

    name: str = ""
    type: str = PromptType.RESUME_ANALYSIS.value
    scope: str = ALL
    is_default: bool = False
    template: str = ""
    schema: str = ""

    @property
    def same(self) -> Fields:
        """The same as far as it matters once stored."""
        return replace(
            self,
            name=" ".join(self.name.split()),
            template=self.template.strip().replace("\r\n", "\n"),
            schema=self.schema.strip() if takes_schema(self.type) else "",
        )


def number_in(text: str) -> int:
    """A public number as an address or a choice has it; 0 for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else 0


def fields_of(view: PromptView) -> Fields:
    """The form as it was stored."""
    return Fields(
        name=view.name,
        type=view.prompt_type.value,
        scope=ALL if view.requisition_number is None else str(view.requisition_number),
        is_default=view.is_default,
        template=view.template_content,
        schema=view.schema_content or "",
    )


def values_of(fields: Fields) -> dict[str, Any]:
    """The form as the service takes it."""
    return {
        "name": fields.name,
        "prompt_type": fields.type,
        "template_content": fields.template,
        "schema_content": fields.schema.strip() or None if takes_schema(fields.type) else None,
        "requisition_number": number_in(fields.scope) or None,
        "is_default": fields.is_default,
    }


def changed(fields: Fields, name: object, value: object) -> Fields:
    """The form with one field changed. Raises InvalidInputError for what is none."""
    if name == "is_default":
        return replace(fields, is_default=value is True)
    is_text = isinstance(name, str) and name in {*_LONGEST, "name", "type", "scope"}
    if (
        not is_text
        or not isinstance(value, str)
        or (name == "type" and value not in TYPES_BY_VALUE)
    ):
        raise InvalidInputError("There is no such field.")
    text: Any = value[: _LONGEST.get(str(name), _SHORT)]
    return replace(fields, **{str(name): text})


def submitted(fields: Fields, form: object) -> Fields:
    """What the browser has in its text fields now, which the server may learn of a moment later."""
    given: Mapping[str, Any] = form if isinstance(form, dict) else {}
    for name in ("name", *_LONGEST):
        if isinstance(given.get(name), str):
            fields = changed(fields, name, given[name])
    return fields
