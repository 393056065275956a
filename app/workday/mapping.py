"""Which of a tenant's resources, reports and fields hold what we need; every tenant differs.

A path leads into the JSON of one record by names with dots between them, and by numbers into
lists: `stage.descriptor`, `emails.0.address`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any, Literal
from urllib.parse import quote

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from app.core.errors import InvalidInputError

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_NAME = r"[A-Za-z0-9_ @:-]{1,80}"
_PATH = re.compile(rf"{_NAME}(\.{_NAME}){{0,9}}")
_RESOURCE = re.compile(r"[A-Za-z0-9_-]{1,80}(/[A-Za-z0-9_-]{1,80}|/\{[a-z]+\}){0,5}")
_PLACEHOLDER = re.compile(r"\{([a-z]+)\}")
_PLACEHOLDERS = frozenset({"application", "candidate", "resume"})
MAX_STATUSES, MAX_STATUS = 50, 60


def _check_path(value: str) -> str:
    if not _PATH.fullmatch(value):
        raise ValueError("a path is names with dots between them, such as stage.descriptor")
    return value


def _check_resource(value: str) -> str:
    if not _RESOURCE.fullmatch(value):
        raise ValueError("a resource is names with slashes between them, such as jobRequisitions")
    unknown = set(_PLACEHOLDER.findall(value)) - _PLACEHOLDERS
    if unknown:
        raise ValueError(
            f"{{{min(unknown)}}} is not known here, only {{application}}, {{candidate}} and "
            "{resume}"
        )
    return value


FieldPath = Annotated[str, Field(max_length=200), AfterValidator(_check_path)]
Resource = Annotated[str, Field(max_length=300), AfterValidator(_check_resource)]
Parameter = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.!-]{1,80}$")]
ReportPart = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.@-]{1,120}$")]
Status = Annotated[str, Field(min_length=1, max_length=MAX_STATUS)]


class _Part(BaseModel):
    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        alias_generator=to_camel,
        validate_by_name=True,
        validate_by_alias=True,
    )


class RestList(_Part):
    """A list of the REST API. A parameter that is None is not sent."""

    kind: Literal["rest"] = "rest"
    resource: Resource
    since_parameter: Parameter | None = None
    requisition_parameter: Parameter | None = None


class ReportList(_Part):
    """A custom report as a service, whose rows are `Report_Entry`."""

    kind: Literal["report"]
    owner: ReportPart
    report: ReportPart
    since_parameter: Parameter | None = None
    requisition_parameter: Parameter | None = None


Source = Annotated[RestList | ReportList, Field(discriminator="kind")]


class RequisitionFields(_Part):
    """Where a requisition's fields are. `status` decides with `closed_statuses` if it is open."""

    id: FieldPath = "id"
    name: FieldPath = "title"
    description: FieldPath | None = "jobSummary"
    detailed_description: FieldPath | None = "jobDescription"
    location: FieldPath | None = "primaryLocation.descriptor"
    status: FieldPath | None = "status.descriptor"


class ApplicationFields(_Part):
    """Where an application's fields are; what was fetched of the candidate is at `candidate`.

    The name is at `name`, or in parts at `first_name` and `last_name`.
    """

    id: FieldPath = "id"
    requisition: FieldPath | None = "jobRequisition.id"
    status: FieldPath | None = "stage.descriptor"
    changed_at: FieldPath | None = "lastUpdated"
    applied_at: FieldPath | None = "appliedOn"
    candidate: FieldPath | None = "candidate.id"
    name: FieldPath | None = "candidate.name.fullName"
    first_name: FieldPath | None = None
    last_name: FieldPath | None = None
    email: FieldPath = "candidate.email"
    phone: FieldPath | None = "candidate.phone"


class ResumeFields(_Part):
    """Where résumés are: a `list` of attachments whose newest counts, or an id in the application.

    Without `list`, `id` and `file_name` are paths into the application.
    """

    list: Resource | None = "candidates/{candidate}/resumeAttachments"
    content: Resource = "resumeAttachments/{resume}/content"
    id: FieldPath = "id"
    file_name: FieldPath | None = "fileName"
    changed_at: FieldPath | None = "lastUpdated"


class FieldMapping(_Part):
    """All that is known of how a tenant is set up. The defaults are those of the simulator."""

    requisitions: Source = RestList(resource="jobRequisitions", since_parameter="changedSince")
    requisition: RequisitionFields = RequisitionFields()
    applications: Source = RestList(
        resource="jobApplications",
        since_parameter="changedSince",
        requisition_parameter="jobRequisition",
    )
    application: ApplicationFields = ApplicationFields()
    candidate: Resource | None = "candidates/{candidate}"
    resume: ResumeFields | None = ResumeFields()
    closed_statuses: list[Status] = Field(
        default=["Closed", "Filled", "Canceled", "Frozen"], max_length=MAX_STATUSES
    )
    withdrawn_statuses: list[Status] = Field(
        default=["Withdrawn", "Candidate Withdrew"], max_length=MAX_STATUSES
    )
    rejected_statuses: list[Status] = Field(
        default=["Rejected", "Declined"], max_length=MAX_STATUSES
    )

    def is_closed(self, status: str | None) -> bool:
        """Whether a requisition of that status takes no more applications."""
        return _is_one_of(status, self.closed_statuses)

    def is_withdrawn(self, status: str | None) -> bool:
        """Whether an application of that status was withdrawn by the candidate."""
        return _is_one_of(status, self.withdrawn_statuses)

    def is_rejected(self, status: str | None) -> bool:
        """Whether an application of that status was turned down in Workday."""
        return _is_one_of(status, self.rejected_statuses)


REPORTS = FieldMapping(
    requisitions=ReportList(kind="report", owner="integration", report="Open_Requisitions"),
    requisition=RequisitionFields(
        id="Requisition_ID",
        name="Job_Title",
        description="Summary",
        detailed_description="Job_Description",
        location="Location",
        status="Requisition_Status",
    ),
    applications=ReportList(
        kind="report",
        owner="integration",
        report="Job_Applications",
        since_parameter="Changed_Since",
        requisition_parameter="Requisition_ID",
    ),
    application=ApplicationFields(
        id="Application_ID",
        requisition="Requisition_ID",
        status="Stage",
        changed_at="Last_Updated",
        applied_at="Applied_On",
        candidate="Candidate_ID",
        name=None,
        first_name="First_Name",
        last_name="Last_Name",
        email="Email",
        phone="Phone",
    ),
    candidate=None,
    resume=ResumeFields(list=None, id="Resume_ID", file_name="Resume_File", changed_at=None),
)
"""The same by reports, as the simulator serves them: where the REST lists are not open to us."""


def check(value: object) -> FieldMapping:
    """A mapping that was entered. Raises InvalidInputError naming the field at fault."""
    try:
        return FieldMapping.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        raise InvalidInputError(
            f"The mapping cannot be used: {_words(first)}.", field=_place(first) or "mapping"
        ) from None


def problems(value: object) -> dict[str, str]:
    """Every part of a mapping that is at fault, such as `application.email`, and why."""
    try:
        FieldMapping.model_validate(value)
    except ValidationError as error:
        return {_place(one): _words(one) for one in reversed(error.errors())}
    return {}


def _place(error: ErrorDetails) -> str:
    """Where in the mapping it is; which kind of list a source is does not count as a place."""
    kinds = {"rest", "report"}
    return ".".join(str(part) for part in error["loc"] if part not in kinds)


def _words(error: ErrorDetails) -> str:
    if error["type"] in {"string_type", "missing"} and error["input"] is None:
        return "it is needed"
    if error["type"] == "string_pattern_mismatch":
        return "it has letters, digits and the signs . _ - only"
    return str(error["msg"]).removeprefix("Value error, ")


def filled(template: str, **values: str) -> str:
    """A resource with its placeholders filled in, each as one part of an address."""
    return _PLACEHOLDER.sub(lambda found: quote(values.get(found[1], ""), safe=""), template)


def find(record: object, path: str) -> tuple[bool, Any]:
    """Whether there is anything at the path, and what."""
    value: Any = record
    for name in path.split("."):
        if isinstance(value, dict) and name in value:
            value = value[name]
        elif isinstance(value, list) and name.isdecimal() and int(name) < len(value):
            value = value[int(name)]
        else:
            return False, None
    return True, value


def _is_one_of(status: str | None, names: list[str]) -> bool:
    return status is not None and status.casefold() in {name.casefold() for name in names}
