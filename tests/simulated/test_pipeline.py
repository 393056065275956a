"""From a Workday tenant to reports in people's mail, with the product killed on the way.

Nothing is replaced but Workday and the people. VIVAVOCE_PIPELINE says how many applications there
are and VIVAVOCE_KILLS how often the product is killed: `make pipeline` takes 200 and five.
VIVAVOCE_PIPELINE_DATABASE is `sqlite`, or `postgresql`, which `make pipeline` takes.
"""

from __future__ import annotations

import asyncio
import os
import random
import re
import resource
import time
from collections import Counter
from email import message_from_bytes
from email.policy import default
from itertools import cycle
from typing import TYPE_CHECKING

import httpx
import pytest
from sqlmodel import func, select

from app.analysis.models import Analysis
from app.applications.models import Application, ApplicationStatus
from app.billing.models import LedgerTransaction, TransactionKind
from app.core.audit_verify import in_words, verify
from app.core.database import get_engine, reading, unit_of_work
from app.evaluations.models import InterviewEvaluation
from app.hiring_settings import service as hiring_settings
from app.interviews.models import Interview, InterviewStatus, Turn, TurnRole
from app.mail.models import Mail, MailKind, MailStatus
from app.pipeline.rules import hold_of
from app.positions.models import Position
from app.queue.models import QueueItem, QueueStatus
from app.recruiters import service as recruiters
from app.reports.models import Report
from app.requisitions.models import Requisition
from app.resumes.models import Resume
from app.settings import get_settings
from app.simulators.workday.resumes import HIDDEN
from app.workday import sync
from tests.simulated.applicants import Applicant
from tests.support.interviews import make_position
from tests.support.pipeline import Product, product
from tests.support.recruiting import access_token
from tests.support.workday import Office, office

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage
    from pathlib import Path
    from uuid import UUID

    from app.identity.permissions import Actor

APPLICATIONS = int(os.environ.get("VIVAVOCE_PIPELINE", "12"))
DATABASE = os.environ.get("VIVAVOCE_PIPELINE_DATABASE", "sqlite")
KILLS = max(1, int(os.environ.get("VIVAVOCE_KILLS", "2")))
HELD = max(3, APPLICATIONS // 20)
"""So many interviews are held: by requests, over sockets, and by both in turn."""

WAYS = (("rest",), ("socket",), ("rest", "socket"))
PATIENCE_S = 240 + 6 * APPLICATIONS
RECRUITER = "rita@example.com"
LINK = re.compile(r"/interview/(\S+)")
INVITED = {ApplicationStatus.INVITED, ApplicationStatus.COMPLETE}
UNFINISHED = (QueueStatus.PENDING, QueueStatus.RUNNING, QueueStatus.FAILED)


@pytest.mark.parametrize("database", [DATABASE], indirect=True)
async def test_nothing_is_lost_or_done_twice_or_stuck(
    database: str, tmp_path: Path, monkeypatch
) -> None:
    seed = random.SystemRandom().randrange(2**32)
    print(f"seed {seed}")
    monkeypatch.setenv("VIVAVOCE_PUBLIC_REQUESTS_PER_MINUTE", "100000")
    began, computed = time.monotonic(), _computed()
    async with office(monkeypatch, requisitions=3, applications=APPLICATIONS) as workday:
        actor = await workday.connected()
        short = await prepared(actor)
        async with product(tmp_path / "product.log") as running:
            try:
                async with asyncio.timeout(PATIENCE_S):
                    await order(actor, running)
                    applicants, _ = await asyncio.gather(
                        hold(running, short), kill(running, random.Random(seed))
                    )
                    await nothing_is_left()
            except TimeoutError:
                raise AssertionError(f"stuck: {await standing()}") from None
        assert running.kills == KILLS
        await check_applications(workday)
        await check_invitations(actor)
        await check_interviews(applicants)
        await check_mail()
    finding = await verify()
    assert finding.is_whole, in_words(finding)
    seconds, attempts = time.monotonic() - began, sum(one.attempts for one in await rows(QueueItem))
    print(
        f"{get_engine().dialect.name}: {APPLICATIONS} applications, {HELD} interviews, "
        f"{KILLS} kills: {seconds:.0f} s, {60 * APPLICATIONS / seconds:.0f} applications a minute, "
        f"{await count(QueueItem)} items of the queue in {attempts} attempts, "
        f"{_computed() - computed:.0f} s of CPU without the database's"
    )


async def prepared(actor: Actor) -> UUID:
    """An organisation with three requisitions; gives the one with a short interview.

    The second's interview is built from its text when the first applicant for it is invited. The
    third does not invite by itself.
    """
    short = await make_position(actor, duration_min=5)
    async with unit_of_work() as session:
        rita = await recruiters.create(session, actor, {"name": "Rita Example", "email": RECRUITER})
        await hiring_settings.update(
            session, actor, {"default_recruiter_number": rita.number, "auto_send_max_risk": 1.0}
        )
    await sync.sync_all(actor.organization_id)
    async with unit_of_work() as session:
        query = select(Requisition).order_by(Requisition.external_id)
        first, second, _ = (await session.execute(query)).scalars()
        first.auto_send_interview = second.auto_send_interview = True
        first.position_id = short.id
        return first.id


async def order(actor: Actor, running: Product) -> None:
    """Order over the API that each requisition be synchronised."""
    headers = {"Authorization": f"Bearer {await access_token(actor)}"}
    async with httpx.AsyncClient(headers=headers, timeout=60, trust_env=False) as client:
        for one in await rows(Requisition):
            url = f"http://{running.address}/requisitions/{one.number}/sync"
            (await client.post(url)).raise_for_status()


async def hold(running: Product, requisition_id: UUID) -> list[Applicant]:
    """Those who follow their invitations, as they find them in their mail."""
    applicants: list[Applicant] = []
    taking: list[asyncio.Task[None]] = []
    addresses: set[str] = set()
    ways = cycle(WAYS)
    async with asyncio.TaskGroup() as group:
        while len(taking) < HELD:
            theirs = await addresses_of(requisition_id)
            for letter in letters():
                if letter["To"] not in theirs - addresses or len(taking) == HELD:
                    continue
                addresses.add(letter["To"])
                token = LINK.search(letter.get_body(("plain",)).get_content())[1]
                # The third has the product killed in the middle, and goes on another way.
                applicants.append(
                    Applicant(running, token, *next(ways), patient=len(applicants) != 2)
                )
                taking.append(group.create_task(applicants[-1].take()))
            await asyncio.sleep(0.2)
    return applicants


async def kill(running: Product, chance: random.Random) -> None:
    """Kill the product at random moments of the work, once less than it is to be killed."""
    times = KILLS - 1
    # Each is analysed, and two of three are invited.
    whole = APPLICATIONS * 5 / 3
    for number in range(times):
        moment = chance.uniform(number, number + 1) / times * 0.9 * whole
        while True:
            if await count(QueueItem, QueueItem.status == QueueStatus.COMPLETED) >= moment:
                break
            await asyncio.sleep(0.1)
        await asyncio.sleep(chance.uniform(0, 0.3))
        await running.kill()


async def nothing_is_left() -> None:
    """Wait until everything has come, and nothing of it is still to be done."""
    while True:
        left = await count(QueueItem, QueueItem.status.in_(UNFINISHED))
        left += await count(Mail, Mail.status == MailStatus.PENDING)
        if not left and await count(Application) >= APPLICATIONS:
            return
        await asyncio.sleep(0.3)


async def check_applications(workday: Office) -> None:
    """Each was taken over and analysed once, and what was hidden is flagged where it is."""
    found, simulated = await rows(Application), workday.store.applications
    assert Counter(one.external_application_id for one in found) == Counter(simulated.keys())
    per_application = Counter(one.id for one in found)
    resumes, analyses = await rows(Resume), await rows(Analysis)
    assert Counter(one.application_id for one in resumes) == per_application
    assert Counter(one.application_id for one in analyses) == per_application
    assert {one.format.value for one in resumes} == {"pdf", "docx"}
    hiding = {one.id for one in found if simulated[one.external_application_id].has_hidden}
    assert len(hiding) == (APPLICATIONS + 9) // 20
    assert {one.application_id for one in resumes if one.hidden} == hiding
    flagged = {
        one.application_id
        for one in analyses
        if any("would not see" in flag["text"] for flag in one.red_flags)
    }
    assert flagged == hiding
    assert not [one for one in resumes if HIDDEN[:30] in one.text]
    assert {one.status for one in await rows(QueueItem)} == {QueueStatus.COMPLETED}


async def check_invitations(actor: Actor) -> None:
    """Whom the rules let through was invited once, and paid for once; nobody else was."""
    requisitions = {one.id: one for one in await rows(Requisition)}
    interviews = await rows(Interview)
    invited = Counter(one.application_id for one in interviews)
    async with reading() as session:
        settings = await hiring_settings.settings_of(session, actor.organization_id)
    for one in await rows(Application):
        before = Application(**one.model_dump() | {"status": ApplicationStatus.ANALYSED})
        held = hold_of(before, requisitions[one.requisition_id], settings, had_interview=False)
        assert invited[one.id] == (held is None), (one.number, held)
        expected = {ApplicationStatus.ANALYSED} if held else INVITED
        assert one.status in expected
    charged = [
        one.interview_id
        for one in await rows(LedgerTransaction)
        if one.kind is TransactionKind.INTERVIEW
    ]
    assert Counter(charged) == Counter(one.id for one in interviews)
    assert interviews
    # The short one, and one that was built for the second requisition.
    assert await count(Position) == 2


async def check_interviews(applicants: list[Applicant]) -> None:
    """Each interview that was held went on where it stood, and came to one report."""
    assert len(applicants) == HELD
    for one, ways in zip(applicants, cycle(WAYS), strict=False):
        assert one.used == set(ways)
        assert one.breaks or len(ways) == 1
    completed = [one for one in await rows(Interview) if one.status is InterviewStatus.COMPLETED]
    over = Counter(one.id for one in completed)
    assert len(over) == HELD
    answers = [one for one in await rows(Turn) if one.role is TurnRole.CANDIDATE]
    assert Counter(one.interview_id for one in answers).keys() == over.keys()
    assert len({(one.interview_id, one.text) for one in answers}) == len(answers)
    assert len(answers) == sum(one.said for one in applicants)
    for table in (Report, InterviewEvaluation):
        assert Counter(one.interview_id for one in await rows(table)) == over
    complete = [
        one.id for one in await rows(Application) if one.status is ApplicationStatus.COMPLETE
    ]
    assert Counter(complete) == Counter(one.application_id for one in completed)


async def check_mail() -> None:
    """One e-mail to each who was invited and one of each report lie in the outbox."""
    written = await rows(Mail)
    assert {one.status for one in written} == {MailStatus.SENT}
    told = Counter((one.kind, one.interview_id) for one in written)
    interviews = await rows(Interview)
    expected = [(MailKind.INVITATION, one.id) for one in interviews]
    over = [one.id for one in interviews if one.status is InterviewStatus.COMPLETED]
    assert told == Counter(expected + [(MailKind.REPORT, one) for one in over])
    lying = Counter(one["To"] for one in letters())
    assert lying == Counter(one.recipient for one in written)
    assert lying[RECRUITER] == HELD


def letters() -> Iterator[EmailMessage]:
    """What lies in the outbox."""
    for file in sorted((get_settings().var_dir / "outbox").glob("*.eml")):
        yield message_from_bytes(file.read_bytes(), policy=default)


async def addresses_of(requisition_id: UUID) -> set[str]:
    async with reading() as session:
        query = select(Application.candidate_email).where(
            Application.requisition_id == requisition_id
        )
        return set((await session.execute(query)).scalars())


async def count(table, *conditions) -> int:
    async with reading() as session:
        query = select(func.count()).select_from(table).where(*conditions)
        return (await session.execute(query)).scalar_one()


async def rows(table) -> list:
    async with reading() as session:
        return list((await session.execute(select(table))).scalars())


async def standing() -> Counter[tuple[str, str]]:
    """How many items of the queue of each type stand where."""
    return Counter((one.job_type.value, one.status.value) for one in await rows(QueueItem))


def _computed() -> float:
    """Seconds of CPU of this process and of those that it has waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)
