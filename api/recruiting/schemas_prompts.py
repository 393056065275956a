"""What is sent and shown of prompts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import ConfigDict, Field

from api.common.formats import Instant, Integer
from api.recruiting.answers import Shown
from api.recruiting.bodies import Given, may_lack
from app.core.numbers import LARGEST
from app.core.templating import LONGEST_TEMPLATE, VariableType
from app.prompts.answers import LONGEST_SCHEMA
from app.prompts.models import PromptType
from app.prompts.service import MAX_NAME, VARIABLES
from app.prompts.uses import USES

if TYPE_CHECKING:
    from app.core.templating import Variable
    from app.interviews.prompt_preview import PromptPreview
    from app.prompts.views import PromptVersionView, PromptView

_Name = Annotated[str, Field(min_length=1, max_length=MAX_NAME)]
_Type = Annotated[
    PromptType,
    Field(
        description="What it is for.\n\n"
        + "\n".join(f"- `{type_.value}`: {words}" for type_, words in USES.items())
    ),
]
_Number = Annotated[Integer, Field(ge=1, le=LARGEST)]
_Template = Annotated[
    str,
    Field(
        min_length=1,
        max_length=LONGEST_TEMPLATE,
        description="Jinja2 with the variables of its type, which `GET /prompt-variables` names.",
    ),
]


class _Fields(Given):
    schema_content: Annotated[str, Field(max_length=LONGEST_SCHEMA)] | None = Field(
        default=None,
        description=(
            "A JSON Schema of an object, as text. Answers to a `resume_analysis` must fit it; "
            "that of an `evaluation` is only checked. Other types have none."
        ),
    )
    requisition_id: _Number | None = Field(
        default=None, description="The one requisition it is of; null for all."
    )
    is_default: bool = may_lack(
        description=(
            "Whether it is the default of its requisition, or of all, and so in use where its "
            "type is. There is one at most."
        )
    )

    def fields(self) -> dict[str, Any]:
        """What was sent, as the service names it."""
        return {
            "requisition_number" if name == "requisition_id" else name: value
            for name, value in self.changes().items()
        }


class PromptChanges(_Fields):
    """What to change of a prompt; what is left out stays. It keeps its type."""

    name: _Name = may_lack()
    prompt_type: _Type = may_lack()
    template_content: _Template = may_lack()


class NewPrompt(_Fields):
    """A template of ours for one of the things that have one."""

    name: _Name
    prompt_type: _Type
    template_content: _Template


class PreviewWanted(Given):
    """A stored prompt, or a template with its type; and the application to try it with."""

    model_config = ConfigDict(
        json_schema_extra={
            "oneOf": [
                {"required": ["promptId"]},
                {"required": ["promptType", "templateContent"]},
            ]
        }
    )

    application_id: _Number
    prompt_id: _Number = may_lack()
    prompt_type: PromptType = may_lack()
    template_content: _Template = may_lack()


class PromptShown(Shown):
    """A prompt. Each edit is a version."""

    id: int
    name: str
    prompt_type: _Type
    template_content: str
    schema_content: str | None
    requisition_id: int | None
    requisition_name: str | None
    is_default: bool
    version: int
    created_at: Instant
    updated_at: Instant


class PromptVersionShown(Shown):
    """What a prompt was at one time. `sha256` stands with whatever was made with it."""

    version: int
    template_content: str
    schema_content: str | None
    sha256: str
    created_at: Instant


class VariableShown(Shown):
    """Something that a template may name."""

    name: str
    type: VariableType
    description: str
    example: str | float | list[str]
    is_optional: bool


class VariablesShown(Shown):
    """What the templates of each type may name."""

    resume_analysis: list[VariableShown]
    interview: list[VariableShown]
    evaluation: list[VariableShown]
    interview_email: list[VariableShown]


class PreviewShown(Shown):
    """What a prompt comes to. `data` goes along with it, by name, and never says who it is of."""

    prompt_type: PromptType
    application_id: int
    requisition_name: str
    text: str
    data: dict[str, str]


def prompt_of(view: PromptView) -> PromptShown:
    """A prompt as the contract shows it."""
    return PromptShown(
        id=view.number,
        requisition_id=view.requisition_number,
        **view.model_dump(exclude={"id", "number", "requisition_number"}),
    )


def version_of(view: PromptVersionView) -> PromptVersionShown:
    """A version of a prompt as the contract shows it."""
    return PromptVersionShown.model_validate(view)


def variables() -> VariablesShown:
    """What the templates of each type may name."""
    return VariablesShown(
        **{type_.value: [_variable(one) for one in VARIABLES[type_]] for type_ in PromptType}
    )


def preview_of(view: PromptPreview) -> PreviewShown:
    """A preview as the contract shows it."""
    return PreviewShown(
        prompt_type=view.prompt_type,
        application_id=view.application_number,
        requisition_name=view.requisition_name,
        text=view.text,
        data=view.data,
    )


def _variable(one: Variable) -> VariableShown:
    example = list(one.example) if isinstance(one.example, tuple) else one.example
    return VariableShown(
        name=one.name,
        type=one.type,
        description=one.description,
        example=example,
        is_optional=one.is_optional,
    )
