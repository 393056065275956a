"""Pages of one thing that their address names by its number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import reflex as rx
import structlog
from sqlalchemy.exc import SQLAlchemyError

from app.core.database import reading
from app.core.errors import NotFoundError
from app.core.numbers import number_in
from app.identity.permissions import Actor, Permission
from state.guard import blank, member

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

LOADING, READY, MISSING, FAILED = "loading", "ready", "missing", "failed"

log = structlog.get_logger(__name__)


def number_of(path: str) -> int:
    """The number that stands second in a path; 0, which nothing has, where there is none."""
    return number_in(path.strip("/").partition("/")[2].partition("/")[0])


class NumberedState(rx.State, mixin=True):
    """What such a page shows: the thing itself, that there is none, or that it did not load.

    Each page reads what it shows, and says when it wants to look again.
    """

    phase: str = LOADING
    said: str = ""

    _shown: int = 0

    @rx.event
    @member(Permission.VIEW)
    async def load(self, actor: Actor) -> Any:
        """Show what the address names."""
        wanted = self._wanted()
        if wanted != self._shown:
            blank(self)
            self._shown = wanted
            yield
        self._arrive()
        yield await self._read(actor)

    @rx.event
    @member(Permission.VIEW)
    async def refresh(self, actor: Actor) -> Any:
        """Look again, as the page does by itself."""
        return await self._read(actor)

    def _wanted(self) -> int:
        return number_of(str(self.router.url.path))

    async def _show(self, session: AsyncSession, actor: Actor) -> None:
        """Read everything shown. Raises NotFoundError."""

    def _again(self) -> Any:
        """The event that has the page look again, if it is to."""
        return None

    def _arrive(self) -> None:
        """Forget what was said to somebody who has left since."""
        self.said = ""

    async def _read(self, actor: Actor) -> Any:
        """Bring everything shown up to date; the event that looks again where that is needed."""
        try:
            async with reading() as session:
                await self._show(session, actor)
        except NotFoundError:
            blank(self)
            self._shown, self.phase = self._wanted(), MISSING
            return None
        except SQLAlchemyError:
            log.exception("page_not_loaded", path=str(self.router.url.path))
            self.phase = FAILED
            return None
        self.phase = READY
        return self._again()
