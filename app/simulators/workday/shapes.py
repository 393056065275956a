"""The tenant's things as its API and its reports show them."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    from app.simulators.workday.store import Application, Requisition

Shape = dict[str, Any]


def moment(value: datetime) -> str:
    """A moment as Workday writes it."""
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def reference(key: str, name: str, resource: str) -> Shape:
    """A reference to something, with its name."""
    return {"id": key, "descriptor": name, "href": f"/{resource}/{key}"}


def requisition(one: Requisition) -> Shape:
    """A requisition of the REST API."""
    return {
        **reference(one.id, f"{one.id} {one.title}", "jobRequisitions"),
        "title": one.title,
        "jobSummary": one.summary,
        "jobDescription": one.description,
        "primaryLocation": {"id": f"LOC-{one.location}", "descriptor": one.location},
        "status": {"id": f"STATUS-{one.status}", "descriptor": one.status},
        "lastUpdated": moment(one.changed_at),
    }


def application(one: Application, of: Requisition | None) -> Shape:
    """An application of the REST API, without what belongs to the candidate."""
    title = of.title if of else one.requisition_id
    return {
        **reference(one.id, f"{one.person.name} - {title}", "jobApplications"),
        "jobRequisition": reference(one.requisition_id, title, "jobRequisitions"),
        "candidate": reference(one.candidate_id, one.person.name, "candidates"),
        "stage": {"id": f"STAGE-{one.stage}", "descriptor": one.stage},
        "appliedOn": moment(one.applied_at),
        "lastUpdated": moment(one.changed_at),
    }


def candidate(one: Application) -> Shape:
    """A candidate of the REST API."""
    person = one.person
    return {
        **reference(one.candidate_id, person.name, "candidates"),
        "name": {
            "firstName": person.first_name,
            "lastName": person.last_name,
            "fullName": person.name,
        },
        "email": person.email,
        "phone": person.phone,
    }


def attachment(one: Application) -> Shape:
    """A résumé of the REST API, without its content."""
    return {
        **reference(one.resume_id, one.file_name, "resumeAttachments"),
        "fileName": one.file_name,
        "lastUpdated": moment(one.resume_at),
    }


def requisition_entry(one: Requisition) -> Shape:
    """A row of the report Open_Requisitions."""
    return {
        "Requisition_ID": one.id,
        "Job_Title": one.title,
        "Summary": one.summary,
        "Job_Description": one.description,
        "Location": one.location,
        "Requisition_Status": one.status,
    }


def application_entry(one: Application) -> Shape:
    """A row of the report Job_Applications."""
    return {
        "Application_ID": one.id,
        "Requisition_ID": one.requisition_id,
        "Candidate_ID": one.candidate_id,
        "First_Name": one.person.first_name,
        "Last_Name": one.person.last_name,
        "Email": one.person.email,
        "Phone": one.person.phone,
        "Stage": one.stage,
        "Applied_On": moment(one.applied_at),
        "Last_Updated": moment(one.changed_at),
        "Resume_ID": one.resume_id,
        "Resume_File": one.file_name,
    }
