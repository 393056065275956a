"""Interviews of candidates by their public numbers, with the requisition they were invited for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlmodel import col

from app.applications.models import Application
from app.core import numbers
from app.core.errors import ConflictError, NotFoundError
from app.core.paging import PER_PAGE, Page
from app.identity.permissions import Permission
from app.interviews.finding_for_hiring import Filters, Order, find
from app.interviews.invitations import invitation_of
from app.interviews.messages import message_id, role_of
from app.interviews.models import Interview, InterviewKind, InterviewStatus, Turn
from app.interviews.service import NO_SUCH_INTERVIEW
from app.requisitions import repository as requisitions
from app.requisitions.models import Requisition

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.permissions import Actor
    from app.interviews.messages import Role

SORTS = {"createdAt": "created_at", "candidateName": "candidate_name"}
"""What a list may be sorted by; the first is the default."""


@dataclass(frozen=True, slots=True)
class HiringInterview:
    """An interview of a candidate. `token` opens it, and is None for those who may not invite.

    `application_number` and `requisition_name` are None where nobody applied for a requisition.
    """

    id: UUID
    number: int
    application_number: int | None
    candidate_name: str
    requisition_number: int | None
    requisition_name: str | None
    position_title: str
    status: InterviewStatus
    token: str | None
    token_expires_at: datetime
    human_requested: bool
    created_at: datetime
    started_at: datetime | None
    completed_at: datetime | None
    message_count: int


@dataclass(frozen=True, slots=True)
class Message:
    """Something that was said; `id` counts within the interview, from 1."""

    id: int
    role: Role
    content: str
    created_at: datetime


async def listing(
    session: AsyncSession,
    actor: Actor,
    *,
    status: InterviewStatus | None = None,
    requisition: int | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    sort: str = "createdAt",
    descending: bool = True,
    page: int = 1,
    per_page: int = PER_PAGE,
) -> Page[HiringInterview]:
    """A page of the organisation's interviews of candidates, the newest first by default.

    `until` itself is not included; `requisition` is a number.
    """
    actor.require(Permission.VIEW)
    requisition_id = None
    if requisition is not None:
        wanted = await requisitions.by_number(session, actor.organization_id, requisition)
        if wanted is None:
            return Page((), 0, page, per_page)
        requisition_id = wanted.id
    asked = Filters(actor.organization_id, requisition_id, status, since, until)
    order = Order(SORTS[sort], descending=descending)
    total, ids = await find(session, asked, order, offset=(page - 1) * per_page, limit=per_page)
    return Page(await _rows(session, actor, ids), total, page, per_page)


async def get(session: AsyncSession, actor: Actor, number: object) -> HiringInterview:
    """One interview. Raises NotFoundError, for trials and practice too."""
    actor.require(Permission.VIEW)
    return await of_id(session, actor, await id_of(session, actor, number))


async def of_id(session: AsyncSession, actor: Actor, interview_id: UUID) -> HiringInterview:
    """The interview of an id that was found for the actor's organisation."""
    (row,) = await _rows(session, actor, [interview_id])
    return row


async def of_application(
    session: AsyncSession, actor: Actor, application_id: UUID
) -> HiringInterview | None:
    """The newest interview of the organisation's application, if there is one."""
    actor.require(Permission.VIEW)
    query = (
        select(col(Interview.id))
        .where(*_of_candidates(actor), col(Interview.application_id) == application_id)
        .order_by(col(Interview.created_at).desc(), col(Interview.id).desc())
        .limit(1)
    )
    newest = (await session.execute(query)).scalar_one_or_none()
    return await of_id(session, actor, newest) if newest else None


async def messages(
    session: AsyncSession, actor: Actor, number: object, *, page: int = 1, per_page: int = PER_PAGE
) -> Page[Message]:
    """A page of what was said in an interview, in order. Raises NotFoundError."""
    actor.require(Permission.VIEW)
    interview_id = await id_of(session, actor, number)
    mine = (
        col(Turn.interview_id) == interview_id,
        col(Turn.organization_id) == actor.organization_id,
    )
    total = (
        await session.execute(select(func.count()).select_from(Turn).where(*mine))
    ).scalar_one()
    query = (
        select(Turn)
        .where(*mine)
        .order_by(col(Turn.ordinal))
        .offset((page - 1) * per_page)
        .limit(per_page)
    )
    rows = tuple(
        Message(message_id(turn), role_of(turn), turn.text, turn.created_at)
        for turn in (await session.execute(query)).scalars()
    )
    return Page(rows, total, page, per_page)


async def id_of(session: AsyncSession, actor: Actor, number: object) -> UUID:
    """The id of the organisation's interview of that number. Raises NotFoundError."""
    found: UUID | None = None
    if isinstance(number, int) and not isinstance(number, bool) and 1 <= number <= numbers.LARGEST:
        query = select(col(Interview.id)).where(
            *_of_candidates(actor), col(Interview.number) == number
        )
        found = (await session.execute(query)).scalar_one_or_none()
    if found is None:
        raise NotFoundError(NO_SUCH_INTERVIEW)
    return found


def _of_candidates(actor: Actor) -> list[ColumnElement[bool]]:
    return [
        col(Interview.organization_id) == actor.organization_id,
        col(Interview.kind) == InterviewKind.CANDIDATE,
    ]


async def _rows(
    session: AsyncSession, actor: Actor, ids: Sequence[UUID]
) -> tuple[HiringInterview, ...]:
    """Those interviews, which were found for the organisation, in that order."""
    query = (
        select(
            Interview,
            col(Application.number),
            col(Requisition.number),
            col(Requisition.name),
        )
        .outerjoin(Application, col(Application.id) == col(Interview.application_id))
        .outerjoin(Requisition, col(Requisition.id) == col(Application.requisition_id))
        .where(col(Interview.id).in_(ids))
    )
    counting = (
        select(col(Turn.interview_id), func.count())
        .where(col(Turn.interview_id).in_(ids))
        .group_by(col(Turn.interview_id))
    )
    said = {row[0]: row[1] for row in (await session.execute(counting)).all()}
    sees_token = actor.can(Permission.INVITE)
    found = {
        row[0].id: HiringInterview(
            id=row[0].id,
            number=row[0].number or 0,
            application_number=row[1],
            candidate_name=row[0].candidate_name,
            requisition_number=row[2],
            requisition_name=row[3],
            position_title=row[0].position_title,
            status=row[0].status,
            token=_token(row[0]) if sees_token else None,
            token_expires_at=row[0].expires_at,
            human_requested=row[0].human_requested_at is not None
            and row[0].human_resolved_at is None,
            created_at=row[0].created_at,
            started_at=row[0].started_at,
            completed_at=row[0].ended_at if row[0].status is InterviewStatus.COMPLETED else None,
            message_count=said.get(row[0].id, 0),
        )
        for row in (await session.execute(query)).all()
    }
    return tuple(found[one] for one in ids if one in found)


def _token(interview: Interview) -> str | None:
    """What opens the interview, or None for a link that is void."""
    try:
        return invitation_of(interview).token
    except ConflictError:
        return None
