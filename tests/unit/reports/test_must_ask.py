"""What a report says of the questions asked of everyone."""

from __future__ import annotations

from app.assessment.dealbreakers import Met
from app.core.database import reading
from app.interviews.models import Interview
from app.room import service as room
from tests.support.interviews import engine, interview_of, invite, make_position, send
from tests.support.people import make_actor
from tests.support.reports import reported, view_of

NIGHTS = {"question": "Can you work nights?", "ideal_answer": "Yes.", "dealbreaker": True}
DRIVE = {"question": "Can you drive?", "ideal_answer": "Yes.", "dealbreaker": True}
START = {"question": "When can you start?"}


async def taken(questions: list[dict], says: list[str], others: str = "full marks"):
    """A report where the must-ask questions get these answers, and all else the other one."""
    actor = await make_actor()
    position = await make_position(actor, must_ask=questions)
    token = (await invite(actor, position)).token
    replies = iter(says)
    with engine():
        view = await room.start(token, room.CONSENT_VERSION)
        while view.status is room.RoomStatus.RUNNING:
            is_must_ask = view.question.kind == "must_ask"
            reply = next(replies, None) if is_must_ask else others
            if reply is None:
                await room.end(token)
                break
            view = (await send(token, reply)).view
    interview = await interview_of(token)
    async with reading() as session:
        row = await session.get(Interview, interview.id)
    return row, await view_of(actor, interview)


async def test_an_unmet_dealbreaker_caps_a_hire_and_says_so(database: str) -> None:
    row, view = await taken([START, NIGHTS, DRIVE], ["In May.", "no idea", "full licence"])
    assert [(one.met, one.graded) for one in view.must_ask] == [
        (None, False),
        (Met.NOT_MET, True),
        (Met.MET, True),
    ]
    number = view.must_ask[1].number
    assert view.questions[number - 1].question == "Can you work nights?"
    assert view.questions[number - 1].must_ask
    assert (row.recommendation, view.verdict.recommendation) == ("discuss", "discuss")
    assert f"dealbreaker not met: question {number}" in view.verdict.why
    assert not any("dealbreaker" in remark for remark in view.remarks)


async def test_met_dealbreakers_change_nothing(database: str) -> None:
    row, view = await taken([NIGHTS], ["full nights"])
    assert row.recommendation in {"hire", "strong_hire"}
    assert view.must_ask[0].met is Met.MET
    assert "dealbreaker" not in view.verdict.why


async def test_what_was_not_asked_or_half_answered_is_unclear(database: str) -> None:
    _row, view = await taken([NIGHTS, DRIVE], ["half the week"])
    assert [one.met for one in view.must_ask] == [Met.UNCLEAR, Met.UNCLEAR]
    assert sum("dealbreaker" in remark for remark in view.remarks) == 2
    assert "dealbreaker" not in view.verdict.why
    actor = await make_actor()
    ended = await reported(actor, [], position=await make_position(actor, must_ask=[NIGHTS]))
    (unasked,) = (await view_of(actor, ended)).must_ask
    assert (unasked.number, unasked.met) == (None, Met.UNCLEAR)
