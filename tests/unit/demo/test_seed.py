from __future__ import annotations

import json
import stat
from collections import Counter
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlmodel import col, func, select

from app.activity.models import LogEntry, LogLevel
from app.analysis.models import Analysis
from app.api_keys import service as api_keys
from app.applications.models import Application, ApplicationStatus
from app.assessment.models import Evidence
from app.billing import service as billing
from app.billing.models import Account, LedgerEntry
from app.billing.prices import price_of
from app.core import clock, outbound
from app.core.database import metadata, reading
from app.demo import people, practising, seed, seekers
from app.demo.hiring import Hiring
from app.demo.recruiting import Recruiting
from app.evaluations.models import InterviewEvaluation
from app.identity.models import Organization, User
from app.identity.permissions import Scope
from app.interviews.models import Interview, InterviewKind, InterviewStatus, Turn
from app.mail.models import Mail, MailStatus
from app.personas.models import Persona
from app.positions.models import Position, PositionStatus
from app.prompts.models import Prompt, PromptType
from app.queue.models import JobType, QueueItem, QueueStatus
from app.recruiters.models import Recruiter
from app.reports.models import Decision
from app.requisitions.models import Requisition
from app.resumes.models import Resume, ResumeFormat
from app.room.access import find
from app.settings import get_settings
from tests.support.people import make_actor
from tests.support.server import free_port

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


async def all_of(table):
    async with reading() as session:
        return (await session.execute(select(table))).scalars().all()


async def check_applications(facts: dict) -> None:
    """Applications stand everywhere they can, with the résumés and interviews that led there."""
    made = {one.number: one for one in await all_of(Application)}
    assert len(made) == len(seekers.SEEKERS) >= 20
    stages = {one.status for one in made.values()}
    assert stages == set(ApplicationStatus) - {ApplicationStatus.ANALYSING}
    assert sum(not one.has_interview for one in made.values()) >= 4
    assert any(one.compliance_review for one in made.values())
    for one in made.values():
        is_new = one.status is ApplicationStatus.NEW
        assert not (is_new and (one.has_analysis or one.has_interview))
    shown, over = made[facts["application_id"]], made[facts["completed_application_id"]]
    assert (shown.status, shown.has_interview) == (ApplicationStatus.ANALYSED, False)
    assert (over.status, over.has_report) == (ApplicationStatus.COMPLETE, True)
    async with reading() as session:
        expected = await find(session, facts["public_interview_token"])
    assert expected is not None
    assert expected.status is InterviewStatus.SCHEDULED
    assert expected.application_id in {one.id for one in made.values()}
    assert str(expected.id) != facts["interview_id"]

    resumes = await all_of(Resume)
    assert {one.format for one in resumes} == set(ResumeFormat)
    assert any(one.hidden for one in resumes)
    assert any(one.problem for one in resumes)
    assert len(await all_of(Analysis)) == sum(not one.problem for one in resumes)
    complete = {one.id for one in made.values() if one.status is ApplicationStatus.COMPLETE}
    held = {one.id: one.application_id for one in await all_of(Interview)}
    evaluated = {held[one.interview_id] for one in await all_of(InterviewEvaluation)}
    assert complete <= evaluated
    assert len(complete) >= 3


async def check_what_is_around_them(facts: dict) -> None:
    """Requisitions, recruiters, prompts and personas, and what the product has done by itself."""
    requisitions = {one.number: one for one in await all_of(Requisition)}
    assert len(requisitions) == 3
    assert str(requisitions[facts["requisition_id"]].position_id) != facts["position_id"]
    assert Counter(one.user_id is not None for one in await all_of(Recruiter)) == {
        True: 2,
        False: 1,
    }
    prompts = await all_of(Prompt)
    assert {PromptType.INTERVIEW_EMAIL, PromptType.RESUME_ANALYSIS} <= {
        one.prompt_type for one in prompts
    }
    assert {one.requisition_id for one in prompts} > {one.id for one in requisitions.values()}
    assert sorted(one.is_default for one in await all_of(Persona)) == [False, True]

    items = await all_of(QueueItem)
    assert {one.job_type for one in items if one.status is QueueStatus.COMPLETED} == set(
        JobType
    ) - {JobType.SYNC}
    (failed,) = [one for one in items if one.status is QueueStatus.FAILED]
    (dead,) = [one for one in items if one.status is QueueStatus.DEAD]
    assert "refused" in failed.problem
    assert failed.due_at > clock.now()
    assert "credentials" in dead.problem
    assert {one.status for one in items} == {
        QueueStatus.COMPLETED,
        QueueStatus.FAILED,
        QueueStatus.DEAD,
    }
    async with reading() as session:
        left = (await session.execute(text("select count(*) from workflow_status"))).scalar_one()
    assert left == 1
    logged = await all_of(LogEntry)
    assert {one.level for one in logged} == set(LogLevel) - {LogLevel.DEBUG}

    mails = await all_of(Mail)
    assert {one.status for one in mails} == {MailStatus.SENT}
    assert all(one.recipient.endswith("@example.com") for one in mails)
    assert len(list((demo_file().parent / "outbox").glob("*.eml"))) == len(mails)


def demo_file():
    return get_settings().var_dir / "demo.json"


def quiet(_words: str) -> None:
    pass


@on_sqlite
async def test_the_demo_is_believable_hiring_and_a_second_start_keeps_it(database, monkeypatch):
    # Somebody may be running the simulator of Workday on this machine.
    monkeypatch.setattr(outbound, "WORKDAY_SIMULATOR", ("127.0.0.1", free_port()))
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
        "requisition_id",
        "application_id",
        "completed_application_id",
        "public_interview_token",
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
    for span, said in evidence:
        assert said[span.start_at : span.end_at] == span.quote

    await check_applications(facts)
    await check_what_is_around_them(facts)
    assert await interviews_paid(facts["position_id"]) == 500
    await check_keys(facts)

    before, file = await everything(), demo_file().read_bytes()
    await seed.ensure(quiet)
    assert await everything() == before
    assert demo_file().read_bytes() == file


async def test_a_demo_that_was_killed_half_way_is_made_anew(database, monkeypatch):
    async def short(self):
        await self._open_positions()
        await self._wait_for(people.INVITEES[0])
        return {"report_of": "none", "position_id": str(self._positions["backend"])}

    async def killed(self):
        await self._begin()
        raise KeyboardInterrupt

    async def none(self):
        return {}

    monkeypatch.setattr(Hiring, "run", short)
    monkeypatch.setattr(Recruiting, "run", killed)
    with pytest.raises(KeyboardInterrupt):
        await seed.ensure(quiet)
    assert not demo_file().exists()
    monkeypatch.setattr(Recruiting, "run", none)
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
    assert counts["interview"] == 2 + len(practising.SESSIONS)
    assert counts["requisition"] == counts["recruiter"] == counts["prompt"] == 0


async def test_a_database_in_use_is_left_as_it_is(database):
    await make_actor()
    before = await everything()
    await seed.ensure(quiet)
    assert await everything() == before
    assert not demo_file().exists()
