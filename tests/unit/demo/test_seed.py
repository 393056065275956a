from __future__ import annotations

import json
import stat
from uuid import UUID

import pytest
from sqlmodel import col, func, select

from app.api_keys import service as api_keys
from app.assessment.models import Evidence
from app.billing import service as billing
from app.billing.models import Account, LedgerEntry
from app.billing.prices import price_of
from app.core.database import metadata, reading
from app.demo import people, practising, seed
from app.demo.hiring import Hiring
from app.identity.models import Organization, User
from app.identity.permissions import Scope
from app.interviews.models import Interview, InterviewKind, InterviewStatus, Turn
from app.positions.models import Position, PositionStatus
from app.reports.models import Decision
from app.settings import get_settings
from tests.support.people import make_actor

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


async def everything() -> dict[str, int]:
    """How many rows each table has."""
    async with reading() as session:
        return {
            table.name: (
                await session.execute(select(func.count()).select_from(table))
            ).scalar_one()
            for table in metadata.sorted_tables
        }


async def interviews_paid(position_id: str) -> float:
    """How many interviews for that position the wallet of its organisation covers."""
    async with reading() as session:
        position = await session.get(Position, UUID(position_id))
        assert position is not None
        held = await billing.balance_of(session, position.organization_id)
        entries = select(func.sum(LedgerEntry.amount_cents)).where(
            col(LedgerEntry.organization_id) == position.organization_id,
            col(LedgerEntry.account) == Account.WALLET,
        )
        assert (await session.execute(entries)).scalar_one() == held
    return held / price_of(position.duration_min)


async def check_keys(facts: dict) -> None:
    """The keys of the demo open what they say, each in its own organisation."""
    async with reading() as session:
        whole = await api_keys.authenticate(session, facts["api_key"])
        other = await api_keys.authenticate(session, facts["other"]["api_key"])
        assert whole.scopes == other.scopes == frozenset(Scope)
        assert whole.organization_id != other.organization_id
        assert set(facts["scoped_keys"]) == {scope.value for scope in Scope}
        for scope, key in facts["scoped_keys"].items():
            actor = await api_keys.authenticate(session, key)
            assert actor.scopes == {Scope(scope)}
            assert actor.organization_id == whole.organization_id


def demo_file():
    return get_settings().var_dir / "demo.json"


def quiet(_words: str) -> None:
    pass


@on_sqlite
async def test_the_demo_is_believable_hiring_and_a_second_start_keeps_it(database):
    said: list[str] = []
    await seed.ensure(said.append)
    facts = json.loads(demo_file().read_text())
    assert set(facts) == {
        "base_url",
        "admin",
        "recruiter",
        "readonly",
        "api_key",
        "scoped_keys",
        "position_id",
        "closed_position_id",
        "interview_id",
        "invite_url",
        "report_url",
        "other",
    }
    assert stat.S_IMODE(demo_file().stat().st_mode) == 0o600
    assert facts["admin"]["password"] in said[-1]
    async with reading() as session:
        interviews = {
            str(one.id): one for one in (await session.execute(select(Interview))).scalars()
        }
        positions = {
            str(one.id): one for one in (await session.execute(select(Position))).scalars()
        }
        decisions = (await session.execute(select(func.count(Decision.id)))).scalar_one()
        found = await session.execute(
            select(Evidence, Turn.text).join(Turn, col(Turn.id) == col(Evidence.turn_id))
        )
        evidence = found.all()
    assert {one.status for one in interviews.values()} == set(InterviewStatus)
    assert {one.status for one in positions.values()} == set(PositionStatus)
    assert positions[facts["position_id"]].title == "Senior back-end engineer"
    assert positions[facts["closed_position_id"]].status is PositionStatus.CLOSED
    assert positions[facts["other"]["position_id"]].status is PositionStatus.OPEN
    assert interviews[facts["interview_id"]].status is InterviewStatus.SCHEDULED
    assert interviews[facts["report_url"].rpartition("/")[2]].score is not None
    assert facts["invite_url"].startswith(f"{facts['base_url']}/interview/")
    ours = interviews[facts["interview_id"]].organization_id
    assert interviews[facts["other"]["interview_id"]].organization_id != ours
    assert any(one.human_requested_at for one in interviews.values())
    practised = [one for one in interviews.values() if one.kind is InterviewKind.PRACTICE]
    first, second = sorted(practised, key=lambda one: one.created_at)
    assert first.score < second.score
    words = {one.recommendation for one in interviews.values()} - {None}
    assert len(words) >= 3
    assert decisions == sum(who.decision is not None for who in people.APPLICANTS)
    assert evidence
    for span, text in evidence:
        assert text[span.start_at : span.end_at] == span.quote

    assert await interviews_paid(facts["position_id"]) == 500
    await check_keys(facts)

    before, file = await everything(), demo_file().read_bytes()
    await seed.ensure(quiet)
    assert await everything() == before
    assert demo_file().read_bytes() == file


async def test_a_demo_that_was_killed_half_way_is_made_anew(database, monkeypatch):
    async def killed(self):
        await self._open_positions()
        await self._wait_for(people.INVITEES[0])
        raise KeyboardInterrupt

    async def short(self):
        await self._open_positions()
        return {"report_of": "none", "position_id": str(self._positions["backend"])}

    monkeypatch.setattr(Hiring, "run", killed)
    with pytest.raises(KeyboardInterrupt):
        await seed.ensure(quiet)
    assert not demo_file().exists()
    monkeypatch.setattr(Hiring, "run", short)
    said: list[str] = []
    await seed.ensure(said.append)
    assert "anew" in said[0]
    assert demo_file().exists()
    async with reading() as session:
        names = sorted((await session.execute(select(Organization.name))).scalars())
        emails = (await session.execute(select(User.email))).scalars().all()
    assert names == sorted([people.ORGANIZATION, people.OTHER_ORGANIZATION])
    assert len(emails) == len(people.MEMBERS) + 1
    counts = await everything()
    assert counts["interview"] == 1 + len(practising.SESSIONS)


async def test_a_database_in_use_is_left_as_it_is(database):
    await make_actor()
    before = await everything()
    await seed.ensure(quiet)
    assert await everything() == before
    assert not demo_file().exists()
