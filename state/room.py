"""The interview room. Whoever holds the link is let in; the room checks it with every call.

Handlers that may wait for an engine run in the background, so that a heartbeat or a draft never
queues behind them. Nothing about concepts, depths or grades ever comes here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import reflex as rx

from app.core.errors import ConflictError, NotFoundError, ProblemError
from app.room import service as room
from app.room.service import RoomClosedError, RoomStatus, RoomView
from state import room_rows as rows
from state.guard import candidate

if TYPE_CHECKING:
    from collections.abc import Awaitable

ADDRESS = "/interview/"
FAILED = "Something went wrong on our side. Your words are still here: send them again."


class RoomState(rx.State):
    """What the candidate's screen shows."""

    status: str = ""
    message: str = ""
    position: str = ""
    organization: str = ""
    first_name: str = ""
    duration_min: int = 0
    is_trial: bool = False
    is_practice: bool = False
    report_url: str = ""
    proctoring: str = "off"
    opens_at: str = ""
    expires_at: str = ""
    terms: list[rows.Term] = []
    agreed: bool = False
    human_requested: bool = False

    turn_id: str = ""
    question: str = ""
    clarifications: list[str] = []
    lines: list[rows.Line] = []
    said: str = ""
    signals: list[rows.Signal] = []
    dots: list[str] = []
    number: int = 0
    expected: int = 0
    seconds_left: int = 0
    draft: str = ""

    waiting: bool = False
    problem: str = ""
    is_stale: bool = False
    # These count what came from the server, so that the browser notices the same again.
    contacts: int = 0
    saves: int = 0
    replies: int = 0
    taken: str = ""

    _shown_token: str = ""
    _shown_progress: tuple[int, int] = (0, 0)
    _consent_version: str = ""

    @rx.event(background=True)
    @candidate
    async def load(self) -> Any:
        """Come into the room, or back into it, and go on from wherever it was left."""
        view = await room.resume(self._token())
        async with self:
            self._show(view)
            self.is_stale = False
            self.replies += 1

    @rx.event
    @candidate
    async def agree(self, agreed: Any) -> Any:
        """Tick or clear the box under the terms."""
        self.agreed = agreed is True

    @rx.event(background=True)
    @candidate
    async def start(self) -> Any:
        """Begin, on the terms that were shown."""
        async with self:
            token, consent = self._token(), self._consent_version if self.agreed else None
            self.problem = ""
            self.waiting = True
        await self._settle(token, room.start(token, consent))

    @rx.event(background=True)
    @candidate
    async def send(self, turn_id: Any, text: Any, client_key: Any) -> Any:
        """Take an answer: it is kept first, and the screen told so; then it is read."""
        token = self._token()
        await self._settle(token, self._answer(token, turn_id, text, client_key))

    @rx.event(temporal=True)
    @candidate
    async def save_draft(self, turn_id: Any, text: Any) -> Any:
        """Keep what is being typed."""
        await self._present(room.save_draft(self._token(), turn_id, text))

    @rx.event(temporal=True)
    @candidate
    async def beat(self) -> Any:
        """Say that the candidate is there, and learn how much time is left."""
        presence = await self._present(room.touch(self._token()))
        # An answer that nobody is reading: the server was stopped while it did.
        is_left = presence is not None and presence.thinking and not self.waiting
        return RoomState.load if is_left else None

    @rx.event
    @candidate
    async def signal(self, kind: Any, details: Any) -> Any:
        """Record that the window was left, or how much was pasted; and show it as recorded."""
        token = self._token()
        try:
            await room.record_signal(token, kind, details)
        except (RoomClosedError, NotFoundError):
            return
        self.signals = rows.signals_of(await room.view(token))

    @rx.event
    @candidate
    async def ask_human(self) -> Any:
        """Tell the hiring team that the candidate would rather talk to a person."""
        token = self._token()
        await room.request_human(token)
        self.human_requested = True

    @rx.event(background=True)
    @candidate
    async def end(self) -> Any:
        """End the interview at the candidate's wish."""
        async with self:
            token = self._token()
            self.waiting = True
        await self._settle(token, room.end(token))

    def _token(self) -> str:
        """The token in the page's address."""
        return self.router.url.path.removeprefix(ADDRESS).strip("/")

    async def _answer(self, token: str, turn_id: object, text: object, client_key: Any) -> RoomView:
        receipt = await room.receive(token, turn_id, text, client_key)
        async with self:
            self.problem = ""
            self.taken = client_key
            self.waiting = True
        return await room.settle(token, receipt)

    async def _settle(self, token: str, step: Awaitable[RoomView]) -> None:
        """Show the room after a step, or why it was not taken. The words typed stay in the box."""
        view, problem, is_stale = None, FAILED, False
        try:
            view = await step
        except (RoomClosedError, NotFoundError):
            view = await room.view(token)
        except ProblemError as refusal:
            problem, is_stale = refusal.message, isinstance(refusal, ConflictError)
        finally:
            async with self:
                self.waiting = False
                if view is not None:
                    self._show(view)
                else:
                    self.problem = problem
                    self.is_stale = is_stale and bool(self.turn_id)
                self.replies += 1

    async def _present(self, contact: Awaitable[room.Presence]) -> room.Presence | None:
        """Take over what a heartbeat tells. None, and the room as it is, once it is closed."""
        try:
            presence = await contact
        except (RoomClosedError, NotFoundError):
            presence = None
        if presence is None or presence.status is not RoomStatus.RUNNING:
            self._show(await room.view(self._token()))
            return None
        self.seconds_left = presence.seconds_left
        self.contacts += 1
        self.saves += presence.is_saved
        current = str(presence.turn_id or "")
        self.is_stale = not self.waiting and bool(current) and current != self.turn_id
        return presence

    def _show(self, view: RoomView) -> None:
        """Fill the screen, unless something later than this view is on it."""
        token, progress = self._token(), rows.progress(view)
        if token == self._shown_token and progress < self._shown_progress:
            return
        self._shown_token, self._shown_progress = token, progress
        self.status = view.status.value
        self.message = view.message
        self.position = view.position_title
        self.organization = view.organization_name
        self.first_name = view.candidate_first_name
        self.duration_min = view.duration_min
        self.is_trial = view.is_trial
        self.is_practice = view.is_practice
        self.proctoring = view.proctoring
        self.opens_at = view.opens_at.isoformat() if view.opens_at else ""
        self.expires_at = view.expires_at.isoformat() if view.expires_at else ""
        self.terms = rows.terms_of(view)
        self.human_requested = view.human_requested
        self.report_url = f"/interviews/{view.trial_id}" if view.trial_id else ""
        self._consent_version = view.consent_version
        self._show_question(view)

    def _show_question(self, view: RoomView) -> None:
        asked = rows.asked_last(view)
        self.turn_id = str(asked.turn_id) if asked else ""
        self.question = asked.text if asked else ""
        self.clarifications = rows.clarified(view)
        self.lines = rows.said_before(view)
        self.said = rows.count_of(view)
        self.signals = rows.signals_of(view)
        self.number = rows.number_of(view)
        self.dots = rows.dots_of(view)
        self.expected = max(view.expected, self.number)
        self.seconds_left = view.seconds_left or 0
        self.contacts += 1
        self.draft = view.draft
        self.waiting = view.thinking
        self.problem = ""
        self.is_stale = False
