"""The demo seed: on a fresh database, an invented company with its people and its hiring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.assessment import registry
from app.core.database import unit_of_work
from app.demo import marks
from app.identity import repository, service

if TYPE_CHECKING:
    from collections.abc import Callable


async def ensure(say: Callable[[str], None]) -> None:
    """Seed an empty database and write `var/demo.json`; leave any other database as it is.

    A demo that was only half made, because the process was killed, is removed and made anew.
    """
    async with unit_of_work() as session:
        half_made = await marks.half_made(session)
        for organization_id in half_made:
            await service.remove_organization(session, organization_id)
            marks.mark(session, marks.DISCARDED, organization_id)
        if await repository.any_organization(session):
            return
    if half_made:
        say("The demo was only half made when it was stopped: making it anew.")
    say("Seeding the demo: a few weeks of applications and interviews, held now …")
    # Most starts have nothing to seed, and this takes seconds to load.
    from app.demo import making  # noqa: PLC0415

    # Whatever the settings say, candidates of our own making are not worth a provider's money.
    before = registry.replaced()
    registry.use(before or registry.built_in())
    try:
        await making.make(say)
    finally:
        registry.use(before)
