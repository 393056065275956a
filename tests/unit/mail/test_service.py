"""E-mails as rows: written with what they tell of, attempted, and forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from app.core import clock
from app.core.database import reading, unit_of_work
from app.core.secrets import unseal
from app.mail import service
from app.mail.models import Mail, MailKind, MailStatus
from tests.support.people import make_actor
from tests.unit.core.test_durable import ordered


async def write(actor, session, **fields) -> Mail:
    values = {
        "organization_id": actor.organization_id,
        "recipient": "ada@example.com",
        "subject": "About your wallet",
        "text": "A secret link",
    }
    return await service.send(session, MailKind.LOW_BALANCE, **(values | fields))


async def written(actor, **fields) -> Mail:
    async with unit_of_work() as session:
        return await write(actor, session, **fields)


async def stored(mail_id) -> Mail:
    async with reading() as session:
        return await session.get_one(Mail, mail_id)


async def fail(mail: Mail, attempt: int, *, is_final: bool = False) -> MailStatus | None:
    async with unit_of_work() as session:
        return await service.note_failure(
            session, mail.id, attempt=attempt, words="451 Later", is_final=is_final
        )


async def test_an_e_mail_is_ordered_with_its_row(database: str) -> None:
    mail = await written(await make_actor(), subject="é" * 500)
    row = await stored(mail.id)
    assert (row.status, row.attempts, len(row.subject)) == (MailStatus.PENDING, 0, 200)
    assert "secret" not in row.model_dump_json()
    assert unseal(row.text_sealed) == "A secret link"
    assert await ordered() == [f"send_mail:{mail.id}"]


async def test_a_transaction_that_is_rolled_back_sends_nothing(database: str) -> None:
    actor = await make_actor()

    async def change_of_mind() -> None:
        async with unit_of_work() as session:
            await write(actor, session)
            raise RuntimeError("changed my mind")

    with pytest.raises(RuntimeError, match="changed my mind"):
        await change_of_mind()
    assert await ordered() == []
    async with reading() as session:
        assert (await session.execute(select(Mail))).first() is None


async def test_the_text_is_forgotten_once_the_e_mail_has_left(database: str) -> None:
    mail = await written(await make_actor())
    await fail(mail, 1)
    async with unit_of_work() as session:
        await service.note_sent(session, mail.id, attempt=2)
    row = await stored(mail.id)
    assert (row.status, row.attempts, row.error) == (MailStatus.SENT, 2, None)
    assert row.text_sealed == ""
    assert row.sent_at is not None


async def test_attempts_grow_apart_until_an_e_mail_is_given_up(database: str) -> None:
    mail = await written(await make_actor())
    assert sorted(service.PAUSES) == list(service.PAUSES)
    assert sum(service.PAUSES, timedelta()) == timedelta(hours=1)
    for attempt in range(1, len(service.PAUSES) + 1):
        assert await fail(mail, attempt) is MailStatus.PENDING
        row = await stored(mail.id)
        assert (row.attempts, row.error) == (attempt, "451 Later")
        assert row.text_sealed
        assert f"send_mail:{mail.id}:{attempt + 1}" in await ordered()
    assert await fail(mail, len(service.PAUSES) + 1) is MailStatus.FAILED
    row = await stored(mail.id)
    assert (row.status, row.error, row.text_sealed) == (MailStatus.FAILED, "451 Later", "")
    assert len(await ordered()) == len(service.PAUSES) + 1


async def test_a_final_failure_is_not_followed_by_another_attempt(database: str) -> None:
    mail = await written(await make_actor())
    assert await fail(mail, 1, is_final=True) is MailStatus.FAILED
    assert (await stored(mail.id)).text_sealed == ""
    assert await ordered() == [f"send_mail:{mail.id}"]


async def test_an_attempt_that_is_noted_twice_counts_once(database: str) -> None:
    mail = await written(await make_actor())
    await fail(mail, 1)
    assert await fail(mail, 1) is None
    assert (await stored(mail.id)).attempts == 1
    assert len(await ordered()) == 2
    async with unit_of_work() as session:
        await service.note_sent(session, mail.id, attempt=2)
    assert await fail(mail, 3) is None
    assert (await stored(mail.id)).status is MailStatus.SENT


async def test_old_e_mails_are_deleted(database: str) -> None:
    actor = await make_actor()
    with clock.at(clock.now() - timedelta(days=91)):
        old = await written(actor)
    kept = await written(actor)
    async with unit_of_work() as session:
        assert await service.purge(session) == 1
    async with reading() as session:
        assert await session.get(Mail, old.id) is None
        assert await session.get(Mail, kept.id) is not None
