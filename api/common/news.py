"""Word within this process that something happened in an interview.

It only makes the sockets look sooner: they look every few seconds anyway, which is how they learn
of what another process, or the clock, has done.
"""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from starlette.requests import HTTPConnection


class News:
    """Who waits for word of which interview."""

    def __init__(self) -> None:
        self._waiting: dict[UUID, set[asyncio.Event]] = {}

    @contextmanager
    def of(self, interview_id: UUID) -> Iterator[asyncio.Event]:
        """An event that is set with each word of the interview; whoever waits clears it."""
        event = asyncio.Event()
        self._waiting.setdefault(interview_id, set()).add(event)
        try:
            yield event
        finally:
            waiting = self._waiting[interview_id]
            waiting.discard(event)
            if not waiting:
                del self._waiting[interview_id]

    def spread(self, interview_id: UUID) -> None:
        """Tell whoever waits."""
        for event in self._waiting.get(interview_id, ()):
            event.set()


def news_of(request: HTTPConnection) -> News:
    """The news of the application that serves the request."""
    state = request.app.state
    if not hasattr(state, "news"):
        state.news = News()
    news: News = state.news
    return news
