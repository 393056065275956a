"""Prompts as screens, contracts and the parts of the product that use them receive them."""

from __future__ import annotations

from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict

from app.prompts.models import PromptType


class PromptView(BaseModel):
    """A prompt. `version` goes back with the edit that begins here.

    Without a requisition it is of all; `is_default` says that it is in use in its scope.
    """

    model_config = ConfigDict(frozen=True)

    id: UUID
    number: int
    name: str
    prompt_type: PromptType
    requisition_number: int | None
    requisition_name: str | None
    is_default: bool
    template_content: str
    schema_content: str | None
    version: int
    created_at: AwareDatetime
    updated_at: AwareDatetime


class PromptVersionView(BaseModel):
    """A prompt as it was at one time: what to note with whatever is made with it.

    `sha256` is that of type, template and schema: 64 hex digits. `author` is who saved it, where
    it is asked for and they are still there.
    """

    model_config = ConfigDict(frozen=True)

    id: UUID
    number: int
    name: str
    prompt_type: PromptType
    version: int
    template_content: str
    schema_content: str | None
    sha256: str
    created_at: AwareDatetime
    author: str = ""
