"""Reading, verifying and taking away the audit log."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest

from app.core import audit, clock
from app.core.database import reading, unit_of_work
from app.core.errors import NotPermittedError
from app.core.ids import new_id
from app.identity import audit_view
from app.identity.audit_csv import COLUMNS, audit_csv, record_export
from app.identity.audit_view import NOBODY, AuditQuery, entries, listing, people, verify
from app.identity.permissions import Role
from tests.support.audit import entries_on
from tests.support.people import make_actor
from tests.support.recruiting import made_application, made_requisition


async def note(actor, action, *, by=None, kind="thing", subject=None, **details):
    async with unit_of_work() as session:
        audit.record(
            session,
            action,
            subject_type=kind,
            subject_id=subject or new_id(),
            organization_id=actor.organization_id,
            user_id=by,
            **details,
        )


async def found(actor, **wanted):
    async with reading() as session:
        page = await listing(session, actor, AuditQuery(**wanted))
    return [row.action for row in page.rows], page.total


async def test_the_audit_log_is_searched_by_subject_person_action_and_date(database):
    actor, other = await make_actor(), await make_actor()
    colleague = await make_actor(Role.RECRUITER, actor.organization_id)
    requisition = await made_requisition(actor)
    application = await made_application(actor, requisition)
    start = clock.now() + timedelta(days=1)
    thing = new_id()
    for hours, action, fields in (
        (0, "one.begun", {"by": actor.user_id, "subject": thing}),
        (
            1,
            "two.role_changed",
            {"by": colleague.user_id, "kind": "user", "subject": actor.user_id},
        ),
        (2, "three.done", {"kind": "application", "subject": application.id, "a": 1}),
        (3, "four.done", {"kind": "requisition", "subject": requisition.id}),
    ):
        with clock.at(start + timedelta(hours=hours)):
            await note(actor, action, **fields)
    await note(other, "theirs", subject=thing)

    later = {"start": start}
    for wanted, actions in (
        ({}, ["four.done", "three.done", "two.role_changed", "one.begun"]),
        ({"person": str(colleague.user_id)}, ["two.role_changed"]),
        ({"person": NOBODY}, ["four.done", "three.done"]),
        ({"person": str(other.user_id)}, []),
        ({"person": "nonsense"}, []),
        ({"action": "done"}, ["four.done", "three.done"]),
        ({"action": "_"}, ["two.role_changed"]),
        ({"kind": "user"}, ["two.role_changed"]),
        ({"subject": str(thing)}, ["one.begun"]),
        ({"subject": str(application.number)}, ["four.done", "three.done"]),
        ({"subject": "9" * 40}, []),
        ({"subject": application.candidate_name.upper()}, ["three.done"]),
        ({"subject": actor.name}, ["two.role_changed"]),
        ({"subject": "%"}, []),
        ({"start": start + timedelta(hours=2)}, ["four.done", "three.done"]),
        ({"end": start + timedelta(hours=1)}, ["one.begun"]),
    ):
        assert await found(actor, **(later | wanted)) == (actions, len(actions)), wanted
    assert await found(actor, **later, per_page=3, page=2) == (["one.begun"], 4)
    assert await found(actor, **later, page=2) == ([], 4)
    async with reading() as session:
        rows = (await listing(session, actor, AuditQuery(**later))).rows
    assert [(row.person, row.subject, row.number) for row in rows] == [
        ("", requisition.name, requisition.number),
        ("", application.candidate_name, application.number),
        (colleague.name, actor.name, None),
        (actor.name, "", None),
    ]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_taking_the_log_away_is_written_down_and_nothing_is_left_out(database, monkeypatch):
    monkeypatch.setattr(audit_view, "_PORTION", 3)
    actor = await make_actor()
    with clock.at(clock.now()):  # the same moment, so that their ids alone tell them apart
        for number in range(8):
            await note(actor, "thing.done", by=actor.user_id, said="=1+1", number=number)
    query = AuditQuery(action="thing", subject="")
    async with unit_of_work() as session:
        record_export(session, actor, query)
    async with reading() as session:
        text = "".join([piece async for piece in audit_csv(session, actor, query)])
    lines = list(csv.DictReader(io.StringIO(text)))
    assert tuple(lines[0]) == COLUMNS
    assert sorted(line["details"] for line in lines) == [
        f'{{"number": {number}, "said": "=1+1"}}' for number in range(8)
    ]
    assert {line["person"] for line in lines} == {actor.name}
    [*_, export] = await entries_on(actor.organization_id)
    assert (export.action, export.user_id) == ("audit.exported", actor.user_id)
    assert export.details == {"filters": {"action": "thing"}, "by_subject": False}
    chain = await verify(actor)
    assert chain.broken == ""
    assert chain.organization_id == actor.organization_id
    assert chain.links == (await found(actor))[1]


@pytest.mark.parametrize("role", [Role.RECRUITER, Role.READONLY])
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_the_audit_log_is_for_administrators_alone(database, role):
    actor = await make_actor(role)
    async with unit_of_work() as session:
        with pytest.raises(NotPermittedError):
            await listing(session, actor)
        with pytest.raises(NotPermittedError):
            await people(session, actor)
        with pytest.raises(NotPermittedError):
            record_export(session, actor, AuditQuery())
        with pytest.raises(NotPermittedError):
            await anext(entries(session, actor, AuditQuery()))
        with pytest.raises(NotPermittedError):
            await anext(audit_csv(session, actor, AuditQuery()))
    with pytest.raises(NotPermittedError):
        await verify(actor)
