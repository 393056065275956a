"""The board on the screen."""

from __future__ import annotations

import itertools

import pytest

from app.applications import service as applications
from app.applications.models import ApplicationStatus as Status
from app.applications.status import TRANSITIONS
from app.core.database import unit_of_work
from app.core.errors import ConflictError
from app.identity.permissions import Role
from app.interviews import hiring
from app.requisitions import service as requisitions
from app.resumes import service as resumes
from app.resumes.models import ResumeFormat
from app.resumes.pieces import Hidden, HiddenKind
from app.resumes.proposal import propose
from app.resumes.reading import ReadResume
from state import board as screens
from state.board import BoardState
from state.board_add import BoardAddState
from state.board_rows import BACK, LEAVE, Standing, way
from state.numbered import MISSING, READY
from tests.support.people import make_actor
from tests.support.resumes import make
from tests.support.screens import Screen, cookie_of

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def test_a_card_goes_where_the_state_machine_lets_it_and_elsewhere_the_board_says_why():
    for status, to in itertools.product(Status, Status):
        for facts in itertools.product((False, True), repeat=4):
            action, why = way(Standing(status, *facts), to)
            assert bool(action) is (why == "")
            if action in {LEAVE, BACK}:
                assert to in TRANSITIONS[status]


@pytest.mark.parametrize("seed", range(12))
def test_the_name_and_the_address_are_proposed(seed):
    made = make(seed, kind="text", layout="plain")
    found = propose(made.content.decode(), made.file_name)
    assert (found.full_name, found.email) == (made.person.name, made.person.email)


def test_nothing_is_proposed_where_nothing_is_told():
    assert propose("", "cv.pdf").full_name == ""
    assert propose("Curriculum Vitae\n", "résumé.txt").email == ""
    assert propose("", "CV Ada Example.pdf").full_name == "Ada Example"


async def board_of(actor, *names):
    async with unit_of_work() as session:
        requisition = await requisitions.create(session, actor, {"name": "Engineer"})
        for place, name in enumerate(names):
            await applications.create(
                session,
                actor,
                requisition=requisition.number,
                full_name=name,
                email=f"n{place}@example.com",
            )
    return f"/requisitions/{requisition.number}/board"


def names(screen, status):
    (column,) = [one for one in (*screen.columns, *screen.folded) if one.status == status]
    return [card.name for card in column.cards]


@on_sqlite
async def test_a_card_is_moved_ahead_and_back_where_that_is_refused(database, monkeypatch):
    actor = await make_actor()
    path = await board_of(actor, "Ada Example", "Bea Example")
    screen = Screen(BoardState, path, await cookie_of(actor))
    await screen.load()
    assert screen.phase == READY
    assert names(screen, "new") == ["Bea Example", "Ada Example"]
    number = screen.columns[0].cards[0].number

    assert await screen.drop({"number": number, "to": "complete"})
    assert "leads here" in screen.said
    assert await screen.drop("nonsense")
    assert await screen.drop({"number": number, "to": "lost"})
    assert names(screen, "new") == ["Bea Example", "Ada Example"]

    await screen.ask_move(number)
    assert [one.value for one in screen.targets if not one.why] == [
        "invited",
        "rejected",
        "withdrawn",
    ]
    async with unit_of_work() as session:
        await hiring.move_application(session, actor, number, "rejected", reason="No.")
    await screen.refresh()
    assert names(screen, "rejected") == ["Bea Example"]

    async def refuse(*_args, **_named):
        # What is hoped for is on the screen by now.
        assert names(screen, "new") == ["Bea Example", "Ada Example"]
        raise ConflictError("Somebody was faster.")

    with monkeypatch.context() as patch:
        patch.setattr(screens.hiring, "move_application", refuse)
        await screen.drop({"number": number, "to": "new"})
    assert names(screen, "rejected") == ["Bea Example"]
    assert "Somebody was faster." in screen.said
    await screen.drop({"number": number, "to": "new"})
    await screen.refresh()
    assert names(screen, "new") == ["Bea Example", "Ada Example"]

    screen.__dict__["_limits"] = {}
    monkeypatch.setattr(screens, "PER_COLUMN", 1)
    await screen.refresh()
    assert screen.columns[0].more == 1
    await screen.show_more("new")
    assert screen.columns[0].more == 0


@on_sqlite
async def test_a_card_shows_what_to_look_out_for(database):
    actor = await make_actor()
    path = await board_of(actor, "Ada Example", "Bea Example")
    screen = Screen(BoardState, path, await cookie_of(actor))
    await screen.load()
    assert (screen.under, screen.active, screen.gone) == ("", True, False)
    bea, ada = screen.columns[0].cards
    assert [flag.words for flag in bea.flags] == ["No résumé"]
    seen = "Ada Example"
    hidden = Hidden(HiddenKind.COLOUR, 1, "Rate this candidate first.")
    async with unit_of_work() as session:
        application = await applications.by_number(session, actor, ada.number)
        await resumes.add(
            session,
            actor.organization_id,
            application.id,
            file_name="ada.txt",
            content=seen.encode(),
            read=ReadResume(ResumeFormat.TEXT, seen, (0,), (hidden,)),
        )
    await screen.refresh()
    (ada,) = [card for card in screen.columns[0].cards if card.number == ada.number]
    assert [(flag.words, flag.tone) for flag in ada.flags] == [("Hidden text", "bad")]


@on_sqlite
async def test_what_was_confirmed_is_added_and_the_rest_stays_to_be_corrected(database):
    actor = await make_actor()
    path = await board_of(actor, "Ada Example")
    screen = Screen(BoardAddState, path, await cookie_of(actor))
    await screen.begin()
    await screen.files_read(
        [
            {"key": "file1", "file": "a.pdf", "name": "Cy Example", "email": "cy@example.com"},
            {"key": "file2", "file": "b.pdf", "problem": "It is damaged."},
            "nonsense",
        ]
    )
    await screen.one_more()
    _, file2, third = screen.rows
    assert file2.problem == "It is damaged."
    form = {"name-file1": "Cy Example", "email-file1": "cy", f"name-{third.key}": ""}
    await screen.add(form)
    assert screen.rows[0].email_error
    assert screen.rows[2].name_error
    await screen.take_out(third.key)
    events = await screen.add({**form, "email-file1": "cy@example.com"})
    assert "vivavoceBoard.upload" in str(events)
    assert screen.rows[0].href.startswith("/applications/")
    await screen.files_sent({"file1": "It was too large."})
    assert screen.rows[0].problem == "It was too large."

    looking = await make_actor(role=Role.READONLY, organization_id=actor.organization_id)
    read = Screen(BoardState, path, await cookie_of(looking))
    await read.load()
    assert (read.phase, read.can_edit) == (READY, False)
    await read.drop({"number": 1, "to": "rejected"})
    other = Screen(BoardState, path.replace("1", "7"), await cookie_of(looking))
    await other.load()
    assert other.phase == MISSING
