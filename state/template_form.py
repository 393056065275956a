"""The form of a template: its fields, the variables it may name, and where it is wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, Self

from app.core.errors import InvalidInputError
from app.core.templating import LONGEST_TEMPLATE, VariableType

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.core.templating import Variable

SHORT = 300
_TYPE_OF_VALUE = {
    VariableType.TEXT: "text",
    VariableType.NUMBER: "number",
    VariableType.LIST: "list",
    VariableType.CANDIDATES_WORDS: "the candidate’s words",
}
_LINE = re.compile(r"\b[Ll]ine (\d+):")


@dataclass(frozen=True)
class TemplateFields:
    """What is in the form; what is written adds fields of its own.

    TYPED says how much is taken of what is typed into a field, which is more than may be stored.
    COLUMNS are the service's names of the fields.
    """

    TYPED: ClassVar[dict[str, int]] = {"name": SHORT, "template": LONGEST_TEMPLATE + 1}
    COLUMNS: ClassVar[dict[str, str]] = {}

    name: str = ""
    is_default: bool = False
    template: str = ""

    @classmethod
    def of(cls, view: Any) -> Self:
        """The form as it was stored."""
        raise NotImplementedError

    def values(self) -> dict[str, Any]:
        """The form as the service takes it."""
        raise NotImplementedError

    @property
    def same(self) -> Self:
        """The same as far as it matters once stored."""
        return replace(
            self,
            name=" ".join(self.name.split()),
            template=self.template.strip().replace("\r\n", "\n"),
        )

    def offers(self, name: str, value: str) -> bool:
        """Whether the field of that name is chosen from a few values, and this is one of them."""
        return False

    def changed(self, name: object, value: object) -> Self:
        """The form with one field changed. Raises InvalidInputError for what is none."""
        if name == "is_default":
            return replace(self, is_default=value is True)
        if isinstance(name, str) and isinstance(value, str):
            text: Any = value[: self.TYPED.get(name, SHORT)]
            if name in self.TYPED or self.offers(name, text):
                return replace(self, **{name: text})
        raise InvalidInputError("There is no such field.")

    def submitted(self, form: object) -> Self:
        """With what the browser has in its text fields, of which we may learn a moment later."""
        given: Mapping[str, Any] = form if isinstance(form, dict) else {}
        fields = self
        for name in self.TYPED:
            if isinstance(given.get(name), str):
                fields = fields.changed(name, given[name])
        return fields


@dataclass(frozen=True)
class VariableRow:
    """Something a template may name, and what a press puts into it."""

    name: str
    type: str
    about: str
    example: str
    insert: str


def variable_rows(variables: Sequence[Variable]) -> list[VariableRow]:
    """The table of variables; a list goes in joined by commas."""
    return [
        VariableRow(
            name=one.name,
            type=_TYPE_OF_VALUE[one.type] + (", may be empty" if one.is_optional else ""),
            about=one.description,
            example=", ".join(one.example) if isinstance(one.example, tuple) else str(one.example),
            insert=(
                f'{{{{ {one.name} | join(", ") }}}}'
                if one.type is VariableType.LIST
                else f"{{{{ {one.name} }}}}"
            ),
        )
        for one in variables
    ]


def line_of(message: str, typed: str) -> int:
    """The line of what was typed that a message is about, from 1; 0 where it names none.

    Messages count from the first line that says something, as templates are kept.
    """
    found = _LINE.search(message)
    if found is None:
        return 0
    blank = len(typed) - len(typed.lstrip())
    return int(found[1]) + typed[:blank].count("\n")
