"""Calling us as a partner does."""

from __future__ import annotations

import itertools
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx
from sqlmodel import select

from api.web.application import create_application
from app.billing import service as billing
from app.core.database import reading
from tests.support.interviews import make_position
from tests.support.people import make_actor
from tests.unit.partners.support import issue_key

URL = "https://203.0.113.9/integrations/testing_partners/take_home_tests/1"
_numbers = itertools.count(1)


@asynccontextmanager
async def calling(key: str | None):
    """A client with that key, as the user of Basic authentication."""
    transport = httpx.ASGITransport(create_application(), raise_app_exceptions=False)
    async with httpx.AsyncClient(
        transport=transport,
        base_url="http://vivavoce.example.com/partners",
        auth=(key, "") if key is not None else None,
    ) as client:
        yield client


@dataclass(frozen=True)
class Customer:
    """An organisation with an open position and a key that it gave to its ATS."""

    actor: object
    position: object
    key: str


async def make_customer(*scopes, **position) -> Customer:
    actor = await make_actor()
    return Customer(actor, await make_position(actor, **position), await issue_key(actor, *scopes))


async def rows(kind) -> list:
    """Every row of a table."""
    async with reading() as session:
        return list((await session.execute(select(kind))).scalars())


async def balance(actor) -> int:
    async with reading() as session:
        return await billing.balance_of(session, actor.organization_id)


def greenhouse_order(position_id: object, **fields) -> dict:
    """An order as Greenhouse documents it, for a candidate nobody else has."""
    number = next(_numbers)
    candidate = {
        "first_name": "Ada",
        "last_name": "Example",
        "email": f"gh{number}@example.com",
        "phone_number": "+44 20 7946 0000",
        "resume_url": None,
        "greenhouse_profile_url": "https://greenhouse.example.com/people/1?application_id=2",
    } | fields.pop("candidate", {})
    return {"partner_test_id": str(position_id), "candidate": candidate, "url": URL} | fields


def ashby_order(type_id: object, **fields) -> dict:
    """An order as Ashby sends it."""
    number = next(_numbers)
    return {
        "assessment_type_id": str(type_id),
        "candidate": {
            "ashby_id": f"candidate-{number}",
            "first_name": "Ada",
            "last_name": "Example",
            "email": f"ashby{number}@example.com",
            "ashby_profile_url": "https://ashby.example.com/candidates/1",
        },
        "application": {"ashby_id": f"application-{number}", "status": "Active"},
        "job": {"ashby_id": "job-1", "name": "Tea master"},
    } | fields
