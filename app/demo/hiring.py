"""A few weeks of the invented company's hiring, made with the product's own services.

Each interview runs by a clock of its own, so that many can be held at once and yet lie days apart.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from app.core import clock
from app.core.database import reading, unit_of_work
from app.demo import openings, people, reviewing, simulation
from app.demo.days import working_day
from app.interviews import record
from app.interviews import service as interviews
from app.positions import service as positions
from app.positions.inputs import parse_position
from app.reports import service as reports
from app.room import service as room

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from app.demo.people import Applicant, Invitee
    from app.identity.permissions import Actor
    from app.interviews.service import Invitation

AT_ONCE = 3
_KEPT_DAYS = 180


class Hiring:
    """The demo organisation's positions and interviews, as they come about."""

    def __init__(self, recruiter: Actor, manager: Actor) -> None:
        self._recruiter, self._manager = recruiter, manager
        self._now = datetime.now(UTC).replace(microsecond=0)
        self._positions: dict[str, UUID] = {}
        self._room_for = asyncio.Semaphore(AT_ONCE)

    @property
    def positions(self) -> Mapping[str, UUID]:
        """The positions by their keys, once they are there."""
        return self._positions

    async def run(self) -> dict[str, Any]:
        """Everything, in the end with the facts for `demo.json`."""
        await self._open_positions()
        free = await self._invite(
            people.FREE, "backend", self._now - timedelta(hours=3), timedelta(days=_KEPT_DAYS)
        )
        await asyncio.gather(*[self._wait_for(invitee) for invitee in people.INVITEES])
        # Giving up those who left looks at every interview under way, so they come first.
        for one in people.APPLICANTS:
            if one.leaves_after is not None:
                await self._interview(one)
        finished = await asyncio.gather(
            *[self._interview(one) for one in people.APPLICANTS if one.leaves_after is None]
        )
        await asyncio.gather(*[self._running(one) for one in people.RUNNING])
        await self._close_positions()
        return {
            "position_id": str(self._positions["backend"]),
            "closed_position_id": str(self._positions["reliability"]),
            "interview_id": str(free.interview_id),
            "invite_url": free.url,
            "report_of": str(finished[0]),
        }

    def _working_day(self, days_ago: int, hour: int) -> datetime:
        """So many working days before today, at that hour."""
        return working_day(self._now, days_ago, hour)

    async def _open_positions(self) -> None:
        for number, (key, values) in enumerate((openings.OPEN | openings.CLOSED).items()):
            with clock.at(self._working_day(18, 8 + number)):
                async with unit_of_work() as session:
                    position = await positions.create(
                        session, self._recruiter, parse_position(values)
                    )
                    await positions.open_position(session, self._recruiter, position.id)
            self._positions[key] = position.id
        for values in openings.DRAFTS:
            with clock.at(self._working_day(2, 15)):
                async with unit_of_work() as session:
                    await positions.create(session, self._manager, parse_position(values))

    async def _close_positions(self) -> None:
        with clock.at(self._working_day(12, 16)):
            async with unit_of_work() as session:
                for key in openings.CLOSED:
                    await positions.close_position(session, self._manager, self._positions[key])

    async def _invite(
        self, name: str, position: str, at: datetime, lasts: timedelta | None = None
    ) -> Invitation:
        with clock.at(at):
            async with unit_of_work() as session:
                return await interviews.invite(
                    session,
                    self._recruiter,
                    position_id=self._positions[position],
                    full_name=name,
                    email=people.address_of(name),
                    expires_at=clock.now() + lasts if lasts else None,
                )

    async def _wait_for(self, invitee: Invitee) -> None:
        """An invitation nobody has used: it waits, has run out, or was cancelled."""
        at = self._working_day(invitee.invited, 10)
        lasts = None
        if invitee.expires_in_hours is not None:
            lasts = self._now + timedelta(hours=invitee.expires_in_hours) - at
        invitation = await self._invite(invitee.name, invitee.position, at, lasts)
        if invitation.expires_at < self._now:
            with clock.at(invitation.expires_at + timedelta(minutes=5)):
                await room.sweep()
        if invitee.is_cancelled:
            with clock.at(self._working_day(invitee.invited - 1, 9)):
                async with unit_of_work() as session:
                    await interviews.cancel(session, self._recruiter, invitation.interview_id)

    async def _interview(self, who: Applicant) -> UUID:
        """An interview that was held, and what people made of it."""
        async with self._room_for:
            invitation = await self._invite(
                who.name, who.position, self._working_day(who.invited, 11)
            )
            start = (
                self._now - timedelta(hours=who.hours_ago)
                if who.hours_ago
                else self._working_day(who.taken, 9 + len(who.name) % 7)
            )
            targets = await self._targets(who.position)
            await simulation.take(invitation.token, who, targets, start=start)
            if who.leaves_after is not None:
                with clock.at(start + timedelta(hours=25)):
                    await room.sweep()
            await self._review(who, invitation.interview_id, start + timedelta(hours=5))
        return invitation.interview_id

    async def _running(self, who: Applicant) -> None:
        start = self._now - timedelta(hours=who.hours_ago)
        async with self._room_for:
            invitation = await self._invite(
                who.name, who.position, self._working_day(who.invited, 11)
            )
            await simulation.take(
                invitation.token,
                who,
                await self._targets(who.position),
                start=start,
                until=self._now,
            )
        if who is people.RUNNING[-1]:
            with clock.at(self._now - timedelta(minutes=4)):
                await room.request_human(invitation.token)

    async def _targets(self, position: str) -> dict[str, int]:
        async with reading() as session:
            detail = await positions.get(session, self._recruiter, self._positions[position])
        return {concept.slug: concept.target_depth for concept in detail.concepts}

    async def _review(self, who: Applicant, interview_id: UUID, at: datetime) -> None:
        """What the hiring team did with the report."""
        with clock.at(at):
            # The report that visitors are led to is left for them to grade.
            if who.leaves_after is None and who is not people.APPLICANTS[0]:
                await reviewing.grade_blind(self._manager, interview_id)
            if who.regrade:
                await reviewing.correct_first(self._recruiter, interview_id, who.regrade)
            async with unit_of_work() as session:
                if who.dismissed:
                    signals = await record.signals_of(
                        session,
                        organization_id=self._manager.organization_id,
                        interview_id=interview_id,
                    )
                    await reports.dismiss_signal(
                        session, self._manager, signals[0].id, reason=who.dismissed
                    )
                if who.note:
                    await reports.add_note(session, self._recruiter, interview_id, text=who.note)
                if who.decision:
                    recommendation, reason = who.decision
                    await reports.decide(
                        session,
                        self._manager,
                        interview_id,
                        recommendation=recommendation,
                        reason=reason,
                    )
