"""An application on the screen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analysis import service as analyses
from app.applications import service as applications
from app.applications.models import ApplicationStatus as Status
from app.applications.status import TRANSITIONS
from app.core.database import unit_of_work
from app.identity.permissions import Role
from app.interviews import hiring
from app.requisitions import service as requisitions
from app.resumes import reading as reader
from app.resumes import service as resumes
from app.room import service as room
from state.application import ANALYSIS, RESUME, ApplicationState
from state.application_resume import _pages, _Span
from state.application_rows import _NEXT, step_rows
from state.application_steps import ApplicationStepsState
from state.numbered import MISSING, READY, number_of
from tests.support.people import make_actor
from tests.support.screens import Screen, cookie_of

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

TEXT = (
    "Ada Example\nBorn 3 March 1979, married.\n\nExperience\n"
    "2018 - 2024 Engineer. Built APIs in Python and PostgreSQL, ran Kubernetes clusters.\n"
)


@given(
    text=st.text(min_size=1, max_size=80),
    starts=st.lists(st.integers(0, 90), max_size=3),
    spans=st.lists(st.tuples(st.integers(0, 79), st.integers(1, 80)), max_size=6),
)
def test_a_resume_is_shown_whole_whatever_is_marked_in_it(text, starts, spans):
    marked = [
        _Span(start, start + length, "pro", "for it", f"pro-{place}", f"pro-{place}-0")
        for place, (start, length) in enumerate(sorted(spans))
    ]
    pages = _pages(text, starts, marked)
    pieces = [piece for page in pages for piece in page.pieces]
    assert "".join(piece.text for piece in pieces) == text
    ids = [piece.mark for piece in pieces if piece.mark]
    assert len(ids) == len(set(ids))


def test_every_status_says_what_follows():
    assert set(_NEXT) == set(TRANSITIONS)
    assert [row.state for row in step_rows(Status.REJECTED, ())][-1] == "out"


@pytest.mark.parametrize(
    ("path", "number"),
    [
        ("/applications/12", 12),
        ("/applications/12/", 12),
        ("/requisitions/12/board", 12),
        ("/applications/x", 0),
        ("/applications", 0),
        ("/applications/99999999999", 0),
        ("/applications/²", 0),
    ],
)
def test_the_number_is_read_from_the_address(path, number):
    assert number_of(path) == number


async def applied(actor):
    async with unit_of_work() as session:
        requisition = await requisitions.create(
            session,
            actor,
            {
                "name": "Engineer",
                "detailed_description": "Python, PostgreSQL, Kubernetes, Docker and caching.",
            },
        )
        made = await applications.create(
            session,
            actor,
            requisition=requisition.number,
            full_name="Ada Example",
            email="ada@example.com",
        )
        content = TEXT.encode()
    read = await reader.read(content, "ada.txt")
    async with unit_of_work() as session:
        await resumes.add(
            session,
            actor.organization_id,
            made.id,
            file_name="ada.txt",
            content=content,
            read=read,
        )
    await analyses.analyse(actor.organization_id, made.id)
    return made.number


@on_sqlite
async def test_findings_and_the_resume_lead_to_each_other(database):
    actor = await make_actor()
    number = await applied(actor)
    screen = Screen(ApplicationState, f"/applications/{number}", await cookie_of(actor))
    await screen.load()
    assert screen.phase == READY
    pieces = [piece for page in screen.resume.pages for piece in page.pieces]
    assert "".join(piece.text for piece in pieces) == TEXT.strip()
    marks = {piece.mark: piece for piece in pieces if piece.mark}
    analysis = screen.analysis
    keys = {row.key for row in (*analysis.pros, *analysis.cons, *analysis.compliance)}
    assert analysis.pros
    assert analysis.compliance
    for row in (*analysis.pros, *analysis.compliance):
        for quote in row.quotes:
            assert quote.text.startswith(" ".join(marks[quote.mark].text.split())[:10])
    assert {piece.finding for piece in marks.values()} <= keys
    assert any(piece.kind == "compliance" for piece in pieces)

    assert await screen.go(next(iter(marks)))
    assert screen.side == RESUME
    assert await screen.go(analysis.pros[0].key)
    assert screen.side == ANALYSIS
    assert await screen.go("mark-x'); alert(1); ('") == []
    assert await screen.go({"a": 1}) == []

    index = next(row.index for row in analysis.questions if row.can_adopt)
    await screen.adopt(index)
    assert screen.analysis.questions[index].is_adopted

    steps = Screen(ApplicationStepsState, f"/applications/{number}", await cookie_of(actor))
    await steps.ask_invite(number)
    assert steps.recipient == "ada@example.com"
    assert "Hello Ada Example" in steps.text
    assert steps.blocked == ""
    await steps.ask_out(number, "rejected")
    await steps.leave({"reason": "Not this time."})
    await screen.refresh()
    assert screen.head.status == "rejected"
    assert screen.events[0].reason == "Not this time."
    assert screen.head.back_to == "analyzed"
    await screen.take_up()
    assert screen.head.status == "analyzed"

    async with unit_of_work() as session:
        application = await applications.by_number(session, actor, number)
        invitation = await hiring.invite_application(session, actor, application.id, notify=False)
    await room.request_human(invitation.token)
    await screen.refresh()
    assert (screen.head.asks_for_human, screen.head.human_href) == (
        True,
        f"/interviews/{invitation.interview_id}",
    )
    assert [row.by for row in screen.events[:2]] == [actor.name] * 2


@on_sqlite
async def test_members_who_may_only_look_are_refused_and_others_find_nothing(database):
    actor = await make_actor()
    number = await applied(actor)
    looking = await make_actor(role=Role.READONLY, organization_id=actor.organization_id)
    screen = Screen(ApplicationState, f"/applications/{number}", await cookie_of(looking))
    await screen.load()
    assert screen.phase == READY
    assert [screen.can_edit, screen.can_invite, screen.can_adopt] == [False] * 3
    await screen.analyse()
    await screen.adopt(0)
    assert not screen.analysis.questions[0].is_adopted

    stranger = await make_actor()
    other = Screen(ApplicationState, f"/applications/{number}", await cookie_of(stranger))
    await other.load()
    assert other.phase == MISSING
    assert TEXT[:11] not in str(other.shown())
