"""The form of a prompt: what it holds beside a template, and as the service takes it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self

from app.core.numbers import number_in
from app.prompts.answers import LONGEST_SCHEMA
from app.prompts.service import PromptType
from state.prompt_rows import ALL, takes_schema
from state.template_form import TemplateFields

TYPES_BY_VALUE = {one.value: one for one in PromptType}


@dataclass(frozen=True)
class PromptFields(TemplateFields):
    """What is in the form. `scope` is a requisition's number, or "all"."""

    TYPED: ClassVar[dict[str, int]] = {**TemplateFields.TYPED, "schema": LONGEST_SCHEMA + 1}
    COLUMNS: ClassVar[dict[str, str]] = {
        "name": "name",
        "prompt_type": "type",
        "requisition_id": "scope",
        "template_content": "template",
        "schema_content": "schema",
    }

    type: str = PromptType.RESUME_ANALYSIS.value
    scope: str = ALL
    schema: str = ""

    @classmethod
    def of(cls, view: Any) -> Self:
        """The form as it was stored."""
        return cls(
            name=view.name,
            type=view.prompt_type.value,
            scope=ALL if view.requisition_number is None else str(view.requisition_number),
            is_default=view.is_default,
            template=view.template_content,
            schema=view.schema_content or "",
        )

    def values(self) -> dict[str, Any]:
        """The form as the service takes it."""
        return {
            "name": self.name,
            "prompt_type": self.type,
            "template_content": self.template,
            "schema_content": self._schema or None,
            "requisition_number": number_in(self.scope) or None,
            "is_default": self.is_default,
        }

    @property
    def same(self) -> Self:
        """The same as far as it matters once stored."""
        return replace(super().same, schema=self._schema)

    @property
    def _schema(self) -> str:
        return self.schema.strip() if takes_schema(self.type) else ""

    def offers(self, name: str, value: str) -> bool:
        """Whether that is a type, or a scope."""
        if name == "type":
            return value in TYPES_BY_VALUE
        return name == "scope" and (value == ALL or number_in(value) > 0)
