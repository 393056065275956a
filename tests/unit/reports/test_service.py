"""Reports: what they state, who may read and decide, and what stays as it was."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import event

from app.core.database import get_engine, reading, unit_of_work
from app.core.errors import (
    ConflictError,
    InvalidInputError,
    NotFoundError,
    NotPermittedError,
)
from app.core.ids import new_id
from app.identity.permissions import Role
from app.interviews.models import Interview, SignalKind, TurnKind
from app.interviews.signals import record as record_signal
from app.positions.models import Proctoring
from app.reports import service
from app.reports.integrity import Level
from app.room import service as room
from tests.support.audit import entries_on
from tests.support.interviews import (
    concept,
    engine,
    interview_of,
    invite,
    make_position,
    send,
)
from tests.support.people import make_actor
from tests.support.reports import reported, view_of


async def do(function, *args: object, **kwargs: object):
    async with unit_of_work() as session:
        return await function(session, *args, **kwargs)


async def test_the_report_says_what_was_asked_answered_and_graded(database: str) -> None:
    actor = await make_actor()
    position = await make_position(actor, concepts=[concept("Tea ceremony"), concept("Kettles")])
    interview = await reported(actor, ["full marks", "no idea"], position=position)
    view = await view_of(actor, interview)
    assert view.header.candidate_name == "Ada Example"
    assert view.header.candidate_email.endswith("@example.com")
    assert view.verdict is not None
    assert view.verdict.questions_asked == len(view.questions)
    assert [question.number for question in view.questions] == list(
        range(1, len(view.questions) + 1)
    )
    first, second = view.questions[:2]
    assert (first.score, second.score) == (1.0, 0.0)
    assert second.kind_words == "said they don't know"
    assert {point.note for point in second.points} == {"insufficient evidence"}
    assert first.concept_name in {"Tea ceremony", "Kettles"}
    assert view.header.status_words == "Completed"


async def test_evidence_is_marked_in_the_candidates_own_words(database: str) -> None:
    actor = await make_actor()
    interview = await reported(actor, ["I would 🍵 say full of course"])
    view = await view_of(actor, interview)
    (answer,) = [one for one in view.questions[0].replies if one.kind is TurnKind.ANSWER][:1]
    assert "".join(one.text for one in answer.segments) == answer.text
    marked = [one for one in answer.segments if one.mark]
    assert [one.text for one in marked] == ["full"]
    assert set(marked[0].point_ids) == {point.point_id for point in view.questions[0].points}
    spans = [span for one in view.concepts for span in one.evidence]
    assert {span.quote for span in spans} == {"full"}


async def test_the_table_row_repeats_the_report(database: str) -> None:
    actor = await make_actor()
    position = await make_position(actor, concepts=[concept("Tea ceremony"), concept("Kettles")])
    interview = await reported(actor, ["full marks"], position=position)
    view = await view_of(actor, interview)
    assert view.verdict is not None
    assert (interview.score, interview.score_low, interview.score_high) == (
        view.verdict.score,
        view.verdict.low,
        view.verdict.high,
    )
    assert interview.recommendation == view.verdict.recommendation
    assert interview.depths == [-1.0 if one.depth is None else one.depth for one in view.concepts]


async def test_a_concept_never_asked_has_no_depth_and_is_named(database: str) -> None:
    actor = await make_actor()
    position = await make_position(actor, concepts=[concept("Tea ceremony"), concept("Kettles")])
    interview = await reported(actor, ["full marks"], position=position)
    view = await view_of(actor, interview)
    unasked = [one for one in view.concepts if not one.asked]
    assert view.verdict is not None
    for one in unasked:
        assert (one.depth, one.low, one.high, one.questions) == (None, None, None, 0)
        assert one.name in view.verdict.summary
    assert -1.0 in interview.depths


async def test_an_interview_without_an_answer_has_no_score(database: str) -> None:
    actor = await make_actor()
    interview = await reported(actor, [])
    view = await view_of(actor, interview)
    assert view.verdict is not None
    assert (view.verdict.score, view.verdict.low, view.verdict.recommendation) == (
        None,
        None,
        "discuss",
    )
    assert view.verdict.why == "nothing was graded"
    assert any("not answered" in remark for remark in view.remarks)


async def test_a_must_ask_question_is_shown_and_left_out_of_the_depth(database: str) -> None:
    actor = await make_actor()
    must = [{"question": "Why tea?", "ideal_answer": "It calms. It wakes."}]
    position = await make_position(actor, must_ask=must)
    interview = await reported(actor, ["no idea"] * 12, position=position)
    view = await view_of(actor, interview)
    (asked,) = [one for one in view.questions if one.must_ask]
    assert (asked.question, asked.concept, asked.depth) == ("Why tea?", None, None)
    assert [point.text for point in asked.points] == ["It calms.", "It wakes."]
    assert sum(one.questions for one in view.concepts) == len(view.questions) - 1


async def test_making_the_report_again_changes_nothing(database: str) -> None:
    actor = await make_actor()
    interview = await reported(actor, ["full marks"])
    before = await view_of(actor, interview)
    async with unit_of_work() as session:
        stored = await session.get_one(Interview, interview.id)
        report = await service.create_report(session, interview=stored)
    assert before.verdict is not None
    assert report.id == before.verdict.report_id
    assert await view_of(actor, interview) == before


async def test_before_the_end_there_is_a_header_and_no_verdict(database: str) -> None:
    actor = await make_actor()
    invitation = await invite(actor, await make_position(actor))
    invited = await view_of(actor, await interview_of(invitation.token))
    assert (invited.verdict, invited.questions, invited.header.can_invite) == (None, (), True)
    with engine():
        await room.start(invitation.token, room.CONSENT_VERSION)
        await send(invitation.token, "full marks")
        running = await view_of(actor, await interview_of(invitation.token))
    assert (running.verdict, running.header.status_words) == (None, "Running")


async def test_a_page_takes_as_many_queries_for_many_questions_as_for_one(database: str) -> None:
    actor = await make_actor()
    short, long = [await reported(actor, ["no idea"] * number) for number in (0, 4)]
    counts = []
    statements: list[str] = []

    def note(_c, _cursor, statement, *_: object) -> None:
        statements.append(statement)

    event.listen(get_engine().sync_engine, "before_cursor_execute", note)
    for interview in (short, long):
        statements.clear()
        view = await view_of(actor, interview)
        counts.append((len(view.questions), len([s for s in statements if "SELECT" in s])))
    assert counts[0][0] < counts[1][0]
    assert counts[0][1] == counts[1][1] <= 12


async def test_a_decision_is_kept_beside_the_score_and_the_newest_holds(database: str) -> None:
    actor = await make_actor(Role.RECRUITER)
    interview = await reported(actor, ["no idea"])
    before = await view_of(actor, interview)
    await do(service.decide, actor, interview.id, recommendation="hire", reason=" Strong work. ")
    await do(service.decide, actor, interview.id, recommendation="discuss", reason="Second look")
    view = await view_of(actor, interview)
    assert [(one.words, one.reason, one.by) for one in view.decisions] == [
        ("Discuss", "Second look", actor.name),
        ("Hire", "Strong work.", actor.name),
    ]
    assert view.decision == view.decisions[0]
    assert view.verdict == before.verdict
    assert view.header.reviewed_at is not None
    assert [one.action for one in await entries_on(interview.id)][-2:] == ["report.decided"] * 2


async def test_two_decisions_at_once_are_both_kept(database: str) -> None:
    actor = await make_actor()
    interview = await reported(actor, ["no idea"])
    await asyncio.gather(
        *(
            do(service.decide, actor, interview.id, recommendation=one, reason="Because")
            for one in ("hire", "no_hire")
        )
    )
    view = await view_of(actor, interview)
    assert {one.recommendation for one in view.decisions} == {"hire", "no_hire"}


async def test_a_decision_needs_one_of_four_words_and_a_reason(database: str) -> None:
    actor = await make_actor()
    interview = await reported(actor, [])
    for forged in (None, "", "perhaps", 1, ["hire"], {"hire": 1}):
        with pytest.raises(InvalidInputError) as error:
            await do(service.decide, actor, interview.id, recommendation=forged, reason="Because")
        assert error.value.field == "recommendation"
    for forged in (None, "", "  x ", 7, ["because"], "x" * 2_001):
        with pytest.raises(InvalidInputError) as error:
            await do(service.decide, actor, interview.id, recommendation="hire", reason=forged)
        assert error.value.field == "reason"
    view = await view_of(actor, interview)
    assert (view.decisions, view.header.reviewed_at) == ((), None)


async def test_nothing_is_decided_before_the_report_or_about_a_trial(database: str) -> None:
    from app.interviews import service as interviews

    actor = await make_actor()
    position = await make_position(actor)
    invitation = await invite(actor, position)
    trial = await do(interviews.start_trial, actor, position_id=position.id)
    with engine():
        await room.start(trial.token, room.CONSENT_VERSION)
        await room.end(trial.token)
    for one in (invitation, trial):
        with pytest.raises(ConflictError):
            await do(service.decide, actor, one.interview_id, recommendation="hire", reason="Yes!")


async def test_notes_are_added_about_the_whole_or_a_turn(database: str) -> None:
    actor = await make_actor()
    interview, other = await reported(actor, ["full marks"]), await reported(actor, ["half"])
    turn = (await view_of(actor, interview)).transcript[1]
    foreign = (await view_of(actor, other)).transcript[1]
    await do(service.add_note, actor, interview.id, text="Look here", turn_id=str(turn.turn_id))
    await do(service.add_note, actor, interview.id, text="As a whole fine")
    with pytest.raises(NotFoundError):
        await do(service.add_note, actor, interview.id, text="Forged", turn_id=foreign.turn_id)
    with pytest.raises(NotFoundError):
        await do(service.add_note, actor, interview.id, text="Forged", turn_id="x")
    with pytest.raises(InvalidInputError):
        await do(service.add_note, actor, interview.id, text="  ")
    notes = (await view_of(actor, interview)).notes
    assert [(one.text, one.turn_id, one.by) for one in notes] == [
        ("Look here", turn.turn_id, actor.name),
        ("As a whole fine", None, actor.name),
    ]


async def with_signal(interview):
    async with unit_of_work() as session:
        stored = await session.get_one(Interview, interview.id)
        assert await record_signal(session, stored, SignalKind.PASTE, {"characters": 900})


async def test_a_signal_is_dismissed_with_a_reason_and_restored(database: str) -> None:
    actor = await make_actor()
    interview = await reported(actor, ["full marks"])
    await with_signal(interview)
    before = await view_of(actor, interview)
    (signal,) = before.signals
    assert (signal.words, signal.dismissed) == ("pasted 900 characters", False)
    assert before.integrity is Level.LOW
    await do(service.dismiss_signal, actor, signal.signal_id, reason="Own notes")
    view = await view_of(actor, interview)
    assert (view.signals[0].dismissed_by, view.signals[0].dismissed_reason) == (
        actor.name,
        "Own notes",
    )
    assert view.integrity is Level.NONE
    assert view.verdict == before.verdict
    with pytest.raises(ConflictError):
        await do(service.dismiss_signal, actor, signal.signal_id, reason="Once more")
    await do(service.restore_signal, actor, signal.signal_id)
    await do(service.restore_signal, actor, signal.signal_id)
    assert (await view_of(actor, interview)).signals == before.signals
    actions = [one.action for one in await entries_on(interview.id)]
    assert actions[-2:] == ["signal.dismissed", "signal.restored"]


async def test_a_dismissal_needs_a_reason(database: str) -> None:
    actor = await make_actor()
    interview = await reported(actor, [])
    await with_signal(interview)
    (signal,) = (await view_of(actor, interview)).signals
    for forged in (None, "", " x ", 3, "x" * 501):
        with pytest.raises(InvalidInputError):
            await do(service.dismiss_signal, actor, signal.signal_id, reason=forged)
    for forged in (None, "x", new_id(), ["1"]):
        with pytest.raises(NotFoundError):
            await do(service.dismiss_signal, actor, forged, reason="Own notes")


async def test_without_proctoring_the_page_says_that_nothing_was_recorded(database: str) -> None:
    actor = await make_actor()
    position = await make_position(actor, proctoring=Proctoring.OFF.value)
    view = await view_of(actor, await reported(actor, [], position=position))
    assert (view.signals, view.integrity) == ((), Level.NONE)
    assert "records no integrity signals" in view.integrity_words


async def test_another_organisation_finds_nothing(database: str) -> None:
    actor, stranger = await make_actor(), await make_actor()
    interview = await reported(actor, ["full marks"])
    await with_signal(interview)
    (signal,) = (await view_of(actor, interview)).signals
    for attempt in (
        view_of(stranger, interview),
        do(service.decide, stranger, interview.id, recommendation="hire", reason="Because"),
        do(service.add_note, stranger, interview.id, text="Hello"),
        do(service.dismiss_signal, stranger, signal.signal_id, reason="Own notes"),
        do(service.restore_signal, stranger, signal.signal_id),
    ):
        with pytest.raises(NotFoundError):
            await attempt


async def test_a_reader_reads_and_decides_nothing(database: str) -> None:
    actor = await make_actor()
    reader = await make_actor(Role.READONLY, actor.organization_id)
    interview = await reported(actor, ["full marks"])
    assert (await view_of(reader, interview)).verdict is not None
    for attempt in (
        do(service.decide, reader, interview.id, recommendation="hire", reason="Because"),
        do(service.add_note, reader, interview.id, text="Hello"),
        do(service.dismiss_signal, reader, new_id(), reason="Own notes"),
        do(service.restore_signal, reader, new_id()),
    ):
        with pytest.raises(NotPermittedError):
            await attempt


async def test_a_forged_id_is_not_found(database: str) -> None:
    actor = await make_actor()
    for forged in (None, "", 7, [], {}, "\x00", new_id()):
        async with reading() as session:
            with pytest.raises(NotFoundError):
                await service.report_view(session, actor, forged)
