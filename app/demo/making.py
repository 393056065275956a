"""What the demo is made of: an invented company with its people and its hiring."""

from __future__ import annotations

import json
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from app.api_keys import service as api_keys
from app.billing import service as billing
from app.billing.prices import price_of
from app.core import clock
from app.core.database import unit_of_work
from app.demo import marks, openings, people
from app.demo.hiring import Hiring
from app.demo.practising import practise
from app.demo.recruiting import Recruiting
from app.identity import service
from app.identity.permissions import Actor, Role, Scope
from app.interviews import service as interviews
from app.positions import service as positions
from app.positions.inputs import parse_position
from app.settings import get_settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.ext.asyncio import AsyncSession

    from app.identity.models import Organization

SINCE = timedelta(days=60)
WELCOME_CENTS = 200_000
INTERVIEWS_PAID = 500


async def make(say: Callable[[str], None]) -> None:
    """Make it and write `var/demo.json`; say how to sign in."""
    facts, actors = await _company()
    hires = Hiring(actors["recruiter"], actors["admin"])
    hired = await hires.run()
    facts |= {key: value for key, value in hired.items() if key != "report_of"}
    facts |= await Recruiting(actors["recruiter"], actors["admin"], hires.positions).run()
    facts["report_url"] = f"{facts['base_url']}/interviews/{hired['report_of']}"
    facts |= await _keys(actors["admin"])
    await practise(actors["recruiter"])
    await _fill_wallet(actors["admin"], UUID(hired["position_id"]))
    facts["other"] = await _other_company()
    async with unit_of_work() as session:
        for organization_id in await marks.half_made(session):
            marks.mark(session, marks.COMPLETED, organization_id)
        # Before the commit: a demo without its file counts as half made.
        path = get_settings().var_dir / "demo.json"
        path.touch(mode=0o600)
        path.chmod(0o600)
        path.write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")
    say(
        f"A demo organisation is ready. Sign in as {facts['admin']['email']} "
        f"with the password {facts['admin']['password']} (also in {path})."
    )


async def _company() -> tuple[dict[str, Any], dict[str, Actor]]:
    """The organisation with its people; what `demo.json` says of them, and they themselves."""
    facts: dict[str, Any] = {"base_url": get_settings().base_url.rstrip("/")}
    actors: dict[str, Actor] = {}
    async with unit_of_work() as session:
        organization = await service.create_organization(session, name=people.ORGANIZATION)
        marks.mark(session, marks.BEGUN, organization.id)
        await _welcome(session, organization)
        for key, (name, role) in people.MEMBERS.items():
            email, password = f"{key}@example.com", secrets.token_urlsafe(12)
            user = await service.add_member(
                session,
                organization_id=organization.id,
                email=email,
                name=name,
                password=password,
                role=role,
            )
            facts[key] = {"email": email, "password": password}
            actors[key] = _actor(organization, user.id, name, email, role)
    return facts, actors


async def _other_company() -> dict[str, str]:
    """A second organisation, with whose things nobody of the first has anything to do."""
    email = "admin@orchards.example.com"
    async with unit_of_work() as session:
        organization = await service.create_organization(session, name=people.OTHER_ORGANIZATION)
        marks.mark(session, marks.BEGUN, organization.id)
        await _welcome(session, organization)
        user = await service.add_member(
            session,
            organization_id=organization.id,
            email=email,
            name="Joaquim Estrand",
            password=secrets.token_urlsafe(12),
            role=Role.ADMIN,
        )
        actor = _actor(organization, user.id, user.name, email, Role.ADMIN)
        position = await positions.create(session, actor, parse_position(openings.OTHER))
        await positions.open_position(session, actor, position.id)
        invitation = await interviews.invite(
            session,
            actor,
            position_id=position.id,
            full_name="Solveig Marchetti",
            email=people.address_of("Solveig Marchetti"),
        )
        key = await api_keys.issue(
            session, actor, name="Demo: everything", scopes=[scope.value for scope in Scope]
        )
    return {
        "api_key": key.plain,
        "position_id": str(position.id),
        "interview_id": str(invitation.interview_id),
    }


async def _welcome(session: AsyncSession, organization: Organization) -> None:
    """The credit that a new organisation of the demo begins with."""
    with clock.at(clock.now() - SINCE):
        await billing.give_credit(
            session,
            organization_id=organization.id,
            amount_cents=WELCOME_CENTS,
            reference="welcome",
            memo="Welcome credit",
        )


async def _fill_wallet(actor: Actor, position_id: UUID) -> None:
    """Bring the wallet to the price of a round number of interviews for that position."""
    async with unit_of_work() as session:
        position = await positions.get(session, actor, position_id)
        wanted = INTERVIEWS_PAID * price_of(position.duration_min)
        held = await billing.balance_of(session, actor.organization_id)
        await billing.give_credit(
            session,
            organization_id=actor.organization_id,
            amount_cents=wanted - held,
            reference="demo",
            memo=f"Credit to try with, to {INTERVIEWS_PAID} interviews",
        )


async def _keys(actor: Actor) -> dict[str, Any]:
    """A key with every scope, and one per scope."""
    every = [scope.value for scope in Scope]
    async with unit_of_work() as session:
        whole = await api_keys.issue(session, actor, name="Demo: everything", scopes=every)
        scoped = {
            scope: await api_keys.issue(session, actor, name=f"Demo: {scope}", scopes=[scope])
            for scope in every
        }
    return {
        "api_key": whole.plain,
        "scoped_keys": {scope: key.plain for scope, key in scoped.items()},
    }


def _actor(organization: Organization, user_id: UUID, name: str, email: str, role: Role) -> Actor:
    return Actor(
        user_id=user_id,
        organization_id=organization.id,
        role=role,
        name=name,
        email=email,
        organization_name=organization.name,
    )
