"""The activity log and the audit log on the screen."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reflex.istate.data import ReflexURL

from app.activity import service
from app.activity.models import LogLevel
from app.core import audit
from app.core.database import unit_of_work
from app.core.ids import new_id
from app.identity.permissions import Role
from state import audit_log, logs
from state.audit_log import AuditState
from state.logs import REFRESH, LogsState
from state.periods import bounds
from state.tables import READY, REFUSED
from tests.support.people import make_actor
from tests.support.recruiting import made_requisition
from tests.support.screens import ORIGIN, Screen, cookie_of

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
words = st.text(max_size=40) | st.sampled_from(["", "ERROR", "workday", "7", "position", "nobody"])
days = st.dates().map(str) | st.sampled_from(["", "2026-13-01", "0001-01-01", "9999-12-31"])
ZONES = (UTC, ZoneInfo("Pacific/Kiritimati"), ZoneInfo("America/Los_Angeles"))


NAMES = ("q", *logs.Query().filters, *audit_log.Query().filters)


@given(given_=st.fixed_dictionaries({}, optional=dict.fromkeys(NAMES, words)))
def test_an_address_of_the_log_leads_back_to_itself(given_):
    for of in (logs, audit_log):
        query = of.Query.of({**given_, "page": "2"})
        address = query.address(page=query.page)
        assert of.Query.of(dict(parse_qsl(urlsplit(address).query))) == query


@given(since=days, until=days)
def test_any_days_can_be_asked_for(since, until):
    query = audit_log.Query.of({"since": since, "until": until})
    for zone in ZONES:
        for moment in bounds(query.since, query.until, zone):
            assert moment is None or moment.astimezone(UTC)


def test_a_day_lasts_until_its_midnight_there():
    assert bounds("2026-11-21", "2026-11-21", ZoneInfo("Europe/Berlin")) == (
        datetime(2026, 11, 20, 23, tzinfo=UTC),
        datetime(2026, 11, 21, 23, tzinfo=UTC),
    )


@on_sqlite
async def test_the_log_is_narrowed_and_followed_and_shows_recruiters_their_part(database):
    admin = await make_actor()
    requisition = await made_requisition(admin)
    async with unit_of_work() as session:
        for message, level, about in (
            ("Tokens were renewed", LogLevel.INFO, None),
            ("Synchronised", LogLevel.INFO, requisition.id),
            ("Workday is slow", LogLevel.WARNING, requisition.id),
        ):
            service.log(
                session,
                message,
                organization_id=admin.organization_id,
                source="workday",
                level=level,
                requisition_id=about,
                seconds=8,
            )
    reader = await make_actor(Role.READONLY, admin.organization_id)
    screen = Screen(LogsState, "/settings/logs?source=workday", await cookie_of(admin))
    await screen.show("Europe/Berlin")
    assert [row.message for row in screen.rows] == [
        "Workday is slow",
        "Synchronised",
        "Tokens were renewed",
    ]
    assert screen.rows[0].requisition_href == f"/requisitions/{requisition.number}"
    assert json.loads(screen.rows[0].extra) == {"seconds": 8}
    assert REFRESH in str(await screen.follow(True))
    assert REFRESH in str(await screen.refresh())
    assert await screen.follow("yes") == []
    assert await screen.refresh() == []
    told = await screen.narrow("level", "WARNING")
    assert "level=WARNING" in str(told)
    assert "source=workday" in str(told)
    assert await screen.narrow("page", "7") == []
    assert await screen.narrow("level", {}) == []

    theirs = Screen(LogsState, "/settings/logs?source=workday", await cookie_of(reader))
    await theirs.show("")
    assert [row.message for row in theirs.rows] == ["Workday is slow", "Synchronised"]
    assert "Tokens" not in json.dumps(theirs.shown())
    theirs.router.url = ReflexURL(f"{ORIGIN}/settings/logs?requisition=99&page=1")
    await theirs.show("")
    assert (theirs.phase, theirs.rows, theirs.filtered) == (READY, [], True)


@on_sqlite
async def test_administrators_read_and_verify_the_audit_log_and_nobody_else(database):
    admin = await make_actor()
    secret = new_id()
    async with unit_of_work() as session:
        audit.record(
            session,
            "report.downloaded",
            subject_type="report",
            subject_id=secret,
            organization_id=admin.organization_id,
            user_id=admin.user_id,
        )
    screen = Screen(AuditState, f"/settings/audit?q={secret}", await cookie_of(admin))
    await screen.show("Europe/Berlin")
    assert [(row.person, row.action) for row in screen.rows] == [(admin.name, "Report downloaded")]
    assert f"subject={secret}" in screen.csv_href
    await screen.verify_chain()
    assert "The chain is whole" in screen.verdict
    assert len(screen.head) == 64
    assert not screen.verifying

    reader = await make_actor(Role.RECRUITER, admin.organization_id)
    theirs = Screen(AuditState, f"/settings/audit?q={secret}", await cookie_of(reader))
    await theirs.show("")
    assert theirs.phase == REFUSED
    for told in (
        await theirs.refresh(),
        await theirs.verify_chain(),
        await theirs.find("x"),
        await theirs.narrow("kind", "user"),
    ):
        assert "Your role does not allow this" in str(told)
    assert str(secret) not in json.dumps(theirs.shown())
    assert theirs.verdict == ""
