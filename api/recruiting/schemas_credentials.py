"""What is sent and shown of Workday credentials. What is secret is sent and never shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from api.common.formats import Instant  # noqa: TC001 - pydantic reads it
from api.recruiting.answers import Shown
from api.recruiting.bodies import Given
from app.workday.credentials import (
    MAX_CLIENT,
    MAX_SECRET,
    MAX_TENANT,
    MAX_TOKEN,
    MAX_URL,
)

if TYPE_CHECKING:
    from app.workday.credentials import CredentialStatus
    from app.workday.settling import MappingView
    from app.workday.trying import Trial


class CredentialsGiven(Given):
    """Credentials of an API client in Workday, with a refresh token for it."""

    tenant_url: Annotated[str, Field(min_length=1, max_length=MAX_URL)] = Field(
        description="The address of the tenant's host, with https://.",
        examples=["https://services1.wd503.myworkday.com"],
    )
    tenant_id: Annotated[str, Field(min_length=1, max_length=MAX_TENANT)]
    client_id: Annotated[str, Field(min_length=1, max_length=MAX_CLIENT)]
    client_secret: Annotated[str, Field(min_length=1, max_length=MAX_SECRET)]
    refresh_token: Annotated[str, Field(min_length=1, max_length=MAX_TOKEN)]


class CredentialsShown(Shown):
    """How things stand with Workday."""

    has_credentials: bool
    is_valid: bool = Field(description="Whether they did when they were used or tested last.")
    tenant_url: str | None
    tenant_id: str | None
    last_validated: Instant | None
    expires_at: Instant | None = Field(
        description="When the access token ends, which is renewed by itself."
    )
    problem: str | None = Field(description="Why they do not do.")


class TrialShown(Shown):
    """What came of testing the credentials."""

    is_valid: bool
    message: str
    warnings: list[str] = Field(description="Paths of the field mapping that lead nowhere.")


class MappingGiven(Given):
    """A field mapping."""

    mapping: dict[str, Any] = Field(
        description="As `GET` shows it; what is left out is as by default."
    )


class MappingShown(Shown):
    """The field mapping that holds."""

    mapping: dict[str, Any]
    version: int


def status_of(found: CredentialStatus) -> CredentialsShown:
    """The status as the contract shows it: valid is what has been seen to be."""
    return CredentialsShown(
        has_credentials=found.has_credentials,
        is_valid=found.is_valid is True,
        tenant_url=found.tenant_url,
        tenant_id=found.tenant_id,
        last_validated=found.last_validated,
        expires_at=found.expires_at,
        problem=found.problem,
    )


def trial_of(trial: Trial) -> TrialShown:
    """What came of a test, as the contract shows it."""
    return TrialShown(is_valid=trial.is_valid, message=trial.message, warnings=list(trial.warnings))


def mapping_of(view: MappingView) -> MappingShown:
    """A field mapping, camelCase like all the rest."""
    return MappingShown(
        mapping=view.mapping.model_dump(mode="json", by_alias=True), version=view.version
    )
