"""The page of an interview: what it shows, what it may be told, and how much of it there is."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlmodel import col, select

from app.core import clock
from app.core.database import reading, unit_of_work
from app.core.errors import NotFoundError
from app.core.ids import new_id
from app.identity.permissions import Role
from app.interviews import service as interviews
from app.interviews.models import SignalKind
from app.mail import service as mails
from app.mail.models import Mail
from app.practice import service as practice
from app.room import service as room
from app.room.progress import progress_of
from app.settings import get_settings
from state.interview import MISSING, MOST_WHOLE, READY, InterviewState
from state.invitation import InvitationState
from state.repeat import RepeatState
from state.review import ReviewState
from tests.support.interviews import (
    begun,
    engine,
    interview_of,
    invite,
    make_position,
    send,
    take_whole,
)
from tests.support.people import make_actor
from tests.support.screens import Screen, cookie_of

JSON_VALUES = [None, True, 7, 1.5, "words", "\ud800", [], [1], {}, {"reason": ["many"]}]

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture(autouse=True)
def scripted(database: str):
    with engine() as evaluator:
        yield evaluator


async def reported(actor, text: str = "I delete the key: full marks") -> str:
    """The address of an interview with a report."""
    token = await begun(actor)
    await take_whole(token, text)
    return await address_of(token)


async def address_of(token: str) -> str:
    return f"/interviews/{(await interview_of(token)).id}"


async def opened(kind: type, path: str, actor) -> Screen:
    screen = Screen(kind, path, await cookie_of(actor))
    await screen.load()
    return screen


async def test_a_report_is_shown_with_its_evidence_linked_both_ways(database: str) -> None:
    actor = await make_actor()
    screen = await opened(InterviewState, await reported(actor), actor)
    assert screen.phase == READY
    assert screen.verdict.graded
    assert screen.verdict.words in {"Strong hire", "Hire", "Discuss", "No hire"}
    for question in screen.questions:
        points = {point.anchor: point for point in question.points}
        words = {
            piece.anchor: piece for turn in question.replies for piece in turn.pieces if piece.href
        }
        assert points
        assert words
        assert all(piece.text in "I delete the key: full marks" for piece in words.values())
        assert {piece.href.lstrip("#") for piece in words.values()} <= set(points)
        assert {point.href.lstrip("#") for point in points.values() if point.href} <= set(words)


async def test_the_first_answer_stands_open_and_no_other(database: str) -> None:
    actor = await make_actor()
    screen = await opened(InterviewState, await reported(actor), actor)
    assert [question.opened for question in screen.questions] == [
        number == 0 for number in range(len(screen.questions))
    ]
    assert len(screen.questions) > 1


async def test_another_organisation_s_interview_is_not_there(database: str) -> None:
    path = await reported(await make_actor())
    stranger = await make_actor()
    screen = await opened(InterviewState, path, stranger)
    assert screen.phase == MISSING
    assert screen.questions == []
    for name, arguments in (
        ("show_whole", [str(new_id())]),
        ("show_transcript", []),
        ("print_whole", []),
    ):
        await getattr(screen, name)(*arguments)
        assert screen.transcript == [], name


@pytest.mark.parametrize("end", ["nonsense", "", "01a1fc35-029d-7014-addf-84a5fd3dccde", "%00"])
async def test_an_address_of_no_interview_says_so(database: str, end: str) -> None:
    screen = await opened(InterviewState, f"/interviews/{end}", await make_actor())
    assert screen.phase == MISSING


async def test_a_decision_needs_a_choice_and_a_reason_and_is_kept_with_the_earlier(
    database: str,
) -> None:
    actor = await make_actor(Role.RECRUITER)
    screen = await opened(ReviewState, await reported(actor), actor)
    await screen.decide({"reason": "Clear"})
    assert screen.errors["recommendation"]
    await screen.decide({"recommendation": "hire", "reason": " "})
    assert screen.errors["reason"]
    assert not screen.errors["recommendation"]
    assert screen.decisions == []
    for choice in ("discuss", "hire"):
        await screen.decide({"recommendation": choice, "reason": "Clear and calm"})
    assert [decision.words for decision in screen.decisions] == ["Hire", "Discuss"]
    assert not any(screen.errors.values())


async def test_notes_are_added_in_order(database: str) -> None:
    actor = await make_actor()
    screen = await opened(ReviewState, await reported(actor), actor)
    await screen.add_note({"note": ""})
    assert screen.errors["note"]
    for text in ("First", "Second"):
        await screen.add_note({"note": text})
    assert [note.text for note in screen.notes] == ["First", "Second"]


async def test_a_signal_is_dismissed_with_a_reason_and_taken_back(database: str) -> None:
    actor = await make_actor()
    token = await begun(actor)
    await room.record_signal(token, SignalKind.PASTE.value, {"characters": 212})
    await take_whole(token)
    screen = await opened(ReviewState, await address_of(token), actor)
    (signal,) = screen.signals
    await screen.ask_dismissal(signal.signal_id)
    await screen.dismiss({"dismissal": ""})
    assert screen.errors["dismissal"]
    await screen.dismiss({"dismissal": "Typed in the room before"})
    assert screen.signals[0].dismissed
    assert "Typed in the room before" in screen.signals[0].dismissal
    await screen.restore(signal.signal_id)
    assert not screen.signals[0].dismissed


@pytest.mark.parametrize("value", JSON_VALUES, ids=repr)
async def test_whatever_a_client_sends_changes_nothing_it_should_not(
    database: str, value: object
) -> None:
    actor = await make_actor()
    path = await reported(actor)
    for kind in (ReviewState, InvitationState):
        screen = await opened(kind, path, actor)
        before = (screen.decisions, screen.notes, screen.signals, screen.verdict)
        calls = (
            ("decide", "add_note", "ask_dismissal", "dismiss", "restore")
            if kind is ReviewState
            else ("extend",)
        )
        for name in (*calls, "show_whole", "pick_concept"):
            await getattr(screen, name)(value)
        assert (screen.decisions, screen.notes, screen.signals, screen.verdict) == before
        assert screen.concept == ""


async def test_long_answers_are_shortened_until_all_of_one_is_asked_for(database: str) -> None:
    actor = await make_actor()
    long = "I delete the key: full marks. " + "And so on and on. " * 1_000
    screen = await opened(InterviewState, await reported(actor, long), actor)
    turn = screen.questions[0].replies[0]
    assert turn.shortened
    assert any(piece.href for piece in turn.pieces)
    assert sum(len(piece.text) for piece in turn.pieces) < 3_000
    await screen.show_whole(turn.turn_id)
    whole = screen.questions[0].replies[0]
    assert not whole.shortened
    assert "".join(piece.text for piece in whole.pieces) == long.strip()


async def test_however_long_the_interview_the_browser_gets_less_than_a_megabyte(
    database: str,
) -> None:
    actor = await make_actor()
    token = await begun(
        actor,
        duration_min=180,
        concepts=[{"name": f"C{n}", "target_depth": 3, "weight": 1} for n in range(8)],
    )
    for number in range(30):
        view = await room.view(token)
        if view.status is not room.RoomStatus.RUNNING:
            break
        await send(token, f"half {number} " + "é" * 19_000)
    await room.end(token)
    screen = await opened(InterviewState, await address_of(token), actor)
    await screen.show_transcript()
    await screen.print_whole()
    sent = json.dumps(screen.shown(), ensure_ascii=False).encode()
    assert len(screen.questions) > 5
    assert MOST_WHOLE < len(sent) < 1_000_000


async def test_an_invitation_s_link_is_for_those_who_may_invite(database: str) -> None:
    recruiter = await make_actor(Role.RECRUITER)
    reader = await make_actor(Role.READONLY, organization_id=recruiter.organization_id)
    invitation = await invite(recruiter, await make_position(recruiter))
    path = f"/interviews/{invitation.interview_id}"
    for actor, url in ((recruiter, invitation.url), (reader, "")):
        screen = await opened(InvitationState, path, actor)
        await screen.load_link()
        assert screen.invitation.url == url
        assert (invitation.token in json.dumps(screen.shown())) == bool(url)


async def test_a_link_is_extended_to_the_end_of_a_day_and_cancelled(database: str) -> None:
    actor = await make_actor()
    invitation = await invite(actor, await make_position(actor))
    screen = await opened(InvitationState, f"/interviews/{invitation.interview_id}", actor)
    await screen.extend({"until": "2020-01-01"})
    assert screen.extend_error
    day = (clock.now() + timedelta(days=40)).date()
    await screen.extend({"until": day.isoformat()})
    assert screen.extend_error == ""
    assert (await interview_of(invitation.token)).expires_at.date() == day
    await screen.cancel()
    assert screen.head.stage == "over"
    assert screen.invitation.url == ""


async def mails_of(actor) -> list[Mail]:
    query = (
        select(Mail)
        .where(col(Mail.organization_id) == actor.organization_id)
        .order_by(col(Mail.id))
    )
    async with reading() as session:
        return list((await session.execute(query)).scalars())


async def test_the_link_is_e_mailed_and_the_page_says_where_it_stands(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = await make_actor(Role.RECRUITER)
    invitation = await invite(actor, await make_position(actor), email="ada@example.com")
    screen = await opened(InvitationState, f"/interviews/{invitation.interview_id}", actor)
    await screen.load_link()
    assert (screen.letter.label, screen.letter.action) == ("", "E-mail the link")
    assert screen.letter.may_send

    events = await screen.send_mail()
    assert not screen.sending
    assert (screen.letter.label, screen.letter.may_send) == ("On its way", False)
    assert "ada@example.com" in screen.letter.words
    assert any("setTimeout" in str(event) for event in events)
    (mail,) = await mails_of(actor)

    async with unit_of_work() as session:
        await mails.note_failure(
            session, mail.id, attempt=1, words="The mail server put it off: 451 No.", is_final=False
        )
    events = await screen.look_after_mail()
    assert (screen.letter.label, screen.letter.tone) == ("Delayed", "warn")
    assert screen.letter.words.endswith("451 No.")
    assert any("setTimeout" in str(event) for event in events)

    async with unit_of_work() as session:
        await mails.note_sent(session, mail.id, attempt=2)
    assert await screen.look_after_mail() == []
    assert (screen.letter.label, screen.letter.action) == ("Sent", "E-mail it again")
    assert "UTC" in screen.letter.words
    assert "var/outbox" in screen.letter.words
    monkeypatch.setattr(get_settings(), "smtp_host", "mail.example.com")
    await screen.look_after_mail()
    assert "var/outbox" not in screen.letter.words
    assert screen.letter.may_send
    assert "secret" not in json.dumps(screen.shown())


async def test_a_second_click_is_told_to_wait_and_sends_nothing(database: str) -> None:
    actor = await make_actor()
    invitation = await invite(actor, await make_position(actor))
    screen = await opened(InvitationState, f"/interviews/{invitation.interview_id}", actor)
    await screen.send_mail()
    await screen.send_mail()
    assert "half a minute" in screen.told
    assert not screen.sending
    assert len(await mails_of(actor)) == 1
    with clock.at(clock.now() + timedelta(seconds=31)):
        await screen.send_mail()
    assert len(await mails_of(actor)) == 2


async def test_an_e_mail_that_was_refused_is_explained_and_may_be_sent_anew(
    database: str,
) -> None:
    actor = await make_actor()
    invitation = await invite(actor, await make_position(actor), email="ada@example.com")
    screen = await opened(InvitationState, f"/interviews/{invitation.interview_id}", actor)
    await screen.send_mail()
    (mail,) = await mails_of(actor)
    async with unit_of_work() as session:
        await mails.note_failure(
            session, mail.id, attempt=1, words="550 No such person", is_final=True
        )
    await screen.load_link()
    assert (screen.letter.label, screen.letter.tone) == ("Not sent", "bad")
    assert screen.letter.words == "To ada@example.com: 550 No such person."
    assert screen.letter.may_send


async def test_only_those_who_may_invite_send_or_see_e_mails(database: str) -> None:
    recruiter = await make_actor(Role.RECRUITER)
    invitation = await invite(recruiter, await make_position(recruiter), notify=True)
    path = f"/interviews/{invitation.interview_id}"
    reader = await make_actor(Role.READONLY, organization_id=recruiter.organization_id)
    for actor in (reader, await make_actor()):
        screen = await opened(InvitationState, path, actor)
        await screen.load_link()
        assert screen.letter.words == ""
        await screen.send_mail()
        await screen.look_after_mail()
        assert screen.letter.words == ""
    assert len(await mails_of(recruiter)) == 1


async def test_a_trial_is_e_mailed_to_nobody(database: str) -> None:
    actor = await make_actor()
    position = await make_position(actor)
    async with unit_of_work() as session:
        trial = await interviews.start_trial(session, actor, position_id=position.id)
    screen = await opened(InvitationState, f"/interviews/{trial.interview_id}", actor)
    await screen.load_link()
    assert screen.letter.words == ""
    await screen.send_mail()
    assert await mails_of(actor) == []


async def test_inviting_again_writes_once_however_often_it_is_clicked(database: str) -> None:
    actor = await make_actor()
    invitation = await invite(actor, await make_position(actor), email="ada@example.com")
    screen = await opened(InvitationState, f"/interviews/{invitation.interview_id}", actor)
    await screen.cancel()
    ways = [str(await screen.invite_again()) for _ in range(2)]
    (mail,) = await mails_of(actor)
    assert mail.recipient == "ada@example.com"
    assert all(f"/interviews/{mail.interview_id}" in way for way in ways)


async def test_an_overdue_invitation_is_expired_before_anything_has_swept_it(
    database: str,
) -> None:
    actor = await make_actor()
    invitation = await invite(actor, await make_position(actor))
    with clock.at(clock.now() + timedelta(days=100)):
        screen = await opened(InvitationState, f"/interviews/{invitation.interview_id}", actor)
        assert screen.head.status.startswith("Expired")
        (gone,) = await screen.invite_again()
    assert str(invitation.interview_id) not in str(gone)
    assert "/interviews/" in str(gone)


async def test_a_running_interview_says_how_far_it_is_and_looks_again(database: str) -> None:
    actor = await make_actor()
    token = await begun(actor)
    await send(token, "full marks")
    screen = Screen(InterviewState, await address_of(token), await cookie_of(actor))
    events = await screen.load()
    assert screen.head.stage == "running"
    assert screen.progress.question == "Question 2"
    assert "min left" in screen.progress.minutes_left
    assert any("setTimeout" in str(event) for event in events)
    assert "full marks" not in json.dumps(screen.shown())


async def test_progress_is_told_of_running_interviews_alone(database: str) -> None:
    actor = await make_actor()
    invitation = await invite(actor, await make_position(actor))
    async with unit_of_work() as session:
        assert await progress_of(session, actor, invitation.interview_id) is None


async def test_a_request_for_a_human_is_shown_until_it_is_handled(database: str) -> None:
    actor = await make_actor()
    token = await begun(actor)
    await room.request_human(token)
    screen = await opened(ReviewState, await address_of(token), actor)
    assert screen.head.asks_for_human
    await screen.resolve_human()
    assert screen.head.asks_for_human == ""


async def test_a_trial_is_marked_and_cannot_be_decided(database: str) -> None:
    actor = await make_actor()
    position = await make_position(actor)
    async with unit_of_work() as session:
        trial = await interviews.start_trial(session, actor, position_id=position.id)
    await room.start(trial.token, room.CONSENT_VERSION)
    await take_whole(trial.token)
    screen = await opened(ReviewState, f"/interviews/{trial.interview_id}", actor)
    assert screen.head.trial
    assert screen.head.uncounted == "Trial run, not counted"
    assert screen.head.compare_href == ""
    (told,) = await screen.decide({"recommendation": "hire", "reason": "Just trying"})
    assert "trial" in str(told)
    assert screen.decisions == []


async def test_grading_again_says_whether_the_same_came_out(database: str) -> None:
    actor = await make_actor()
    screen = await opened(RepeatState, await reported(actor), actor)
    await screen.check()
    assert "identical on re-run" in screen.outcome
    assert not screen.checking


async def test_practice_is_marked_and_leads_back_to_where_one_practises(database: str) -> None:
    actor = await make_actor()
    config = practice.parse_config(
        job_role="Tea master",
        experience_level="junior",
        skills=["Tea ceremony"],
        interview_type="technical",
        duration=20,
    )
    session_id = (await practice.create_session(actor, config)).id
    await practice.end(actor, session_id)
    screen = await opened(InterviewState, f"/interviews/{session_id}", actor)
    assert (screen.head.uncounted, screen.head.position_href) == (
        "Practice, not counted",
        "/practice",
    )
    async with unit_of_work() as session:
        with pytest.raises(NotFoundError):
            await interviews.cancel(session, actor, session_id)
