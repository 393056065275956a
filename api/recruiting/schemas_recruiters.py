"""What is sent and shown of recruiters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from api.common.formats import Instant  # noqa: TC001 - pydantic reads it from the annotation
from api.recruiting.answers import Shown
from api.recruiting.bodies import Given, may_lack
from app.recruiters.service import MAX_CONTACT, MAX_NAME, MAX_PHONE, MAX_TITLE

if TYPE_CHECKING:
    from app.recruiters.service import RecruiterView

_Name = Annotated[str, Field(min_length=1, max_length=MAX_NAME)]
_Email = Annotated[str, Field(min_length=3, max_length=254, description="An e-mail address.")]


class _Fields(Given):
    phone: Annotated[str, Field(max_length=MAX_PHONE)] | None = None
    title: Annotated[str, Field(max_length=MAX_TITLE)] | None = None
    public_contact_info: Annotated[str, Field(max_length=MAX_CONTACT)] | None = Field(
        default=None, description="What candidates may read, such as in their invitation."
    )


class RecruiterChanges(_Fields):
    """What to change of a recruiter; what is left out stays."""

    name: _Name = may_lack()
    email: _Email = may_lack()


class NewRecruiter(_Fields):
    """Somebody who is to stand for requisitions."""

    name: _Name
    email: _Email


class RecruiterShown(Shown):
    """A recruiter. `isMember` says that they sign in here under the same address."""

    id: int
    name: str
    email: str
    phone: str | None
    title: str | None
    public_contact_info: str | None
    is_member: bool
    version: int
    created_at: Instant
    updated_at: Instant


def recruiter_of(view: RecruiterView) -> RecruiterShown:
    """A recruiter as the contract shows them."""
    return RecruiterShown(
        id=view.number,
        is_member=view.user_id is not None,
        **view.model_dump(exclude={"id", "number", "user_id"}),
    )
