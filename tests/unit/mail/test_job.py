"""The job that sends e-mails, run by the real job runner against a real mail server."""

from __future__ import annotations

import asyncio
import os
import sys
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from dbos import DBOS

from app.core import clock
from app.core.database import reading, unit_of_work
from app.interviews import service as interviews
from app.jobs import mail as job
from app.jobs import runner
from app.mail import repository, service
from app.mail.models import Mail, MailKind, MailStatus
from app.settings import get_settings
from tests.support.interviews import invite, make_position
from tests.support.people import make_actor
from tests.support.server import ROOT, free_port
from tests.support.smtp import Mailbox, mail_server
from tests.unit.mail.test_service import stored, written

WAIT_SECONDS = 60


@asynccontextmanager
async def jobs_running(port: int | None = None):
    """The job runner, which sends to the mail server on that port, or to the outbox."""
    settings = get_settings()
    settings.smtp_security = "none"
    settings.smtp_host, settings.smtp_port = ("127.0.0.1", port) if port else ("", 587)
    async with runner.running():
        await DBOS.register_queue_async(service.QUEUE, polling_interval_sec=0.05)
        yield


async def once(mail_id, is_so) -> Mail:
    """The e-mail once that holds of it."""
    async with asyncio.timeout(WAIT_SECONDS):
        while not is_so(mail := await stored(mail_id)):  # noqa: ASYNC110 - another's doing
            await asyncio.sleep(0.02)
    return mail


async def settled(mail_id) -> Mail:
    """The e-mail once it has left or failed."""
    return await once(mail_id, lambda mail: mail.status is not MailStatus.PENDING)


async def mail_of(actor, invitation) -> Mail:
    """The e-mail with that invitation."""
    async with reading() as session:
        mail = await repository.newest(
            session,
            organization_id=actor.organization_id,
            interview_id=invitation.interview_id,
            kind=MailKind.INVITATION,
        )
    assert mail is not None
    return mail


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """No pause between attempts."""
    monkeypatch.setattr(service, "PAUSES", (timedelta(),) * 4)


async def test_an_invitation_arrives_with_its_link_and_answers_reach_who_invited(
    database: str,
) -> None:
    actor = await make_actor()
    mailbox = Mailbox()
    async with mail_server(mailbox) as port, jobs_running(port):
        invitation = await invite(
            actor, await make_position(actor), email="ada@example.com", notify=True
        )
        mail = await mail_of(actor, invitation)
        row = await settled(mail.id)
    (message,) = mailbox.received
    assert mailbox.recipients == ["ada@example.com"]
    assert invitation.url in message.get_body(("plain",)).get_content()
    assert f'href="{invitation.url}"' in message.get_body(("html",)).get_content()
    assert message["Reply-To"] == actor.email
    assert message["Message-ID"].startswith(f"<{mail.id}@")
    assert (row.status, row.attempts, row.text_sealed) == (MailStatus.SENT, 1, "")


async def test_a_server_that_puts_it_off_gets_it_again_and_once(
    database: str, at_once: None
) -> None:
    mailbox = Mailbox(put_off=["451 Greylisted", "452 Disk full"])
    mail = await written(await make_actor())
    async with mail_server(mailbox) as port, jobs_running(port):
        row = await settled(mail.id)
    assert (row.status, row.attempts, row.error) == (MailStatus.SENT, 3, None)
    (message,) = mailbox.received
    assert message["Message-ID"] == f"<{mail.id}@localhost>"


async def test_a_server_that_stays_away_is_given_up_with_words(
    database: str, at_once: None
) -> None:
    mail = await written(await make_actor())
    async with jobs_running(free_port()):
        row = await settled(mail.id)
    assert (row.status, row.attempts) == (MailStatus.FAILED, 5)
    assert row.error == "The mail server cannot be reached."


async def test_a_refusal_ends_it_at_once(database: str, at_once: None) -> None:
    mail = await written(await make_actor())
    async with mail_server(Mailbox(refuse=["550 No such person"])) as port, jobs_running(port):
        row = await settled(mail.id)
    assert (row.status, row.attempts) == (MailStatus.FAILED, 1)
    assert row.error == "The mail server refused it: 550 No such person"


@pytest.mark.parametrize("end", ["cancelled", "expired"])
async def test_an_invitation_to_what_is_over_stays_here(database: str, end: str) -> None:
    actor = await make_actor()
    position = await make_position(actor)
    with clock.at(clock.now() - timedelta(days=100 if end == "expired" else 0)):
        invitation = await invite(actor, position, notify=True)
    if end == "cancelled":
        async with unit_of_work() as session:
            await interviews.cancel(session, actor, invitation.interview_id)
    mail = await mail_of(actor, invitation)
    mailbox = Mailbox()
    async with mail_server(mailbox) as port, jobs_running(port):
        row = await settled(mail.id)
    assert mailbox.received == []
    assert (row.status, row.attempts) == (MailStatus.FAILED, 1)
    assert end in (row.error or "")


async def test_what_was_written_under_another_secret_key_is_given_up(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail = await written(await make_actor())
    monkeypatch.setenv("VIVAVOCE_SECRET_KEY", "another key altogether, and a long one")
    get_settings.cache_clear()
    async with jobs_running():
        row = await settled(mail.id)
    assert row.status is MailStatus.FAILED
    assert "another secret key" in (row.error or "")


async def test_a_sender_that_is_no_address_may_be_put_right(database: str) -> None:
    mail = await written(await make_actor())
    get_settings().mail_from = "nobody"
    async with jobs_running():
        row = await once(mail.id, lambda mail: mail.attempts)
    assert row.status is MailStatus.PENDING
    assert "VIVAVOCE_MAIL_FROM" in (row.error or "")


async def test_files_of_the_outbox_sort_by_time(database: str) -> None:
    actor = await make_actor()
    mails = []
    for minutes in (30, 20, 10):
        with clock.at(clock.now() - timedelta(minutes=minutes)):
            mails.append(await written(actor))
    async with jobs_running():
        for mail in reversed(mails):
            await settled(mail.id)
    names = sorted(file.name for file in (get_settings().var_dir / "outbox").iterdir())
    assert [name.split("Z-")[1] for name in names] == [f"{mail.id}.eml" for mail in mails]


async def test_old_e_mails_are_purged_by_the_clock(database: str) -> None:
    with clock.at(clock.now() - timedelta(days=91)):
        mail = await written(await make_actor())
    async with jobs_running():
        (schedule,) = job.SCHEDULES
        handle = await DBOS.start_workflow_async(schedule["workflow_fn"], clock.now(), None)
        await handle.get_result()
    async with reading() as session:
        assert await session.get(Mail, mail.id) is None


WORKER = """
import asyncio
from datetime import timedelta
from dbos import DBOS
from app.jobs import mail, runner
from app.mail import service

async def work():
    service.PAUSES = (timedelta(),) * 4
    async with runner.running():
        await DBOS.register_queue_async(service.QUEUE, polling_interval_sec=0.05)
        await asyncio.Event().wait()

asyncio.run(work())
"""


async def test_an_e_mail_survives_that_its_sender_is_killed(database: str) -> None:
    """Killed while the server has the text but has not said yes, and started again."""
    held = asyncio.Event()

    class Holding(Mailbox):
        async def handle_DATA(self, server, session, envelope):  # noqa: N802
            answer = await super().handle_DATA(server, session, envelope)
            if not held.is_set():
                held.set()
                await self.silent.wait()
            return answer

    mailbox = Holding()
    mail = await written(await make_actor())
    async with mail_server(mailbox) as port:
        environment = os.environ | {
            "VIVAVOCE_SMTP_HOST": "127.0.0.1",
            "VIVAVOCE_SMTP_PORT": str(port),
            "VIVAVOCE_SMTP_SECURITY": "none",
        }
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", WORKER, cwd=ROOT, env=environment
        )
        try:
            async with asyncio.timeout(WAIT_SECONDS):
                await held.wait()
        finally:
            process.kill()
            await process.wait()
        async with jobs_running(port):
            row = await settled(mail.id)
    assert row.status is MailStatus.SENT
    assert {message["Message-ID"] for message in mailbox.received} == {f"<{mail.id}@localhost>"}
    assert len(mailbox.received) == 2
