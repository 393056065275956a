"""A résumé as the contract shows it: what was read of it, and what was hidden in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from api.common.formats import Instant  # noqa: TC001 - read by pydantic
from api.recruiting.answers import Shown
from app.resumes.models import ResumeFormat  # noqa: TC001 - read by pydantic
from app.resumes.pieces import HiddenKind  # noqa: TC001 - read by pydantic

if TYPE_CHECKING:
    from app.resumes.models import Resume


class HiddenShown(Shown):
    """Something nobody would see; `page` counts from 1 and is null where it stands on none."""

    kind: HiddenKind
    page: int | None = Field(ge=1)
    text: str


class ResumeShown(Shown):
    """What was read of a résumé.

    `text` is what a person sees; `pages` says where each page begins in it, in characters.
    `hidden` is what nobody sees: it is left out of the text and counts for nothing.
    """

    application_id: int
    file_name: str
    format: ResumeFormat
    size: int = Field(ge=0)
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    text: str
    pages: list[int]
    hidden: list[HiddenShown]
    created_at: Instant


def resume_of(resume: Resume, application_number: int) -> ResumeShown:
    """A résumé as it is answered."""
    return ResumeShown(
        application_id=application_number,
        file_name=resume.file_name,
        format=resume.format,
        size=resume.size,
        sha256=resume.sha256,
        text=resume.text,
        pages=resume.pages,
        hidden=[HiddenShown.model_validate(one) for one in resume.hidden],
        created_at=resume.created_at,
    )
