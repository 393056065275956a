"""The composition root: the only module that knows pages, contracts and jobs together."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, nullcontext
from typing import TYPE_CHECKING

import reflex as rx
import structlog

from api.common.sockets import close_all as close_sockets
from api.web.application import create_application
from app.assessment.embedding import encoder
from app.core.database import dispose
from app.core.durable import at_work
from app.core.logging import set_up as set_up_logging
from app.core.process import die_with_parent
from app.core.stopping import before_stopping
from app.jobs import runner as jobs
from app.pages import PAGES
from app.settings import get_settings
from components.connection import connection_lost

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from reflex.event import EventSpec

FAILED = "Something went wrong on our side. Please try again."
STYLES = (
    "fonts",
    "tokens",
    "base",
    "components",
    "builder",
    "questions",
    "room",
    "report",
    "lists",
    "interviews",
    "settings",
    "developers",
    "billing",
    "reference",
    "assessment",
    "practice",
    "prompts",
    "hiring",
    "operations",
    "application",
    "applications",
    "board",
)

_log = structlog.get_logger(__name__)


def screen_failed(exception: Exception) -> EventSpec:
    """Log what went wrong in a screen, and say so to whoever sits before it.

    Reflex's own way would print the error with whatever it quotes, such as an answer.
    """
    _log.error("screen_failed", exc_info=exception)
    words: EventSpec = rx.toast.error(FAILED, duration=8000, close_button=True)
    return words


app = rx.App(
    stylesheets=[f"/styles/{name}.css" for name in STYLES],
    reset_style=False,
    html_lang="en",
    head_components=[rx.el.link(rel="icon", href="/favicon.svg", type="image/svg+xml")],
    # In place of Reflex's own, which shows the server's address in a toast.
    extra_app_wraps={(5, "Overlay"): lambda stateful: connection_lost() if stateful else None},
    api_transformer=create_application(),
    backend_exception_handler=screen_failed,
)
for screen in PAGES:
    app.add_page(
        screen.page,
        route=screen.ROUTE,
        title=f"{screen.TITLE} · Vivavoce",
        on_load=screen.ON_LOAD,
    )
app.add_page(
    rx.fragment, route="/", title="Vivavoce", on_load=rx.redirect("/dashboard", replace=True)
)


@asynccontextmanager
async def worker() -> AsyncIterator[None]:
    """What surrounds the life of a serving process."""
    die_with_parent()
    set_up_logging()
    # The first candidate should not wait for the model; what goes wrong shows when it is used.
    loading = asyncio.gather(asyncio.to_thread(encoder), return_exceptions=True)
    before_stopping(close_sockets)
    async with jobs.running():
        with at_work() if get_settings().jobs else nullcontext():
            yield
    await loading
    await dispose()


app.register_lifespan_task(worker)
