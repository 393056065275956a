"""Counting a position's interviews."""

from __future__ import annotations

from app.core.database import reading
from app.interviews.counts import Counts, by_position
from app.interviews.models import InterviewKind, InterviewStatus
from tests.support.interviews import make_position
from tests.support.people import make_actor
from tests.support.rows import add_interviews


async def test_interviews_are_counted_by_where_they_stand(database) -> None:
    actor = await make_actor()
    position, other = await make_position(actor), await make_position(actor)
    statuses = [*InterviewStatus, InterviewStatus.SCHEDULED]
    await add_interviews(
        actor,
        position,
        *({"status": status} for status in statuses),
        {"kind": InterviewKind.TRIAL},
    )

    async with reading() as session:
        counts = await by_position(session, actor, [position.id, other.id])

    assert counts == {position.id: Counts(invited=2, running=1, done=2), other.id: Counts()}


async def test_another_organisation_sees_none_of_them(database) -> None:
    actor = await make_actor()
    position = await make_position(actor)
    await add_interviews(actor, position, {})

    async with reading() as session:
        counts = await by_position(session, await make_actor(), [position.id])

    assert counts == {position.id: Counts()}
