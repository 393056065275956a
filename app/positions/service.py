"""Positions: built as drafts, opened for interviews, and closed for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import IntegrityError

from app.core import audit, clock
from app.core.errors import ConflictError, InvalidInputError, NotFoundError
from app.core.ids import parse_id
from app.core.paging import Page
from app.identity.permissions import Permission
from app.positions import repository
from app.positions.inputs import (
    MAX_TITLE,
    PositionInput,
    QuestionInput,
    clean_search,
)
from app.positions.item_orders import order_items
from app.positions.models import MustAskQuestion, Position, PositionConcept, PositionStatus
from app.positions.plan import InterviewPlan, PlannedConcept, PlannedQuestion
from app.positions.views import OpenPosition, PositionDetail, PositionRow, detail_of, row_of

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.permissions import Actor

PER_PAGE = 25
_MAX_PAGE = 400
_COPY = " (copy)"


async def create(session: AsyncSession, actor: Actor, data: PositionInput) -> Position:
    """A new draft."""
    actor.require(Permission.EDIT_POSITIONS)
    position = Position(
        organization_id=actor.organization_id,
        created_by=actor.user_id,
        **_columns(data),
    )
    session.add(position)
    await session.flush()
    _add_contents(session, position.id, data.concepts, data.must_ask)
    await session.flush()
    _record(session, actor, position, "position.created", title=position.title)
    return position


async def update(
    session: AsyncSession,
    actor: Actor,
    position_id: object,
    data: PositionInput,
    *,
    version: object,
) -> Position:
    """Replace what a draft or open position holds; interviews already scheduled keep their plan.

    `version` is that of the position the edit began from. Raises NotFoundError, InvalidInputError
    for an open position left without concepts, and ConflictError when the position is closed or
    somebody else has changed it since.
    """
    actor.require(Permission.EDIT_POSITIONS)
    position = await _held(session, actor, position_id)
    if position.status is PositionStatus.CLOSED:
        raise ConflictError(
            "This position is closed and can no longer be changed. Duplicate it to go on from it."
        )
    if position.version != version:
        raise ConflictError(
            "This position was changed by somebody else in the meantime. "
            "Reload it to see their changes, then make yours again."
        )
    if position.status is PositionStatus.OPEN and not data.concepts:
        raise InvalidInputError("An open position needs at least one concept.", field="concepts")
    for name, value in _columns(data).items():
        setattr(position, name, value)
    position.version += 1
    position.updated_at = clock.now()
    await repository.clear_contents(session, position.id)
    _add_contents(session, position.id, data.concepts, data.must_ask)
    await session.flush()
    _record(session, actor, position, "position.updated", version=position.version)
    return position


async def open_position(session: AsyncSession, actor: Actor, position_id: object) -> Position:
    """Let candidates be invited. Opening an open position changes nothing.

    Raises NotFoundError, InvalidInputError where something is missing, and ConflictError for a
    closed position.
    """
    actor.require(Permission.EDIT_POSITIONS)
    position = await _held(session, actor, position_id)
    if position.status is PositionStatus.CLOSED:
        raise ConflictError(
            "This position is closed and cannot be opened again. Duplicate it to go on from it."
        )
    if position.status is PositionStatus.OPEN:
        return position
    concepts = await repository.concepts_of(session, [position.id])
    if not concepts:
        raise InvalidInputError(
            "Add at least one concept: without any, there is nothing to ask about.",
            field="concepts",
        )
    position.status = PositionStatus.OPEN
    position.opened_at = position.updated_at = clock.now()
    await order_items(
        session,
        organization_id=actor.organization_id,
        position_id=position.id,
        concepts=concepts,
    )
    _record(session, actor, position, "position.opened")
    return position


async def close_position(session: AsyncSession, actor: Actor, position_id: object) -> Position:
    """Take no further invitations, for good; interviews already scheduled go on.

    Closing a closed position changes nothing. Raises NotFoundError.
    """
    actor.require(Permission.EDIT_POSITIONS)
    position = await _held(session, actor, position_id)
    if position.status is PositionStatus.CLOSED:
        return position
    position.status = PositionStatus.CLOSED
    position.closed_at = position.updated_at = clock.now()
    _record(session, actor, position, "position.closed")
    return position


async def duplicate(session: AsyncSession, actor: Actor, position_id: object) -> Position:
    """A new draft with everything the position holds. Raises NotFoundError."""
    actor.require(Permission.EDIT_POSITIONS)
    source = await get(session, actor, position_id)
    copy = Position(
        organization_id=actor.organization_id,
        created_by=actor.user_id,
        title=source.title[: MAX_TITLE - len(_COPY)] + _COPY,
        seniority=source.seniority,
        difficulty=source.difficulty,
        proctoring=source.proctoring,
        interview_types=[one.value for one in source.interview_types],
        duration_min=source.duration_min,
        language=source.language,
        job_description=source.job_description,
    )
    session.add(copy)
    await session.flush()
    questions = tuple(
        QuestionInput(one.question, one.ideal_answer, one.time_limit_min, one.dealbreaker)
        for one in source.must_ask
    )
    _add_contents(session, copy.id, source.concepts, questions)
    await session.flush()
    _record(session, actor, copy, "position.duplicated", source=str(source.id))
    return copy


async def delete_draft(session: AsyncSession, actor: Actor, position_id: object) -> None:
    """Delete a draft. Raises NotFoundError, and ConflictError for anything that has been in use."""
    actor.require(Permission.EDIT_POSITIONS)
    position = await _held(session, actor, position_id)
    if position.status is not PositionStatus.DRAFT:
        raise ConflictError("Only a draft can be deleted. Close the position instead.")
    try:
        async with session.begin_nested():
            await session.delete(position)
    except IntegrityError:
        raise ConflictError(
            "A trial interview was held for this draft, so it is kept. Close it instead."
        ) from None
    _record(session, actor, position, "position.deleted", title=position.title)


async def get(session: AsyncSession, actor: Actor, position_id: object) -> PositionDetail:
    """A position with everything it holds. Raises NotFoundError."""
    actor.require(Permission.VIEW)
    return await _detail(session, actor.organization_id, position_id)


async def open_positions(session: AsyncSession, actor: Actor) -> list[OpenPosition]:
    """Every open position, by title."""
    actor.require(Permission.VIEW)
    rows = await repository.open_ones(session, organization_id=actor.organization_id)
    return [OpenPosition(*row) for row in rows]


async def plan_of(
    session: AsyncSession, *, organization_id: UUID, position_id: object
) -> tuple[Position, InterviewPlan]:
    """A position and what an interview for it takes along. Raises NotFoundError."""
    position = await _found(session, organization_id, position_id)
    detail = await _contents(session, position)
    return position, InterviewPlan(
        targets=detail.concepts,
        must_ask=detail.must_ask,
        difficulty=detail.difficulty,
        interview_types=detail.interview_types,
        language=detail.language,
    )


async def listing(
    session: AsyncSession,
    actor: Actor,
    *,
    status: object = None,
    search: object = "",
    page: object = 1,
    sort: object = "newest",
) -> Page[PositionRow]:
    """A page of positions with the names of their concepts.

    `status` is one of PositionStatus, `sort` one of `newest`, `updated` and `title`; anything else
    is read as the default.
    """
    actor.require(Permission.VIEW)
    wanted = page if isinstance(page, int) and 1 <= page <= _MAX_PAGE else 1
    positions, total = await repository.page(
        session,
        organization_id=actor.organization_id,
        status=_status(status),
        search=clean_search(search, longest=MAX_TITLE),
        sort=sort if isinstance(sort, str) else "newest",
        offset=(wanted - 1) * PER_PAGE,
        limit=PER_PAGE,
    )
    names: dict[UUID, list[str]] = {position.id: [] for position in positions}
    for concept in await repository.concepts_of(session, names):
        names[concept.position_id].append(concept.name)
    return Page(
        rows=tuple(row_of(position, tuple(names[position.id])) for position in positions),
        total=total,
        page=wanted,
        per_page=PER_PAGE,
    )


async def count(session: AsyncSession, actor: Actor, *, limit: int) -> int:
    """How many positions there are, counted up to `limit`."""
    actor.require(Permission.VIEW)
    return await repository.count(session, organization_id=actor.organization_id, limit=limit)


def _status(value: object) -> PositionStatus | None:
    known = {member.value: member for member in PositionStatus}
    return known.get(value) if isinstance(value, str) else None


def _columns(data: PositionInput) -> dict[str, Any]:
    return {
        "title": data.title,
        "seniority": data.seniority,
        "difficulty": data.difficulty,
        "proctoring": data.proctoring,
        "interview_types": [one.value for one in data.interview_types],
        "duration_min": data.duration_min,
        "language": data.language,
        "job_description": data.job_description,
    }


def _add_contents(
    session: AsyncSession,
    position_id: UUID,
    concepts: tuple[PlannedConcept, ...],
    questions: tuple[QuestionInput, ...],
) -> None:
    for ordinal, concept in enumerate(concepts):
        session.add(
            PositionConcept(
                position_id=position_id,
                ordinal=ordinal,
                focus_areas=list(concept.focus_areas),
                **concept.model_dump(exclude={"focus_areas"}),
            )
        )
    for ordinal, question in enumerate(questions):
        session.add(
            MustAskQuestion(
                position_id=position_id,
                ordinal=ordinal,
                question=question.question,
                ideal_answer=question.ideal_answer,
                time_limit_min=question.time_limit_min,
                dealbreaker=question.dealbreaker,
            )
        )


async def _found(session: AsyncSession, organization_id: UUID, position_id: object) -> Position:
    known = parse_id(position_id)
    position = known and await repository.position(
        session, organization_id=organization_id, position_id=known
    )
    if not position:
        raise NotFoundError("There is no such position.")
    return position


async def _held(session: AsyncSession, actor: Actor, position_id: object) -> Position:
    """The position, locked until the end of the transaction, so that two edits queue up."""
    known = parse_id(position_id)
    position = known and await repository.position(
        session, organization_id=actor.organization_id, position_id=known, lock=True
    )
    if not position:
        raise NotFoundError("There is no such position.")
    return position


async def _detail(
    session: AsyncSession, organization_id: UUID, position_id: object
) -> PositionDetail:
    return await _contents(session, await _found(session, organization_id, position_id))


async def _contents(session: AsyncSession, position: Position) -> PositionDetail:
    concepts = await repository.concepts_of(session, [position.id])
    questions = await repository.questions_of(session, position.id)
    return detail_of(
        position,
        tuple(PlannedConcept.model_validate(concept, from_attributes=True) for concept in concepts),
        tuple(
            PlannedQuestion.model_validate(question, from_attributes=True) for question in questions
        ),
    )


def _record(
    session: AsyncSession, actor: Actor, position: Position, action: str, **details: object
) -> None:
    audit.record(
        session,
        action,
        subject_type="position",
        subject_id=position.id,
        organization_id=actor.organization_id,
        user_id=actor.user_id,
        **details,
    )
