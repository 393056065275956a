"""How applications come in: added here, or taken over from Workday. The same one is added once."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from app.activity import service as activity
from app.applications import repository
from app.applications.models import Application, ApplicationSource
from app.applications.models import ApplicationStatus as Status
from app.applications.progress import OUT
from app.applications.status import TRANSITIONS, begin, move
from app.applications.terms import NOWHERE, address_of, note_terms
from app.applications.values import ExternalApplication, TakenOver
from app.candidates import service as candidates
from app.core import audit, clock, numbers
from app.core.errors import InvalidInputError, NotFoundError
from app.core.text import clean_line
from app.identity.permissions import Permission
from app.requisitions import repository as requisitions
from app.requisitions.service import NO_SUCH_REQUISITION

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.candidates.models import Candidate
    from app.identity.permissions import Actor
    from app.requisitions.models import Requisition

MAX_EXTERNAL_ID, MAX_STATUS = 120, 60


async def create(
    session: AsyncSession,
    actor: Actor,
    *,
    requisition: object,
    full_name: object,
    email: object,
    phone: object = None,
    source: ApplicationSource = ApplicationSource.UPLOAD,
    external_application_id: object = None,
    workday_status: object = None,
    workday_data: dict[str, Any] | None = None,
) -> Application:
    """An application for the requisition of that number; the candidate is found or added.

    A second one with the same external id, or of the same address for the same requisition, is the
    first one. Raises InvalidInputError naming the field, and NotFoundError naming `requisition_id`.
    """
    actor.require(Permission.EDIT_APPLICATIONS)
    # Held before the number is taken, as when Workday's are taken over.
    wanted = await requisitions.by_number(session, actor.organization_id, requisition, lock=True)
    if wanted is None:
        raise NotFoundError(NO_SUCH_REQUISITION, field="requisition_id")
    external = _line(external_application_id, "external_application_id", MAX_EXTERNAL_ID)
    status = _line(workday_status, "workday_status", MAX_STATUS)
    if external and (known := await repository.by_external_id(session, wanted.id, external)):
        return known
    details = candidates.check(full_name=full_name, email=email, phone=phone)
    candidate = await candidates.find_or_create(
        session, organization_id=actor.organization_id, details=details
    )
    if earlier := await repository.of_candidate_for(session, wanted.id, candidate.id):
        return earlier[0]
    number = await numbers.take(session, actor.organization_id, numbers.Series.APPLICATION)
    # Who takes a number waits for all who took one before, and then sees what they added.
    if earlier := await repository.of_candidate_for(session, wanted.id, candidate.id):
        return earlier[0]
    made = await _make(
        session,
        wanted,
        candidate,
        actor,
        number=number,
        source=source,
        candidate_email=candidate.email,
        external_application_id=external,
        workday_status=status,
        workday_data=workday_data,
    )
    audit.record(
        session,
        "application.created",
        subject_type="application",
        subject_id=made.id,
        organization_id=actor.organization_id,
        user_id=actor.user_id,
    )
    return made


async def upsert_from_workday(
    session: AsyncSession,
    organization_id: UUID,
    requisition: Requisition,
    external: ExternalApplication,
) -> TakenOver:
    """Add or bring up to date the application of that external id; it is held till the end.

    One that was added here for the same address, and has no external id yet, is the same one.
    Workday's status always holds. Who is withdrawn or rejected there becomes so here as well, when
    that is news: a person who takes them up again afterwards is not overruled.
    """
    known = await repository.by_external_id(session, requisition.id, external.external_id)
    if known is not None:
        return await _bring_up_to_date(session, known, external)
    candidate, address = await _candidate(session, organization_id, external)
    number = None
    for attempt in range(2):
        known = await repository.by_external_id(session, requisition.id, external.external_id)
        earlier = await repository.of_candidate_for(session, requisition.id, candidate.id)
        known = known or next((one for one in earlier if not one.external_application_id), None)
        if known is not None:
            return await _bring_up_to_date(session, known, external)
        if attempt == 0:
            # Who takes a number waits for all who took one before, and then looks once more.
            number = await numbers.take(session, organization_id, numbers.Series.APPLICATION)
    made = await _make(
        session,
        requisition,
        candidate,
        None,
        number=number,
        source=ApplicationSource.WORKDAY,
        candidate_email=address,
        external_application_id=external.external_id,
        workday_status=(external.workday_status or "")[:MAX_STATUS] or None,
        workday_data=external.data,
        **({"created_at": min(external.applied_at, clock.now())} if external.applied_at else {}),
    )
    await _end_as_there(session, made, external)
    return TakenOver(made, is_new=True)


async def _make(
    session: AsyncSession,
    requisition: Requisition,
    candidate: Candidate,
    actor: Actor | None,
    **fields: Any,  # noqa: ANN401 - columns of an application
) -> Application:
    made = Application(
        organization_id=requisition.organization_id,
        requisition_id=requisition.id,
        candidate_id=candidate.id,
        candidate_name=candidate.full_name,
        **fields,
    )
    await begin(session, made, actor=actor)
    await note_terms(session, made)
    activity.log(
        session,
        "An application came in.",
        organization_id=made.organization_id,
        source="workday" if made.source is ApplicationSource.WORKDAY else "applications",
        requisition_id=made.requisition_id,
        application_id=made.id,
    )
    await session.flush()
    return made


async def _bring_up_to_date(
    session: AsyncSession, known: Application, external: ExternalApplication
) -> TakenOver:
    is_news = known.workday_data != external.data
    changed = []
    status = (external.workday_status or "")[:MAX_STATUS] or None
    for name, value in (
        ("external_application_id", external.external_id),
        ("workday_status", status),
        ("removed_at", None),
    ):
        if getattr(known, name) != value:
            setattr(known, name, value)
            changed.append(name)
    if not known.candidate_email and external.email:
        candidate, address = await _candidate(session, known.organization_id, external)
        if address:
            known.candidate_id, known.candidate_email = candidate.id, address
            known.candidate_name = candidate.full_name
            await note_terms(session, known)
            changed.append("candidate_email")
    if is_news:
        known.workday_data = external.data
        was = known.status
        await _end_as_there(session, known, external)
        if known.status is not was:
            changed.append("status")
    if changed:
        known.updated_at = clock.now()
        activity.log(
            session,
            "An application was changed in Workday.",
            organization_id=known.organization_id,
            source="workday",
            requisition_id=known.requisition_id,
            application_id=known.id,
            fields=changed,
        )
    await session.flush()
    return TakenOver(known, is_new=False, changed=tuple(changed))


async def _end_as_there(
    session: AsyncSession, application: Application, external: ExternalApplication
) -> None:
    if not (external.withdrawn or external.rejected) or application.status in OUT:
        return
    to = Status.WITHDRAWN if external.withdrawn else Status.REJECTED
    if to in TRANSITIONS[application.status]:
        await move(session, application, to, reason=f"{to.value.capitalize()} in Workday.")


async def _candidate(
    session: AsyncSession, organization_id: UUID, external: ExternalApplication
) -> tuple[Candidate, str]:
    """Who applied, and the address to write to, "" where Workday gives none that could be one.

    A candidate needs an address here; who has none gets one of their own that leads nowhere.
    """
    name = external.full_name if external.full_name.strip() else external.external_id
    mark = hashlib.sha256(external.external_id.encode()).hexdigest()[:32]
    stand_in = f"{mark}@{NOWHERE}"
    for email, phone in (
        (external.email, external.phone),
        (external.email, None),
        (stand_in, None),
    ):
        try:
            details = candidates.check(
                full_name=name[: candidates.MAX_NAME], email=email, phone=phone
            )
        except InvalidInputError as error:
            if error.field == "full_name":
                name = external.external_id
            continue
        candidate = await candidates.find_or_create(
            session, organization_id=organization_id, details=details
        )
        return candidate, address_of(candidate.email)
    raise InvalidInputError("Workday names no candidate.", field="full_name")


def _line(value: object, field: str, longest: int) -> str | None:
    if value is None:
        return None
    text = clean_line(
        value,
        field=field,
        name=field.replace("_", " ").capitalize(),
        longest=longest,
        required=False,
    )
    return text or None
