"""How an application goes on: by people, and by what happens to its résumé and interviews.

Whoever changes an application holds its lock until the transaction ends, so that what happens at
once happens one after the other. What comes late changes nothing: no event takes an application
that has gone on, or that a person has decided about, back to where it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.activity.models import LogLevel
from app.applications import entries, repository
from app.applications.models import ApplicationStatus as Status
from app.applications.status import TRANSITIONS, WORDS, move
from app.core import audit, clock
from app.core.errors import ConflictError, InvalidInputError, NotFoundError
from app.core.text import clean_text
from app.identity.permissions import Permission

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.applications.models import Application
    from app.identity.permissions import Actor

NO_SUCH_APPLICATION = "There is no such application."
LEFT_EMPTY = "The candidate left the interview before anything in it could be evaluated."
MAX_REASON = 500
OUT = frozenset({Status.REJECTED, Status.WITHDRAWN})
INVITABLE = frozenset({Status.NEW, Status.ANALYSED, Status.COMPLETE, Status.FAILED})
NOT_INVITABLE = {
    Status.ANALYSING: "is being analysed: wait a moment.",
    Status.INVITED: "has an invitation already.",
    Status.INTERVIEWING: "is being interviewed.",
    Status.REJECTED: "was rejected: take it up again first.",
    Status.WITHDRAWN: "was withdrawn: take it up again first.",
}
"""Why an application of such a status cannot be invited, as the end of a sentence."""

_RUNNING = frozenset({Status.INVITED, Status.INTERVIEWING})


async def held(
    session: AsyncSession, actor: Actor, number: object, expected_version: int | None = None
) -> Application:
    """The application, locked until the transaction ends.

    Raises NotFoundError, and ConflictError where a version is expected and it has another.
    """
    found = await repository.by_number(session, actor.organization_id, number, lock=True)
    if found is None:
        raise NotFoundError(NO_SUCH_APPLICATION)
    if expected_version is not None and found.version != expected_version:
        raise ConflictError(
            "This application was changed by somebody else in the meantime. "
            "Reload it to see their changes, then make yours again."
        )
    return found


async def move_by_person(
    session: AsyncSession,
    actor: Actor,
    number: object,
    to: object,
    *,
    reason: object = "",
    expected_version: int | None = None,
) -> Application:
    """Reject or withdraw an application, or take one up again where it stood.

    Its invitations are called off by `interviews.hiring.move_application`, which is what screens
    call. Raises NotFoundError, InvalidInputError, and ConflictError where a person cannot make
    this step, or as `held` does.
    """
    actor.require(Permission.EDIT_APPLICATIONS)
    wanted = check_status(to)
    words = clean_text(reason, field="reason", name="Reason", longest=MAX_REASON)
    application = await held(session, actor, number, expected_version)
    was = application.status
    if wanted is was:
        return application
    if wanted not in may_become(application):
        raise ConflictError(_hint(application, wanted), field="status")
    await move(session, application, wanted, actor=actor, reason=words)
    application.version += 1
    audit.record(
        session,
        "application.moved",
        subject_type="application",
        subject_id=application.id,
        organization_id=actor.organization_id,
        user_id=actor.user_id,
        **{"from": was.value, "to": wanted.value},
    )
    await session.flush()
    return application


def may_become(application: Application) -> tuple[Status, ...]:
    """Where a person may move an application by hand."""
    offered = OUT if application.status not in OUT else OUT | {resting(application)}
    allowed = TRANSITIONS[application.status] & offered
    return tuple(one for one in Status if one in allowed)


def resting(application: Application) -> Status:
    """Where an application stands by what there is of it, while no interview is under way."""
    if application.has_report:
        return Status.COMPLETE
    return Status.ANALYSED if application.has_analysis else Status.NEW


async def note_resume(session: AsyncSession, application: Application) -> None:
    """Note that an application has a résumé now. The caller holds its lock."""
    application.has_resume = True
    application.updated_at = clock.now()
    await session.flush()


async def note_analysis(
    session: AsyncSession,
    application: Application,
    *,
    risk_score: float | None,
    compliance_review: bool,
) -> None:
    """Note what an analysis found. The caller holds the lock, and moves the status itself."""
    application.has_analysis = True
    application.risk_score = risk_score
    application.compliance_review = compliance_review
    application.updated_at = clock.now()
    await session.flush()


async def invited(session: AsyncSession, actor: Actor, application_id: UUID) -> None:
    """An interview for this application was scheduled by the actor, in this transaction.

    Raises ConflictError for one that cannot be invited as it stands.
    """
    application = await repository.by_own_id(session, application_id)
    if application is None:
        return
    check_invitable(application)
    application.has_interview = True
    await move(session, application, Status.INVITED, actor=actor)
    entries.log(session, application, "The candidate was invited to an interview.")


def check_invitable(application: Application) -> None:
    """Raise ConflictError where an application cannot be invited as it stands."""
    if application.status in INVITABLE:
        return
    why = NOT_INVITABLE[application.status]
    raise ConflictError(f"This application {why}", field="application_id")


async def interview_moved(session: AsyncSession, application_id: UUID, interview: str) -> None:
    """An interview of this application took a step to that status, in this transaction.

    One that begins takes an invited application along. One that runs out or is called off takes it
    back to where it stood before; the end of one that was held is told by `report_made` or
    `left_without_report`.
    """
    application = await repository.by_own_id(session, application_id)
    if application is None or application.status not in _RUNNING:
        return
    if interview == "in_progress":
        await move(session, application, Status.INTERVIEWING)
        entries.log(session, application, "The interview has begun.")
    elif interview in {"expired", "cancelled"}:
        why = (
            "The invitation ran out." if interview == "expired" else "The interview was cancelled."
        )
        await move(session, application, resting(application), reason=why)
        entries.log(session, application, why)


async def report_made(session: AsyncSession, application_id: UUID) -> None:
    """The report on an interview of this application was made, in this transaction."""
    application = await repository.by_own_id(session, application_id)
    if application is None:
        return
    application.has_report = True
    if application.status is Status.INTERVIEWING:
        await move(session, application, Status.COMPLETE)
    entries.log(session, application, "The interview is over and its report was made.")


async def left_without_report(session: AsyncSession, application_id: UUID) -> None:
    """An interview was left with nothing in it to report on: a person has to see to it."""
    application = await repository.by_own_id(session, application_id)
    if application is None or application.status is not Status.INTERVIEWING:
        return
    await move(session, application, Status.FAILED, reason=LEFT_EMPTY)
    application.failure = LEFT_EMPTY
    entries.log(session, application, LEFT_EMPTY, level=LogLevel.WARNING)


async def human_requested(session: AsyncSession, application_id: UUID, *, waiting: bool) -> None:
    """The candidate asks for a human, or somebody has seen to it."""
    application = await repository.by_own_id(session, application_id)
    if application is None or application.human_requested is waiting:
        return
    application.human_requested = waiting
    application.updated_at = clock.now()
    entries.log(
        session,
        application,
        "The candidate asks for a human." if waiting else "The candidate was got in touch with.",
    )


def _hint(application: Application, to: Status) -> str:
    stands = f"This application is “{WORDS[application.status]}”"
    if to in {Status.INVITED, Status.INTERVIEWING}:
        return f"{stands}: invite the candidate to an interview instead of moving it by hand."
    if to in {Status.ANALYSING, Status.ANALYSED}:
        return f"{stands}: have it analysed instead of moving it by hand."
    offered = " or ".join(f"“{WORDS[one]}”" for one in may_become(application))
    return f"{stands} and can be made {offered} by hand, not “{WORDS[to]}”."


def check_status(value: object) -> Status:
    """A status by its value. Raises InvalidInputError naming `status`."""
    known = {one.value: one for one in Status}
    if not isinstance(value, str) or value not in known:
        raise InvalidInputError(f"The status is one of: {', '.join(known)}.", field="status")
    return known[value]
