"""The demo seed: on a fresh database, an invented company with its people and its hiring."""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING, Any

from app.core.database import reading, unit_of_work
from app.identity import repository, service
from app.identity.permissions import Role
from app.settings import get_settings

if TYPE_CHECKING:
    from collections.abc import Callable

ORGANIZATION = "Example Freight"
PEOPLE = {
    "admin": ("Demo administrator", Role.ADMIN),
    "recruiter": ("Demo recruiter", Role.RECRUITER),
    "readonly": ("Demo reader", Role.READONLY),
}


async def ensure(say: Callable[[str], None]) -> None:
    """Seed an empty database and write `var/demo.json`; leave any other database as it is."""
    async with reading() as session:
        if await repository.any_organization(session):
            return
    facts = await _people()
    path = get_settings().var_dir / "demo.json"
    path.write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")
    path.chmod(0o600)
    say(
        f"A demo organisation is ready. Sign in as {facts['admin']['email']} "
        f"with the password {facts['admin']['password']} (also in {path})."
    )


async def _people() -> dict[str, Any]:
    facts: dict[str, Any] = {"base_url": get_settings().base_url}
    async with unit_of_work() as session:
        organization = await service.create_organization(session, name=ORGANIZATION)
        for key, (name, role) in PEOPLE.items():
            password = secrets.token_urlsafe(12)
            await service.add_member(
                session,
                organization_id=organization.id,
                email=f"{key}@example.com",
                name=name,
                password=password,
                role=role,
            )
            facts[key] = {"email": f"{key}@example.com", "password": password}
    return facts
