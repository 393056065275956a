"""Organisations and people for tests."""

from __future__ import annotations

import itertools

from app.billing import service as billing
from app.core.database import unit_of_work
from app.identity import service
from app.identity.permissions import Actor, Role

PASSWORD = "correct horse battery"
CREDIT_CENTS = 1_000_000
_numbers = itertools.count(1)


async def make_actor(role: Role = Role.ADMIN, organization_id=None) -> Actor:
    """A member with that role, in a new organisation unless one is named."""
    number = next(_numbers)
    async with unit_of_work() as session:
        name = f"Example Works {number}"
        if organization_id is None:
            organization_id = (await service.create_organization(session, name=name)).id
        user = await service.add_member(
            session,
            organization_id=organization_id,
            email=f"member{number}@example.com",
            name=f"Member {number}",
            password=PASSWORD,
            role=role,
        )
        await billing.give_credit(
            session,
            organization_id=organization_id,
            amount_cents=CREDIT_CENTS,
            reference="for tests",
            memo="Credit for tests",
        )
    return Actor(
        user_id=user.id,
        organization_id=organization_id,
        role=role,
        name=user.name,
        email=user.email,
        organization_name=name,
    )
