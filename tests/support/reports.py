"""Finished interviews with reports, for tests."""

from __future__ import annotations

from app.core.database import reading
from app.reports import service
from app.room import service as room
from tests.support.interviews import engine, interview_of, invite, make_position, send


async def reported(actor, texts=("full marks",), *, position=None, **candidate):
    """An interview answered with these texts, the last one again and again; and then ended."""
    position = position or await make_position(actor)
    invitation = await invite(actor, position, **candidate)
    with engine():
        await room.start(invitation.token, room.CONSENT_VERSION)
        for text in texts:
            if (await room.view(invitation.token)).status is room.RoomStatus.RUNNING:
                await send(invitation.token, text)
        await room.end(invitation.token)
    return await interview_of(invitation.token)


async def view_of(actor, interview):
    """The page of its report."""
    async with reading() as session:
        return await service.report_view(session, actor, interview.id)
